"""From what is seen to lines and tones: where one surface ends before another, where it turns from light."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from plate_bones import Points
from plate_curves import Curve, calmed
from plate_pixels import Sight

_LIGHT = np.array([-0.45, -0.62, -0.64])  # from the left, above and before the picture
_LEVELS = (0.70, 0.54, 0.36)
_SOFT_M = 0.0007
_JUMP_M = 0.0022
_CALM_M, _CALM_PX, _TOLERANCE_PX = 0.0011, (2.4, 5.0), 0.5
_SMALLEST_TONE_PX = 420  # smaller islands of shade read as dirt
_SHORTEST_PX = {"edge": 8.0, "fold": 12.0, "ridge": 44.0}
_KINDS = ("edge", "fold", "ridge")
_GROUND, _BORDER, _SELF = range(3)


@dataclass(frozen=True)
class Drawing:
    """Curves in pixels of the view.

    Attributes
    ----------
    bones, context
        Filled shapes of the bones shown and of those that only stand around them.
    tones
        Filled shapes from light to dark shade.
    lines
        By ``edge`` (against the ground), ``fold`` (before another bone), ``ridge`` (before itself), each also
        with ``faint_`` for the bones around.
    """

    bones: list[Curve]
    context: list[Curve]
    tones: list[list[Curve]]
    lines: dict[str, list[Curve]] = field(default_factory=dict)

    def shifted(self, by: float) -> Drawing:
        """Return it moved by the same distance right and down."""

        def moved(curves: list[Curve]) -> list[Curve]:
            return [curve.shifted(by) for curve in curves]

        lines = {kind: moved(curves) for kind, curves in self.lines.items()}
        return Drawing(moved(self.bones), moved(self.context), [moved(tone) for tone in self.tones], lines)


def draw(sight: Sight, *, scale: float, around: NDArray[np.bool_]) -> Drawing:
    """Trace a view; ``scale`` in pixels per metre, ``around`` tells which bones (1-based) are context."""
    solid = sight.bone > 0
    aside = solid & around[sight.bone]
    light = _light(sight, scale)
    width = float(np.clip(_CALM_M * scale, *_CALM_PX))
    tones = [
        _shapes(solid & ~aside & (light < level), width=5.0, smallest=_SMALLEST_TONE_PX) for level in _LEVELS
    ]
    shapes = _shapes(solid & ~aside, width=width), _shapes(aside, width=width)
    return Drawing(*shapes, tones, _lines(sight, around, width))


def _light(sight: Sight, scale: float) -> Points:
    """Return how light each pixel is, 0 to 1: soft light from one side, less in hollows and behind others."""
    solid = (sight.bone > 0).astype(np.float64)
    turned = 0.5 + 0.5 * (sight.normals @ (_LIGHT / np.linalg.norm(_LIGHT)))
    depth = np.where(solid > 0, sight.depth, 0.0)
    hidden = np.zeros_like(depth)
    for reach_m, strength in ((0.004, 0.5), (0.012, 0.5)):
        weight = np.maximum(cv2.GaussianBlur(solid, (0, 0), reach_m * scale), 1e-6)
        mean = cv2.GaussianBlur(depth, (0, 0), reach_m * scale) / weight
        hidden += strength * np.clip((depth - mean) / (2 * reach_m), -0.25, 0.8)
    shade = (turned - 0.55 * hidden) * solid
    soft = max(_SOFT_M * scale, 2.0)
    weight = np.maximum(cv2.GaussianBlur(solid, (0, 0), soft), 1e-6)
    return np.asarray(cv2.GaussianBlur(shade, (0, 0), soft) / weight)


def _shapes(mask: NDArray[np.bool_], *, width: float, smallest: float = 20) -> list[Curve]:
    found = []
    outlines, _ = cv2.findContours(np.pad(mask.astype(np.uint8), 1), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        if cv2.contourArea(outline) >= smallest:
            line = outline[:, 0].astype(np.float64) - 0.5
            found.append(calmed(line, closed=True, width=width, tolerance=_TOLERANCE_PX))
    return [curve for curve in found if curve is not None]


def outline(mask: NDArray[np.bool_], *, width: float) -> list[Curve]:
    """Return the smoothed shapes of a mask."""
    return _shapes(mask, width=width, smallest=400)


def _lines(sight: Sight, around: NDArray[np.bool_], width: float) -> dict[str, list[Curve]]:
    found: dict[str, list[Curve]] = defaultdict(list)
    sides, kinds = _cracks(sight, around)
    for kind in np.unique(kinds):
        name = _KINDS[kind % 3]
        for line, closed in _chains(sides[kinds == kind]):
            if np.linalg.norm(np.diff(line, axis=0), axis=1).sum() < _SHORTEST_PX[name]:
                continue
            curve = calmed(line, closed=closed, width=width, tolerance=_TOLERANCE_PX)
            if curve is not None:
                found[f"faint_{name}" if kind >= 3 else name].append(curve)
    return dict(found)


def _cracks(sight: Sight, around: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the sides between pixels that a line runs along.

    (N, 4) corners of the pixel grid (x, y, x, y), and (N,) kinds: ground, border or self, plus 3 where the
    bone in front is context.
    """
    rows, kinds = [], []
    near_border = _near_border(sight.bone)
    for axis in (0, 1):
        bone, depth = np.moveaxis(sight.bone, axis, 0), np.moveaxis(sight.depth, axis, 0)
        near = np.moveaxis(near_border, axis, 0)
        here, there = bone[:-1], bone[1:]
        inside = _jumps(depth) & ~near[:-1] & ~near[1:]
        a, b = np.nonzero((here != there) | inside)
        front = np.where(depth[:-1] <= depth[1:], here, there)[a, b]
        kind = np.where(here[a, b] == there[a, b], _SELF, _BORDER)
        kind = np.where((here[a, b] == 0) | (there[a, b] == 0), _GROUND, kind)
        # A side across axis 0 lies below its pixel and runs along x.
        ends = (b, a + 1, b + 1, a + 1) if axis == 0 else (a + 1, b, a + 1, b + 1)
        rows.append(np.stack(ends, 1))
        kinds.append(kind + 3 * around[front])
    return np.concatenate(rows), np.concatenate(kinds)


