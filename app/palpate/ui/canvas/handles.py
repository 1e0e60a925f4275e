"""What of a box or a mask is under the pointer: handles, vertices, edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.base.geometry import Outline, Polygon
from palpate.model.arrays import Floats

Box = tuple[float, float, float, float]
Spot = tuple[float, float]
Edges = tuple[bool, bool, bool, bool]  # whether left, top, right, bottom follow a pull

ALL_EDGES: Edges = (True, True, True, True)
NEW_BOX: Edges = (False, False, True, True)


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of a mask: which part, which of its rings (0 the exterior), which place in it."""

    part: int
    ring: int
    place: int


def box_handles(box: Box) -> Floats:
    """Return ``(8, 2)`` px: corners and middles of the sides, from the top-left clockwise."""
    x, y, width, height = box
    across = np.array([0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]) * width + x
    down = np.array([0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 0.5]) * height + y
    return np.stack([across, down], axis=1)


_PULLED: tuple[Edges, ...] = (
    (True, True, False, False),
    (False, True, False, False),
    (False, True, True, False),
    (False, False, True, False),
    (False, False, True, True),
    (False, False, False, True),
    (True, False, False, True),
    (True, False, False, False),
)


def edges_at(box: Box | None, spot: Spot, reach: float, aspect: float) -> Edges | None:
    """Return which edges of a box a pull at a spot moves: by a handle some, by a side all; None elsewhere.

    Parameters
    ----------
    spot, reach
        Image px; reach in heights of a px.
    aspect
        How wide an image pixel is shown for its height.
    """
    if box is None:
        return None
    points = box_handles(box)
    away = _away(points, spot, aspect)
    if away.min() <= reach:
        return _PULLED[int(away.argmin())]
    corners = points[::2]
    return ALL_EDGES if _from_edges(corners, spot, aspect).min() <= reach else None


def pulled(box: Box, edges: Edges, by: Spot) -> tuple[Spot, Spot]:
    """Return two opposite corners of a box of which some edges have moved."""
    x, y, width, height = box
    left, top, right, bottom = edges
    dx, dy = by
    return (x + dx * left, y + dy * top), (x + width + dx * right, y + height + dy * bottom)


def vertex_at(outline: Outline, spot: Spot, reach: float, aspect: float) -> Vertex | None:
    """Return the nearest vertex of a mask within reach."""
    best: tuple[float, Vertex | None] = (reach, None)
    for p, part in enumerate(outline):
        for r, ring in enumerate(part.rings):
            away = _away(ring, spot, aspect)
            place = int(away.argmin())
            if away[place] <= best[0]:
                best = (float(away[place]), Vertex(p, r, place))
    return best[1]


def gap_at(outline: Outline, spot: Spot, reach: float, aspect: float) -> Vertex | None:
    """Return where a vertex would be put into the nearest edge of a mask within reach."""
    best: tuple[float, Vertex | None] = (reach, None)
    for p, part in enumerate(outline):
        for r, ring in enumerate(part.rings):
            away = _from_edges(ring, spot, aspect)
            place = int(away.argmin())
            if away[place] <= best[0]:
                best = (float(away[place]), Vertex(p, r, place + 1))
    return best[1]


def ring_of(outline: Outline, vertex: Vertex) -> Floats:
    """Return the ring that a vertex is in."""
    return outline[vertex.part].rings[vertex.ring]


def with_ring(outline: Outline, vertex: Vertex, ring: Floats) -> Outline:
    """Return the outline with another ring in the place of a vertex's; one of less than three goes.

    A part goes with its exterior.
    """
    parts = []
    for p, part in enumerate(outline):
        rings = [ring if (p, r) == (vertex.part, vertex.ring) else old for r, old in enumerate(part.rings)]
        if len(rings[0]) >= 3:
            parts.append(Polygon(rings[0], tuple(hole for hole in rings[1:] if len(hole) >= 3)))
    return tuple(parts)


def _away(points: Floats, spot: Spot, aspect: float) -> Floats:
    return np.asarray(np.hypot((points[:, 0] - spot[0]) * aspect, points[:, 1] - spot[1]))


def _from_edges(ring: Floats, spot: Spot, aspect: float) -> Floats:
    """Return how far each edge of a ring is."""
    shape = np.array([aspect, 1.0])
    start, end, point = ring * shape, np.roll(ring, -1, axis=0) * shape, np.array(spot) * shape
    along = end - start
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((point - start) * along).sum(axis=1) / square, 0.0, 1.0)
    return np.asarray(np.hypot(*(start + part[:, None] * along - point).T))
