"""Agreement of raters on lengths of the body."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.skeleton import Skeleton
from palpate.quality.rater_lengths import TOO_FEW, rater_lengths
from palpate.quality.ratings import Ratings
from palpate.quality.scalars import intraclass
from palpate.quality.segments import NO_SPREAD
from palpate.store.library import load_skeleton


@pytest.fixture
def coco() -> Skeleton:
    return load_skeleton("coco_17")


def rated(skeleton: Skeleton, n: int, raters: int = 3, spread: float = 2.0) -> Ratings:
    chance = np.random.default_rng(3)
    truth = np.cumsum(chance.normal(0.0, 40.0, (n, 1, len(skeleton), 2)), axis=0)
    positions = truth + chance.normal(0.0, spread, (n, raters, len(skeleton), 2))
    return Ratings(
        raters=tuple("abc"[:raters]),
        frames=np.arange(n) * 50,
        instances=np.full(n, "one"),
        clips=np.full(n, "clip"),
        blocks=np.zeros(n, dtype=np.int64),
        positions=positions,
        visibility=np.full((n, raters, len(skeleton)), 2, dtype=np.int8),
        scale_px=np.full(n, 500.0),
    )


def test_each_rigid_segment_has_the_correlation_of_its_lengths(coco: Skeleton) -> None:
    ratings = rated(coco, 30)
    found = rater_lengths(ratings, coco)
    assert [one.ends for one in found] == list(coco.rigid_segments)
    first, last = coco.rigid_indices[0].tolist()
    lengths = np.linalg.norm(ratings.positions[:, :, last] - ratings.positions[:, :, first], axis=-1)
    expected = intraclass(lengths)
    assert expected is not None
    assert found[0].intraclass == expected
    assert found[0].n == 30


def test_too_few_poses_have_a_reason_instead(coco: Skeleton) -> None:
    found = rater_lengths(rated(coco, 6), coco)
    assert {one.reason for one in found} == {TOO_FEW}
    assert all(one.intraclass is None for one in found)


def test_lengths_that_are_all_equal_have_no_correlation(coco: Skeleton) -> None:
    ratings = rated(coco, 20, spread=0.0)
    ratings.positions[:] = ratings.positions[:1, :1]
    assert {one.reason for one in rater_lengths(ratings, coco)} == {NO_SPREAD}
