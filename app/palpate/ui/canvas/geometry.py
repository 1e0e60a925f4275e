"""Line segments and rings cut to what is drawn of them; rows are x0, y0, x1, y1 in device px."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats


def shortened_segments(segments: Floats, *, by: Floats) -> Floats:
    """Take lengths ``(n,)`` off both ends of segments ``(n, 4)``; one of which nothing stays becomes NaN."""
    along = segments[:, 2:] - segments[:, :2]
    length = np.hypot(along[:, 0], along[:, 1])
    stays = length > 2.0 * by
    part = np.divide(by, length, where=stays, out=np.full(len(segments), np.nan))
    cut = along * part[:, None]
    return np.concatenate([segments[:, :2] + cut, segments[:, 2:] - cut], axis=1)


def clipped_segments(segments: Floats, size: tuple[int, int], *, margin: float) -> Floats:
    """Cut segments ``(n, 4)`` to a viewport and some margin; those outside, and NaN, become NaN.

    Zoomed in far, a limb reaches beyond the coordinates that a rasteriser can count. Source: Liang and
    Barsky 1984.
    """
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    low, high = np.full(2, -margin), np.array(size, dtype=np.float64) + margin
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / along, (high - start) / along
    still = along == 0.0
    inside = (start >= low) & (start <= high)
    enter = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(first, second)).max(axis=1)
    leave = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(first, second)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    seen = enter < leave
    enter, leave = np.where(seen, enter, np.nan), np.where(seen, leave, np.nan)
    return np.concatenate([start + along * enter[:, None], start + along * leave[:, None]], axis=1)


def clipped_ring(ring: Floats, size: tuple[int, int], *, margin: float) -> Floats:
    """Cut a ring ``(N, 2)`` of device px to a viewport and some margin; empty where nothing is in it.

    What lies outside runs along the edge of the margin, where nobody sees it. Source: Sutherland and Hodgman
    1974.
    """
    bounds = ((0, -margin, 1.0), (0, size[0] + margin, -1.0), (1, -margin, 1.0), (1, size[1] + margin, -1.0))
    for axis, bound, sign in bounds:
        inward = sign * (ring[:, axis] - bound)
        if not len(ring) or (inward >= 0.0).all():
            continue
        ring = _cut(ring, inward)
    return ring


def _cut(ring: Floats, inward: Floats) -> Floats:
    """Keep of a ring what lies on the inner side of a line, by each vertex's distance inwards."""
    ahead, distance = np.roll(ring, -1, axis=0), np.roll(inward, -1)
    crosses = (inward >= 0.0) != (distance >= 0.0)
    part = np.divide(inward, inward - distance, where=crosses, out=np.zeros(len(ring)))
    met = ring + (ahead - ring) * part[:, None]
    pairs = np.stack([ring, met], axis=1).reshape(-1, 2)
    return np.asarray(pairs[np.stack([inward >= 0.0, crosses], axis=1).reshape(-1)])
