"""What shows only from close by: knuckles, creases, nails, the bumps of the spine, laces, an ear.

Each is a soft stroke on the body at rest that raises or sinks the surface, tints it, or both. Places are
those of `anatomy`'s tables (metres, unscaled), so that a stroke lies where its keypoint says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from palpate.demo.anatomy import Anatomy, at_rest, sided
from palpate.demo.detail_table import DIM, LACE, MIDLINE, PALE, RIGHT, Place, Row
from palpate.model.arrays import Floats


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
    carriers
        Per point of the line the segment that it moves with; empty if all move with the surface itself.
    """

    cloths: frozenset[str]
    line: Floats
    reach: Floats
    tint: Floats
    cover: float
    height_m: float
    carriers: tuple[int, ...] = ()


def touched(details: Iterable[Detail], cloth: str, rest: Floats, colour: Floats) -> tuple[Floats, Floats]:
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
    for start, stop in pairwise(line):
        along = stop - start
        share = np.clip((own - start) @ along / float(along @ along), 0.0, 1.0)
        away = own - (start + share[:, None] * along)
        nearer = (away * away).sum(axis=1) < (best * best).sum(axis=1)
        best = np.where(nearer[:, None], away, best)
    return np.asarray(best)


_LACES = ((-0.046, -0.853), (-0.030, -0.862), (-0.014, -0.871), (0.002, -0.880), (0.018, -0.889))
_FINGERS = ("index", "middle", "ring", "little")
_UP = np.array([0.0, 1.0, 0.0])
_LAST_JOINT = 0.52  # of the middle segment's length below its end, as `_TIP`
_TIP = {"index": 0.92, "middle": 0.95, "ring": 0.95, "little": 0.93}
_NAIL: Place = (1.30, 1.22, 1.20)
_SPINE_KEYPOINTS = ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5")
_SPINE_LEVELS = (0, 4, 5, 6, 7, 8, 12, 15, 17)  # vertebrae below C7


def details_of(anatomy: Anatomy) -> tuple[Detail, ...]:
    """Return the strokes of a whole body, both sides."""
    found = [_detail(row) for row in MIDLINE]
    for side in ("left", "right"):
        found += [_detail(row, side) for row in RIGHT]
        for x, y in _LACES:
            lace = (x, y, 0.068), (x + 0.004, y - 0.002, 0.104)
            found.append(_detail(("boot", lace, (2.2, 14, 3), LACE, 0.9, 2.0), side))
        for digit in _FINGERS:
            found += _finger(anatomy, side, digit)
        found += _thumb(anatomy, side)
    return (*found, *_spine(anatomy))


def _detail(row: Row, side: str = "right") -> Detail:
    cloths, line, reach, tint, cover, height = row
    return Detail(
        frozenset(cloths.split()),
        np.array([at_rest(sided(side, place)) for place in line]),
        np.array(reach) / 1000.0,
        np.array(tint),
        cover,
        height / 1000.0,
    )


def _finger(anatomy: Anatomy, side: str, digit: str) -> list[Detail]:
    """Return knuckle, creases on both faces, and nail of one finger at rest (palm to the front)."""
    knuckle = anatomy.pivots[anatomy.index(f"{side}_{digit}")]
    middle = anatomy.pivots[anatomy.index(f"{side}_{digit}_end")]
    length = float(knuckle[1] - middle[1])
    last, tip = (middle - share * length * _UP for share in (_LAST_JOINT, _TIP[digit]))
    across = np.array([0.0, 0.0, 0.006])
    back, front = np.array([-0.011, 0.0, 0.0]), np.array([0.011, 0.0, 0.0])
    nail = tip + np.array([-0.0085, 0.0055, 0.0])
    spots = [
        _spot([knuckle + 1.5 * back], (9, 8, 7), PALE, (0.22, 5.0)),
        _spot([middle + back], (6, 6, 6), PALE, (0.10, 2.0)),
        _crease(knuckle - 0.020 * _UP + front, across, 1.4, (0.6, -0.8)),
        _spot([nail + 0.003 * _UP, nail - 0.002 * _UP], (5, 3.4, 4.0), _NAIL, (0.9, 0.0)),
        _crease(nail + 0.0078 * _UP, 0.5 * across, 1.0, (0.7, -0.5)),
    ]
    for place, depth in ((middle, 0.75), (last, 0.6)):
        spots.append(_crease(place + front, across, 1.2, (depth, -0.8)))
        for shift in (-0.0022, 0.0022):
            spots.append(_crease(place + back + shift * _UP, across, 1.0, (depth, -0.6)))
    return spots


def _thumb(anatomy: Anatomy, side: str) -> list[Detail]:
    """Return the creases and the nail of a thumb, which faces sideways and back."""
    joint = anatomy.pivots[anatomy.index(f"{side}_thumb_end")]
    tip = anatomy.places[anatomy.names.index(f"{side}_thumb_tip")]
    sign = 1.0 if side == "right" else -1.0
    out, over = np.array([-0.72, 0.0, 0.70 * sign]), np.array([0.70, 0.0, 0.72 * sign]) * 0.006
    nail = tip + 0.007 * _UP + 0.010 * out
    knuckle = joint + 0.011 * out
    return [
        _spot([nail + 0.004 * _UP, nail - 0.002 * _UP], (5, 4.2, 5), _NAIL, (0.9, 0.0)),
        _crease(nail + 0.0105 * _UP, 0.5 * over, 1.0, (0.7, -0.5)),
        _crease(knuckle + 0.002 * _UP, over, 1.1, (0.7, -0.6)),
        _crease(knuckle - 0.002 * _UP, over, 1.1, (0.7, -0.6)),
    ]


def _crease(middle: Floats, half: Floats, width_mm: float, look: tuple[float, float]) -> Detail:
    return _spot([middle - half, middle + half], (5.5, width_mm, 3.0), DIM, look)


def _spot(line: Sequence[Floats], reach: Place, tint: Place, look: tuple[float, float]) -> Detail:
    """Return a stroke on the skin; ``look`` is its cover and its height in mm."""
    places = np.array(line)
    return Detail(
        frozenset(("skin",)), places, np.array(reach) / 1000, np.array(tint), look[0], look[1] / 1000
    )


def _spine(anatomy: Anatomy) -> list[Detail]:
    """Return the furrow and a bump over every spinous process from C7 to L5; they bend with the spine.

    Those between keypoints are spaced evenly and move with the keypoint above.
    """
    known = [anatomy.names.index(name) for name in _SPINE_KEYPOINTS]
    places = anatomy.places[known]
    levels = np.arange(_SPINE_LEVELS[-1] + 1)
    tips = np.stack([np.interp(levels, _SPINE_LEVELS, places[:, axis]) for axis in range(3)], axis=1)
    above = np.searchsorted(_SPINE_LEVELS, levels, side="right") - 1
    carriers = [anatomy.carriers[known[place]] for place in above]
    cloths, reach = frozenset(("back", "shirt", "skin")), np.array([0.030, 0.0085, 0.0065])
    bumps = [
        Detail(cloths, tip[None], reach, np.array(PALE), 0.30, 0.0045, (carrier,))
        for tip, carrier in zip(tips, carriers, strict=True)
    ]
    along, wide = tips[list(_SPINE_LEVELS)], np.array([0.060, 0.016, 0.016])
    own = tuple(anatomy.carriers[index] for index in known)
    return [Detail(frozenset(("back", "shirt")), along, wide, np.full(3, 0.66), 0.75, -0.003, own), *bumps]
