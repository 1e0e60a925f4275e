"""Who may change which layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused, PalpateError
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance, PutLayer
from palpate.session.placing import gestures, pose_starts
from palpate.session.session import Session

SPOT = np.array([10.0, 20.0])


@pytest.fixture(params=["annotator", "consultant"])
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana", request.param) as session:
        clip = Clip("c", "walk", ClipKind.VIDEO, n_frames=30, fps=30.0, size=(64, 48))
        session.do(PutClips("Add", (clip,)))
        session.do(PutInstance("Add", Instance("i", "c", "walker", 1, "coco_17")))
        for layer in (
            editions.new_layer("reference", LayerKind.GOLD, "consultant"),
            editions.new_layer("ben", LayerKind.WORK, "ben"),
        ):
            session.do(PutLayer("Add", layer))
        session.selection.move(clip="c", instance="i", keypoint=0)
        yield session


@pytest.mark.parametrize(("layer", "said"), [("reference", "only a consultant"), ("ben", "layer of ben")])
def test_an_annotator_changes_neither_gold_nor_another_persons_layer(
    session: Session, layer: str, said: str
) -> None:
    chosen = session.contents.layer_named(layer)
    session.selection.move(layer=chosen.id)
    if session.contents.settings["role"] == "annotator":
        with pytest.raises(EditRefused, match=said):
            gestures.place(session, SPOT, Visibility.VISIBLE)
        assert session.project.pose(chosen.id, "i", 0) is None
    else:
        gestures.place(session, SPOT, Visibility.VISIBLE)
        assert session.project.pose(chosen.id, "i", 0) is not None


def test_what_a_consultant_places_in_a_gold_layer_is_gold(session: Session) -> None:
    if session.contents.settings["role"] == "consultant":
        gold = session.contents.layer_named("gold")
        session.selection.move(layer=gold.id)
        gestures.place(session, SPOT, Visibility.VISIBLE)
        pose = session.project.pose(gold.id, "i", 0)
        assert pose is not None
        assert pose.origin[0] == Origin.GOLD


def test_everybody_changes_their_own_layer(session: Session) -> None:
    own = session.contents.layer_named("ana")
    session.selection.move(layer=own.id)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    pose = session.project.pose(own.id, "i", 0)
    assert pose is not None
    assert pose.origin[0] == Origin.HAND


def test_what_says_nothing_new_is_no_edit(session: Session) -> None:
    own = session.contents.layer_named("ana")
    session.selection.move(layer=own.id)
    gestures.place(session, SPOT, Visibility.VISIBLE)
    edits = len(session.project.history())
    session.selection.move(keypoint=0)
    gestures.set_tier(session, Visibility.VISIBLE)
    assert len(session.project.history()) == edits


@pytest.mark.parametrize(
    "gesture",
    [gestures.accept, pose_starts.from_previous, gestures.clear, lambda s: gestures.step_keypoint(s, 1)],
)
def test_a_gesture_without_an_instance_is_refused_with_a_sentence(
    session: Session, gesture: Callable[[Session], object]
) -> None:
    session.selection.move(layer=session.contents.layer_named("ana").id, instance="", keypoint=-1)
    with pytest.raises(PalpateError, match="instance"):
        gesture(session)
