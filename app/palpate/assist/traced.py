"""What the picture told of the frames between keyframes, and how derived values follow it.

Where the picture told nothing, nothing is invented: interpolation stands in and says so by its origin. A
frame that could not be decoded, and a place outside the picture, stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from palpate.assist.expected import Components, expected_px
from palpate.assist.flow import Flow
from palpate.assist.fusing import Fused
from palpate.assist.interpolate import Filled
from palpate.assist.spans import code_of
from palpate.model.arrays import Bools, Codes, Floats, Floats32, Ints
from palpate.model.origin import DERIVED, Origin
from palpate.model.span import Method
from palpate.model.visibility import Visibility

_FUSED = ("forward_backward", "parting", "apart", "strain")
_JUDGED = ("deviation", "disagreement", "limb", "unlikeness")
_CLOSED = ("closing_x", "closing_y", "closing_sd", "likelier")
COLUMNS = (
    *("x", "y", "vx", "vy"),
    *_FUSED,
    *_JUDGED,
    *_CLOSED,
    *("expected", "sight", "flow_x", "flow_y", "flow_error"),
)
"""What is kept of each frame and keypoint."""

Size = tuple[int, int]
"""Width and height of all frames of a clip, px."""

UNKNOWN: Size = (0, 0)

_AT = {name: n for n, name in enumerate(COLUMNS)}


class Sight(IntEnum):
    """What could be seen of a point in a frame."""

    NONE = -1  # the frame could not be decoded, or its scene has no keyframe
    BLIND = 0  # nothing could be measured to either side
    SEEN = 1


@dataclass(frozen=True, slots=True)
class Traced:
    """F frames from `first` on, all K keypoints; NaN where the picture was not asked.

    Attributes
    ----------
    values
        ``(F, K, 21)`` as in `COLUMNS`: px, px per frame, `Sight`; an infinite error of the flow where it
        was lost.
    """

    first: int
    values: Floats32

    @staticmethod
    def empty(first: int, n_frames: int, n_keypoints: int) -> Traced:
        """Return frames of which nothing is known, to be written to."""
        return Traced(first, np.full((n_frames, n_keypoints, len(COLUMNS)), np.nan, dtype=np.float32))

    def __len__(self) -> int:
        return len(self.values)

    @property
    def positions(self) -> Floats:
        """``(F, K, 2)`` px, fused."""
        return self.values[..., :2].astype(np.float64)

    @property
    def velocities(self) -> Floats:
        """``(F, K, 2)`` px per frame, by the smoother."""
        return self.values[..., 2:4].astype(np.float64)

    @property
    def sd(self) -> Floats:
        """``(F, K)`` px, the smoother's standard deviation."""
        return self.column("deviation")

    @property
    def by_flow(self) -> Floats:
        """``(F, K, 2)`` px, by flow alone; NaN where it was not asked for, or lost."""
        at = _AT["flow_x"]
        return self.values[..., at : at + 2].astype(np.float64)

    @property
    def told(self) -> Bools:
        """``(F, K)`` where the picture was asked."""
        return np.isfinite(self.values[..., _AT["sight"]])

    def is_of(self, sight: Sight) -> Bools:
        """``(F, K)`` where so much could be seen."""
        return np.asarray(self.values[..., _AT["sight"]] == sight)

    def column(self, name: str) -> Floats:
        """Return ``(F, K)`` of one of `COLUMNS`."""
        return self.values[..., _AT[name]].astype(np.float64)

    def at(self, frames: Ints, name: str) -> Floats:
        """Return ``(T, K)`` of one of `COLUMNS` in some frames; NaN in those it does not have."""
        rows = frames - self.first
        inside = (rows >= 0) & (rows < len(self))
        found = np.full((len(frames), self.values.shape[1]), np.nan)
        found[inside] = self.values[rows[inside], :, _AT[name]]
        return found

    def between(self, first: int, stop: int) -> Traced:
        """Return some of the frames, as views; at the ends fewer, if it has no more."""
        begin, end = max(first, self.first), min(stop, self.first + len(self))
        return Traced(begin, self.values[begin - self.first : max(end, begin) - self.first])


