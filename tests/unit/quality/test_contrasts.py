"""Groups against the rest: what is chance, what is not, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind
from statsmodels.stats.multitest import multipletests

from palpate.quality.contrasts import MIN_N, Contrasts, contrasts
from palpate.quality.units import MIN_CLIPS, Timeline, timeline

GAP = 5


def rows_of(clips: np.ndarray, frames: np.ndarray) -> Timeline:
    return timeline(clips=clips, instances=np.zeros(len(clips)), frames=frames, min_gap=GAP)


def in_one_clip(values: np.ndarray, words: np.ndarray) -> Contrasts:
    frames = np.arange(len(values)) * GAP
    return contrasts(values, words, rows_of(np.zeros(len(values)), frames))


def test_each_group_is_compared_with_all_others_as_scipy_does() -> None:
    chance = np.random.default_rng(3)
    words = np.repeat(["dusk", "lamp", "sun"], [30, 20, 50])
    values = chance.gamma(2.0, 3.0, (100, 4)) + 400.0
    values[:30, 1] += 5.0
    values[chance.random((100, 4)) < 0.1] = np.nan
    found = in_one_clip(values, words)
    for g, word in enumerate(found.groups):
        for c in range(4):
            own, rest = values[words == word, c], values[words != word, c]
            peer = ttest_ind(own, rest, equal_var=False, nan_policy="omit")
            assert found.p[g, c] == pytest.approx(float(peer.pvalue), abs=1e-9, rel=1e-9)
            assert found.mean[g, c] == pytest.approx(np.nanmean(own))
            assert found.rest_mean[g, c] == pytest.approx(np.nanmean(rest))
            assert (found.n[g, c], found.rest_n[g, c]) == tuple((~np.isnan(one)).sum() for one in (own, rest))


def test_many_comparisons_are_adjusted_as_statsmodels_does() -> None:
    chance = np.random.default_rng(4)
    found = in_one_clip(chance.normal(5.0, 1.0, (80, 6)), np.repeat(["a", "b", "c", "d"], 20))
    peer = multipletests(found.p[:, 1:].ravel(), method="fdr_bh")[1].reshape(4, 5)
    np.testing.assert_allclose(found.adjusted(slice(1, None)), peer, rtol=1e-9)


def test_neighbouring_frames_count_once() -> None:
    values = np.repeat(np.random.default_rng(5).normal(4.0, 1.0, (40, 1)), 10, axis=0)
    frames = np.arange(len(values))
    words = np.repeat(["early", "late"], 200)
    found = contrasts(values, words, rows_of(np.zeros(400), frames))
    assert not found.by_clip
    assert found.n[:, 0].tolist() == [40, 40]


def test_whole_clips_are_the_units_where_there_are_enough() -> None:
    clips, frames = np.repeat(np.arange(MIN_CLIPS), 30), np.tile(np.arange(30) * GAP, MIN_CLIPS)
    values = np.random.default_rng(6).normal(4.0, 1.0, (len(clips), 1))
    found = contrasts(values, np.where(clips % 2 == 0, "sun", "shade"), rows_of(clips, frames))
    assert found.by_clip
    assert found.n[:, 0].tolist() == [4, 4]
    means = values[:, 0].reshape(MIN_CLIPS, 30).mean(axis=1)
    peer = ttest_ind(means[1::2], means[::2], equal_var=False)
    assert found.p[0, 0] == pytest.approx(float(peer.pvalue))


def test_what_changes_within_clips_is_compared_by_frames() -> None:
    clips, frames = np.repeat(np.arange(MIN_CLIPS), 30), np.tile(np.arange(30) * GAP, MIN_CLIPS)
    words = np.where(frames < 15 * GAP, "run-up", "release")
    values = np.random.default_rng(7).normal(4.0, 1.0, (len(clips), 1))
    assert not contrasts(values, words, rows_of(clips, frames)).by_clip


def test_too_few_values_or_no_spread_give_no_probability() -> None:
    few = in_one_clip(np.arange(20.0)[:, None], np.repeat(["a", "b"], [MIN_N - 1, 21 - MIN_N]))
    assert np.isnan(few.p).all()
    flat = in_one_clip(np.repeat([[3.0], [5.0]], 10, axis=0), np.repeat(["a", "b"], 10))
    assert np.isnan(flat.p).all()
    assert flat.mean[:, 0].tolist() == [3.0, 5.0]
    alone = in_one_clip(np.arange(20.0)[:, None], np.repeat(["a"], 20))
    assert np.isnan(alone.p).all()
    assert np.isnan(alone.rest_mean).all()


def test_a_false_alarm_is_as_rare_as_said() -> None:
    chance, words = np.random.default_rng(8), np.repeat(["a", "b", "c"], 15)
    alarms = sum(
        bool((in_one_clip(chance.normal(5.0, 1.0, (45, 1)), words).adjusted(slice(0, 1)) < 0.05).any())
        for _ in range(400)
    )
    assert alarms < 0.08 * 400
