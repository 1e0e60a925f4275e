"""The body's solids: round cones, squeezed along the body's axes, one to four per segment.

A round cone is the hull of two balls. Squeezing it gives flat hands, broad chests and ellipsoids with the one
ray test that `raycast` has to know. Radii include what the clothes add.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.demo.anatomy import SCALE, Anatomy, at_rest, sided
from palpate.demo.rotation import aligning_y
from palpate.model.arrays import Floats

Place = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Solid:
    """One squeezed round cone at rest.

    Attributes
    ----------
    name, segment, cloth
        What it is, the index of the segment that carries it, and the part of the outfit it shows.
    origin
        ``(3,)`` centre of the first ball, metres from the segment's pivot at rest.
    shape
        ``(3, 3)`` from the solid's own frame (first ball at the origin, second at ``(0, length, 0)``) to
        metres at rest: the squeeze.
    length, first_radius, last_radius
        In the solid's own frame.
    """

    name: str
    segment: int
    cloth: str
    origin: Floats
    shape: Floats
    length: float
    first_radius: float
    last_radius: float


# segment: (cloth, first ball, last ball, first radius, last radius, squeeze along x, y, z)
_Row = tuple[str, Place, Place, float, float, Place]
_ROUND: Place = (1.0, 1.0, 1.0)
_MIDLINE: dict[str, tuple[_Row, ...]] = {
    "pelvis": (("trousers", (-0.062, -0.035, 0.0), (-0.040, 0.070, 0.0), 0.155, 0.142, (0.70, 0.55, 1.0)),),
    "lumbar": (("shirt", (-0.045, 0.060, 0.0), (-0.050, 0.210, 0.0), 0.142, 0.140, (0.71, 0.40, 1.0)),),
    "lower_chest": (("back", (-0.056, 0.200, 0.0), (-0.083, 0.330, 0.0), 0.142, 0.154, (0.74, 0.45, 1.0)),),
    "upper_chest": (("back", (-0.083, 0.310, 0.0), (-0.093, 0.440, 0.0), 0.156, 0.142, (0.74, 0.50, 1.0)),),
    "neck": (("skin", (-0.112, 0.495, 0.0), (-0.098, 0.610, 0.0), 0.060, 0.055, _ROUND),),
    "head": (
        ("face", (-0.088, 0.676, 0.0), (-0.088, 0.677, 0.0), 0.094, 0.094, (1.09, 1.0, 0.88)),
        ("hair", (-0.098, 0.697, 0.0), (-0.097, 0.698, 0.0), 0.092, 0.092, (1.09, 0.84, 0.915)),
        ("hair", (-0.122, 0.676, 0.0), (-0.126, 0.640, 0.0), 0.079, 0.064, (0.92, 1.0, 0.95)),
        ("face", (-0.052, 0.625, 0.0), (-0.024, 0.572, 0.0), 0.060, 0.034, (1.0, 1.0, 0.95)),
        ("face", (0.006, 0.652, 0.0), (0.014, 0.626, 0.0), 0.009, 0.014, (1.0, 1.0, 0.9)),
    ),
}
_RIGHT: dict[str, tuple[_Row, ...]] = {
    "head": (("face", (-0.093, 0.640, 0.077), (-0.096, 0.626, 0.075), 0.026, 0.020, (0.75, 1.0, 0.35)),),
    "girdle": (
        ("shirt", (-0.106, 0.484, 0.035), (-0.094, 0.468, 0.150), 0.056, 0.062, _ROUND),
        ("back", (-0.128, 0.330, 0.088), (-0.120, 0.440, 0.104), 0.060, 0.072, (0.95, 1.2, 0.80)),
        ("shirt", (-0.045, 0.400, 0.080), (-0.070, 0.425, 0.120), 0.072, 0.062, (0.75, 0.9, 1.0)),
    ),
    "upper_arm": (
        ("sleeve", (-0.0908, 0.4668, 0.168), (-0.088, 0.310, 0.170), 0.066, 0.060, _ROUND),
        ("arm", (-0.088, 0.400, 0.169), (-0.0842, 0.187, 0.1658), 0.052, 0.041, _ROUND),
    ),
    "forearm": (
        ("arm", (-0.0842, 0.187, 0.1658), (-0.0957, -0.0676, 0.2012), 0.041, 0.027, _ROUND),
        ("arm", (-0.083, 0.130, 0.174), (-0.090, 0.060, 0.184), 0.044, 0.037, _ROUND),
    ),
    "hand": (
        ("skin", (-0.0957, -0.076, 0.2005), (-0.0935, -0.140, 0.1950), 0.030, 0.040, (0.48, 0.8, 1.0)),
        ("skin", (-0.0870, -0.090, 0.2150), (-0.0820, -0.118, 0.2330), 0.018, 0.014, _ROUND),
    ),
    "thumb": (("skin", (-0.0850, -0.096, 0.2270), (-0.0790, -0.118, 0.2440), 0.015, 0.012, _ROUND),),
    "thumb_end": (("skin", (-0.0790, -0.118, 0.2440), (-0.0740, -0.159, 0.2475), 0.012, 0.009, _ROUND),),
    "thigh": (
        ("trousers", (-0.078, -0.075, 0.0870), (-0.070, -0.4706, 0.0835), 0.100, 0.064, (1.0, 1.0, 0.97)),
        ("trousers", (-0.102, -0.060, 0.0720), (-0.094, -0.135, 0.0800), 0.086, 0.080, (0.98, 1.0, 0.95)),
        ("trousers", (-0.060, -0.200, 0.0880), (-0.060, -0.320, 0.0860), 0.080, 0.070, _ROUND),
    ),
    "shank": (
        ("trousers", (-0.0707, -0.4706, 0.0835), (-0.072, -0.830, 0.0855), 0.064, 0.050, _ROUND),
        ("trousers", (-0.094, -0.560, 0.0840), (-0.090, -0.660, 0.0850), 0.056, 0.050, _ROUND),
    ),
    "foot": (
        ("boot", (-0.0740, -0.872, 0.0855), (-0.0850, -0.915, 0.0850), 0.044, 0.044, _ROUND),
        ("boot", (-0.1000, -0.9265, 0.0845), (0.0470, -0.9350, 0.0900), 0.036, 0.030, (1.0, 0.95, 1.18)),
        ("boot", (-0.0600, -0.8950, 0.0850), (0.0350, -0.9300, 0.0880), 0.040, 0.032, (1.0, 0.90, 1.05)),
    ),
    "toes": (
        ("boot", (0.0450, -0.9340, 0.0910), (0.1230, -0.9420, 0.0830), 0.030, 0.021, (1.15, 0.95, 1.60)),
    ),
}
# digit: radii at the knuckle, the middle and the tip, length of the last part
_DIGITS = {
    "index": (0.0100, 0.0090, 0.0075, 0.0345),
    "middle": (0.0100, 0.0092, 0.0075, 0.0400),
    "ring": (0.0098, 0.0088, 0.0072, 0.0380),
    "little": (0.0088, 0.0078, 0.0064, 0.0300),
}


def solids_of(anatomy: Anatomy) -> tuple[Solid, ...]:
    """Return the solids of a body at rest."""
    found = [_solid(anatomy, segment, row) for segment, rows in _MIDLINE.items() for row in rows]
    for side in ("left", "right"):
        for part, rows in _RIGHT.items():
            segment = part if part == "head" else f"{side}_{part}"
            found += [_solid(anatomy, segment, _on(side, row)) for row in rows]
        for digit, sizes in _DIGITS.items():
            found += _digit(anatomy, f"{side}_{digit}", sizes)
    return tuple(found)


def _on(side: str, row: _Row) -> _Row:
    cloth, first, last, *rest = row
    return (cloth, sided(side, first), sided(side, last), *rest)  # type: ignore[return-value]


def _digit(anatomy: Anatomy, name: str, sizes: tuple[float, float, float, float]) -> list[Solid]:
    knuckle = anatomy.pivots[anatomy.index(name)]
    middle = anatomy.pivots[anatomy.index(f"{name}_end")]
    tip = middle - [0.0, sizes[3] * SCALE, 0.0]
    return [
        _between(anatomy, name, "skin", ends=(knuckle, middle), radii=(sizes[0], sizes[1])),
        _between(anatomy, f"{name}_end", "skin", ends=(middle, tip), radii=(sizes[1], sizes[2])),
    ]


def _solid(anatomy: Anatomy, segment: str, row: _Row) -> Solid:
    cloth, first, last, first_radius, last_radius, squeeze = row
    ends, radii = (at_rest(first), at_rest(last)), (first_radius, last_radius)
    return _between(anatomy, segment, cloth, ends=ends, radii=radii, squeeze=squeeze)


def _between(
    anatomy: Anatomy,
    segment: str,
    cloth: str,
    *,
    ends: tuple[Floats, Floats],
    radii: tuple[float, float],
    squeeze: Place = _ROUND,
) -> Solid:
    index = anatomy.index(segment)
    scale = np.diag(squeeze)
    axis = np.linalg.inv(scale) @ (ends[1] - ends[0])
    return Solid(
        name=f"{segment}/{cloth}",
        segment=index,
        cloth=cloth,
        origin=ends[0] - anatomy.pivots[index],
        shape=scale @ aligning_y(axis).T,
        length=float(np.linalg.norm(axis)),
        first_radius=radii[0] * SCALE,
        last_radius=radii[1] * SCALE,
    )
