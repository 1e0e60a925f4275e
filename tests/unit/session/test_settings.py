"""Settings: checked, kept, one set for each annotator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from palpate.base.errors import UsageError
from palpate.session.settings import Settings, spec_of, usual, why_not_value
from palpate.session.settings_table import SECTIONS, SETTINGS, Kind, SettingSpec, Value, Whose

Texts = dict[str, str]


def another(spec: SettingSpec) -> Value:
    """Return a value that is not the usual one."""
    if spec.kind is Kind.CHOICE:
        return next(value for value, _ in spec.choices if value != usual(spec))
    if spec.kind is Kind.TOGGLE:
        return not usual(spec)
    if spec.kind is Kind.TEXT:
        return f"{usual(spec)} / ü"
    assert spec.limits is not None
    least, most = spec.limits()
    return least if usual(spec) != least else most


@pytest.fixture
def texts(shelf_of: Callable[..., Texts]) -> Texts:
    return shelf_of()


@pytest.fixture
def settings(texts: Texts) -> Settings:
    made = Settings(texts)
    made.set("annotator", "ana")
    return made


def test_the_table_is_sound() -> None:
    assert len({spec.name for spec in SETTINGS}) == len(SETTINGS)
    for spec in SETTINGS:
        assert not why_not_value(spec, usual(spec)), spec.name
        assert not spec.section or (spec.section in SECTIONS and spec.title)
        assert bool(spec.choices) == (spec.kind is Kind.CHOICE)
        assert bool(spec.limits) == (spec.kind is Kind.WHOLE)
    assert {spec.section for spec in SETTINGS} - {""} == set(SECTIONS)


@pytest.mark.parametrize("spec", SETTINGS, ids=lambda spec: spec.name)
def test_what_is_set_is_kept_and_told_once(settings: Settings, texts: Texts, spec: SettingSpec) -> None:
    told: list[str] = []
    settings.changed.connect(told.append)
    value = another(spec)
    settings.set(spec.name, value)
    settings.set(spec.name, value)
    assert settings.get(spec.name) == Settings(texts).get(spec.name) == value
    assert told == [spec.name]
    if spec.name != "annotator":
        settings.reset(spec.name)
        assert settings.get(spec.name) == usual(spec)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("theme", "blue", "none of its choices"),
        ("theme", None, "none of its choices"),
        ("speed", 3.0, "none of its choices"),
        ("speed", True, "none of its choices"),
        ("names", 1, "on or off"),
        ("point_size", 49, "from 50 to 250 %"),
        ("point_size", 100.0, "whole number"),
        ("point_size", None, "whole number"),
        ("point_size", True, "whole number"),
        ("frame_megabytes", 1, "is from"),
        ("annotator", "  ", "needs a text"),
        ("annotator", 5, "needs a text"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_changes(
    settings: Settings, texts: Texts, name: str, value: Value, said: str
) -> None:
    before, told = dict(texts), list[str]()
    settings.changed.connect(told.append)
    with pytest.raises(UsageError, match=said):
        settings.set(name, value)
    assert dict(texts) == before
    assert told == []


@pytest.mark.parametrize("broken", ["", "lots", "-3", "1e9", "99999999999", "None", "\x00", "²"])
def test_what_somebody_broke_is_as_usual(texts: Texts, broken: str) -> None:
    settings = Settings(texts)
    settings.set("annotator", "ana")
    for spec in SETTINGS:
        if spec.kind is not Kind.TEXT:
            settings.set(spec.name, another(spec))
    for key in texts:
        if not key.endswith("annotator"):
            texts[key] = broken
    for spec in SETTINGS:
        if spec.kind is not Kind.TEXT:
            assert settings.get(spec.name) == usual(spec)


def test_each_annotator_has_settings_of_their_own(settings: Settings) -> None:
    settings.set("theme", "light")
    settings.set("proxy_gigabytes", 7)
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.set("annotator", " ben / 2 ")
    assert told == ["annotator", "theme"]
    assert settings.get("annotator") == "ben / 2"
    assert settings.get("theme") == "dark"
    assert settings.get("proxy_gigabytes") == 7
    settings.set("annotator", "ana")
    assert settings.get("theme") == "light"
    assert {"ana", "ben / 2"} <= set(settings.annotators())


def test_somebody_else_can_be_forgotten(settings: Settings, texts: Texts) -> None:
    settings.set("theme", "light")
    settings.set("annotator", "ben")
    with pytest.raises(UsageError, match="in use"):
        settings.forget("ben")
    settings.forget("ana")
    assert "ana" not in settings.annotators()
    settings.set("annotator", "ana")
    assert settings.get("theme") == "dark"


def test_settings_from_before_profiles_go_to_who_worked_then(shelf_of: Callable[..., Texts]) -> None:
    texts = shelf_of(annotator="ana", theme="light", proxy_gigabytes="7")
    settings = Settings(texts)
    assert settings.get("theme") == "light"
    assert "theme" not in texts
    assert settings.get("proxy_gigabytes") == 7
    settings.set("annotator", "ben")
    assert settings.get("theme") == "dark"
    assert settings.annotators() == ["ana", "ben"]


def test_what_is_as_usual_leaves_no_trace(settings: Settings, texts: Texts) -> None:
    before = dict(texts)
    for spec in SETTINGS:
        if spec.name != "annotator":
            settings.set(spec.name, another(spec))
            settings.reset(spec.name)
    assert dict(texts) == before


def test_limits_of_the_machine_belong_to_the_machine() -> None:
    assert {spec.name for spec in SETTINGS if spec.whose is Whose.MACHINE} == {
        "annotator",
        "frame_megabytes",
        "proxy_gigabytes",
    }
    assert spec_of("theme").whose is Whose.ANNOTATOR
