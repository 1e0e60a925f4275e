"""Whose layer may be seen over the one in hand: gold is kept from annotators, in every shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance, PutLayer
from palpate.session.edits.poses import SetValues
from palpate.session.other_layers import (
    layers_to_see,
    other_poses,
    why_none_to_see,
    why_not_see,
    why_not_take_up,
)
from palpate.session.session import Session


def made(folder: Path, role: str) -> Session:
    """Ana's project with layers of ben, a model, gold and an attempt; in each a nose moves from 0 to 20."""
    session = Session.create(folder / "p.palpate", ["coco_17"], "ana", role)
    clip = Clip("c", "walk", ClipKind.VIDEO, n_frames=30, fps=30.0, size=(64, 48))
    session.do(PutClips("Add", (clip,)))
    session.do(PutInstance("Add", Instance("i", "c", "walker", 1, "coco_17")))
    session.do(PutInstance("Add", Instance("j", "c", "umpire", 2, "coco_17")))
    for name, kind, origin in (
        ("ben", LayerKind.WORK, Origin.HAND),
        ("network", LayerKind.MODEL, Origin.MODEL),
        ("reference", LayerKind.GOLD, Origin.GOLD),
        ("attempt 1", LayerKind.CALIBRATION, Origin.HAND),
    ):
        layer = editions.new_layer(name, kind, name)
        session.do(PutLayer("Add", layer))
        for frame in (0, 20):
            put(session, layer.id, frame, float(frame), origin)
    session.selection.move(clip="c", instance="i", keypoint=0, layer=session.contents.layers[0].id)
    return session


def put(session: Session, layer: str, frame: int, x: float, origin: Origin, keypoint: int = 0) -> None:
    session.do(
        SetValues(
            "Put",
            session.pose_at(layer, "i", frame),
            np.array([keypoint]),
            np.array([[x, 5.0]]),
            np.array([Visibility.VISIBLE], np.int8),
            np.array([origin], np.int8),
        )
    )


@pytest.fixture
def annotator(tmp_path: Path) -> Iterator[Session]:
    with made(tmp_path, "annotator") as session:
        yield session


@pytest.fixture
def consultant(tmp_path: Path) -> Iterator[Session]:
    with made(tmp_path, "consultant") as session:
        yield session


def named(session: Session, name: str) -> str:
    return session.contents.layer_named(name).id


def test_an_annotator_sees_colleagues_and_models_but_neither_gold_nor_attempts(annotator: Session) -> None:
    assert [layer.name for layer in layers_to_see(annotator)] == ["ben", "network"]
    assert "kept from annotators" in why_not_see(annotator, named(annotator, "reference"))
    assert "without seeing each other" in why_not_see(annotator, named(annotator, "attempt 1"))


def test_a_consultant_sees_every_other_layer(consultant: Session) -> None:
    names = [layer.name for layer in layers_to_see(consultant)]
    assert names == ["gold", "ben", "network", "reference", "attempt 1"]


def test_an_attempt_is_made_without_seeing_anybody(annotator: Session) -> None:
    annotator.selection.move(layer=named(annotator, "attempt 1"))
    assert layers_to_see(annotator) == ()
    assert "calibration" in why_none_to_see(annotator)


def test_what_may_not_be_seen_is_not_given_even_when_it_is_asked_for(annotator: Session) -> None:
    for name in ("reference", "attempt 1"):
        assert other_poses(annotator, named(annotator, name), "c", 0) == {}


def test_what_another_layer_has_is_given_by_instance_with_what_is_filled_in(annotator: Session) -> None:
    poses = other_poses(annotator, named(annotator, "ben"), "c", 10)
    assert list(poses) == ["i"]
    assert poses["i"].positions[0].tolist() == [10.0, 5.0]
    assert other_poses(annotator, named(annotator, "ben"), "c", 25) == {}


def test_between_gold_keyframes_a_consultant_sees_no_gold(consultant: Session) -> None:
    gold = named(consultant, "reference")
    assert other_poses(consultant, gold, "c", 20)["i"].positions[0].tolist() == [20.0, 5.0]
    assert other_poses(consultant, gold, "c", 10) == {}


def test_gold_in_another_layer_is_kept_from_annotators_with_all_that_leads_to_it(annotator: Session) -> None:
    ben = named(annotator, "ben")
    put(annotator, ben, 20, 20.0, Origin.GOLD)
    put(annotator, ben, 20, 7.0, Origin.HAND, keypoint=3)
    poses = other_poses(annotator, ben, "c", 20)
    assert np.isnan(poses["i"].positions[0]).all()
    assert poses["i"].visibility[0] == Visibility.NOT_PLACED
    assert poses["i"].positions[3].tolist() == [7.0, 5.0]
    assert other_poses(annotator, ben, "c", 10) == {}


def test_a_project_with_one_layer_says_where_another_could_come_from(empty_project: Session) -> None:
    empty_project.selection.move(layer=empty_project.contents.layers[0].id)
    assert "import" in why_none_to_see(empty_project)


def test_an_annotator_takes_neither_gold_nor_another_persons_attempt_in_hand(annotator: Session) -> None:
    own = editions.new_layer("attempt of ana", LayerKind.CALIBRATION, "ana")
    annotator.do(PutLayer("Add", own))
    assert "kept from annotators" in why_not_take_up(annotator, named(annotator, "reference"))
    assert "without seeing each other" in why_not_take_up(annotator, named(annotator, "attempt 1"))
    for name in ("ana", "ben", "network", "attempt of ana"):
        assert why_not_take_up(annotator, named(annotator, name)) == ""


def test_a_consultant_takes_any_layer_in_hand(consultant: Session) -> None:
    assert not any(why_not_take_up(consultant, layer.id) for layer in consultant.contents.layers)
