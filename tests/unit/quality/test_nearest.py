"""What bounds settle about who is whose is what exact similarities say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.quality.matching import PAIRING_MIN, PAIRING_SIGMA
from palpate.quality.nearest import Side, nearest
from palpate.quality.oks import similarities_between
from palpate.quality.points import placed

FRAMES = 40


def sides_of(
    rng: np.random.Generator, *, numbers: tuple[int, int], keypoints: int, noise: float, lacking: float
) -> tuple[Side, Side, np.ndarray]:
    """Some bodies that overlap, their poses in any order, and their scales in px."""
    home = rng.uniform(0.0, 600.0, (1, max(numbers), keypoints, 2))
    found = []
    for number in numbers:
        poses = home[:, :number] + rng.normal(0.0, noise, (FRAMES, number, keypoints, 2))
        poses[rng.random(poses.shape[:3]) < lacking] = np.nan
        order = rng.permutation(FRAMES * number) if lacking else np.arange(FRAMES * number)
        rows = np.empty_like(order)
        rows[order] = np.arange(len(order))
        found.append(Side(poses.reshape(-1, keypoints, 2)[order], rows.reshape(FRAMES, number)))
    return found[0], found[1], rng.uniform(80.0, 400.0, (FRAMES, numbers[1]))


def exact(labels: Side, gold: Side, scale_px: np.ndarray) -> np.ndarray:
    """``(F, I, J)`` shrunk similarities."""
    first, second = labels.positions[labels.rows], gold.positions[gold.rows]
    sigmas = np.full(first.shape[2], PAIRING_SIGMA)
    each = similarities_between(first, second, scale_px=scale_px, sigmas=sigmas)
    both = placed(first)[:, :, None] & placed(second)[:, None]
    return np.where(both, each, 0.0).sum(axis=-1) / (both.sum(axis=-1) + 1.0)


def asked(labels: Side, gold: Side, scale_px: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return nearest(labels, gold, scale_px=scale_px, sigma=PAIRING_SIGMA, least=PAIRING_MIN)


@settings(deadline=None, max_examples=80)
@given(
    st.integers(0, 9_999),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 20),
    st.sampled_from([1.0, 30.0, 120.0]),
    st.sampled_from([0.0, 0.2]),
)
def test_what_is_settled_is_what_exact_similarities_say(seed, numbers, keypoints, noise, lacking) -> None:
    rng = np.random.default_rng(seed)
    labels, gold, scale_px = sides_of(rng, numbers=numbers, keypoints=keypoints, noise=noise, lacking=lacking)
    settled, best = asked(labels, gold, scale_px)
    similar = exact(labels, gold, scale_px)
    similar = similar.transpose(0, 2, 1) if numbers[0] > numbers[1] else similar
    assert best.shape == similar.shape[:2]
    assert (best[settled] == similar.argmax(axis=2)[settled]).all()
    assert (similar.max(axis=2)[settled] >= PAIRING_MIN).all()
    assert all(len(set(columns)) == len(columns) for columns in best[settled].tolist())


def test_bodies_apart_are_all_settled_with_some_points_missing() -> None:
    rng = np.random.default_rng(1)
    labels, gold, scale_px = sides_of(rng, numbers=(3, 3), keypoints=24, noise=2.0, lacking=0.05)
    settled, best = asked(labels, gold, scale_px)
    assert settled.all()
    assert (best == np.arange(3)).all()


@pytest.mark.parametrize("bad", [np.inf, -1e300])
def test_coordinates_out_of_all_bounds_settle_nothing(bad: float) -> None:
    labels, gold, scale_px = sides_of(
        np.random.default_rng(2), numbers=(2, 2), keypoints=9, noise=1.0, lacking=0.0
    )
    labels.positions[0, 0, 0] = bad
    assert not asked(labels, gold, scale_px)[0].any()


def test_scales_too_small_for_single_precision_settle_nothing() -> None:
    labels, gold, scale_px = sides_of(
        np.random.default_rng(3), numbers=(2, 2), keypoints=9, noise=0.0, lacking=0.0
    )
    assert not asked(labels, gold, np.full_like(scale_px, 1e-6))[0].any()


def test_two_labels_of_one_body_are_left_to_exact_similarities() -> None:
    labels, gold, scale_px = sides_of(
        np.random.default_rng(4), numbers=(2, 2), keypoints=9, noise=1.0, lacking=0.0
    )
    labels.positions[labels.rows[:, 1]] = labels.positions[labels.rows[:, 0]] + 0.5
    assert not asked(labels, gold, scale_px)[0].any()


def test_no_frame_is_no_answer() -> None:
    none = Side(np.zeros((0, 3, 2)), np.zeros((0, 2), dtype=np.int64))
    settled, best = asked(none, none, np.zeros((0, 2)))
    assert (settled.shape, best.shape) == ((0,), (0, 2))
