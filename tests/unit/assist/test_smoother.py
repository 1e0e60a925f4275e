"""The smoother against the published example and against a dense solution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.assist.smoother import Measured, smooth


def measured_of(places, *, sd=1.0, increments=None, increment_sd=1.0):
    """Measurements of one coordinate; NaN is none."""
    y = np.asarray(places, dtype=np.float64)[:, None]
    known = np.isfinite(y[:, 0])
    n = len(y)
    moved = np.full((n - 1, 1), np.nan) if increments is None else np.asarray(increments, float)[:, None]
    told = np.isfinite(moved[:, 0])
    return Measured(
        steps=np.ones(n - 1),
        places=np.nan_to_num(y),
        place_precision=np.where(known, sd**-2, 0.0),
        increments=np.nan_to_num(moved),
        increment_precision=np.where(told, increment_sd**-2, 0.0),
    )


@pytest.mark.parametrize("jerk", ["0.01", "1.0"])
def test_the_published_example_is_met(examples, jerk):
    example = examples["EX-RTS-1"]
    z = np.array([np.nan if v is None else v for v in example["input"]["z"]])
    found = smooth(measured_of(z), jerk=float(jerk))
    expected = example["expected"][jerk]
    frames = example["input"]["frames"]
    assert found.positions[frames, 0] == pytest.approx(expected["position"], abs=example["abs_tol"])
    assert found.sd[frames] == pytest.approx(expected["sd"], abs=example["abs_tol"])


def test_a_parabola_is_found_again_with_its_velocity():
    t = np.arange(20.0)
    z = 3 * t - 0.2 * t**2
    z[[3, 4, 5, 6, 11, 12]] = np.nan
    found = smooth(measured_of(z, sd=0.1), jerk=1e-3)
    np.testing.assert_allclose(found.positions[:, 0], 3 * t - 0.2 * t**2, atol=1e-3)
    np.testing.assert_allclose(found.velocities[:, 0], 3 - 0.4 * t, atol=1e-3)


def test_the_deviations_say_how_far_a_further_measurement_would_move_the_estimate():
    random = np.random.default_rng(1)
    z, increments = random.normal(size=9), random.normal(size=8)
    z[3:6] = np.nan
    given = measured_of(z, increments=increments, increment_sd=0.7)
    before = smooth(given, jerk=0.3)
    given.places[4], given.place_precision[4] = before.positions[4] + 1.0, 1e-3
    moved = smooth(given, jerk=0.3).positions[4, 0] - before.positions[4, 0]
    assert before.sd[4] ** 2 == pytest.approx(moved / (1e-3 * (1 - moved)), rel=1e-5)


def test_measured_increments_bend_what_keyframes_alone_would_leave_straight():
    t = np.arange(11.0)
    truth = 10 * np.sin(t / 10 * np.pi)
    ends = np.where(np.isin(t, (0, 10)), truth, np.nan)
    told = measured_of(ends, sd=0.1, increments=np.diff(truth), increment_sd=0.1)
    assert np.abs(smooth(measured_of(ends, sd=0.1), jerk=1e-4).positions[5, 0]) < 1
    np.testing.assert_allclose(smooth(told, jerk=1.0).positions[:, 0], truth, atol=0.2)


def test_one_wild_increment_counts_little_under_students_t():
    t = np.arange(21.0)
    increments = np.ones(20)
    increments[10] = 15.0
    given = measured_of(np.where(t % 20 == 0, t, np.nan), sd=0.1, increments=increments, increment_sd=0.3)
    normal = np.abs(smooth(given, jerk=1.0).positions[:, 0] - t).max()
    robust = np.abs(smooth(given, jerk=1.0, freedom=2.0).positions[:, 0] - t).max()
    assert normal > 2
    assert robust < 0.5


def test_the_deviation_grows_towards_the_middle_of_a_gap():
    z = np.where(np.isin(np.arange(41), (0, 5, 35, 40)), 0.0, np.nan)
    sd = smooth(measured_of(z, sd=0.2), jerk=0.1).sd
    assert sd.argmax() == 20
    assert (np.diff(sd[5:21]) > 0).all()


def test_what_neighbouring_increments_are_wrong_by_together_is_given_back_at_the_next_keyframe():
    t = np.arange(21.0)
    slipping = 1.0 + np.where((t[:-1] >= 4) & (t[:-1] < 12), 0.4, 0.0)
    given = measured_of(np.where(t % 20 == 0, t, np.nan), sd=0.05, increments=slipping, increment_sd=0.2)
    alone = np.abs(smooth(given, jerk=1e-4).positions[:, 0] - t).max()
    shared = np.abs(smooth(replace(given, slip_px=np.full(20, 0.4)), jerk=1e-4).positions[:, 0] - t).max()
    assert shared < alone


def test_increments_of_a_span_that_miss_its_keyframe_are_believed_less_and_those_of_others_as_before():
    t = np.arange(41.0)
    increments = np.ones(40)
    increments[20:] = np.where(np.arange(20) % 2, 2.2, 0.4)  # too far by six altogether
    places = np.where(t % 20 == 0, t, np.nan)
    given = measured_of(places, sd=0.05, increments=increments, increment_sd=0.1)
    plain = smooth(given, jerk=0.01, freedom=4.0)
    doubted = smooth(given, jerk=0.01, freedom=4.0, closing=2.0)
    off, plain_off = (np.abs(found.positions[:, 0] - t) for found in (doubted, plain))
    assert off[21:40].mean() < plain_off[21:40].mean()
    assert off[:18].max() < 0.1
    assert doubted.sd[30] > 2 * doubted.sd[10]
    assert plain.sd[30] < doubted.sd[30]


def test_nothing_is_doubted_where_everything_closes():
    t = np.arange(21.0)
    given = measured_of(np.where(t % 20 == 0, t, np.nan), sd=0.05, increments=np.ones(20), increment_sd=0.1)
    plain, asked = (smooth(given, jerk=0.01, freedom=4.0, closing=c) for c in (None, 2.0))
    np.testing.assert_allclose(asked.sd, plain.sd)
