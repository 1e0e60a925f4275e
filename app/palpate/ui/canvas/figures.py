"""The poses of a frame as flat arrays, so that all of them are worked out at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.ui.canvas.geometry import clipped_segments, shortened_segments
from palpate.ui.canvas.look import look
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform

MARGIN_PX = 48.0  # device px around the viewport where a mark may still reach into it
_RADII = np.array((2.2, 3.0, 4.0, 5.0, 6.0))  # logical px, by the room between keypoints
_ROOM = np.array((7.0, 14.0, 36.0, 90.0))  # median length of an edge, logical px, from which marks grow


@dataclass(frozen=True, slots=True)
class Figures:
    """Poses one behind the other.

    Attributes
    ----------
    positions
        ``(N, 2)`` image px; NaN where there is none.
    placed
        ``(N,)`` whether a keypoint has a position and is not hidden.
    starts
        ``(P + 1,)`` first row of each pose, then N.
    edges
        ``(E, 2)`` rows that an edge joins; both are placed.
    edge_starts
        ``(P + 1,)`` first edge of each pose, then E.
    edge_numbers
        ``(E,)`` which edge of its skeleton each one is.
    """

    positions: Floats
    placed: Bools
    starts: Ints
    edges: Ints
    edge_starts: Ints
    edge_numbers: Ints

    def in_sight(self, view: ViewTransform) -> Bools:
        """Return ``(N,)`` whether a keypoint is placed and its mark may be seen."""
        return self.placed & within_sight(view, view.to_device(self.positions))

    def mark_radii(self, view: ViewTransform, poses: Sequence[PoseOnCanvas]) -> Floats:
        """Return ``(P,)`` radius of a disc in device px: small where keypoints crowd, so gaps stay open."""
        along = self.positions[self.edges[:, 1]] - self.positions[self.edges[:, 0]]
        counts = np.diff(self.edge_starts)
        lengths = np.hypot(along[:, 0] * view.aspect, along[:, 1])
        in_order = lengths[np.lexsort((lengths, np.repeat(np.arange(len(counts)), counts)))]
        middles = np.append(in_order, np.inf)[self.edge_starts[:-1] + counts // 2]
        middles[counts == 0] = np.inf
        size = _RADII[np.searchsorted(_ROOM, middles * view.scale, side="right")]
        active = np.array([pose.active for pose in poses], dtype=np.bool_)
        return np.asarray(np.where(active, size, size * 0.8) * view.ratio * look().point_scale)

    def edges_in_sight(self, view: ViewTransform, radii: Floats) -> tuple[Floats, Ints, Ints]:
        """Return what is drawn of edges.

        Returns
        -------
        ``(n, 4)`` device px, ``(n,)`` which edge of its skeleton each is, and ``(P + 1,)`` where each pose's
        begin.
        """
        counts = np.diff(self.edge_starts)
        ends = view.to_device(self.positions)[self.edges].reshape(-1, 4)
        # Lines end before the marks: hollow shapes stay hollow, and the pixel under a mark free.
        segments = shortened_segments(ends, by=np.repeat(radii + view.ratio, counts))
        segments = clipped_segments(segments, view.device_size, margin=MARGIN_PX)
        seen = np.isfinite(segments[:, 0])
        starts = np.concatenate([[0], np.cumsum(seen)])[self.edge_starts]
        return segments[seen], self.edge_numbers[seen], starts


def gathered(poses: Sequence[PoseOnCanvas]) -> Figures:
    """Lay poses one behind the other."""
    starts = _starts([len(pose.view.positions) for pose in poses])
    edges = [pose.skeleton.edge_indices + start for pose, start in zip(poses, starts[:-1], strict=True)]
    positions = [np.empty((0, 2)), *(pose.view.positions for pose in poses)]
    placed = np.concatenate([np.empty(0, dtype=np.bool_), *(pose.shown for pose in poses)])
    joined = np.concatenate([np.empty((0, 2), dtype=np.int64), *edges])
    whole = placed[joined].all(axis=1)
    counts = [len(found) for found in edges]
    numbers = np.concatenate([np.empty(0, dtype=np.int64), *map(np.arange, counts)])
    edge_starts = np.concatenate([[0], np.cumsum(whole)])[_starts(counts)]
    return Figures(np.concatenate(positions), placed, starts, joined[whole], edge_starts, numbers[whole])


def within_sight(view: ViewTransform, points: Floats) -> Bools:
    """Tell which of ``(n, 2)`` device px lie in the viewport or so near that a mark reaches into it."""
    with np.errstate(invalid="ignore"):
        near = (points > -MARGIN_PX) & (points < np.array(view.device_size) + MARGIN_PX)
    return np.asarray(near.all(axis=1))


def _starts(counts: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.array(counts, dtype=np.int64))])
