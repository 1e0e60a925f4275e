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


def _rgb(red: float, green: float, blue: float) -> Floats:
    return np.array([red, green, blue])


LIGHTS = {
    DIFFUSE: Light(
        toward=unit(np.array([-0.35, 1.00, -0.30])),
        sun=_rgb(0.50, 0.50, 0.50),
        sky=_rgb(0.66, 0.69, 0.74),
        bounce=_rgb(0.20, 0.22, 0.14),
        softness_m=0.060,
        shade=0.60,
        haze=_rgb(0.62, 0.66, 0.70),
    ),
    HARD_SIDE_LIGHT: Light(
        toward=unit(np.array([-0.86, 0.50, -0.16])),
        sun=_rgb(2.10, 1.82, 1.42),
        sky=_rgb(0.21, 0.27, 0.37),
        bounce=_rgb(0.15, 0.15, 0.07),
        softness_m=0.010,
        shade=0.34,
        haze=_rgb(0.40, 0.46, 0.54),
    ),
    BACKLIT: Light(
        toward=unit(np.array([0.36, 0.66, 0.66])),
        sun=_rgb(2.60, 2.20, 1.60),
        sky=_rgb(0.23, 0.26, 0.33),
        bounce=_rgb(0.17, 0.17, 0.10),
        softness_m=0.012,
        shade=0.36,
        haze=_rgb(0.86, 0.80, 0.68),
    ),
}
