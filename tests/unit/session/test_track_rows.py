"""A track whose rows are written in place is the one that its poses would make anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.pose import Pose, Shape
from palpate.model.track import Track
from palpate.session.track_rows import TrackRows, differing

K = 3


@st.composite
def poses(draw):
    if draw(st.integers(0, 3)) == 0:
        return None
    tiers = np.array(draw(st.lists(st.sampled_from([-1, 0, 1, 2, 3]), min_size=K, max_size=K)), np.int8)
    positions = np.where(tiers[:, None] > 0, draw(st.floats(-9, 9)), np.nan) * np.ones((K, 2))
    scores = draw(st.sampled_from([None, np.array([0.5, np.nan, 1.0])]))
    shape = draw(st.sampled_from([None, None, Shape(box=(0.0, 1.0, 2.0, 3.0))]))
    return Pose(positions, tiers, np.where(tiers >= 0, 1, 0).astype(np.int8), scores, shape)


CHANGES = st.lists(st.dictionaries(st.integers(0, 12), poses(), max_size=6), max_size=8)


@given(CHANGES)
def test_putting_poses_is_stacking_them_anew(changes):
    rows = TrackRows(Track.from_poses({}, K), np.zeros((0, K), np.int8))
    known: dict[int, Pose] = {}
    for change in changes:
        before = set(known)
        came = rows.put(change)
        known.update({frame: pose for frame, pose in change.items() if pose is not None})
        for frame in [frame for frame, pose in change.items() if pose is None]:
            known.pop(frame, None)
        assert came == bool(set(known) - before)
        again = Track.from_poses(known, K)
        for name in ("frames", "positions", "visibility", "origin"):
            np.testing.assert_array_equal(getattr(rows.track, name), getattr(again, name), err_msg=name)
        assert rows.track.shapes == again.shapes
        if again.scores is not None:
            np.testing.assert_array_equal(rows.track.scores, again.scores)
        new = [frame not in before for frame in rows.track.frames.tolist()]
        assert (rows.methods[new] < 0).all()
        rows.methods[new] = 2
        assert (rows.methods == 2).all()


def test_only_what_says_something_else_differs():
    one = Pose(
        np.array([[1.0, 2.0], [np.nan, np.nan], [3.0, 4.0]]),
        np.array([2, -1, 2], np.int8),
        np.ones(3, np.int8),
    )
    other = replace(one, positions=one.positions + np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.25]]))
    assert differing(one, other, 3).tolist() == [2]
    assert differing(one, replace(one, origin=np.array([1, 1, 2], np.int8)), 3).tolist() == [2]
    assert differing(None, None, 3).tolist() == []
    assert differing(None, Pose.empty(3), 3).tolist() == []
    assert differing(one, None, 3).tolist() == [0, 1, 2]
