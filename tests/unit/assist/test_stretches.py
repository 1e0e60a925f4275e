"""Long clips in pieces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from palpate.assist.spans import Spans
from palpate.assist.stretches import stretches


def spans_at(*bounds):
    left, right = np.array(bounds).T
    nothing = np.zeros((len(bounds), 2))
    return Spans(2, np.zeros(len(bounds), dtype=np.int64), left, right, nothing, nothing)


def test_a_whole_clip_is_kept_without_a_gap_or_an_overlap():
    spans = spans_at(*((n, n + 7) for n in range(0, 2800, 7)))
    pieces = stretches(spans, n_frames=2801)
    assert pieces[0].kept[0] == 0
    assert pieces[-1].kept[1] == 2801
    assert all(a.kept[1] == b.kept[0] for a, b in pairwise(pieces))
    assert max(b - a for p in pieces for a, b in [p.window]) <= 280


def test_one_moved_keyframe_asks_for_its_surroundings_only():
    (piece,) = stretches(spans_at((14_000, 14_007), (14_007, 14_014)), n_frames=28_000)
    assert piece.kept == (14_000, 14_015)
    assert piece.window == (13_985, 14_030)


def test_places_far_apart_become_pieces_of_their_own():
    pieces = stretches(spans_at((0, 10), (5000, 5010)), n_frames=6000)
    assert [piece.kept for piece in pieces] == [(0, 11), (5000, 5011)]


def test_windows_stay_inside_the_clip_and_bounded_for_wide_spans():
    (piece,) = stretches(spans_at((30, 130)), n_frames=140)
    assert piece.window == (0, 140)
