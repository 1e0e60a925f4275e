"""Tone and local contrast of what is shown, against OpenCV and against itself at other zooms."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from palpate.media.colour.enhance import (
    LIMITS,
    Enhancement,
    Spread,
    curves_of,
    enhance,
    full_range,
    is_limited,
    sampled,
    tone_table,
    within_limits,
)

LOCAL = Enhancement(local=3.0)


def scene(width: int, height: int) -> NDArray[np.uint8]:
    """Soft grey blobs, ``(H, W, 4)``, darker to the left."""
    noise = np.random.default_rng(5).integers(0, 256, (height, width), dtype=np.uint8)
    soft = cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 12), None, 0, 255, cv2.NORM_MINMAX)
    grey = (soft * np.linspace(0.3, 1.0, width)).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA), dtype=np.uint8)


def whole(frame: NDArray[np.uint8]) -> Spread:
    return Spread(0.0, 0.0, 1.0 / frame.shape[1], 1.0 / frame.shape[0])


def shown(frame: NDArray[np.uint8], enhancement: Enhancement) -> NDArray[np.uint8]:
    into = np.empty_like(frame)
    enhance(frame, into, enhancement, curves=curves_of(sampled(frame), enhancement), spread=whole(frame))
    return into


def test_without_anything_set_frames_are_as_stored() -> None:
    assert Enhancement().neutral
    assert (tone_table(Enhancement()) == np.arange(256)).all()


def test_each_number_does_what_it_is_called_after() -> None:
    middle, dark, light = 128, 40, 215
    assert tone_table(Enhancement(brightness=20))[middle] == middle + 51
    steep = tone_table(Enhancement(contrast=50)).astype(int)
    assert steep[light] - steep[dark] > light - dark
    assert tone_table(Enhancement(gamma=2.0))[dark] > dark + 40
    assert (tone_table(Enhancement(inverted=True)) == np.arange(256)[::-1]).all()


@pytest.mark.parametrize("name", LIMITS)
def test_the_extremes_of_every_number_give_a_table_that_rises(name: str) -> None:
    for end in LIMITS[name]:
        enhancement = replace(Enhancement(), **{name: type(getattr(Enhancement(), name))(end)})
        assert within_limits(enhancement)
        assert (np.diff(tone_table(enhancement).astype(int)) >= 0).all()


def test_numbers_beyond_their_ends_are_told() -> None:
    assert not within_limits(Enhancement(gamma=0.0))
    assert not within_limits(Enhancement(tiles=0))


def test_local_contrast_is_that_of_opencv() -> None:
    frame = scene(1792, 1024)
    enhancement = Enhancement(local=3.0, tiles=8)
    curves = curves_of(frame[..., 1], enhancement)
    assert (curves.rows, curves.columns) == (8, 14)
    into = np.empty_like(frame)
    enhance(frame, into, enhancement, curves=curves, spread=whole(frame))
    wanted = cv2.createCLAHE(3.0, (14, 8)).apply(frame[..., 1])
    # OpenCV counts whole pixels where it spreads, and looks from a pixel's corner; this from its centre.
    assert np.abs(into[..., 1].astype(int) - wanted).max() <= 3


def test_a_sample_decides_as_the_whole_frame_would() -> None:
    frame = scene(1920, 1080)
    by_sample = shown(frame, LOCAL)
    by_all = np.empty_like(frame)
    enhance(frame, by_all, LOCAL, curves=curves_of(frame[..., 1], LOCAL), spread=whole(frame))
    assert np.abs(by_sample.astype(int) - by_all).mean() < 2.0


def test_a_part_looks_as_it_does_within_the_whole() -> None:
    frame = scene(960, 540)
    every = shown(frame, LOCAL)
    part = frame[203:401, 517:800]
    into = np.empty(part.shape, np.uint8)
    spread = Spread(517 / 960, 203 / 540, 1 / 960, 1 / 540)
    enhance(part, into, LOCAL, curves=curves_of(sampled(frame), LOCAL), spread=spread)
    assert np.abs(into.astype(int) - every[203:401, 517:800]).max() <= 1


def test_a_reduced_frame_looks_as_the_full_one_reduced() -> None:
    frame = scene(960, 540)
    small = cv2.resize(frame, (480, 270), interpolation=cv2.INTER_AREA)
    into = np.empty_like(small)
    enhance(small, into, LOCAL, curves=curves_of(sampled(frame), LOCAL), spread=whole(small))
    wanted = cv2.resize(shown(frame, LOCAL), (480, 270), interpolation=cv2.INTER_AREA)
    assert np.abs(into.astype(int) - wanted).mean() < 1.0


def test_an_array_may_be_written_over_itself() -> None:
    frame = scene(301, 211)
    both = Enhancement(gamma=1.4, local=2.0, inverted=True)
    wanted = shown(frame, both)
    enhance(frame, frame, both, curves=curves_of(sampled(frame), both), spread=whole(frame))
    assert (frame == wanted).all()
    assert (frame[..., 3] == 255).all()


def test_colours_keep_their_distance_from_grey() -> None:
    frame = scene(320, 240)
    frame[..., 2] = np.minimum(frame[..., 2], 200) + 20
    before = frame.astype(int)
    after = shown(frame, Enhancement(local=2.0)).astype(int)
    inside = (after[..., :3] > 0).all(axis=2) & (after[..., :3] < 255).all(axis=2)
    assert inside.any()
    apart = (after[..., 2] - after[..., 0]) - (before[..., 2] - before[..., 0])
    assert (apart[inside] == 0).all()


def test_without_curves_contrast_stays_as_it_is() -> None:
    frame = scene(64, 48)
    into = np.empty_like(frame)
    enhance(frame, into, LOCAL, curves=None, spread=whole(frame))
    assert (into == frame).all()


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (7, 5), (5000, 11)])
def test_frames_of_any_shape_are_shown(size: tuple[int, int]) -> None:
    frame = np.full((size[1], size[0], 4), 100, np.uint8)
    assert shown(frame, Enhancement(local=8.0, tiles=10)).shape == frame.shape


def test_a_sample_is_small_and_as_bright_as_the_frame() -> None:
    frame = scene(3840, 2160)
    for pixels in (frame, np.ascontiguousarray(frame[..., 0])):
        sample = sampled(pixels)
        assert max(sample.shape) <= 640
        assert abs(float(sample.mean()) - float(frame[..., 0].mean())) < 1.0


@pytest.mark.parametrize("limited", [True, False])
def test_the_range_of_luma_is_told_by_a_part_that_was_converted(limited: bool) -> None:
    frame = scene(640, 360)
    grey = frame[..., 0].astype(float)
    stored = (np.rint(grey * 219 / 255 + 16) if limited else grey).astype(np.uint8)
    part = np.ascontiguousarray(frame[100:200, 300:500])
    spread = Spread(300 / 640, 100 / 360, 1 / 640, 1 / 360)
    assert is_limited(sampled(stored), part, spread) is limited
    if limited:
        assert np.abs(full_range(stored).astype(int) - frame[..., 0]).max() <= 1
