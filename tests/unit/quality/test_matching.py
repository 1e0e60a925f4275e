"""Who is who in two label sets."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.quality.matching import Placements, match

BODY = np.array([[0.0, 0.0], [10.0, 40.0], [-10.0, 40.0], [0.0, 100.0]])


def placements(*rows):
    """Rows of (clip, frame, instance, where the body stands)."""
    clips, frames, instances, places = zip(*rows, strict=True) if rows else ([], [], [], [])
    positions = np.array([BODY + np.array(place) for place in places]).reshape(-1, 4, 2)
    return Placements(
        np.array(clips, dtype=str),
        np.array(frames, dtype=np.int64),
        np.array(instances, dtype=str),
        positions,
    )


def pairs_of(labels, gold, scale=60.0):
    found = match(labels, gold, gold_scale_px=np.full(len(gold.frames), scale))
    return list(zip(found.labels.tolist(), found.gold.tolist(), strict=True)), found


def test_equal_ids_are_paired_wherever_they_stand():
    labels = placements(("a", 0, "ana", (0, 0)), ("a", 0, "bo", (300, 0)))
    gold = placements(("a", 0, "bo", (0, 0)), ("a", 0, "ana", (300, 0)))
    assert pairs_of(labels, gold)[0] == [(0, 1), (1, 0)]


def test_the_rest_is_paired_so_that_all_together_fit_best():
    labels = placements(("a", 0, "x", (0, 0)), ("a", 0, "y", (14, 0)))
    gold = placements(("a", 0, "p", (8, 0)), ("a", 0, "q", (-16, 0)))
    assert pairs_of(labels, gold)[0] == [(0, 1), (1, 0)]


def test_ids_come_first_and_the_left_over_are_paired_by_place():
    labels = placements(("a", 0, "ana", (0, 0)), ("a", 0, "7", (302, 1)))
    gold = placements(("a", 0, "bo", (300, 0)), ("a", 0, "ana", (0, 0)))
    assert pairs_of(labels, gold)[0] == [(0, 1), (1, 0)]


def test_somebody_far_away_is_nobodys_partner():
    labels = placements(("a", 0, "x", (500, 0)))
    pairs, found = pairs_of(labels, placements(("a", 0, "p", (0, 0))))
    assert pairs == []
    assert found.unmatched_labels.tolist() == found.unmatched_gold.tolist() == [0]


def test_frames_and_clips_are_never_mixed():
    labels = placements(("a", 0, "x", (0, 0)), ("b", 1, "x", (0, 0)))
    gold = placements(("a", 1, "x", (0, 0)), ("b", 0, "x", (0, 0)))
    pairs, found = pairs_of(labels, gold)
    assert pairs == []
    assert len(found.unmatched_labels) == 2


def test_frames_with_different_numbers_of_people_are_all_paired():
    labels = placements(*[("a", f, f"x{i}", (200 * i, f)) for f in range(6) for i in range(1 + f % 3)])
    gold = placements(*[("a", f, f"p{i}", (200 * i, 0)) for f in range(6) for i in (1, 0)])
    pairs, found = pairs_of(labels, gold)
    for label, truth in pairs:
        assert labels.frames[label] == gold.frames[truth]
        assert labels.instances[label][1:] == gold.instances[truth][1:]
    assert len(pairs) == 10
    assert len(found.unmatched_labels) == 2


def test_one_coincident_point_does_not_outdo_a_whole_pose():
    labels = placements(("a", 0, "x", (0, 0)), ("a", 0, "y", (6, 0)))
    labels.positions[0, 1:] = np.nan
    gold = placements(("a", 0, "p", (0, 0)))
    assert pairs_of(labels, gold)[0] == [(1, 0)]


@pytest.mark.parametrize("scale", [0.0, np.nan])
def test_a_single_point_without_scale_is_paired_by_distance(scale):
    labels, gold = placements(("a", 0, "ball", (5, 0))), placements(("a", 0, "1", (0, 0)))
    labels.positions[:, 1:] = gold.positions[:, 1:] = np.nan
    assert pairs_of(labels, gold, scale)[0] == [(0, 0)]


def test_empty_sets_match_nothing():
    pairs, found = pairs_of(placements(), placements(("a", 0, "p", (0, 0))))
    assert pairs == []
    assert found.unmatched_gold.tolist() == [0]
