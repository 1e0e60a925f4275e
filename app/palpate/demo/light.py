"""Three kinds of daylight, named as the guidelines' illustration matrix names them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.demo.rotation import unit
from palpate.model.arrays import Floats

DIFFUSE, HARD_SIDE_LIGHT, BACKLIT = "diffuse", "hard_side_light", "backlit"


@dataclass(frozen=True, slots=True)
class Light:
    """One setting; colours are linear RGB ``(3,)``.

    Attributes
    ----------
    toward
        ``(3,)`` unit vector to the sun (to the brightest part of the sky when diffuse).
    sun, sky, bounce
        Colour from that direction, from above and from the ground.
    softness_m
        Blur of the shadow on the ground.
    shade
        How dark a shadow on the ground gets: share of the light that remains.
    haze
        Colour that the far background fades into.
    """

    toward: Floats
    sun: Floats
    sky: Floats
    bounce: Floats
    softness_m: float
    shade: float
    haze: Floats


def _light(
    toward: tuple[float, float, float],
    sun: tuple[float, float, float],
    sky: tuple[float, float, float],
    bounce: tuple[float, float, float],
    rest: tuple[float, float],
    haze: tuple[float, float, float],
) -> Light:
    return Light(
        unit(np.array(toward)), np.array(sun), np.array(sky), np.array(bounce), *rest, np.array(haze)
    )


LIGHTS = {
    DIFFUSE: _light(
        (-0.35, 1.0, -0.30), (0.50, 0.50, 0.50), (0.66, 0.69, 0.74), (0.20, 0.22, 0.14), (0.060, 0.60),
        (0.62, 0.66, 0.70),
    ),
    HARD_SIDE_LIGHT: _light(
        (-0.86, 0.50, -0.16), (2.10, 1.82, 1.42), (0.21, 0.27, 0.37), (0.15, 0.15, 0.07), (0.010, 0.34),
        (0.40, 0.46, 0.54),
    ),
    BACKLIT: _light(
        (0.36, 0.66, 0.66), (2.60, 2.20, 1.60), (0.23, 0.26, 0.33), (0.17, 0.17, 0.10), (0.012, 0.36),
        (0.86, 0.80, 0.68),
    ),
}  # fmt: skip
