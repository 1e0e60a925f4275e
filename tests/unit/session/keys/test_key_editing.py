"""Changing keys: at once, undoable, kept for whoever works."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from palpate.base.errors import KeymapFaulty, UsageError
from palpate.base.folders import resource
from palpate.session.keys.key_editing import DEFAULT, KeyEditing
from palpate.session.keys.keymap import Keyed
from palpate.session.keys.keymap_file import READY_MADE
from palpate.session.settings import Settings, Shelf

KEYS = {"next_frame": ("E",), "previous_frame": ("Q",), "track_on": ("T",), "hold_hide": ("H",)}


def everything() -> tuple[Keyed, ...]:
    """Return some actions with keys, and all that the shipped maps name."""
    names = dict.fromkeys(KEYS)
    for path in sorted(resource("defaults", "keymaps").glob("*.json")):
        names |= dict.fromkeys(json.loads(path.read_text(encoding="utf-8"))["keys"])
    return tuple(Keyed(name, KEYS.get(name, ()), held=name.startswith("hold_")) for name in names)


ACTIONS = everything()


@pytest.fixture
def settings(shelf_of: Callable[..., Shelf]) -> Settings:
    made = Settings(shelf_of())
    made.set("annotator", "ana")
    return made


@pytest.fixture
def editing(settings: Settings) -> KeyEditing:
    return KeyEditing(settings, ACTIONS)


def test_a_key_that_is_given_is_kept_and_who_loses_it_is_told(
    editing: KeyEditing, settings: Settings
) -> None:
    assert editing.give("next_frame", "t") == ["track_on"]
    assert editing.changed == ["next_frame", "track_on"]
    again = KeyEditing(settings, ACTIONS)
    assert again.keymap == editing.keymap
    assert again.keymap.of("next_frame") == ("E", "T")
    assert not again.undoable


@pytest.mark.parametrize(
    ("action", "key"), [("next_frame", "Esc"), ("hold_hide", "Ctrl+H"), ("track_on", "Foo")]
)
def test_a_key_that_cannot_be_had_changes_nothing(editing: KeyEditing, action: str, key: str) -> None:
    before = editing.keymap
    with pytest.raises(UsageError):
        editing.give(action, key)
    assert editing.keymap == before
    assert not editing.undoable


def test_everything_can_be_undone_step_by_step(editing: KeyEditing, tmp_path: Path) -> None:
    stands = [(editing.base, editing.keymap)]
    for do in (
        lambda: editing.give("next_frame", "T"),
        lambda: editing.take("next_frame", "E"),
        lambda: editing.reset("track_on"),
        lambda: editing.choose("sleap"),
        editing.reset_all,  # as it came: no step
        lambda: editing.give("next_frame", "N"),
        editing.reset_all,
    ):
        do()
        stands.append((editing.base, editing.keymap))
    steps = [stand for stand, before in zip(stands[1:], stands, strict=False) if stand != before]
    for before in [*reversed(steps[:-1]), stands[0]]:
        editing.undo()
        assert (editing.base, editing.keymap) == before
    assert not editing.undoable


def test_an_action_that_is_put_back_takes_its_keys_from_others(editing: KeyEditing) -> None:
    editing.give("next_frame", "T")
    assert editing.reset("track_on") == ["next_frame"]
    assert editing.keymap.of("next_frame") == ("E",)
    assert editing.changed == []


def test_a_file_takes_the_place_of_all_keys_and_a_faulty_one_of_none(
    editing: KeyEditing, settings: Settings, tmp_path: Path
) -> None:
    editing.give("next_frame", "N")
    editing.write(tmp_path / "mine.json", title="mine")
    mine = editing.keymap
    editing.choose("left_handed")
    editing.read(tmp_path / "mine.json")
    assert editing.keymap == mine
    assert editing.base == DEFAULT
    (tmp_path / "faulty.json").write_text('{"keys": {"fly": ["F"]}}', encoding="utf-8")
    kept = settings.get("key_changes")
    with pytest.raises(KeymapFaulty):
        editing.read(tmp_path / "faulty.json")
    assert editing.keymap == mine
    assert settings.get("key_changes") == kept


def test_each_annotator_has_keys_of_their_own(editing: KeyEditing, settings: Settings) -> None:
    editing.give("next_frame", "N")
    settings.set("annotator", "ben")
    editing.take_up()
    assert editing.keymap.of("next_frame") == ("E",)
    assert not editing.undoable
    editing.choose("left_handed")
    settings.set("annotator", "ana")
    editing.take_up()
    assert (editing.base, editing.keymap.of("next_frame")) == (DEFAULT, ("E", "N"))


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[1]", '{"next_frame": ["Foo"], "gone": ["X"]}', "[" * 50_000]
)
def test_keys_that_somebody_broke_are_those_of_the_map(shelf_of: Callable[..., Shelf], kept: str) -> None:
    editing = KeyEditing(Settings(shelf_of(keymap="gone", key_changes=kept)), ACTIONS)
    assert editing.base == DEFAULT
    assert editing.keymap.of("previous_frame") == ("Q",)
    assert editing.keymap.conflicts() == {}


def test_every_map_that_comes_with_the_program_says_where_it_comes_from(editing: KeyEditing) -> None:
    for name in READY_MADE:
        title, about = editing.about(name)
        assert title
        assert len(about) > 40
    assert editing.about(DEFAULT) == ("", "")
