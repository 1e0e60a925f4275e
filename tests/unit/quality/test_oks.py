"""Similarity of poses: what counts, what is missing, what is undefined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.quality.blocks import blocks_of
from palpate.quality.oks import (
    SimilaritySums,
    keypoint_similarities,
    oks,
    oks_matrix,
    similarities_between,
)
from palpate.quality.pairs import Pairs

SIGMAS = np.array([0.02, 0.05, 0.1])
coordinates = arrays.arrays(np.float64, (4, 3, 2), elements=st.floats(0, 500))
shifts = st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000))


def similarities(candidate, reference, scale=100.0):
    scales = np.full(len(reference), scale)
    return keypoint_similarities(candidate, reference, scale_px=scales, sigmas=SIGMAS)


def pose(*points):
    return np.array([points], dtype=float)


def pairs_with(gold, candidate):
    """Poses of one clip; all flags say visible."""
    n = len(gold)
    flags = np.full(gold.shape[:2], 2, dtype=np.int8)
    return Pairs(
        *(np.arange(n), np.zeros(n), np.zeros(n), candidate, flags, gold, flags),
        scale_px=np.ones(n),
        normaliser_px=np.ones(n),
    )


GOLD = pose((10, 10), (50, 20), (30, 90))


def test_a_perfect_pose_scores_one():
    assert oks(similarities(GOLD, GOLD)).tolist() == [1.0]


def test_a_missing_point_scores_zero_and_still_counts():
    candidate = GOLD.copy()
    candidate[0, 1] = np.nan
    ks = similarities(candidate, GOLD)
    assert ks.tolist() == [[1.0, 0.0, 1.0]]
    assert oks(ks)[0] == pytest.approx(2 / 3)


def test_a_point_that_gold_lacks_does_not_count():
    gold = GOLD.copy()
    gold[0, 1] = np.nan
    ks = similarities(GOLD, gold)
    assert np.isnan(ks[0, 1])
    assert oks(ks)[0] == 1.0


@pytest.mark.parametrize("scale", [0.0, -1.0, np.nan])
def test_a_pose_without_scale_is_undefined(scale):
    candidate = GOLD.copy()
    candidate[0, 0] = np.nan
    assert np.isnan(similarities(candidate, GOLD, scale)).all()
    assert np.isnan(oks(similarities(candidate, GOLD, scale))).all()


def test_a_keypoint_without_sigma_is_left_out():
    sigmas = np.array([0.02, np.nan, 0.1])
    ks = keypoint_similarities(GOLD + 3.0, GOLD, scale_px=np.array([100.0]), sigmas=sigmas)
    assert np.isnan(ks[0]).tolist() == [False, True, False]


def test_more_pairs_than_one_chunk_score_as_each_alone():
    rng = np.random.default_rng(0)
    gold = rng.uniform(0, 300, (1300, 3, 2))
    candidate = gold + rng.normal(0, 5, gold.shape)
    candidate[rng.random(candidate.shape[:2]) < 0.1] = np.nan
    scale = rng.uniform(50, 200, 1300)
    together = keypoint_similarities(candidate, gold, scale_px=scale, sigmas=SIGMAS)
    alone = [
        keypoint_similarities(
            candidate[i : i + 1], gold[i : i + 1], scale_px=scale[i : i + 1], sigmas=SIGMAS
        )[0]
        for i in range(0, 1300, 97)
    ]
    assert together[::97] == pytest.approx(np.array(alone), abs=1e-15)


def test_similarities_of_a_block_are_those_of_positions():
    candidate, gold = np.repeat(GOLD + np.array([3.0, 4.0]), 2, axis=0), np.repeat(GOLD, 2, axis=0)
    candidate[0, 0] = np.nan
    gold[0, 2] = np.nan
    pairs = pairs_with(gold, candidate)
    sums, scale = SimilaritySums.of(SIGMAS), np.array([100.0, 80.0])
    (block,) = blocks_of(pairs, np.empty((3, 2)))
    found = sums.add(block, scale)
    each = keypoint_similarities(candidate, gold, scale_px=scale, sigmas=SIGMAS)
    assert found == pytest.approx(oks(each), abs=1e-15)
    assert sums.means() == pytest.approx(np.nanmean(each, axis=0), abs=1e-15)


def test_a_block_without_any_scale_has_no_similarity():
    sums = SimilaritySums.of(SIGMAS)
    (block,) = blocks_of(pairs_with(GOLD, GOLD), np.empty((3, 1)))
    assert np.isnan(sums.add(block, np.array([np.nan]))).all()
    assert np.isnan(sums.means()).all()


@given(coordinates, coordinates, shifts)
def test_moving_both_poses_changes_nothing(candidate, gold, shift):
    moved = similarities(candidate + np.array(shift), gold + np.array(shift))
    assert moved == pytest.approx(similarities(candidate, gold), abs=1e-6)


@given(coordinates, coordinates)
def test_swapping_fully_labelled_poses_changes_nothing(candidate, gold):
    assert (similarities(candidate, gold) == similarities(gold, candidate)).all()


@given(coordinates, coordinates, st.floats(0.1, 10))
def test_enlarging_everything_changes_nothing(candidate, gold, factor):
    larger = similarities(candidate * factor, gold * factor, scale=100.0 * factor)
    assert larger == pytest.approx(similarities(candidate, gold), abs=1e-9)


def test_every_candidate_is_compared_with_every_reference():
    rng = np.random.default_rng(1)
    candidates, references = rng.uniform(0, 100, (4, 3, 2)), rng.uniform(0, 100, (2, 3, 2))
    candidates[2, 1] = np.nan
    references[1, 0] = np.nan
    scale = np.array([80.0, 120.0])
    matrix = oks_matrix(candidates, references, scale_px=scale, sigmas=SIGMAS)
    assert matrix.shape == (4, 2)
    for i in range(4):
        rows = keypoint_similarities(
            np.repeat(candidates[i : i + 1], 2, axis=0), references, scale_px=scale, sigmas=SIGMAS
        )
        assert matrix[i] == pytest.approx(oks(rows))
    each = similarities_between(candidates[None], references[None], scale_px=scale[None], sigmas=SIGMAS)
    assert oks(each)[0] == pytest.approx(matrix)
