"""What counts as independent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.quality.units import independent_moments, thinned, timeline


def greedy(times, gap):
    kept = []
    for position, time in enumerate(times):
        if not kept or time >= times[kept[-1]] + gap:
            kept.append(position)
    return kept


@given(st.lists(st.integers(0, 300), unique=True).map(sorted), st.integers(1, 40))
def test_thinning_is_greedy_from_the_first(times, gap):
    assert sorted(thinned(np.array(times, dtype=np.int64), gap)) == greedy(times, gap)


def rows_of(clips, frames, instances=None, gap=3):
    instances = np.zeros(len(frames), dtype=np.int64) if instances is None else np.array(instances)
    return timeline(clips=np.array(clips), instances=instances, frames=np.array(frames), min_gap=gap)


def test_clips_and_instances_do_not_thin_each_other():
    rows = rows_of(["b", "a", "a", "a", "b"], [0, 1, 0, 1, 1], instances=[1, 1, 1, 2, 1])
    assert sorted(rows.independent_rows(np.ones(5, dtype=bool))) == [0, 2, 3]


def test_a_frame_without_the_keypoint_is_passed_over():
    rows = rows_of(["a"] * 6, range(6))
    use = np.array([False, True, True, True, True, True])
    assert sorted(rows.independent_rows(use)) == [1, 4]


def test_seven_clips_are_too_few_to_be_the_units():
    clips = np.repeat(np.arange(7), 4)
    errors = np.random.default_rng(0).normal(size=(28, 1, 2))
    sample, by_clip = independent_moments(errors, rows_of(clips, np.tile(np.arange(4), 7)))
    assert by_clip.tolist() == [False]
    assert sample.n.tolist() == [14]


def test_from_eight_clips_on_each_counts_once_with_its_mean_error():
    clips = np.repeat([f"delivery {i}" for i in range(8)], 5)
    errors = np.random.default_rng(1).normal(size=(40, 2, 2))
    errors[:, 1] = np.nan
    errors[0, 0] = np.nan
    sample, by_clip = independent_moments(errors, rows_of(clips, np.tile(np.arange(5), 8)))
    means = np.array([np.nanmean(errors[start : start + 5, 0], axis=0) for start in range(0, 40, 5)])
    assert by_clip.tolist() == [True, False]
    assert sample.n.tolist() == [8, 0]
    assert sample.bias[0] == pytest.approx(means.mean(axis=0))
    assert sample.covariance[0] == pytest.approx(np.cov(means.T))


def test_nothing_has_no_independent_units():
    sample, by_clip = independent_moments(np.empty((0, 2, 2)), rows_of([], []))
    assert sample.n.tolist() == [0, 0]
    assert by_clip.tolist() == [False, False]


def test_equal_columns_are_thinned_alike_and_each_as_if_alone():
    rng = np.random.default_rng(4)
    use = rng.random((60, 5)) < 0.6
    use[:, 3] = use[:, 1]
    rows = timeline(
        clips=np.repeat(["a", "b"], 30), instances=np.full(60, "x"), frames=np.arange(60), min_gap=4
    )
    found = rows.independent_by_column(use)
    assert [list(each) for each in found] == [list(rows.independent_rows(use[:, k])) for k in range(5)]
