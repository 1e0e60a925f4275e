"""Small runs of the benchmarks that judge assistance, on a film whose answer is exact."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from palpate.bench import drift, keyframes
from palpate.bench.dense import Film, jitter
from palpate.bench.drift import Judged
from palpate.bench.filling import Filler, every
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method

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
    figures = drift.planted(film, 12, progress, seed=4).figures()
    assert figures["recall_at_4px"] > 0.9
    assert figures["precision_at_4px"] > 0.9


def test_a_constant_and_weights_come_of_a_fit(film, progress):
    found = drift.fitted([film], progress, bins=3)
    assert len(found["raw_px"]) == len(found["mean_px"]) == 3
    assert all(weight >= 0 for weight in found["weights"].values())


def test_a_perfect_judge_has_perfect_figures():
    off = np.concatenate((np.full(100, 1.5), np.full(100, 6.0)))
    figures = Judged(off, off).figures()
    assert figures["recall_at_4px"] == figures["precision_at_4px"] == 1.0
    assert figures["worst_ratio"] == pytest.approx(1.0)
    assert Judged(2 * off, off).figures()["worst_ratio"] == pytest.approx(2.0)


def test_the_jitter_of_a_steady_motion_is_told_from_its_speed(film):
    noise = np.random.default_rng(1).normal(0, 0.5, (400, 3, 2))
    steady = np.linspace(0, 900, 400)[:, None, None] + noise
    assert jitter(steady) == pytest.approx(0.5, rel=0.15)
    assert keyframes.limit_of(film) == pytest.approx(2.0)
    assert keyframes.limit_of(replace(film, floor_px=1.0)) > 3
