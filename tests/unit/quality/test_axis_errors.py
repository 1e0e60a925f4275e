"""What the errors of a keypoint say of one placement, against the analysis of variance of two raters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.quality.axis_errors import axis_errors
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.pairs import Pairs
from palpate.quality.scalars import intraclass, limits_of_agreement
from palpate.quality.score import score
from palpate.store.library import load_skeleton


@pytest.fixture
def scored() -> tuple[KeypointScore, np.ndarray, np.ndarray]:
    """Sixty noses placed by gold and by somebody who is off and unsteady; and both places."""
    skeleton = load_skeleton("coco_17")
    chance = np.random.default_rng(3)
    gold = chance.uniform(100.0, 500.0, (60, len(skeleton), 2))
    labels = gold + chance.normal((2.0, -1.0), (3.0, 1.5), gold.shape)
    flags = np.full(gold.shape[:2], 2, dtype=np.int8)
    pairs = Pairs(
        *(np.arange(60), np.full(60, "i"), np.full(60, "c")),
        *(labels, flags, gold, flags),
        scale_px=np.full(60, 300.0),
        normaliser_px=np.full(60, 100.0),
    )
    return score(pairs, skeleton).keypoints["nose"], labels[:, 0], gold[:, 0]


def test_limits_and_standard_error_are_those_of_two_raters(
    scored: tuple[KeypointScore, np.ndarray, np.ndarray],
) -> None:
    keypoint, labels, gold = scored
    found = axis_errors(keypoint)
    assert found is not None
    for axis, one in enumerate(found):
        limits = limits_of_agreement(labels[:, axis] - gold[:, axis])
        raters = intraclass(np.stack([labels[:, axis], gold[:, axis]], axis=1))
        assert limits is not None
        assert raters is not None
        assert (one.low, one.high) == pytest.approx((limits.low, limits.high), rel=1e-9)
        assert one.sem == pytest.approx(raters.sem_consistency, rel=1e-9)
        assert one.mdc == pytest.approx(raters.mdc95_consistency, rel=1e-9)


def test_one_placement_tells_nothing_of_the_spread(
    scored: tuple[KeypointScore, np.ndarray, np.ndarray],
) -> None:
    keypoint, *_ = scored
    assert axis_errors(replace(keypoint, n=1)) is None
    assert axis_errors(replace(keypoint, axis_sd_px=(float("nan"), float("nan")))) is None
