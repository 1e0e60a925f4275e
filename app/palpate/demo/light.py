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
        (-0.35, 1.0, -0.30), (0.46, 0.46, 0.46), (0.62, 0.65, 0.70), (0.20, 0.22, 0.14), (0.085, 0.62),
        (0.66, 0.70, 0.74),
    ),
    HARD_SIDE_LIGHT: _light(
        (-0.74, 0.60, -0.58), (1.55, 1.38, 1.12), (0.26, 0.32, 0.42), (0.16, 0.17, 0.08), (0.012, 0.36),
        (0.46, 0.52, 0.58),
    ),
    BACKLIT: _light(
        (0.42, 0.52, 0.80), (1.65, 1.42, 1.08), (0.30, 0.34, 0.42), (0.20, 0.20, 0.11), (0.014, 0.42),
        (0.86, 0.82, 0.72),
    ),
}  # fmt: skip
