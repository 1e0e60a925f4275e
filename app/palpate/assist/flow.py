"""Optical flow between keyframes: tracked from both sides, blended, checked against itself.

Domain reference 8.3. Where tracking is refused nothing is invented, and `Flow.refused` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from palpate.assist.blend import Joined, join
from palpate.assist.crops import Crops, GreyFrames, LastFrame
from palpate.assist.spans import Spans
from palpate.assist.sweep import Path, Tracking, sweep
from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Floats, Pixels

_WANDER_PX = 64  # how far a track may leave the straight line between its keyframes before it is refused


@dataclass(frozen=True, slots=True)
class Flow:
    """What tracking found inside spans; F frames from `first` on, all K keypoints of the skeleton.

    Attributes
    ----------
    positions
        ``(F, K, 2)`` px; NaN at keyframes, outside the spans asked for and where refused.
    forward_backward
        ``(F, K)`` px, worst error since the keyframe, weighted as the positions are; NaN if unknown.
    parting
        ``(F, K)`` px between the two tracks; of a single track what closing it moved here.
    ncc
        ``(F, K)`` worst likeness of a patch from one frame to the next since the keyframe.
    refused
        ``(F, K)`` inside a span, but neither track got here.
    """

    first: int
    positions: Floats
    forward_backward: Floats
    parting: Floats
    ncc: Floats
    refused: Bools

    @staticmethod
    def empty(first: int, n_frames: int, n_keypoints: int) -> Flow:
        """Return a flow on which nothing was tracked, to be written to."""
        shape = (n_frames, n_keypoints)
        return Flow(
            first=first,
            positions=np.full((*shape, 2), np.nan),
            forward_backward=np.full(shape, np.nan),
            parting=np.full(shape, np.nan),
            ncc=np.full(shape, np.nan),
            refused=np.zeros(shape, dtype=np.bool_),
        )

    @property
    def tracked(self) -> Bools:
        """``(F, K)`` where there is a tracked position."""
        return np.isfinite(self.positions[..., 0])


def track(spans: Spans, grey: GreyFrames, *, progress: Progress, tracking: Tracking | None = None) -> Flow:
    """Track keypoints through spans, forward from the left and backward from the right keyframe.

    Parameters
    ----------
    spans
        From `palpate.assist.spans.spans_of`; frames between the first and the last are looked at only
        where there is a span.
    grey
        Returns ``(H, W)`` uint8 of a frame. Each is asked for once, in ascending order, unless a
        stretch without a frame that is a keyframe for every keypoint exceeds the memory bound: then
        the way back asks once more.
    progress
        Told of every step; a cancelled token stops before the next frame.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    FrameUnavailable
        If `grey` says so.
    """
    if not len(spans):
        return Flow.empty(0, 0, spans.n_keypoints)
    settings = tracking or Tracking()
    first = int(spans.left.min())
    flow = Flow.empty(first, int(spans.right.max()) - first + 1, spans.n_keypoints)
    source = LastFrame(grey)
    groups = list(_groups(spans))
    count = _Count(progress, total=sum(2 * int(g.right.max() - g.left.min()) for g in groups))
    for group in groups:
        _track_group(group, source, flow=flow, count=count, tracking=settings)
    count.look()
    return flow


class _Count:
    """Steps done over all groups."""

    def __init__(self, progress: Progress, *, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def look(self) -> None:
        """Report, and give a chance to stop."""
        self._progress.step(self._done, self._total, "tracking")

    def step(self) -> None:
        """Count a step from one frame to the next."""
        self.look()
        self._done += 1


def _groups(spans: Spans) -> Iterator[Spans]:
    """Yield the spans in groups that share no inner frame, in order of time."""
    order = np.argsort(spans.left, kind="stable")
    ahead = np.maximum.accumulate(spans.right[order])
    cuts = np.flatnonzero(spans.left[order][1:] >= ahead[:-1]) + 1
    for part in np.split(order, cuts):
        yield spans.pick(part)


def _track_group(group: Spans, grey: GreyFrames, *, flow: Flow, count: _Count, tracking: Tracking) -> None:
    first, last = int(group.left.min()), int(group.right.max())
    count.look()
    crops = Crops(
        grey,
        first=first,
        around=np.concatenate((group.start, group.end)),
        margin_px=tracking.margin_px + _WANDER_PX,
        memory_bytes=tracking.memory_bytes,
    )

    def run(spans: Spans, look: Callable[[int], Pixels]) -> Path:
        return sweep(
            spans, look, n_frames=last - first + 1, box=crops.box, tracking=tracking, tick=count.step
        )

    forward = run(group.since(first), lambda moment: crops.ahead(first + moment, tick=count.look))
    backward = run(group.until(last), lambda moment: crops.back(last - moment, tick=count.look))
    _write(flow, join(group, forward, backward.reversed(), softening_px=tracking.softening_px))


def _write(flow: Flow, joined: Joined) -> None:
    at = joined.frame - flow.first, joined.keypoint
    flow.positions[at] = joined.positions
    flow.forward_backward[at] = joined.forward_backward
    flow.parting[at] = joined.parting
    flow.ncc[at] = joined.ncc
    flow.refused[at] = ~np.isfinite(joined.positions[:, 0])
