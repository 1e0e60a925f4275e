"""Lengths of rigid segments, judged among themselves."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.limb import robust_z, rolling_z, segment_lengths


def test_the_published_limb_lengths_are_judged_alike(examples):
    example = examples["EX-DRIFT-1"]
    z = robust_z(np.array(example["input"]["lengths"]))
    assert z == pytest.approx(example["expected"]["z"], abs=example["abs_tol"])


def test_a_mad_of_zero_falls_back_on_the_mean_deviation():
    z = robust_z(np.array([10.0, 10, 10, 10, 18]))
    assert z[:4].tolist() == [0, 0, 0, 0]
    assert z[4] == pytest.approx(8 / (1.4826 * 8 / 5))


def test_equal_lengths_do_not_deviate_and_missing_ones_stay_missing():
    np.testing.assert_array_equal(robust_z(np.array([5.0, 5, np.nan, 5])), [0, 0, np.nan, 0])


def test_a_rolling_z_equals_that_of_each_window():
    lengths = 200 + np.random.default_rng(3).normal(size=(60, 2))
    lengths[10:14, 1] = np.nan
    z, off = rolling_z(lengths, np.ones((60, 2), dtype=bool), reach_frames=7, floor_px=0.0)
    for frame in (0, 9, 30, 59):
        window = lengths[max(frame - 7, 0) : frame + 8]
        here = frame - max(frame - 7, 0)
        assert z[frame] == pytest.approx(robust_z(window.T)[:, here], rel=1e-12)
        assert off[frame] == pytest.approx(lengths[frame] - np.nanmedian(window, axis=0))
    assert np.isnan(z[10:14, 1]).all()


def test_a_handful_of_lengths_is_too_few_to_judge_by():
    lengths = np.array([[100.0], [101.0], [140.0], [100.0]])
    z, off = rolling_z(lengths, np.ones((4, 1), dtype=bool), reach_frames=7, floor_px=1.0)
    assert np.isnan(z).all()
    assert np.isnan(off).all()


def test_a_length_needs_both_ends():
    positions = np.array([[[0.0, 0.0], [3.0, 4.0]], [[np.nan, np.nan], [3.0, 4.0]]])
    np.testing.assert_array_equal(segment_lengths(positions, np.array([[0, 1]])), [[5.0], [np.nan]])


def test_a_track_without_frames_has_no_unusual_lengths() -> None:
    z, deviation = rolling_z(
        np.empty((0, 2)), np.empty((0, 2), dtype=np.bool_), reach_frames=15, floor_px=1.0
    )

    assert z.shape == deviation.shape == (0, 2)
