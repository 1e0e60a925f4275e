"""Bodies made for measuring, and the labels made of them."""

from __future__ import annotations

import numpy as np

from palpate.bench.bodies import SKELETON, Bodies, labels_of, moving, track_of
from palpate.model.origin import Origin
from palpate.store.library import load_skeleton

BODIES = Bodies(12, 3, 54)


def test_bodies_move_smoothly_and_are_the_same_each_time():
    positions = moving(BODIES)
    assert positions.shape == (12, 3, 54, 2)
    assert np.abs(np.diff(positions, axis=0)).max() < 20
    assert (positions == moving(BODIES)).all()


def test_bodies_shrink_with_the_frame():
    large, small = moving(BODIES, size=(3840, 2160)), moving(BODIES, size=(1920, 1080))
    np.testing.assert_allclose(small, large / 2)


def test_a_track_keeps_every_so_many_frames():
    positions = moving(BODIES)[:, 0]
    track = track_of(positions, every=5)
    assert track.frames.tolist() == [0, 5, 10]
    assert (track.positions == positions[[0, 5, 10]]).all()


def test_labels_have_one_track_per_instance():
    labels = labels_of(moving(BODIES), load_skeleton(SKELETON), origin=Origin.GOLD, names="gold")
    assert [instance.name for instance, _ in labels.labelled()] == ["gold 0", "gold 1", "gold 2"]
    assert {int(code) for track in labels.tracks.values() for code in np.unique(track.origin)} == {
        Origin.GOLD
    }
