"""Where on the widget something looks different now, so that only that is painted again."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect

from palpate.model.arrays import Floats, Ints
from palpate.ui.canvas.halos import reach_of
from palpate.ui.canvas.paint import mark_radius
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform

_MARK_RADII = 2.0  # how far the widest mark reaches, in radii of a disc
_RING_PX = 16.0  # how far a ring and its ticks reach beyond a mark, logical


def moved(view: ViewTransform, before: PoseOnCanvas, after: PoseOnCanvas) -> QRect:
    """Return the logical px in which one instance looks different after a change; empty if there is none.

    These are the keypoints that differ with all that is drawn around them, and their edges, as they were and
    as they are.
    """
    radii = mark_radius(view, before), mark_radius(view, after)
    # Marks of another size: the whole pose is drawn anew.
    changed = _differing(before, after) if radii[0] == radii[1] else np.arange(len(after.view.positions))
    edges = after.skeleton.edge_indices
    reached = np.union1d(changed, edges[np.isin(edges, changed).any(axis=1)])
    points = view.to_device(np.concatenate([pose.view.positions[reached] for pose in (before, after)]))
    ringed = (
        reach_of(view, pose, radius, changed) for pose, radius in zip((before, after), radii, strict=True)
    )
    return around(view, points, max(max(radii) * _MARK_RADII + _RING_PX * view.ratio, *ringed))


def around(view: ViewTransform, points: Floats, reach: float) -> QRect:
    """Return the logical px around points ``(n, 2)``, as far as they are in the viewport.

    Parameters
    ----------
    points, reach
        Device px; NaN is left out.
    """
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return QRect()
    corners = np.stack([points.min(axis=0) - reach, points.max(axis=0) + reach])
    low, high = np.clip(corners, 0.0, view.device_size) / view.ratio
    left, top = np.floor(low).astype(int).tolist()
    right, bottom = np.ceil(high).astype(int).tolist()
    return QRect(left, top, right - left, bottom - top)


def _differing(before: PoseOnCanvas, after: PoseOnCanvas) -> Ints:
    first, second = before.view, after.view
    apart = ~np.isclose(first.positions, second.positions, rtol=0.0, atol=0.0, equal_nan=True).all(axis=1)
    apart |= ~np.isclose(first.drift, second.drift, rtol=0.0, atol=0.0, equal_nan=True)
    return np.flatnonzero(apart | (first.visibility != second.visibility) | (first.origin != second.origin))
