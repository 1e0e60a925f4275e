"""What is said of a derived position: how far off, by which method, and why; and what was called fine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.model.clip import Clip, ClipKind
from palpate.model.drift import Reason
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures
from palpate.session.review.doubts import doubt_at
from palpate.session.review.drift_review import call_fine, drift_points
from palpate.session.session import Session

SHOULDER, ELBOW = 5, 7


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An arm of 60 px that is twice as long in frame 50."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        made.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=200, size=(640, 480)),)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        focus = made.selection.focus
        for frame in range(0, 101, 10):
            for keypoint, y in ((SHOULDER, 100.0), (ELBOW, 220.0 if frame == 50 else 160.0)):
                at = made.pose_at(focus.layer, focus.instance, frame)
                made.do(poses.place(at, keypoint, np.array([100.0, y]), Visibility.VISIBLE, "Place"))
        yield made


def place(session: Session) -> tuple[str, str]:
    return session.selection.focus.layer, session.selection.focus.instance


def test_a_doubt_tells_px_limit_and_the_length_that_is_off(session: Session) -> None:
    doubt = doubt_at(session, *place(session), frame=49, keypoint=ELBOW)
    assert doubt is not None
    live = session.live(*place(session))
    assert doubt.expected_px == live.drift_px[49 - live.resolved.start, ELBOW]
    assert doubt.limit_px == 4.0
    assert doubt.reasons is Reason.LIMB
    assert doubt.numbers == {Reason.LIMB: pytest.approx(doubt.expected_px)}  # nothing else judges it


def test_it_names_the_method_of_its_own_span(session: Session) -> None:
    gestures.fill_by(session, Method.LINEAR, (41, 42))
    methods = {
        frame: doubt.method
        for frame in (35, 45, 55)
        if (doubt := doubt_at(session, *place(session), frame=frame, keypoint=ELBOW)) is not None
    }
    assert methods[45] is Method.LINEAR
    assert methods[35] is methods[55] is not Method.LINEAR


@pytest.mark.parametrize("frame", [50, 150])
def test_nothing_is_said_of_facts_and_of_what_is_not_there(session: Session, frame: int) -> None:
    assert doubt_at(session, *place(session), frame=frame, keypoint=ELBOW) is None


def test_what_was_called_fine_is_settled_until_its_keyframe_moves(session: Session) -> None:
    layer, instance = place(session)
    worst = drift_points(session, layer)[0]
    k = session.contents.skeleton_of(instance).position_of[worst.keypoint_name]
    assert session.settled.calm(layer, instance) is None
    call_fine(session, worst)
    calm = session.settled.calm(layer, instance)
    assert calm is not None
    rows = np.flatnonzero(calm[:, k])
    assert (rows[0], rows[-1] + 1) == (worst.point.start, worst.point.stop)
    assert session.settled.holds(layer, instance, frame=worst.point.frame, keypoint=k)
    assert not calm[:, [n for n in range(17) if n != k]].any()
    at = session.pose_at(layer, instance, 50)
    session.do(poses.place(at, k, np.array([130.0, 230.0]), Visibility.VISIBLE, "Move"))
    assert not session.settled.holds(layer, instance, frame=worst.point.frame, keypoint=k)


def test_taking_a_verdict_back_makes_it_doubtful_again(session: Session) -> None:
    layer, instance = place(session)
    call_fine(session, drift_points(session, layer)[0])
    assert session.settled.calm(layer, instance) is not None
    session.undo()
    assert session.settled.calm(layer, instance) is None
