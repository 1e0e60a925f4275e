"""Where one keypoint is in the frames around, and where it is to be expected."""

from __future__ import annotations

import numpy as np

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.placing import gestures
from palpate.session.placing.around_keypoint import around_keypoint, expected
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


def walker_of(session: Session) -> LiveTrack:
    return session.live(session.contents.layers[0].id, session.contents.instances[0].id)


def on_a_third(session: Session) -> LiveTrack:
    """An instance on which nothing is placed."""
    session.selection.move(clip="clip-1", layer=session.contents.layers[0].id, frame=40)
    found = gestures.add_instance(session, "stick_figure")
    session.selection.move(instance=found.id)
    return session.live(session.contents.layers[0].id, found.id)


def place(session: Session, keypoint: int, x: float, y: float) -> None:
    session.selection.move(keypoint=keypoint)
    gestures.place(session, np.array([x, y]), Visibility.VISIBLE)


def test_each_frame_has_its_own_position_by_keyframe_or_filled_in(two_bowlers: Session) -> None:
    found = around_keypoint(walker_of(two_bowlers), 20, 1)
    assert found.frames.tolist() == [18, 19, 20, 21, 22]
    assert found.exists.all()
    assert np.allclose(found.positions[:, 1], [128.0, 129.0, 130.0, 131.0, 132.0])
    assert [Origin(code) for code in found.origin.tolist()] == [
        Origin.INTERPOLATED,
        Origin.INTERPOLATED,
        Origin.HAND,
        Origin.INTERPOLATED,
        Origin.INTERPOLATED,
    ]


def test_frames_that_the_clip_does_not_have_are_told(two_bowlers: Session) -> None:
    first = around_keypoint(walker_of(two_bowlers), 1, 0)
    assert first.exists.tolist() == [False, True, True, True, True]
    assert np.isnan(first.positions[0]).all()
    assert around_keypoint(walker_of(two_bowlers), 99, 0).exists.tolist() == [True, True, True, False, False]


def test_beyond_the_last_keyframe_the_last_position_is_expected_in_all_frames(two_bowlers: Session) -> None:
    found = around_keypoint(walker_of(two_bowlers), 95, 0)
    assert np.allclose(found.positions, 190.0)
    assert (found.origin == Origin.NONE).all()


def test_a_keypoint_never_placed_is_expected_at_its_parent_then_at_its_other_side(
    two_bowlers: Session,
) -> None:
    live = on_a_third(two_bowlers)
    assert np.isnan(expected(live, 40, 4)).all()
    place(two_bowlers, 1, 10.0, 20.0)
    assert expected(live, 40, 2).tolist() == [10.0, 20.0]  # the other hand
    place(two_bowlers, 3, 30.0, 40.0)
    assert expected(live, 40, 4).tolist() == [30.0, 40.0]  # the hip, of which the foot is a child


def test_with_neither_parent_nor_other_side_it_is_expected_in_the_middle_of_the_pose(
    two_bowlers: Session,
) -> None:
    live = on_a_third(two_bowlers)
    place(two_bowlers, 1, 10.0, 20.0)
    place(two_bowlers, 2, 30.0, 60.0)
    assert expected(live, 40, 0).tolist() == [20.0, 40.0]


def test_where_nothing_is_placed_nothing_is_expected(two_bowlers: Session) -> None:
    found = around_keypoint(on_a_third(two_bowlers), 40, 0)
    assert np.isnan(found.positions).all()
    assert found.exists.all()
