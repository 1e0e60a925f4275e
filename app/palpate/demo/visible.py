"""Which solid each pixel sees first: per-solid windows, one depth buffer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from palpate.demo.camera import View, extents
from palpate.demo.raycast import Placed, first_hits
from palpate.model.arrays import Floats, Ints

Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hits:
    """What the pixels of a window see.

    Attributes
    ----------
    window
        x0, y0, x1, y1 in whole px, the last exclusive.
    anchor
        ``(3,)`` world place from which ``starts`` are measured.
    starts, directions
        ``(H, W, 3)`` rays: a point near the body and the direction, so that single precision is enough.
    distance
        ``(H, W)`` along ``directions`` from ``starts``; infinite where nothing is hit.
    solid
        ``(H, W)`` index of the solid hit, −1 where nothing is.
    """

    window: tuple[int, int, int, int]
    anchor: Floats
    starts: Singles
    directions: Singles
    distance: Singles
    solid: NDArray[np.int16]


def window_of(view: View, placed: Placed, *, margin: int = 2) -> tuple[int, int, int, int] | None:
    """Return the whole-pixel window that the solids fill, cut to the image; None if they are outside."""
    boxes = _boxes(view, placed)
    low = np.floor(boxes[:, :2].min(axis=0)).astype(int) - margin
    high = np.ceil(boxes[:, 2:].max(axis=0)).astype(int) + margin
    x0, y0 = np.maximum(low, 0)
    x1, y1 = np.minimum(high, view.size)
    return (int(x0), int(y0), int(x1), int(y1)) if x1 > x0 and y1 > y0 else None


def body_box(view: View, placed: Placed) -> Floats:
    """Return the box ``(4,)`` x, y, width, height in px around the solids, not cut to the image."""
    boxes = _boxes(view, placed)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return np.concatenate([low, high - low])


def seen(
    view: View, placed: Placed, *, window: tuple[int, int, int, int], shift: tuple[float, float] = (0.0, 0.0)
) -> Hits:
    """Cast one ray per pixel of a window, through the pixel's centre moved by ``shift`` px."""
    x0, y0, x1, y1 = window
    x = np.arange(x0, x1) + 0.5 + shift[0]
    y = np.arange(y0, y1) + 0.5 + shift[1]
    rays = view.rays(*np.meshgrid(x, y))
    anchor = placed.centres.mean(axis=0)
    starts = view.place + rays * view.depths(anchor) - anchor
    return _cast(placed, window, anchor, (starts, rays), _boxes(view, placed) - 0.5 - np.tile(shift, 2))


def _boxes(view: View, placed: Placed) -> Floats:
    balls = extents(view.projection, placed.ball_quadrics())
    return np.concatenate([balls[..., :2].min(axis=1), balls[..., 2:].max(axis=1)], axis=-1)


def _cast(
    placed: Placed,
    window: tuple[int, int, int, int],
    anchor: Floats,
    rays: tuple[Floats, Floats],
    boxes: Floats,
) -> Hits:
    x0, y0, x1, y1 = window
    starts, directions = (part.astype(np.float32) for part in rays)
    distance = np.full((y1 - y0, x1 - x0), np.inf, dtype=np.float32)
    solid = np.full(distance.shape, -1, dtype=np.int16)
    near = replace(placed, centres=placed.centres - anchor)
    limits = _limits(boxes, window)
    for index, (left, top, right, bottom) in enumerate(limits):
        if right <= left or bottom <= top:
            continue
        part = np.s_[top:bottom, left:right]
        entry = first_hits(near, index, origins=starts[part], directions=directions[part])
        closer = entry < distance[part]
        distance[part][closer] = entry[closer]
        solid[part][closer] = index
    return Hits(window, anchor, starts, directions, distance, solid)


def _limits(boxes: Floats, window: tuple[int, int, int, int]) -> Ints:
    x0, y0, x1, y1 = window
    low = np.floor(boxes[:, :2]) - [x0, y0]
    high = np.ceil(boxes[:, 2:]) + 1 - [x0, y0]
    size = [x1 - x0, y1 - y0]
    return np.concatenate([np.clip(low, 0, size), np.clip(high, 0, size)], axis=1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class ShadowMap:
    """How far a parallel light reaches before it meets a body.

    Attributes
    ----------
    toward
        ``(3,)`` unit vector to the light.
    across
        ``(2, 3)`` unit axes of the map.
    corner, step
        Map coordinates (metres) of the first texel's centre, and the size of a texel.
    reach
        ``(H, W)`` height of the surface towards the light, metres; −inf where nothing stands.
    """

    toward: Floats
    across: Floats
    corner: Floats
    step: float
    reach: Singles


def shadow_map(
    placed: Placed,
    toward: Floats,
    *,
    step: float = 0.010,
    border: float = 0.25,
    within: tuple[Floats, float] | None = None,
) -> ShadowMap:
    """Cast parallel rays from the light onto the solids.

    ``within`` limits the map to what lies around a place ``(3,)`` in the world, up to so many metres off the
    light's ray through it; the map says nothing of the rest.
    """
    first = np.cross(toward, [0.0, 1.0, 0.0])
    first = first / np.linalg.norm(first) if np.linalg.norm(first) > 1e-6 else np.array([1.0, 0.0, 0.0])
    across = np.stack([first, np.cross(toward, first)])
    boxes = _parallel_boxes(placed, across)
    corner, end = boxes[:, :2].min(axis=0) - border, boxes[:, 2:].max(axis=0) + border
    if within is not None:
        middle, reach_m = across @ within[0], within[1]
        corner, end = np.maximum(corner, middle - reach_m), np.minimum(end, middle + reach_m)
    size = np.ceil((end - corner) / step).astype(int) + 1
    u, v = np.meshgrid(np.arange(size[0]) * step + corner[0], np.arange(size[1]) * step + corner[1])
    anchor = placed.centres.mean(axis=0)
    starts = u[..., None] * across[0] + v[..., None] * across[1] + (anchor @ toward + 3.0) * toward - anchor
    texels = (boxes - np.tile(corner, 2)) / step
    hits = _cast(placed, (0, 0, int(size[0]), int(size[1])), anchor, (starts, _spread(-toward, u)), texels)
    reach = (anchor @ toward + 3.0 - hits.distance).astype(np.float32)
    return ShadowMap(toward, across, corner, step, reach)


def _spread(direction: Floats, like: Floats) -> Floats:
    return np.broadcast_to(direction, (*like.shape, 3))


def _parallel_boxes(placed: Placed, across: Floats) -> Floats:
    projection = np.zeros((3, 4))
    projection[:2, :3] = across
    projection[2, 3] = 1.0
    balls = extents(projection, placed.ball_quadrics())
    return np.concatenate([balls[..., :2].min(axis=1), balls[..., 2:].max(axis=1)], axis=-1)
