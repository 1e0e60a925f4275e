"""Outer ear and nose, drawn by hand about their keypoints: what these are found by on a real head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from plate_bones import Points
from plate_pixels import View
from plate_poses import Body

# Cubic Béziers, millimetres forwards and up from the tragion: helix with lobe, antihelix, tragus.
_FROM_SIDE = (
    [(-4, 6), (1, 10), (3, 20), (-3, 26), (-11, 34), (-28, 31), (-33, 17), (-38, 2), (-28, -12), (-20, -20),
     (-15, -26), (-15, -33), (-8, -34), (-2, -34), (0, -28), (0, -21)],
    [(-6, 20), (-14, 27), (-25, 24), (-27, 13), (-29, 2), (-21, -7), (-14, -13)],
    [(1, 1), (-1, -1), (-6, -3), (-5, -7), (-4, -10), (-2, -11), (-3, -14), (-5, -18), (-11, -16),
        (-13, -12)],
)  # fmt: skip
# Millimetres outwards and up.
_FROM_FRONT = (
    [(-1, 10), (3, 24), (13, 33), (17, 25), (20, 15), (14, -6), (10, -17), (8, -25), (2, -31), (-2, -22)],
)
# Millimetres outwards and up from the tip of the nose: a wing, and half of the rim under the tip.
_NOSE_FROM_FRONT = (
    [(11, 9), (16, 6), (19, 0), (18, -5), (17, -9), (13, -9), (11, -7)],
    [(9, -9), (7, -10), (5, -9), (4, -10), (3, -12), (1, -12), (0, -12)],
    [(8, 30), (6, 22), (7, 15), (9, 10)],
)


def soft_parts(body: Body, view: View) -> str:
    """Return path data of ears and nose as a view shows them; in profile the skin has the nose."""
    from_front = view.away[0] < -0.5
    return ears(body, view) + (_nose(body, view) if from_front else "")


def _nose(body: Body, view: View) -> str:
    tip = body.landmarks["nose"].place
    sides = (np.array([0, 0, sign]) for sign in (-1.0, 1.0))
    return "".join(_lines(tip, side, view, _NOSE_FROM_FRONT) for side in sides)


def ears(body: Body, view: View) -> str:
    """Return path data of the ears a view shows: one from the side, else both."""
    if abs(view.away[2]) > 0.5:
        return _ear(body, view, "right", np.array([1.0, 0, 0]), _FROM_SIDE)
    return "".join(
        _ear(body, view, side, np.array([0, 0, sign]), _FROM_FRONT)
        for side, sign in (("left", -1.0), ("right", 1.0))
    )


def _ear(body: Body, view: View, side: str, across: Points, lines: tuple[list[tuple[int, int]], ...]) -> str:
    return _lines(body.landmarks[f"{side}_tragion"].place, across, view, lines)


def _lines(start: Points, across: Points, view: View, lines: Sequence[Sequence[tuple[int, int]]]) -> str:
    words = []
    for line in lines:
        spots = [view.project(start + (a * across + b * np.array([0, 1.0, 0])) / 1000)[:2] for a, b in line]
        text = [f"{round(float(x))} {round(float(y))}" for x, y in spots]
        words.append(f"M{text[0]}C" + " ".join(text[1:]))
    return "".join(words)
