"""Hiding and locking what is in hand, a region, an instance, or the same part of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.session.edits.contents import PutClips
from palpate.session.placing import aside_gestures, gestures
from palpate.session.placing.aside import Parts
from palpate.session.placing.aside_gestures import How, Part
from palpate.session.session import Session

NOSE, LEFT_EYE, LEFT_SHOULDER = 0, 1, 5
HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two people of COCO's 17 keypoints with nothing placed; the first one's nose is in hand."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        made.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=9, size=(64, 48)),)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        first = gestures.add_instance(made, "coco_17", "batter")
        gestures.add_instance(made, "coco_17", "bowler")
        made.selection.move(instance=first.id, keypoint=NOSE)
        yield made


def first(session: Session) -> str:
    return session.contents.instances[0].id


def test_the_chosen_keypoints_are_hidden_and_shown_again(session: Session) -> None:
    session.selection.move(keypoint=NOSE, chosen=frozenset({LEFT_EYE}))
    part = aside_gestures.chosen_part(session)
    assert part == Part(first(session), ("nose", "left_eye"))
    assert aside_gestures.toggle(session, How.HIDDEN, [part])
    assert session.aside.hidden.keypoints == {(first(session), "nose"), (first(session), "left_eye")}
    assert not aside_gestures.toggle(session, How.HIDDEN, [part])
    assert not session.aside.hidden


def test_without_a_keypoint_it_is_the_instance(session: Session) -> None:
    session.selection.move(keypoint=-1)
    assert aside_gestures.chosen_part(session) == Part(first(session))
    with pytest.raises(EditRefused, match="choose a keypoint of the region"):
        aside_gestures.region_part(session)


def test_a_region_hidden_in_part_is_hidden_whole_first(session: Session) -> None:
    aside_gestures.toggle(session, How.HIDDEN, [Part(first(session), ("nose",))])
    session.selection.move(keypoint=LEFT_EYE)
    region = aside_gestures.region_part(session)
    assert region.names == HEAD
    assert aside_gestures.toggle(session, How.HIDDEN, [region])
    assert {name for _, name in session.aside.hidden.keypoints} == set(HEAD)


def test_the_same_part_of_everybody_of_the_kind(session: Session) -> None:
    parts = aside_gestures.alike(session, Part(first(session), ("nose",)))
    assert parts == [Part(found.id, ("nose",)) for found in session.contents.instances]


def test_the_hand_goes_on_from_what_can_no_longer_be_placed(session: Session) -> None:
    aside_gestures.toggle(session, How.LOCKED, [aside_gestures.region_part(session)])
    assert session.selection.focus.keypoint == LEFT_SHOULDER


def test_everything_is_freed_at_once(session: Session) -> None:
    session.aside.put(hidden=Parts(frozenset({first(session)})), locked=Parts(frozenset({first(session)})))
    assert aside_gestures.free_all(session, How.HIDDEN)
    assert not session.aside.hidden
    assert session.aside.locked
    assert not aside_gestures.free_all(session, How.HIDDEN)


def test_nothing_is_set_aside_without_an_instance(session: Session) -> None:
    session.selection.move(instance="", keypoint=-1)
    with pytest.raises(EditRefused, match="add an instance first"):
        aside_gestures.chosen_part(session)


@pytest.mark.parametrize("how", How)
def test_pressed_again_at_once_it_takes_back_what_the_hand_was_led_on_from(
    session: Session, how: How
) -> None:
    part, on = aside_gestures.toggle_in_hand(session, how, aside_gestures.chosen_part)
    assert on
    assert session.selection.focus.keypoint == LEFT_EYE, "the nose cannot be placed now"
    assert aside_gestures.toggle_in_hand(session, how, aside_gestures.chosen_part) == (part, False)
    assert not aside_gestures.parts_of(session, how)
    assert session.selection.focus.keypoint == NOSE


def test_pressed_on_another_keypoint_it_is_that_one(session: Session) -> None:
    aside_gestures.toggle_in_hand(session, How.LOCKED, aside_gestures.chosen_part)
    session.selection.move(keypoint=LEFT_SHOULDER)
    aside_gestures.toggle_in_hand(session, How.LOCKED, aside_gestures.chosen_part)
    assert {name for _, name in session.aside.locked.keypoints} == {"nose", "left_shoulder"}
