"""Drawing by hand: smooth lines through given places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from plate_curves import Curve

Spot = tuple[float, float]


def through(*parts: Sequence[Spot], closed: bool = False, tension: float = 1.0) -> Curve:
    """Return a curve through every place, smooth within a part and with a corner between two parts.

    Each part begins where the one before ended. Tangents run along the chord of both neighbours
    (Catmull-Rom); a single closed part is smooth all round.
    """
    if closed and len(parts) == 1:
        ring = [*parts[0], parts[0][0]]
        return Curve(np.array(_pieces(ring, ring[-2], ring[1], tension)), True)
    pieces: list[list[Spot]] = []
    last: list[Spot] = []
    for part in parts:
        line = [*last, *part]
        pieces += _pieces(line, line[0], line[-1], tension)
        last = [line[-1]]
    if closed and last[0] != parts[0][0]:
        pieces += _pieces([last[0], parts[0][0]], last[0], parts[0][0], tension)
    return Curve(np.array(pieces, float), closed)


def _pieces(line: Sequence[Spot], before: Spot, after: Spot, tension: float) -> list[list[Spot]]:
    places = np.array([before, *line, after], float)
    slopes = (places[2:] - places[:-2]) / 2 * tension
    found = []
    for k in range(len(line) - 1):
        a, b = places[k + 1], places[k + 2]
        # No tangent reaches farther than the chord it belongs to.
        reach = np.linalg.norm(b - a)
        ways = [way * min(1.0, reach / (np.linalg.norm(way) + 1e-9)) for way in (slopes[k], slopes[k + 1])]
        found.append([tuple(a), tuple(a + ways[0] / 3), tuple(b - ways[1] / 3), tuple(b)])
    return found


def circle(x: float, y: float, radius: float) -> Curve:
    """Return a circle."""
    k = 0.5523 * radius
    r = radius
    quarter = [(x + r, y), (x + r, y + k), (x + k, y + r), (x, y + r)]
    pieces = []
    for turn in range(4):
        cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
        pieces.append([
            (x + (a - x) * cosine - (b - y) * sine, y + (a - x) * sine + (b - y) * cosine) for a, b in quarter
        ])  # fmt: skip
    return Curve(np.array(pieces), True)


def band(line: Sequence[Spot], widths: Sequence[float]) -> Curve:
    """Return a closed band about a line, as wide at each place as given."""
    left, right = band_edges(line, widths)
    return through([*left, *right[::-1]], closed=True)


def band_edges(line: Sequence[Spot], widths: Sequence[float]) -> tuple[list[Spot], list[Spot]]:
    """Return the places on both edges of a band about a line."""
    places = np.array(line, float)
    way = np.gradient(places, axis=0)
    across = np.stack([-way[:, 1], way[:, 0]], 1) / (np.linalg.norm(way, axis=1, keepdims=True) + 1e-9)
    half = np.array(widths)[:, None] / 2
    left, right = places + across * half, places - across * half
    return [(float(x), float(y)) for x, y in left], [(float(x), float(y)) for x, y in right]
