"""The list of what to look at."""

from __future__ import annotations

import numpy as np

from palpate.assist.drift import Drift
from palpate.assist.review import review_points
from palpate.model.drift import Reason


def drift_of(score, first=100):
    score = np.array(score, dtype=np.float64).T
    reasons = np.where(score >= 1, Reason.FLOW | Reason.LIMB, 0).astype(np.int8)
    return Drift(first, score, reasons, score * 4)


def positions_like(drift):
    frame, keypoint = np.indices(drift.score.shape)
    return np.stack((frame * 10.0, keypoint * 7.0), axis=-1)


def test_a_run_is_one_point_at_its_worst_frame():
    drift = drift_of([[0.2, 1.1, 1.9, 1.2, 0.3, 1.3]])
    points = review_points(drift, positions_like(drift))
    assert [(p.frame, p.start, p.stop) for p in points] == [(102, 101, 104), (105, 105, 106)]
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


def test_the_threshold_can_be_lowered():
    drift = drift_of([[0.6, 0.2]])
    assert review_points(drift, positions_like(drift)) == []
    assert len(review_points(drift, positions_like(drift), threshold=0.5)) == 1
