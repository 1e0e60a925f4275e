"""A keypoint's way: speed in capture time, gaps as gaps, keyframes moved in value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.filling.trajectories import move_keyframe, span_around, speeds, trajectory
from palpate.session.frames.capture_time import capture_times
from palpate.session.placing import gestures
from palpate.session.session import Session

NOSE, LEFT_EYE = 0, 1
CLIP = Clip("c", "net", ClipKind.VIDEO, n_frames=60, fps=30.0, capture_fps=120.0, size=(640, 480))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A slow-motion clip; the nose moves 2 px a frame to the right, by straight lines over 0, 10, 20."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        made.do(PutClips("Add the clip", (CLIP,)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        for frame in (0, 10, 20):
            made.selection.move(frame=frame, keypoint=NOSE)
            gestures.place(made, np.array([100.0 + 2 * frame, 80.0]), Visibility.VISIBLE)
        gestures.fill_by(made, Method.LINEAR)
        made.selection.move(frame=0, keypoint=NOSE)
        yield made


def way(session: Session, keypoint: int = NOSE):
    focus = session.selection.focus
    times = capture_times(session, session.contents.clip("c"))
    return trajectory(session, focus.layer, focus.instance, keypoint=keypoint, times=times)


def test_speed_is_told_per_second_of_capture_time(session: Session) -> None:
    found = way(session)
    assert found.start == 0
    assert found.speed == pytest.approx(np.full(21, 2.0 * 120.0))
    assert found.positions[5].tolist() == [110.0, 80.0]


def test_keyframes_and_origins_are_told_apart(session: Session) -> None:
    found = way(session)
    assert found.keyframes.tolist() == [0, 10, 20]
    assert found.key_origin.tolist() == [Origin.HAND] * 3
    assert found.origin[[0, 5, 10]].tolist() == [Origin.HAND, Origin.INTERPOLATED, Origin.HAND]


def test_a_gap_has_neither_place_nor_speed(session: Session) -> None:
    session.selection.move(frame=5)
    gestures.fill_by(session, Method.NONE, (5, 6))
    found = way(session)
    assert np.isnan(found.positions[1:10]).all()
    assert np.isnan(found.speed[:10]).all()
    assert found.speed[10] == pytest.approx(240.0)  # only what comes after it is known


def test_a_keypoint_that_is_nowhere_has_no_keyframes(session: Session) -> None:
    found = way(session, LEFT_EYE)
    assert len(found.keyframes) == 0
    assert np.isnan(found.positions).all()


def test_speed_is_that_over_both_neighbours() -> None:
    x = np.array([0.0, 1.0, 4.0, np.nan, 9.0])
    found = speeds(np.stack([x, np.zeros(5)], axis=1), np.arange(5) / 10.0)
    assert found[:3] == pytest.approx([10.0, 20.0, 30.0])
    assert np.isnan(found[3:]).all()


def test_where_time_stands_still_there_is_no_speed() -> None:
    positions = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    assert np.isnan(speeds(positions, np.zeros(3))).all()
    assert speeds(positions, None) == pytest.approx([5.0, 5.0, 5.0])


def test_a_keyframe_moves_in_value_in_one_step_of_undo(session: Session) -> None:
    session.selection.move(frame=3)
    move_keyframe(session, 10, keypoint=NOSE, position=np.array([130.0, 80.0]))
    moved = way(session)
    assert moved.positions[10].tolist() == [130.0, 80.0]
    assert moved.positions[5].tolist() == [115.0, 80.0]
    entry = session.undoable()
    assert entry is not None
    assert entry.title == "Move Nose in frame 10"
    session.undo()
    assert way(session).positions[10].tolist() == [120.0, 80.0]
    assert session.selection.focus.frame == 3


def test_its_visibility_stays_as_it_was(session: Session) -> None:
    session.selection.move(frame=10)
    gestures.set_tier(session, Visibility.ESTIMATED)
    move_keyframe(session, 10, keypoint=NOSE, position=np.array([1.0, 2.0]))
    assert gestures.current_view(session).visibility[NOSE] == Visibility.ESTIMATED


@pytest.mark.parametrize(("frame", "keypoint"), [(5, NOSE), (10, LEFT_EYE), (40, NOSE)])
def test_what_is_no_keyframe_is_not_moved(session: Session, frame: int, keypoint: int) -> None:
    before = session.undoable()
    with pytest.raises(EditRefused, match="no keyframe"):
        move_keyframe(session, frame, keypoint=keypoint, position=np.array([1.0, 2.0]))
    assert session.undoable() == before


@pytest.mark.parametrize(
    ("frame", "span"), [(0, (0, 10)), (4, (0, 10)), (10, (10, 20)), (20, (10, 20)), (21, None)]
)
def test_the_span_around_a_frame_is_that_between_its_keyframes(
    session: Session, frame: int, span: tuple[int, int] | None
) -> None:
    assert span_around(session, frame) == span


def test_without_an_active_keypoint_the_span_is_that_of_the_instance(session: Session) -> None:
    session.selection.move(frame=15, keypoint=LEFT_EYE)
    assert span_around(session, 15) is None
    gestures.place(session, np.array([1.0, 2.0]), Visibility.VISIBLE)
    session.selection.move(keypoint=-1)
    assert span_around(session, 12) == (10, 15)


def test_speed_is_that_of_the_scene_where_pixels_are_not_square(session: Session) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    assert way(session).speed == pytest.approx(np.full(21, 2.0 * 2.0 * 120.0))
