"""Poses, and tracks of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.track import Resolved, Track
from palpate.model.visibility import Visibility

K = 3


def pose(value: float, scores: np.ndarray | None = None, shape: Shape | None = None) -> Pose:
    return Pose(np.full((K, 2), value), np.full(K, 2, np.int8), np.full(K, 1, np.int8), scores, shape)


def test_an_empty_pose_says_nothing() -> None:
    empty = Pose.empty(K)
    assert empty.is_empty
    assert np.isnan(empty.positions).all()
    assert (empty.visibility == Visibility.NOT_PLACED).all()
    assert (empty.origin == Origin.NONE).all()
    assert (empty.positions.shape, empty.scores, empty.shape) == ((K, 2), None, None)


def test_an_outline_or_a_decision_is_something_said() -> None:
    empty = Pose.empty(K)
    assert not Pose(empty.positions, empty.visibility, empty.origin, shape=Shape()).is_empty
    absent = empty.visibility.copy()
    absent[1] = Visibility.ABSENT
    assert not Pose(empty.positions, absent, empty.origin).is_empty


@given(frames=st.lists(st.integers(0, 10**6), unique=True, max_size=8))
def test_a_track_gives_back_the_poses_it_was_made_of(frames: list[int]) -> None:
    track = Track.from_poses({frame: pose(float(frame)) for frame in frames}, K)
    assert track.frames.tolist() == sorted(frames)
    assert track.positions.shape == (len(frames), K, 2)
    for frame in frames:
        found = track.pose(frame)
        assert found is not None
        assert (found.positions == frame).all()
        assert track.pose(frame + 10**7) is None
    assert track.scores is None


def test_where_one_pose_has_scores_the_others_have_unknown_ones() -> None:
    box = Shape(box=(1.0, 2.0, 3.0, 4.0))
    track = Track.from_poses({5: pose(5.0, scores=np.array([0.1, 0.2, 0.3])), 2: pose(2.0, shape=box)}, K)
    assert track.scores is not None
    assert np.isnan(track.scores[0]).all()
    assert track.scores[1].tolist() == [0.1, 0.2, 0.3]
    assert track.shapes == {2: box}
    found = track.pose(2)
    assert found is not None
    assert found.shape is box


def test_an_empty_track_has_no_pose() -> None:
    track = Track.from_poses({}, K)
    assert (track.frames.shape, track.visibility.shape) == ((0,), (0, K))
    assert track.pose(0) is None


def test_a_resolved_track_knows_its_rows() -> None:
    nothing = np.zeros((4, K), np.int8)
    resolved = Resolved(10, np.zeros((4, K, 2)), nothing, nothing, np.zeros((4, K)), nothing)
    assert resolved.stop == 14
    assert [resolved.row(frame) for frame in (9, 10, 13, 14)] == [None, 0, 3, None]
