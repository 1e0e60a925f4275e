"""What is hidden or locked, as plain values that can be kept as a text."""

from __future__ import annotations

import pytest

from palpate.model.skeleton import Skeleton
from palpate.session.placing.aside import Parts, SetAside


def test_a_whole_instance_covers_all_its_keypoints(stick_figure: Skeleton) -> None:
    parts = Parts().with_instance("a", on=True)
    assert parts.of("a", stick_figure).all()
    assert not parts.of("b", stick_figure).any()
    assert not parts.with_instance("a", on=False)


def test_single_keypoints_stay_aside_when_their_instance_comes_back(stick_figure: Skeleton) -> None:
    parts = Parts().with_keypoints("a", ["head"], on=True).with_instance("a", on=True)
    shown = parts.with_instance("a", on=False).of("a", stick_figure)
    assert shown.tolist() == [name == "head" for name in stick_figure.names]


def test_what_is_set_aside_is_told_once_and_only_when_it_changes() -> None:
    aside, told = SetAside(), []
    aside.changed.connect(lambda: told.append(aside.hidden))
    parts = Parts(frozenset({"a"}))
    aside.put(hidden=parts)
    aside.put(hidden=parts)
    assert told == [parts]
    assert aside.locked == Parts()


def test_it_is_read_back_from_its_text() -> None:
    aside, again = SetAside(), SetAside()
    assert aside.as_text() == ""
    aside.put(hidden=Parts(frozenset({"a"})), locked=Parts(frozenset(), frozenset({("b", "head")})))
    again.read(aside.as_text())
    assert (again.hidden, again.locked) == (aside.hidden, aside.locked)
    again.read("")
    assert not again.hidden
    assert not again.locked


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "7", '{"hidden": 3}', '{"hidden": {"keypoints": [["a"]]}}', '{"locked": []}', "[" * 100_000],
    ids=["broken", "list", "number", "no parts", "half a pair", "list of parts", "nested beyond measure"],
)
def test_a_text_that_somebody_has_edited_sets_nothing_aside(text: str) -> None:
    aside = SetAside()
    aside.put(hidden=Parts(frozenset({"a"})))
    aside.read(text)
    assert not aside.hidden
    assert not aside.locked
