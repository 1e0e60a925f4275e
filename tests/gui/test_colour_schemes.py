"""Colours stay apart for everybody: computed with published models of colour blindness, not looked at."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Side, Skeleton
from palpate.store.library import load_skeleton
from palpate.ui.canvas.colouring import (
    Scheme,
    edge_colours,
    grouped,
    keypoint_colours,
    region_colour,
    regions_of,
)
from palpate.ui.theme.colour_names import colour_names
from palpate.ui.theme.tokens import (
    DARK,
    INSTANCE_COLOURS,
    LIGHT,
    NEUTRAL_COLOUR,
    ORIGIN_COLOURS,
    SIDE_COLOURS,
)

# Linear RGB as dichromats see it: Machado, Oliveira and Fernandes 2009, table 1, severity 1.0.
SIGHTS = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# IEC 61966-2-1: linear sRGB to CIE XYZ, white D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
PALETTES = {
    "instances and regions": INSTANCE_COLOURS,
    "sides": tuple(SIDE_COLOURS.values()),
    "origins": tuple(colour for origin, colour in ORIGIN_COLOURS.items() if origin is not Origin.NONE),
}
LEAST_APART, LEAST_FROM_GREY = 13.0, 13.0  # a difference of 2 is just noticed side by side


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    coded = np.array([int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    seen = XYZ @ np.clip(SIGHTS[sight] @ linear, 0.0, 1.0) / XYZ.sum(axis=1)
    bent = np.where(seen > (6 / 29) ** 3, np.cbrt(seen), seen / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = bent.tolist()
    return 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)


def apart(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """CIEDE2000, after Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2.0
    grown = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = math.hypot(a1 * grown, b1), math.hypot(a2 * grown, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * grown)) % 360.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0.0 else (h2 - h1 + 180.0) % 360.0 - 180.0
    hue = 2.0 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2.0)
    middle = h1 + h2 if c1 * c2 == 0.0 else (h1 + turn / 2.0) % 360.0
    light, chroma = (l1 + l2) / 2.0, (c1 + c2) / 2.0
    t = 1.0
    for part, times, shift in ((-0.17, 1, -30.0), (0.24, 2, 0.0), (0.32, 3, 6.0), (-0.20, 4, -63.0)):
        t += part * math.cos(math.radians(times * middle + shift))
    s_light = 1.0 + 0.015 * (light - 50.0) ** 2 / math.sqrt(20.0 + (light - 50.0) ** 2)
    s_chroma, s_hue = 1.0 + 0.045 * chroma, 1.0 + 0.015 * chroma * t
    bend = 60.0 * math.exp(-(((middle - 275.0) / 25.0) ** 2))
    turned = -2.0 * math.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * math.sin(math.radians(bend))
    parts = (l2 - l1) / s_light, (c2 - c1) / s_chroma, hue / s_hue
    return math.sqrt(sum(part**2 for part in parts) + turned * parts[1] * parts[2])


def test_the_measure_is_that_of_the_published_pairs() -> None:
    # Sharma, Wu and Dalal 2005, table 1: pairs 1, 7 and 25.
    assert apart((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)) == pytest.approx(2.0425, abs=5e-5)
    assert apart((50.0, 0.0, 0.0), (50.0, -1.0, 2.0)) == pytest.approx(2.3669, abs=5e-5)
    assert apart((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(
        1.2644, abs=5e-5
    )


@pytest.mark.parametrize("matrix", SIGHTS.values(), ids=SIGHTS.keys())
def test_grey_stays_grey_whatever_cones_somebody_has(matrix: Floats) -> None:
    assert np.allclose(matrix.sum(axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_any_two_colours_of_a_scheme_stay_apart(palette: tuple[str, ...], sight: str) -> None:
    for first, second in itertools.combinations(palette, 2):
        assert apart(lab(first, sight), lab(second, sight)) >= LEAST_APART, (first, second)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_every_colour_stands_out_from_the_grey_around_the_picture(
    palette: tuple[str, ...], sight: str
) -> None:
    for colour, theme in itertools.product(palette, (DARK, LIGHT)):
        assert apart(lab(colour, sight), lab(theme.canvas, sight)) >= LEAST_FROM_GREY, (colour, theme.name)


def test_every_colour_has_a_name_of_its_own() -> None:
    assert len(set(colour_names())) == len(INSTANCE_COLOURS)


# ---- which keypoint has which ------------------------------------------------------------------------


def figure() -> Skeleton:
    left, right, middle = Side.LEFT, Side.RIGHT, Side.MIDLINE
    points = (
        Keypoint("nose", region="head", side=middle),
        Keypoint("left_wrist", region="arm", side=left),
        Keypoint("right_wrist", region="arm", side=right),
        Keypoint("ball", side=middle),
    )
    edges = (
        ("nose", "left_wrist"),
        ("left_wrist", "right_wrist"),
        ("nose", "right_wrist"),
        ("nose", "ball"),
    )
    return Skeleton("figure", points, edges=edges)


def colours(scheme: Scheme, origins: tuple[Origin, ...] = (Origin.HAND,) * 4) -> list[str]:
    regions = regions_of([figure()])
    return list(keypoint_colours(scheme, figure(), colour=2, origins=map(int, origins), regions=regions))


def lines(scheme: Scheme) -> list[str] | None:
    found = edge_colours(scheme, figure(), colour=2, regions=regions_of([figure()]))
    return None if found is None else list(found)


def test_by_instance_all_of_it_has_one_colour() -> None:
    assert colours(Scheme.INSTANCE) == [INSTANCE_COLOURS[1]] * 4
    assert lines(Scheme.INSTANCE) is None


def test_by_side_an_edge_from_the_middle_has_the_colour_of_the_side() -> None:
    left, right, middle = SIDE_COLOURS.values()
    assert colours(Scheme.SIDE) == [middle, left, right, middle]
    assert lines(Scheme.SIDE) == [left, middle, right, middle]


def test_by_region_an_edge_between_two_is_neutral() -> None:
    head, arm = INSTANCE_COLOURS[:2]
    assert colours(Scheme.REGION) == [head, arm, arm, NEUTRAL_COLOUR]
    assert lines(Scheme.REGION) == [NEUTRAL_COLOUR, arm, NEUTRAL_COLOUR, NEUTRAL_COLOUR]


def test_by_origin_only_keypoints_say_something() -> None:
    origins = (Origin.HAND, Origin.TRACKED, Origin.GOLD, Origin.NONE)
    assert colours(Scheme.ORIGIN, origins) == [ORIGIN_COLOURS[origin] for origin in origins]
    assert lines(Scheme.ORIGIN) == [NEUTRAL_COLOUR] * 4


def test_a_region_keeps_its_colour_whichever_instance_is_active() -> None:
    body, face = load_skeleton("coco_17"), figure()
    assert regions_of([body, face]) == regions_of([face, body, body])
    assert region_colour("arm", regions_of([body, face])) == region_colour("arm", regions_of([face, body]))


def test_edges_are_grouped_by_their_colours() -> None:
    found = grouped(["red", "blue", "red"], np.array([2, 1, 0, 0]))
    assert [(name, places.tolist()) for name, places in found] == [("red", [0, 2, 3]), ("blue", [1])]
    assert grouped(["red"], np.empty(0, dtype=np.int64)) == []


def test_the_schemes_follow_each_other_in_a_ring() -> None:
    seen = [Scheme.INSTANCE]
    while len(seen) < 5:
        seen.append(seen[-1].following)
    assert seen == [*Scheme, Scheme.INSTANCE]
