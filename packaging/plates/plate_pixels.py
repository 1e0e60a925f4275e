"""What a view of the bones shows: which bone each pixel meets first, how deep, and how it is turned."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from plate_bones import Bone, Points, refined

_FINE_PX = 5.0
_SUBPIXEL = 4  # bits


@dataclass(frozen=True)
class View:
    """An orthographic view.

    Attributes
    ----------
    right, down, away
        Unit directions of the picture in the frame of the skeleton: to its right, downwards, and away from
        whoever looks.
    origin
        (2,), metres along ``right`` and ``down`` of the picture's top-left corner.
    size
        Width and height in pixels.
    scale
        Pixels per metre.
    """

    right: Points
    down: Points
    away: Points
    origin: Points
    size: tuple[int, int]
    scale: float

    def project(self, places: Points) -> Points:
        """Return (..., 3): x and y in pixels from the top-left corner, and depth in metres."""
        flat = np.stack([places @ self.right, places @ self.down], -1)
        return np.concatenate([(flat - self.origin) * self.scale, (places @ self.away)[..., None]], -1)

    def widened(self, pixels: int) -> View:
        """Return the view with more around it."""
        size = (self.size[0] + 2 * pixels, self.size[1] + 2 * pixels)
        return replace(self, origin=self.origin - pixels / self.scale, size=size)


@dataclass(frozen=True)
class Sight:
    """What is met first at each pixel.

    Attributes
    ----------
    bone
        (H, W) int32, 1-based in the order of the bones given; 0 nothing.
    depth
        (H, W), metres away; infinite where there is nothing.
    normals
        (H, W, 3) in picture directions (right, down, away), pointing towards the viewer.
    """

    bone: NDArray[np.int32]
    depth: Points
    normals: Points


def see(bones: list[Bone], view: View) -> Sight:
    """Draw every triangle from the farthest to the nearest and read off what is on top."""
    fine = [refined(bone, _FINE_PX / view.scale) for bone in bones]
    starts = np.cumsum([0] + [len(bone.vertices) for bone in fine])
    places = view.project(np.concatenate([bone.vertices for bone in fine]))
    axes = np.stack([view.right, view.down, view.away], 1)
    normals = np.concatenate([bone.normals for bone in fine]) @ axes
    faces = np.concatenate([bone.faces + start for bone, start in zip(fine, starts, strict=False)])
    owner = np.repeat(np.arange(1, len(fine) + 1), [len(bone.faces) for bone in fine])
    top = _topmost(places, faces, view.size)
    return _read_off(top, places, normals, faces, owner)


def _topmost(places: Points, faces: NDArray[np.int64], size: tuple[int, int]) -> NDArray[np.int32]:
    """Return (H, W): the row of the face on top, plus one."""
    top = np.zeros((size[1], size[0]), np.int32)
    corners = places[faces]
    # OpenCV's grid runs through pixel centres.
    flat = np.rint((corners[..., :2] - 0.5) * (1 << _SUBPIXEL)).astype(np.int32)
    for k in np.argsort(-corners[..., 2].mean(1)):
        cv2.fillConvexPoly(top, flat[k], int(k) + 1, cv2.LINE_8, _SUBPIXEL)
    return top


def _read_off(
    top: NDArray[np.int32],
    places: Points,
    normals: Points,
    faces: NDArray[np.int64],
    owner: NDArray[np.int64],
) -> Sight:
    rows, columns = np.nonzero(top)
    hit = top[rows, columns] - 1
    weights = _barycentric(places[faces[hit]], np.c_[columns + 0.5, rows + 0.5])
    bone = np.zeros(top.shape, np.int32)
    bone[rows, columns] = owner[hit]
    depth = np.full(top.shape, np.inf)
    depth[rows, columns] = np.einsum("nk,nk->n", weights, places[faces[hit], 2])
    turned = np.einsum("nk,nkc->nc", weights, normals[faces[hit]])
    turned *= np.where(turned[:, 2:] > 0, -1.0, 1.0)
    around = np.zeros((*top.shape, 3))
    around[rows, columns] = turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-15)
    return Sight(bone, depth, around)


def _barycentric(corners: Points, spots: Points) -> Points:
    a, b, c = corners[:, 0, :2], corners[:, 1, :2], corners[:, 2, :2]
    ab, ac, ap = b - a, c - a, spots - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)
    v = (ap[:, 0] * ac[:, 1] - ap[:, 1] * ac[:, 0]) / area
    w = (ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]) / area
    weights = np.c_[1 - v - w, v, w].clip(0, 1)
    return np.asarray(weights / weights.sum(1, keepdims=True))
