"""Strokes that several figures of a report share: arrows, ellipses, crosses, a scale."""

from __future__ import annotations

import math

from palpate.quality.position import Ellipse
from palpate.report.figure import Ink, Line, Place, Shape, Words

_WING = 2.6  # radians between an arrow's shaft and its wings
_LEAST_MM = 0.5
_STEPS = 48
_ROUND = (1.0, 2.0, 5.0)


def arrow(start: Place, tip: Place, *, colour: str, width: float, halo: str = "paper") -> list[Shape]:
    """Return an arrow with a rim; nothing where it would be too short to see."""
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    length = math.hypot(dx, dy)
    if length < _LEAST_MM:
        return []
    wing, angle = min(5.0 * width, 0.6 * length), math.atan2(dy, dx)
    ends = [
        (tip[0] + wing * math.cos(angle + turn), tip[1] + wing * math.sin(angle + turn))
        for turn in (_WING, -_WING)
    ]
    lines = [(start, tip), (ends[0], tip, ends[1])]
    rim = [Line(places, Ink(halo, 2.4 * width)) for places in lines] if halo else []
    return [*rim, *(Line(places, Ink(colour, width)) for places in lines)]


def cross(at: Place, *, arm: float, ink: Ink) -> list[Shape]:
    """Return a small cross."""
    x, y = at
    return [Line(((x - arm, y), (x + arm, y)), ink), Line(((x, y - arm), (x, y + arm)), ink)]


def ellipse_line(ellipse: Ellipse, *, centre: Place, per_px: float, ink: Ink) -> Line:
    """Return a confidence ellipse of mean errors around the target at `centre`, `per_px` mm to a px."""
    a, b = (float(axis) * per_px for axis in ellipse.semi_axes)
    cos, sin = math.cos(ellipse.angle), math.sin(ellipse.angle)
    x, y = centre[0] + float(ellipse.centre[0]) * per_px, centre[1] + float(ellipse.centre[1]) * per_px
    places = []
    for step in range(_STEPS):
        turn = 2.0 * math.pi * step / _STEPS
        u, v = a * math.cos(turn), b * math.sin(turn)
        places.append((x + u * cos - v * sin, y + u * sin + v * cos))
    return Line(tuple(places), ink, closed=True)


def scale_bar(at: Place, *, per_px: float, most: float) -> list[Shape]:
    """Return a bar of a round number of px, at most so many mm long, its left end at a place."""
    px = round_below(most / per_px) if per_px > 0 else 0.0
    if px <= 0:
        return []
    x, y = at
    end = x + px * per_px
    return [
        Line(((x, y - 0.9), (x, y), (end, y), (end, y - 0.9)), Ink("ink", 0.25)),
        Words((end + 1.2, y + 0.3), f"{px:g} px", 2.3, "quiet"),
    ]


def round_below(value: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above a value; 0 if there is none."""
    if not (value > 0 and math.isfinite(value)):
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in _ROUND if step * power <= value * (1 + 1e-9))
