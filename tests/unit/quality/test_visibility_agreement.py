"""Confusion of tiers, κ that cannot be estimated, and occluded points flagged visible."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.visibility import FOUR_TIERS
from palpate.quality.visibility import (
    cohen_kappa,
    collapsed,
    confusion,
    ordered_levels,
    raw_agreement,
    recall_and_precision,
    too_often,
)

LEVELS = ordered_levels(FOUR_TIERS)


def codes(*rows):
    return np.array(rows, dtype=np.int8)


def test_tiers_are_ordered_by_rank_not_by_code():
    assert LEVELS == (0, 1, 3, 2)


def test_flags_not_yet_given_are_left_out():
    counts = confusion(codes([-1, 2], [1, 1]), codes([2, 2], [-1, 2]), levels=LEVELS)
    assert counts.sum(axis=(1, 2)).tolist() == [0, 2]


def test_each_keypoint_has_its_own_table_with_gold_in_rows():
    counts = confusion(codes([1, 0], [1, 3]), codes([2, 0], [1, 1]), levels=LEVELS)
    assert counts[0, LEVELS.index(1), LEVELS.index(2)] == 1
    assert counts[0, LEVELS.index(1), LEVELS.index(1)] == 1
    assert counts[1, LEVELS.index(3), LEVELS.index(1)] == 1
    assert counts.sum() == 4


def test_certain_and_estimated_are_one_when_collapsed():
    counts = confusion(codes([3], [2], [1]), codes([1], [3], [1]), levels=LEVELS)
    assert collapsed(counts, levels=LEVELS)[0].tolist() == [[0, 0, 0], [0, 2, 0], [0, 1, 0]]


def test_one_category_alone_gives_no_kappa_but_an_agreement():
    found = cohen_kappa(np.diag([0, 0, 50]))
    assert found.value is None
    assert found.agreement == 1.0
    assert "no variation" in found.reason


def test_nothing_rated_gives_nothing():
    found = cohen_kappa(np.zeros((3, 3), dtype=np.int64))
    assert (found.value, found.agreement) == (None, None)
    assert np.isnan(raw_agreement(np.zeros((3, 3), dtype=np.int64)))
    assert recall_and_precision(np.zeros((3, 3), dtype=np.int64), 1) == (None, None)


def test_swapping_raters_changes_no_kappa():
    counts = np.array([[20, 2, 0], [3, 30, 9], [0, 4, 132]])
    for weights in ("none", "linear", "quadratic"):
        assert cohen_kappa(counts.T, weights=weights).value == pytest.approx(
            cohen_kappa(counts, weights=weights).value
        )


def test_two_visible_of_twenty_occluded_is_tolerated_and_twelve_is_not():
    p = too_often(np.array([0, 2, 12, 0]), np.array([20, 20, 20, 0]))
    assert p[0] == 1.0
    assert p[1] == pytest.approx(0.608253, abs=1e-6)
    assert p[2] < 1e-6
    assert np.isnan(p[3])
