"""Small runs of the benchmarks that judge assistance, on a film whose answer is exact."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from palpate.base.folders import resource
from palpate.bench import drift, drift_fit, keyframes, mixups, review, slips, slips_fit
from palpate.bench.dense import Film, jitter
from palpate.bench.filling import Filler, every
from palpate.bench.judged import Judged
from palpate.demo.truth import load_truth
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method
from palpate.store.library import load_skeleton

FRAMES = 25


@pytest.fixture(scope="module")
def film():
    """Three points on a texture that slides along an arc."""
    random = np.random.default_rng(3)
    texture = cv2.GaussianBlur(random.uniform(0, 255, (260, 320)), (0, 0), 2.0)
    texture = (texture - texture.mean()) / texture.std() * 40 + 128
    clock = np.arange(FRAMES)
    slide = np.stack((1.5 * clock, 12 * np.sin(clock / 6)), axis=1)
    images = [
        np.clip(cv2.warpAffine(texture, np.array([[1, 0, x], [0, 1, y]]), (320, 260)), 0, 255).astype(
            np.uint8
        )
        for x, y in slide
    ]
    points = np.array([[120.0, 120.0], [150.0, 140.0], [130.0, 100.0]])
    skeleton = Skeleton("three", tuple(Keypoint(n) for n in "abc"), edges=(("a", "b"), ("a", "c")))
    visibility = np.full((FRAMES, 3), 2, dtype=np.int8)
    return Film("arc", skeleton, points + slide[:, np.newaxis], visibility, images)


def test_fewer_keyframes_are_needed_where_the_picture_is_asked(film, progress):
    entries = keyframes.measured(film, progress, (Method.LINEAR, Method.PCHIP, Method.FLOW, Method.FUSED))
    assert list(entries) == ["arc linear", "arc pchip", "arc flow", "arc fused"]
    need = {name.removeprefix("arc "): entry.more["keyframes_max"] for name, entry in entries.items()}
    assert need["fused"] == need["flow"] == pytest.approx(100 * 2 / FRAMES)
    assert need["linear"] == 2 * need["fused"]
    assert entries["arc fused"].more["keyframes_max_of_linear"] == pytest.approx(0.5)


def test_every_method_keeps_the_keyframes_it_was_given(film, progress):
    own = every(film, 8)
    assert own[0] == [0, 8, 16, 24]
    for method in Method:
        if method is not Method.NONE:
            found = Filler(film, method, progress)(own)
            np.testing.assert_array_equal(found[own[0], 0], film.positions[own[0], 0])


def test_planted_drifts_are_found_by_what_the_picture_says(film, progress):
    own = every(film, 12)
    figures = drift.planted(film, drift.case_of(film, own, progress), own, seed=4).figures()
    assert figures["recall_at_4px"] > 0.9
    assert figures["precision_at_4px"] > 0.9


def test_the_table_that_comes_of_a_fit_is_a_module(film, progress):
    sway = np.zeros(film.positions.shape)
    sway[:, 1, 0] = 9 * np.sin(np.arange(FRAMES) / 2.5)  # of which the picture shows nothing
    weights, raw, mean = drift_fit.fitted([replace(film, positions=film.positions + sway)], progress, bins=3)
    assert len(raw) == len(mean) == 3
    assert (np.diff(raw) > 0).all()
    assert min(weight for part in weights.values() for weight in part) >= 0
    space: dict[str, object] = {}
    exec(drift_fit.source_of(weights, raw, mean), space)
    assert space["WEIGHTS"] == weights
    np.testing.assert_allclose(space["RAW"], raw)
    np.testing.assert_allclose(space["MEAN_PX"], mean)


def test_the_lines_of_drift_have_figures_a_curve_and_a_calibration(film, progress):
    entries = drift.measured([film], progress, (4, 8))
    assert list(entries)[:6] == ["gap_4", "planted_4", "gap_8", "planted_8", "all_gaps", "curve"]
    assert any(name.startswith("expected_") for name in entries)
    assert "ratio" in entries[list(entries)[-1]].more


def test_a_perfect_judge_has_perfect_figures():
    off = np.concatenate((np.full(100, 1.5), np.full(100, 6.0)))
    figures = Judged(off, off).figures()
    assert figures["recall_at_4px"] == figures["precision_at_4px"] == 1.0
    assert figures["worst_ratio"] == pytest.approx(1.0)
    assert Judged(2 * off, off).figures()["worst_ratio"] == pytest.approx(2.0)


def test_a_calibration_tells_means_by_bin_and_leaves_thin_bins_out():
    expected = np.concatenate((np.full(100, 1.5), np.full(100, 6.0), np.full(9, 20.0)))
    table = Judged(expected, expected / 2).calibration()
    assert list(table) == ["1_to_2_px", "4_to_8_px"]
    assert table["4_to_8_px"] == {"expected_px": 6.0, "found_px": 3.0, "ratio": 0.5, "points": 100}


def test_what_is_just_below_the_limit_is_hardly_a_false_alarm():
    off = np.concatenate((np.full(50, 6.0), np.full(50, 3.5), np.full(900, 0.1)))
    figures = Judged(np.concatenate((np.tile((8.0, 9.0), 50), np.full(900, 0.1))), off).figures()
    assert figures["precision_at_recall_95"] < 0.7
    assert figures["precision_3px"] == 1.0
    assert Judged(off, off).curve()["precision_at_99"] == 1.0


def test_a_list_is_worked_off_worst_first_until_enough_is_right():
    off = np.zeros((10, 10))
    off[2:8, 3] = 9.0
    derived = np.ones(off.shape, bool)
    load = review.by_list(off, off, derived)
    assert load.looked == {"95": 0.01, "99": 0.05, "all": 0.06}
    assert load.runs == {"95": 0.01, "99": 0.01, "all": 0.01}
    backwards = review.by_list(-off, off, derived)
    assert backwards.looked["all"] == 1.0


def test_the_worst_frame_stands_for_its_run():
    expected = np.array([[3.0, 0.0], [5.0, 0.0], [0.0, 4.0], [2.5, 0.0]])
    assert review.worst_of_runs(expected > 2, expected).tolist() == [[1, 0], [3, 0], [2, 1]]


def test_fixing_the_worst_of_doubtful_runs_leaves_nothing_off(film, progress):
    entries = review.measured([film], progress, (12,))
    assert list(entries) == ["list_gap_12", "fixing_gap_12"]
    fixed = entries["fixing_gap_12"].more
    assert fixed["percent_for_all"] <= fixed["percent_in_all"] < 20
    assert fixed["percent_left_off"] == 0


def test_mixed_up_labels_are_planted_and_found(progress):
    marked = load_truth(resource("demo", "bowler_truth.npz")).positions
    entries = mixups.measured(marked, load_skeleton("cricket_bowling_54"), 120.0, progress, seeds=1)
    assert list(entries) == ["honest", *(kind.value for kind in mixups.KINDS), "all_kinds"]
    assert entries["honest"].more["false_alarms"] == 0
    assert entries["sides"].more == {
        "recall": 1.0,
        "precision": 1.0,
        "right_kind": 1.0,
        "exact_frames": 1.0,
        "planted": 1,
    }


def test_the_jitter_of_a_steady_motion_is_told_from_its_speed(film):
    noise = np.random.default_rng(1).normal(0, 0.5, (400, 3, 2))
    steady = np.linspace(0, 900, 400)[:, None, None] + noise
    assert jitter(steady) == pytest.approx(0.5, rel=0.15)
    assert keyframes.limit_of(film) == pytest.approx(2.0)
    assert keyframes.limit_of(replace(film, floor_px=1.0)) > 3


def test_slips_are_counted_by_what_was_found_of_them_and_for_nothing(film, progress):
    entries = slips.measured([film], progress, (5,))
    assert list(entries) == ["honest_5", "slips_5_3%", "slips_5_10%"]
    assert entries["honest_5"].more["alarms_per_100"] == 0.0
    case = slips.slipped(film, 5, 0.4, progress, seed=1)
    found, told = case.found(), slips.figures([slips.Counted.of(case)])
    wrong = case.judged & (case.off >= 5)
    assert told["slips"] == wrong.sum() > 2
    hit = wrong[np.searchsorted(case.frames, found.frame), found.keypoint].sum()
    assert told["recall"] == pytest.approx(hit / wrong.sum())
    assert told["recall"] > 0.3
    assert told["precision"] == 1.0


def test_the_weights_that_come_of_a_fit_are_a_module(film, progress):
    weights = slips_fit.fitted([film], progress)
    space: dict[str, object] = {}
    exec(slips_fit.source_of(weights), space)
    assert space["WEIGHTS"] == tuple(weights.tolist())
    assert len(weights) == 5