def traced_of(fused: Fused, components: Components, flow: Flow | None = None) -> Traced:
    """Return what a fused estimate found, how far off it may be, and the flow where that was asked too."""
    traced = Traced.empty(fused.first, *fused.sd.shape)
    values = traced.values
    values[..., :2], values[..., 2:4] = fused.positions, fused.velocities
    for name in _FUSED:
        values[..., _AT[name]] = getattr(fused, name)
    for name in _JUDGED:
        values[..., _AT[name]] = getattr(components, name)
    at = _AT["closing_x"]
    values[..., at : at + 2] = fused.closing
    values[..., at + 2], values[..., at + 3] = fused.closing_sd, fused.likelier
    values[..., _AT["expected"]] = expected_px(components)
    sight = np.where(np.isfinite(fused.sd), np.where(fused.blind, Sight.BLIND, Sight.SEEN), Sight.NONE)
    values[..., _AT["sight"]] = sight
    if flow is not None:
        put_flow(traced, flow)
    return traced


def put_flow(traced: Traced, flow: Flow) -> None:
    """Write what flow alone found where both have frames; a lost track has an infinite error."""
    begin = max(traced.first, flow.first)
    end = max(min(traced.first + len(traced), flow.first + len(flow.refused)), begin)
    here = traced.values[begin - traced.first : end - traced.first]
    there = slice(begin - flow.first, end - flow.first)
    here[..., _AT["flow_x"] : _AT["flow_y"] + 1] = flow.positions[there]
    here[..., _AT["flow_error"]] = np.where(flow.refused[there], np.inf, flow.forward_backward[there])


def has_flow(content: Floats32) -> bool:
    """Tell whether frames of a span ``(n, 21)`` were followed by flow alone too."""
    return bool(np.isfinite(content[:, _AT["flow_x"]]).any() or np.isinf(content[:, _AT["flow_error"]]).any())


def adopt(filled: Filled, traced: Traced, *, size: Size = UNKNOWN) -> Filled:
    """Return interpolation with what the picture told, in the spans whose method asks it.

    Both must hold all K keypoints; frames that only one of them covers stay interpolated. Where a fused span
    is blind the smoother bridges it, which counts as interpolated; nothing stands in a frame that could not
    be decoded, nor outside the picture.
    """
    positions, origin = filled.positions.copy(), filled.origin.copy()
    adopted = replace(filled, positions=positions, origin=origin, visibility=filled.visibility.copy())
    known = traced.between(filled.first, filled.first + len(origin))
    if len(known):
        here = slice(known.first - filled.first, known.first - filled.first + len(known))
        _take_over(known, filled.method[here], positions[here], origin[here])
        gone = np.zeros(origin.shape, dtype=np.bool_)
        gone[here] = known.is_of(Sight.NONE)
        _take_out(adopted, gone)
    clear_outside(adopted, size)
    return adopted


def clear_outside(filled: Filled, size: Size) -> None:
    """Take out derived values that lie outside the picture; a point that leaves it ends its span."""
    if size != UNKNOWN:
        with np.errstate(invalid="ignore"):
            outside = (filled.positions < 0) | (filled.positions > size)
        _take_out(filled, outside[..., 0] | outside[..., 1])


def _take_out(filled: Filled, where: Bools) -> None:
    where = where & np.isin(filled.origin, DERIVED)
    filled.positions[where] = np.nan
    filled.origin[where] = Origin.NONE
    filled.visibility[where] = Visibility.NOT_PLACED


def _take_over(traced: Traced, method: Codes, positions: Floats, origin: Codes) -> None:
    seen, fused, flow = traced.is_of(Sight.SEEN), traced.positions, traced.by_flow
    told = np.isfinite(fused[..., 0]) & (method == code_of(Method.FUSED))
    followed = np.isfinite(flow[..., 0]) & (method == code_of(Method.FLOW))
    for wanted, source, by in (
        (told & seen, fused, Origin.TRACKED),
        (told & ~seen, fused, Origin.INTERPOLATED),
        (followed, flow, Origin.TRACKED),
    ):
        positions[wanted] = source[wanted]
        origin[wanted] = by
