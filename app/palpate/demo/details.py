"""What shows only from close by: knuckles, creases, nails, the bumps of the spine, laces, an ear.

Each is a soft stroke on the body at rest that raises or sinks the surface, tints it, or both. Places are those
of `anatomy`'s tables (metres, unscaled), so that a stroke lies where its keypoint says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from palpate.demo.anatomy import Anatomy, at_rest, sided
from palpate.model.arrays import Floats

Place = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Detail:
    """One soft stroke.

    Attributes
    ----------
    cloths
        On which parts of the outfit it shows.
    line
        ``(N, 3)`` its middle line on the body at rest, metres, mid-hip at the origin; one point is a spot.
    reach
        ``(3,)`` metres along x, y and z over which it fades.
    tint, cover
        Linear RGB as a factor of the cloth's own colour, and how much of it is laid on, 0 to 1.
    height_m
        How far it raises the surface; negative is a groove.
    """

    cloths: frozenset[str]
    line: Floats
    reach: Floats
    tint: Floats
    cover: float
    height_m: float


def touched(
    details: Iterable[Detail], cloth: str, rest: Floats, colour: Floats
) -> tuple[Floats, Floats]:
    """Return the colour ``(N, 3)`` with the strokes laid on, and how they tilt the surface ``(N, 3)``.

    ``rest`` ``(N, 3)`` are places on the body at rest, metres, mid-hip at the origin.
    """
    tilt = np.zeros_like(rest)
    low, high = rest.min(axis=0), rest.max(axis=0)
    for detail in details:
        margin = 2.6 * detail.reach
        if cloth not in detail.cloths:
            continue
        if (detail.line.min(axis=0) - margin > high).any() or (detail.line.max(axis=0) + margin < low).any():
            continue
        away = _away(detail, rest)
        weight = np.exp(-(away * away).sum(axis=1))
        tilt += (2.0 * detail.height_m * weight)[:, None] * away / detail.reach
        share = detail.cover * np.minimum(1.6 * weight, 1.0)
        colour = colour * (1.0 + share[:, None] * (detail.tint - 1.0))
    return colour, tilt


def _away(detail: Detail, rest: Floats) -> Floats:
    """Return the steps ``(N, 3)`` from the nearest place of the line, in units of the reach."""
    own, line = rest / detail.reach, detail.line / detail.reach
    best = own - line[0]
    for start, stop in zip(line[:-1], line[1:], strict=True):
        along = stop - start
        share = np.clip((own - start) @ along / float(along @ along), 0.0, 1.0)
        away = own - (start + share[:, None] * along)
        nearer = (away * away).sum(axis=1) < (best * best).sum(axis=1)
        best = np.where(nearer[:, None], away, best)
    return np.asarray(best)


# cloths, line, reach in mm (one number or x, y, z), darkening (< 1) or lightening, cover, height in mm
_Row = tuple[str, Sequence[Place], tuple[float, float, float], Place, float, float]
_DARK: Place = (0.10, 0.07, 0.06)
_DIM: Place = (0.50, 0.42, 0.40)
_PALE: Place = (1.45, 1.42, 1.40)
_SEAM: Place = (0.45, 0.45, 0.48)
_LACE: Place = (0.22, 0.24, 0.28)

_MIDLINE: tuple[_Row, ...] = (
    ("face", ((0.012, 0.590, -0.024), (0.020, 0.5885, 0.0), (0.012, 0.590, 0.024)), (30, 2.6, 4), (0.42, 0.22, 0.2), 0.9, -1.0),
    ("face", ((0.012, 0.5815, -0.012), (0.012, 0.5815, 0.012)), (30, 4.5, 6), (0.95, 0.66, 0.62), 0.6, 2.0),
    ("face", ((0.010, 0.604, 0.0), (0.010, 0.596, 0.0)), (30, 5, 3), _DIM, 0.35, -1.0),
    ("skin back shirt", ((-0.056, 0.477, 0.0),), (16, 11, 9), _DIM, 0.75, -9.0),
    ("skin", ((-0.052, 0.530, 0.0), (-0.050, 0.545, 0.0)), (14, 9, 8), _PALE, 0.15, 4.0),
)  # fmt: skip
_RIGHT: tuple[_Row, ...] = (
    # face: eye with its white, brow, nostril
    ("face", ((0.0, 0.654, 0.024), (0.0, 0.6545, 0.041)), (30, 5.5, 5), (1.55, 1.6, 1.7), 0.85, -1.5),
    ("face", ((0.0, 0.6545, 0.032),), (30, 5.0, 5.0), (0.03, 0.03, 0.03), 1.0, 0.0),
    ("face", ((0.0, 0.661, 0.021), (0.0, 0.6625, 0.033), (0.0, 0.659, 0.045)), (30, 2.2, 3), _DARK, 0.8, 0.0),
    ("face", ((0.0, 0.673, 0.017), (0.0, 0.678, 0.034), (0.0, 0.673, 0.050)), (30, 3.6, 4), _DARK, 0.85, 1.5),
    ("face", ((0.018, 0.6125, 0.0065),), (14, 3.0, 3.4), _DARK, 0.95, -1.0),
    ("face", ((0.010, 0.618, 0.0125),), (9, 7, 4), _PALE, 0.1, 3.0),
    # ear: rim, hollow, canal, the small flap in front of it, lobe
    ("face", ((-0.083, 0.644, 0.084), (-0.087, 0.655, 0.084), (-0.099, 0.6585, 0.084), (-0.107, 0.646, 0.084),
              (-0.107, 0.632, 0.084), (-0.101, 0.619, 0.084)), (2.4, 2.4, 14), _DIM, 0.75, -3.0),
    ("face", ((-0.093, 0.634, 0.084), (-0.095, 0.627, 0.084)), (5.5, 6.0, 14), _DIM, 0.85, -3.0),
    ("face", ((-0.0885, 0.6285, 0.084),), (3.0, 3.4, 14), _DARK, 0.95, -2.0),
    ("face", ((-0.0815, 0.6265, 0.084),), (3.0, 3.6, 12), _PALE, 0.3, 4.0),
    ("face", ((-0.0825, 0.6325, 0.084),), (3.2, 1.7, 12), _DIM, 0.8, -2.0),
    ("face", ((-0.096, 0.6115, 0.082),), (6, 5, 12), _PALE, 0.2, 3.0),
    # collar bones, the ridges beside the spine, the inner edge of the shoulder blade
    ("skin back shirt", ((-0.052, 0.481, 0.017), (-0.040, 0.480, 0.060), (-0.062, 0.492, 0.110)), (14, 7, 10), _PALE, 0.16, 7.0),
    ("back shirt", ((-0.165, 0.085, 0.033), (-0.170, 0.200, 0.036), (-0.190, 0.300, 0.036), (-0.190, 0.420, 0.040)), (40, 20, 17), _PALE, 0.10, 10.0),
    ("back shirt", ((-0.170, 0.435, 0.066), (-0.180, 0.375, 0.080), (-0.175, 0.312, 0.100)), (30, 9, 9), _PALE, 0.08, 6.0),
    ("back shirt trousers", ((-0.150, 0.052, 0.042),), (25, 8, 8), _DIM, 0.5, -4.0),
    # sleeve seam, and the shelf of the shoulder under it
    ("shirt sleeve back", ((-0.030, 0.400, 0.128), (-0.045, 0.480, 0.132), (-0.085, 0.527, 0.136), (-0.130, 0.505, 0.134),
                           (-0.158, 0.420, 0.128)), (9, 9, 2.4), _SEAM, 0.75, -2.5),
    ("shirt sleeve", ((-0.098, 0.530, 0.172),), (12, 9, 9), _PALE, 0.12, 6.0),
    # elbow: point, side knobs, the crease of the pit
    ("arm", ((-0.122, 0.192, 0.1655),), (10, 13, 11), _PALE, 0.12, 7.0),
    ("arm", ((-0.082, 0.190, 0.207),), (9, 10, 8), _PALE, 0.12, 5.0),
    ("arm", ((-0.086, 0.190, 0.125),), (9, 10, 8), _PALE, 0.14, 6.0),
    ("arm", ((-0.048, 0.184, 0.147), (-0.044, 0.187, 0.166), (-0.048, 0.184, 0.186)), (9, 2.2, 4), _DIM, 0.65, -2.0),
    # wrist: head of the ulna, radial styloid, two creases on the palm side, tendons
    ("skin arm", ((-0.117, -0.052, 0.187),), (8, 8, 8), _PALE, 0.16, 6.0),
    ("skin arm", ((-0.094, -0.076, 0.230),), (8, 8, 6), _PALE, 0.14, 5.0),
    ("skin arm", ((-0.076, -0.066, 0.182), (-0.070, -0.068, 0.201), (-0.076, -0.066, 0.221)), (8, 1.6, 3), _DIM, 0.7, -1.2),
    ("skin arm", ((-0.078, -0.079, 0.180), (-0.072, -0.081, 0.200), (-0.078, -0.078, 0.220)), (8, 1.6, 3), _DIM, 0.7, -1.2),
    ("skin", ((-0.118, -0.080, 0.205), (-0.114, -0.115, 0.206), (-0.110, -0.140, 0.214)), (8, 5, 2.6), _PALE, 0.10, 1.6),
    ("skin", ((-0.118, -0.080, 0.199), (-0.114, -0.115, 0.199), (-0.111, -0.140, 0.200)), (8, 5, 2.6), _PALE, 0.10, 1.6),
    ("skin", ((-0.117, -0.080, 0.193), (-0.113, -0.115, 0.190), (-0.110, -0.138, 0.184)), (8, 5, 2.6), _PALE, 0.10, 1.4),
    # palm: the crease round the thumb's ball, the two across
    ("skin", ((-0.074, -0.084, 0.201), (-0.072, -0.105, 0.199), (-0.074, -0.126, 0.216)), (9, 2.2, 1.9), _DIM, 0.6, -1.2),
    ("skin", ((-0.074, -0.128, 0.166), (-0.072, -0.131, 0.185), (-0.074, -0.139, 0.206)), (9, 1.8, 3), _DIM, 0.6, -1.2),
    # knee: cap, the fold behind
    ("trousers", ((-0.004, -0.458, 0.0835),), (16, 24, 22), _PALE, 0.10, 9.0),
    ("trousers", ((-0.014, -0.500, 0.0835),), (14, 9, 16), _DIM, 0.25, -4.0),
    ("trousers", ((-0.134, -0.462, 0.060), (-0.136, -0.466, 0.084), (-0.134, -0.462, 0.108)), (14, 4, 6), _SEAM, 0.5, -4.0),
    # boot: the ankle knobs through the collar, laces, seams of heel counter and toe cap
    ("boot", ((-0.082, -0.893, 0.128),), (11, 11, 9), _PALE, 0.0, 6.0),
    ("boot", ((-0.066, -0.882, 0.043),), (11, 11, 9), _PALE, 0.0, 6.0),
    ("boot", ((-0.034, -0.9100, 0.050),), (10, 9, 9), _PALE, 0.0, 5.0),
    ("boot", ((-0.108, -0.945, 0.130), (-0.098, -0.918, 0.130), (-0.118, -0.896, 0.110)), (2.4, 2.6, 10), _SEAM, 0.7, -1.5),
    ("boot", ((-0.108, -0.945, 0.040), (-0.098, -0.918, 0.040), (-0.118, -0.896, 0.060)), (2.4, 2.6, 10), _SEAM, 0.7, -1.5),
    ("boot", ((0.062, -0.950, 0.045), (0.082, -0.925, 0.062), (0.094, -0.912, 0.088), (0.082, -0.925, 0.116),
              (0.062, -0.950, 0.136)), (2.4, 8, 3), _SEAM, 0.75, -1.2),
)  # fmt: skip
_LACES = ((-0.046, -0.853), (-0.030, -0.862), (-0.014, -0.871), (0.002, -0.880), (0.018, -0.889))
_FINGERS = ("index", "middle", "ring", "little")
_SPINE_KEYPOINTS = ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5")
_SPINE_LEVELS = (0, 4, 5, 6, 7, 8, 12, 15, 17)  # vertebrae below C7


def details_of(anatomy: Anatomy) -> tuple[Detail, ...]:
    """Return the strokes of a whole body, both sides."""
    found = [_detail(row) for row in _MIDLINE]
    for side in ("left", "right"):
        found += [_detail(row, side) for row in _RIGHT]
        for x, y in _LACES:
            row: _Row = ("boot", ((x, y, 0.068), (x + 0.004, y - 0.002, 0.104)), (2.2, 14, 3), _LACE, 0.9, 2.0)
            found.append(_detail(row, side))
        for digit in _FINGERS:
            found += _finger(anatomy, side, digit)
        found += _thumb(anatomy, side)
    return (*found, *_spine(anatomy))


def _detail(row: _Row, side: str = "right") -> Detail:
    cloths, line, reach, tint, cover, height = row
    return Detail(
        frozenset(cloths.split()),
        np.array([at_rest(sided(side, place)) for place in line]),
        np.array(reach) / 1000.0,
        np.array(tint),
        cover,
        height / 1000.0,
    )


def _spot(cloth: str, line: Sequence[Floats], reach: Place, tint: Place, look: tuple[float, float]) -> Detail:
    return Detail(
        frozenset((cloth,)), np.array(line), np.array(reach) / 1000.0, np.array(tint), look[0], look[1] / 1000.0
    )


def _finger(anatomy: Anatomy, side: str, digit: str) -> list[Detail]:
    """Return knuckle, creases on both faces, and nail of one finger at rest (palm to the front)."""
    knuckle = anatomy.pivots[anatomy.index(f"{side}_{digit}")]
    middle = anatomy.pivots[anatomy.index(f"{side}_{digit}_end")]
    length = float(knuckle[1] - middle[1])
    last = middle - [0.0, 0.52 * length, 0.0]
    tip = middle - [0.0, {"index": 0.92, "middle": 0.95, "ring": 0.95, "little": 0.93}[digit] * length, 0.0]
    across = np.array([0.0, 0.0, 0.006])
    back, front = np.array([-0.011, 0.0, 0.0]), np.array([0.011, 0.0, 0.0])
    spots = [
        _spot("skin", [knuckle + back * 1.5], (9, 8, 7), _PALE, (0.22, 5.0)),
        _spot("skin", [middle + back], (6, 6, 6), _PALE, (0.10, 2.0)),
    ]
    for place, depth in ((middle, 0.75), (last, 0.6)):
        for shift in (-0.0022, 0.0022):
            row = [place + back - across + [0, shift, 0], place + back + across + [0, shift, 0]]
            spots.append(_spot("skin", row, (6, 1.0, 2.5), _DIM, (depth, -0.6)))
        row = [place + front - across, place + front + across]
        spots.append(_spot("skin", row, (6, 1.2, 2.5), _DIM, (depth, -0.8)))
    base = knuckle - [0.0, 0.020, 0.0]
    spots.append(_spot("skin", [base + front - across, base + front + across], (6, 1.4, 3), _DIM, (0.6, -0.8)))
    nail = tip + [-0.0085, 0.0055, 0.0]
    spots.append(_spot("skin", [nail + [0, 0.003, 0], nail - [0, 0.002, 0]], (5, 3.4, 4.0), (1.30, 1.22, 1.20), (0.9, 0.0)))
    edge = nail + [0.0, 0.0078, 0.0]
    spots.append(_spot("skin", [edge - 0.5 * across, edge + 0.5 * across], (5, 1.0, 2), _DIM, (0.7, -0.5)))
    return spots


def _thumb(anatomy: Anatomy, side: str) -> list[Detail]:
    """Return the crease and the nail of a thumb, which faces sideways and back."""
    joint = anatomy.pivots[anatomy.index(f"{side}_thumb_end")]
    tip = anatomy.places[anatomy.names.index(f"{side}_thumb_tip")]
    sign = 1.0 if side == "right" else -1.0
    out = np.array([-0.72, 0.0, 0.70 * sign])
    nail = tip + [0.0, 0.007, 0.0] + 0.010 * out
    over = np.array([0.70, 0.0, 0.72 * sign]) * 0.006
    knuckle = joint + 0.011 * out
    return [
        _spot("skin", [nail + [0, 0.004, 0], nail - [0, 0.002, 0]], (5, 4.2, 5), (1.30, 1.22, 1.20), (0.9, 0.0)),
        _spot("skin", [nail + [0, 0.0105, 0] - 0.5 * over, nail + [0, 0.0105, 0] + 0.5 * over], (4, 1.0, 4), _DIM, (0.7, -0.5)),
        _spot("skin", [knuckle - over + [0, 0.002, 0], knuckle + over + [0, 0.002, 0]], (4, 1.1, 4), _DIM, (0.7, -0.6)),
        _spot("skin", [knuckle - over - [0, 0.002, 0], knuckle + over - [0, 0.002, 0]], (4, 1.1, 4), _DIM, (0.7, -0.6)),
    ]


def _spine(anatomy: Anatomy) -> list[Detail]:
    """Return a bump over every spinous process from C7 to L5, those between keypoints spaced evenly."""
    known = np.array([anatomy.places[anatomy.names.index(name)] for name in _SPINE_KEYPOINTS])
    levels = np.arange(_SPINE_LEVELS[-1] + 1)
    tips = np.stack([np.interp(levels, _SPINE_LEVELS, known[:, axis]) for axis in range(3)], axis=1)
    return [
        Detail(frozenset(("back", "shirt", "skin")), tip[None], np.array([0.030, 0.0085, 0.0065]), np.array(_PALE), 0.30, 0.0045)
        for tip in tips
    ]
