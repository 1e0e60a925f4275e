"""The list of what to look at."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.drift import Drift
from palpate.assist.review import criticality_of, review_points
from palpate.model.drift import Reason
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.store.library import load_skeleton


def drift_of(score, first=100):
    score = np.array(score, dtype=np.float64).T
    reasons = np.where(score >= 1, Reason.FLOW | Reason.LIMB, 0).astype(np.int8)
    return Drift(first, score, reasons, score * 4)


def positions_like(drift):
    frame, keypoint = np.indices(drift.score.shape)
    return np.stack((frame * 10.0, keypoint * 7.0), axis=-1)


def test_a_run_is_one_point_at_its_worst_frame():
    drift = drift_of([[0.2, 1.1, 1.9, 1.2, 0.3, 0.2, 0.1, 1.3]])
    points = review_points(drift, positions_like(drift))
    assert [(p.frame, p.start, p.stop) for p in points] == [(102, 101, 104), (107, 107, 108)]
    worst = points[0]
    assert (worst.score, worst.score_px, worst.x, worst.y) == (1.9, 7.6, 20.0, 0.0)
    assert worst.reasons.words() == ["flow", "limb"]


def test_the_worst_comes_first_whatever_the_keypoint():
    drift = drift_of([[1.2, 0, 0], [0, 3.0, 0], [0, 0, 1.5]])
    assert [p.keypoint for p in review_points(drift, positions_like(drift))] == [1, 2, 0]


def test_a_critical_keypoint_comes_before_a_worse_one():
    drift = drift_of([[1.2, 0], [0, 2.0]])
    points = review_points(drift, positions_like(drift), criticality=np.array([3.0, 1.0]))
    assert [p.keypoint for p in points] == [0, 1]


def test_a_fact_parts_two_runs_and_nothing_known_is_no_point():
    drift = drift_of([[1.2, np.nan, 1.4], [np.nan] * 3])
    points = review_points(drift, positions_like(drift))
    assert [(p.frame, p.start, p.stop) for p in points] == [(102, 102, 103), (100, 100, 101)]


def test_a_dip_of_two_frames_does_not_end_a_run_and_one_of_three_does():
    dips = [[1.5, 0.9, 0.9, 1.2, 0.2, 1.1], [1.5, 0.9, 0.9, 0.9, 1.2, 0.1]]
    drift = drift_of(dips)
    points = review_points(drift, positions_like(drift))
    assert sorted((p.keypoint, p.start, p.stop) for p in points) == [
        (0, 100, 106),
        (1, 100, 101),
        (1, 104, 105),
    ]


def test_no_dip_leads_over_a_fact_or_into_another_keypoint():
    drift = drift_of([[1.5, 0.5, np.nan, 1.2], [1.5, np.nan, 0.5, 1.3], [1.1, 0.0, 0.0, 0.0]])
    points = review_points(drift, positions_like(drift))
    assert [p.stop - p.start for p in points] == [1] * 5


def test_what_is_meant_to_be_exact_matters_up_to_twice():
    skeleton = load_skeleton("coco_17")
    weight = criticality_of(skeleton)
    eye, hip = skeleton.position_of["left_eye"], skeleton.position_of["left_hip"]
    assert weight[eye] > 1.0 > weight[hip]
    assert weight.min() >= 0.5
    assert weight.max() <= 2.0


def test_without_sigmas_tolerances_decide_what_is_exact():
    plain = Skeleton(
        "two", (Keypoint("a", tolerance=Tolerance(0.01)), Keypoint("b", tolerance=Tolerance(0.03)))
    )
    assert criticality_of(plain).tolist() == [2.0, pytest.approx(2 / 3)]


def test_the_threshold_can_be_lowered():
    drift = drift_of([[0.6, 0.2]])
    assert review_points(drift, positions_like(drift)) == []
    assert len(review_points(drift, positions_like(drift), threshold=0.5)) == 1
