"""Tracks from both keyframes, to begin with."""

from __future__ import annotations

import numpy as np

from palpate.assist.chains import chained
from palpate.assist.glimpses import glimpse
from palpate.assist.optical import Lens

POINTS = np.array([[70.0, 60.25], [120.5, 100.0], [150.0, 80.0]])
LENS = Lens(15, 3, 10)


def run(picture, frames, keyed, start=None):
    truth = np.array([picture.where(POINTS, frame) for frame in range(frames)])
    places = np.full(truth.shape, np.nan)
    places[keyed] = truth[keyed]
    straight = np.linspace(truth[0], truth[-1], frames) if start is None else start
    seen = glimpse(picture.grey, range(frames), truth, margin_px=48, tick=lambda _: None)
    inside = np.ones((frames - 1, 3), dtype=bool)
    return truth, *chained(seen, places, inside, straight, lens=LENS, tick=lambda _: None)


def test_a_turn_that_straight_lines_cut_by_pixels_is_followed(texture):
    truth, found, apart = run(texture(angle=0.05), 17, [0, 16])
    assert np.abs(found - truth).max() < 0.5
    assert np.isfinite(apart[1:-1]).all()


def test_each_side_of_a_jump_follows_its_own_keyframe(texture):
    truth, found, apart = run(texture(velocity=(0.5, 0.0), jumps=(6,), jump_px=60), 13, [0, 12])
    inner = [1, 2, 3, 4, 8, 9, 10, 11]
    assert np.abs(found - truth)[inner].max() < 0.5
    assert np.isnan(apart[inner]).all()


def test_keyframes_start_their_tracks_anew(texture):
    truth, found, _ = run(texture(velocity=(2.0, 1.0)), 21, [0, 10, 20])
    np.testing.assert_array_equal(found[10], truth[10])
    assert np.abs(found - truth).max() < 0.3