def _near_border(bone: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Close to where a bone ends its surface falls off so steeply that steps in depth say nothing."""
    border = np.zeros(bone.shape, np.uint8)
    for axis in (0, 1):
        differ = np.diff(bone, axis=axis, prepend=bone.take([0], axis)) != 0
        border |= differ.astype(np.uint8)
    return np.asarray(cv2.dilate(border, np.ones((15, 15), np.uint8)) > 0)


def _jumps(depth: Points) -> NDArray[np.bool_]:
    """Tell where a surface passes before itself: a step in depth that no slope beside it explains."""
    deep = np.where(np.isfinite(depth), depth, np.nan)
    step = np.diff(deep, axis=0)
    before, after = np.vstack([step[:1], step[:-1]]), np.vstack([step[1:], step[-1:]])
    slope = np.fmax(np.abs(before), np.abs(after))
    return np.asarray(np.abs(step) > np.maximum(_JUMP_M, 2.5 * np.nan_to_num(slope)))


def _chains(sides: NDArray[np.int64]) -> list[tuple[Points, bool]]:
    """Join sides (N, 4) into lines from one junction to the next: points (M, 2), and whether closed."""
    meeting: dict[tuple[int, int], list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for k, (ax, ay, bx, by) in enumerate(sides.tolist()):
        meeting[ax, ay].append((k, (bx, by)))
        meeting[bx, by].append((k, (ax, ay)))
    free = [True] * len(sides)
    found = []
    junctions = [corner for corner, there in meeting.items() if len(there) != 2]
    for corner in [*junctions, *meeting]:
        for k, onward in meeting[corner]:
            if free[k]:
                line = _walk(corner, k, onward, meeting, free)
                closed = line[0] == line[-1] and len(meeting[corner]) == 2
                found.append((np.array(line[:-1] if closed else line, np.float64), closed))
    return found


def _walk(
    corner: tuple[int, int],
    k: int,
    onward: tuple[int, int],
    meeting: dict[tuple[int, int], list[tuple[int, tuple[int, int]]]],
    free: list[bool],
) -> list[tuple[int, int]]:
    line = [corner]
    while True:
        free[k] = False
        line.append(onward)
        rest = [side for side in meeting[onward] if free[side[0]]]
        if len(meeting[onward]) != 2 or not rest:
            return line
        k, onward = rest[0]
