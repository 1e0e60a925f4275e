"""Smear: measured on pictures smeared on purpose, expected from a motion, and what it allows."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.blur import (
    BlurLimits,
    Smear,
    Support,
    contradictions,
    exposure_of,
    extent_px,
    smear_of,
    tells,
    tier_allowed,
    variance_of_laplacian,
)

CENTRE = np.array([[128.0, 128.0]])


def smeared(length, degrees, seed=2):
    """A random texture drawn along a line of so many px, with a little noise."""
    import cv2

    random = np.random.default_rng(seed)
    image = cv2.GaussianBlur(random.uniform(0, 255, (256, 256)), (0, 0), 1.0)
    angle = np.radians(degrees)
    shifts = np.linspace(-0.5, 0.5, 33) * length
    turned = [
        cv2.warpAffine(
            image,
            np.array([[1, 0, s * np.cos(angle)], [0, 1, s * np.sin(angle)]]),
            (256, 256),
            borderMode=cv2.BORDER_REFLECT,
        )
        for s in shifts
    ]
    mean = np.mean(turned, axis=0)
    spread = (mean - mean.mean()) / mean.std() * 40 + 128 + random.normal(0, 1, mean.shape)
    return np.clip(spread, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("degrees", [0.0, 30.0])
@pytest.mark.parametrize("length", [8, 12, 16, 24])
def test_length_and_direction_of_a_smeared_texture_are_found(length, degrees):
    smear = smear_of(smeared(length, degrees), CENTRE, side=121)
    unit = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    assert abs(float(smear.direction[0] @ unit)) > np.cos(np.radians(4.0))
    assert smear.extent[0] == pytest.approx(length, abs=2.0)
    assert smear.coherence[0] > 0.5


def test_a_sharp_texture_has_no_direction_and_so_no_extent():
    assert np.isnan(smear_of(smeared(0.5, 0.0), CENTRE, side=121).extent[0])


def test_the_published_laplacian_is_met(examples):
    example = examples["EX-BLUR-3"]
    rows = np.array(example["input"]["rows_7_identical"], dtype=np.float64)
    patches = np.repeat(rows[:, np.newaxis], 7, axis=1)
    assert variance_of_laplacian(patches) == pytest.approx(example["expected"]["variance_of_laplacian"])


def test_the_published_extents_are_met(examples):
    example = examples["EX-BLUR-1"]
    given = example["input"]
    for shutter, expected in zip(given["shutter_s"], example["expected"]["blur_px"], strict=True):
        seconds = 1 / int(shutter.removeprefix("1/"))
        velocity = np.array([given["speed_m_s"] * 1000 * given["px_per_mm"] / 240, 0.0])
        assert extent_px(velocity, seconds * 240) == pytest.approx(expected, abs=1e-5)


def test_the_shutter_is_told_by_fast_points_smeared_along_their_motion():
    speeds = np.linspace(2, 60, 60)
    velocities = np.stack((speeds, np.zeros(60)), axis=1)
    direction = np.tile((1.0, 0.0), (60, 1))
    direction[::5] = (0.0, 1.0)
    extent = np.where(speeds < 15, 9.0, 0.25 * speeds)
    extent[::5] = 40.0
    smear = Smear(extent, direction, np.ones(60), np.ones(60))
    assert exposure_of(smear, velocities) == pytest.approx(0.25)
    assert exposure_of(smear, velocities / 10) is None


def test_tiers_follow_the_rule_of_extent_and_local_width():
    extent = np.array([2.0, 4.0, 9.0, 30.0, 70.0, np.nan])
    tier = tier_allowed(extent, np.full(6, 32.0), limits=BlurLimits())
    assert tier.tolist() == [2, 2, 1, 1, 0, -1]
    assert tier_allowed(np.array([9.0]), np.array([np.nan]), limits=BlurLimits()) == [1]


def test_only_points_called_visible_contradict():
    visibility = np.array([2, 2, 1, 3, 0, 2], dtype=np.int8)
    allowed = np.array([2, 1, 1, 1, 1, -1], dtype=np.int8)
    assert contradictions(visibility, allowed).tolist() == [False, True, False, False, False, False]


def test_what_else_speaks_for_a_smeared_point_decides_between_tiers():
    extent = np.array([9.0, 9.0, 50.0, 50.0, 70.0, 70.0, 2.0])
    held = np.array([True, False, True, False, True, False, False])
    support = Support(sharp_beside=held, within=held, keyframe_near=held)
    tier = tier_allowed(extent, np.full(7, 32.0), limits=BlurLimits(), support=support)
    assert tier.tolist() == [3, 1, 1, 0, 1, 0, 2]


def test_only_fast_points_smeared_along_their_motion_tell_of_it():
    right, down = (1.0, 0.0), (0.0, 1.0)
    velocities = np.array([(40.0, 0.0), (40.0, 0.0), (5.0, 0.0), (40.0, 0.0), (np.nan, np.nan)])
    direction = np.array([right, down, right, right, right])
    extent = np.array([10.0, 10.0, 10.0, 60.0, 10.0])
    assert tells(extent, direction, velocities).tolist() == [True, False, False, False, False]


def test_beyond_the_border_nothing_is_measured():
    image = smeared(12, 0.0)
    places = np.array([[128.0, 128.0], [2.0, 128.0], [128.0, 255.0], [5.0, 5.0]])
    found = smear_of(image, places, side=17).extent
    assert np.isnan(found[[1, 2]]).all()
    assert len(smear_of(image, np.empty((0, 2)), side=17).extent) == 0
