"""The outer ear, drawn by hand about the tragion: what the keypoint is found by on a real head."""

from __future__ import annotations

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


def ears(body: Body, view: View) -> str:
    """Return path data of the ears a view shows: one from the side, else both."""
    if abs(view.away[2]) > 0.5:
        return _ear(body, view, "right", np.array([1.0, 0, 0]), _FROM_SIDE)
    return "".join(
        _ear(body, view, side, np.array([0, 0, sign]), _FROM_FRONT)
        for side, sign in (("left", -1.0), ("right", 1.0))
    )


def _ear(body: Body, view: View, side: str, across: Points, lines: tuple[list[tuple[int, int]], ...]) -> str:
    start = body.landmarks[f"{side}_tragion"].place
    words = []
    for line in lines:
        spots = [view.project(start + (a * across + b * np.array([0, 1.0, 0])) / 1000)[:2] for a, b in line]
        text = [f"{round(float(x))} {round(float(y))}" for x, y in spots]
        words.append(f"M{text[0]}C" + " ".join(text[1:]))
    return "".join(words)
