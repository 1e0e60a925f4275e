"""A long lens on a tripod, panning after the bowler."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.demo.rotation import about
from palpate.model.arrays import Floats


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera at one instant.

    Attributes
    ----------
    place
        ``(3,)`` metres in the world.
    turn
        ``(3, 3)`` world → camera (x to the right of the image, y down, z into the scene).
    focal
        px.
    size
        Width and height in px; the axis meets the image's middle.
    """

    place: Floats
    turn: Floats
    focal: float
    size: tuple[int, int]

    @property
    def matrix(self) -> Floats:
        """The intrinsic matrix ``(3, 3)``; corner origin."""
        width, height = self.size
        return np.array([[self.focal, 0.0, width / 2], [0.0, self.focal, height / 2], [0.0, 0.0, 1.0]])

    @property
    def projection(self) -> Floats:
        """World → image, ``(3, 4)``."""
        return np.asarray(self.matrix @ np.column_stack([self.turn, -self.turn @ self.place]))

    def projected(self, points: Floats) -> Floats:
        """Return image places ``(..., 2)`` in px (corner origin) of world places ``(..., 3)``."""
        seen = (points - self.place) @ self.turn.T
        middle = np.array([self.size[0] / 2, self.size[1] / 2])
        return np.asarray(seen[..., :2] / seen[..., 2:] * self.focal + middle)

    def depths(self, points: Floats) -> Floats:
        """Return the distance ``(...)`` along the axis, metres."""
        return np.asarray((points - self.place) @ self.turn[2])

    def rays(self, x: Floats, y: Floats) -> Floats:
        """Return ray directions ``(..., 3)`` in the world through image places, px; depth 1 per unit."""
        middle = (self.size[0] / 2, self.size[1] / 2)
        seen = np.stack(
            [(x - middle[0]) / self.focal, (y - middle[1]) / self.focal, np.ones_like(x)], axis=-1
        )
        return np.asarray(seen @ self.turn)

    def onto(self, other: View) -> Floats:
        """Return the homography ``(3, 3)`` from this view's image to another's from the same place."""
        return np.asarray(other.matrix @ other.turn @ self.turn.T @ np.linalg.inv(self.matrix))


def extents(projection: Floats, quadrics: Floats) -> Floats:
    """Return the boxes ``(..., 4)`` x0, y0, x1, y1 in px around projected ellipsoids.

    ``quadrics`` are dual quadrics ``(..., 4, 4)``; the outline of each is the dual conic P Q Pᵀ, whose
    tangents along the image axes give the box exactly.
    """
    conic = projection @ quadrics @ projection.T
    scale = conic[..., 2, 2]
    boxes = []
    for axis in (0, 1):
        middle = conic[..., axis, 2] / scale
        half = np.sqrt(np.maximum(middle**2 - conic[..., axis, axis] / scale, 0.0))
        boxes += [middle - half, middle + half]
    return np.stack([boxes[0], boxes[2], boxes[1], boxes[3]], axis=-1)


def looking(place: Floats, *, yaw: float, pitch: float, focal: float, size: tuple[int, int]) -> View:
    """Return a view from ``place``: ``yaw`` radians from +z towards −x, ``pitch`` upwards."""
    ahead = about(1, -yaw) @ about(0, -pitch) @ np.array([0.0, 0.0, 1.0])
    right = np.cross(ahead, np.array([0.0, 1.0, 0.0]))
    right /= np.linalg.norm(right)
    return View(place, np.stack([right, np.cross(ahead, right), ahead]), focal, size)
