"""The true list of a video's frames: which picture is frame i, and where decoding for it may begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from palpate.model.arrays import Bools, Ints

NO_STAMP = -(2**63)
_NEAR = 0.05
_EXACT = 2**62  # farther apart, two stamps of a damaged file have no difference in 64 bits


@dataclass(frozen=True, slots=True)
class Listed:
    """Stamps and keyframe flags in presentation order.

    Attributes
    ----------
    stamps
        ``(N,)`` what the decoder writes on each frame; `NO_STAMP` where it writes nothing.
    keyframe
        ``(N,)`` whether the container or the decoder calls it a keyframe.
    decoded
        Whether every frame was decoded to make this list, or the container could be trusted.
    """

    stamps: Ints
    keyframe: Bools
    decoded: bool


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Frame i of a video, for all i, in presentation order.

    Attributes
    ----------
    pts
        ``(N,)`` presentation times in units of `time_base`, never falling.
    stamps
        ``(N,)`` what the decoder writes on each frame; differs from `pts` where a container knows no
        presentation times (AVI with B-frames), `NO_STAMP` where it writes nothing.
    keyframe
        ``(N,)`` frames that decoding can begin with.
    position
        ``(N,)`` where in the file each frame's packet begins, in bytes; -1 if unknown. Tells a packet that a
        broken container index gives another stamp than it has.
    time_base
        Seconds per unit.
    fps
        Mean rate; the container's where the frames agree with it (within 5 % if they come unevenly). 0 for a
        single frame of no rate.
    vfr
        Whether frame times stray from an even rate by more than the rounding to a unit.
    decoded
        Whether every frame was decoded to make this list, or the container could be trusted.
    """

    pts: Ints
    stamps: Ints
    keyframe: Bools
    position: Ints
    time_base: Fraction
    fps: float
    vfr: bool
    decoded: bool = False
    _unlike: Ints = field(init=False, repr=False, compare=False)  # stamps that occur once, rising
    _bearers: Ints = field(init=False, repr=False, compare=False)  # the frame of each of these
    _keyframes: Ints = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        unlike, bearers = _bearers_of_unlike(self.stamps)
        object.__setattr__(self, "_unlike", unlike)
        object.__setattr__(self, "_bearers", bearers)
        object.__setattr__(self, "_keyframes", np.flatnonzero(self.keyframe))

    @property
    def n_frames(self) -> int:
        """Number of presentable frames."""
        return len(self.pts)

    @property
    def all_unlike(self) -> bool:
        """Whether every frame is known by its stamp alone."""
        return len(self._unlike) == self.n_frames

    @property
    def keyframes(self) -> list[int]:
        """Frames that decoding can begin with."""
        return [int(frame) for frame in self._keyframes]

    def time_of(self, frame: int) -> float:
        """Return seconds since the first frame."""
        return float((int(self.pts[frame]) - int(self.pts[0])) * self.time_base)

    def keyframe_before(self, frame: int) -> int:
        """Return the last frame at or before this one that decoding can begin with; -1 if none."""
        before = int(self._keyframes.searchsorted(frame, side="right")) - 1
        return int(self._keyframes[before]) if before >= 0 else -1

    def bears(self, frame: int, position: int | None) -> bool:
        """Whether a packet found at a position in the file can be this frame's."""
        known = int(self.position[frame])
        return known < 0 or position is None or position < 0 or position == known

    def place_of(self, stamp: int | None, after: int | None) -> int | None:
        """Return which frame a decoded picture is.

        Parameters
        ----------
        stamp
            What the decoder wrote on it.
        after
            The frame that came out of the decoder directly before it, -1 at the start of the file; None if
            unknown. Needed only to tell frames of the same stamp apart.
        """
        written = NO_STAMP if stamp is None else stamp
        if after is not None and after + 1 < self.n_frames and int(self.stamps[after + 1]) == written:
            return after + 1
        at = int(self._unlike.searchsorted(written))
        found = at < len(self._unlike) and int(self._unlike[at]) == written
        return int(self._bearers[at]) if found else None


def index_from(
    listed: Listed, *, position: Ints, time_base: Fraction, rates: Sequence[Fraction]
) -> FrameIndex:
    """Build the index of listed frames.

    Parameters
    ----------
    position
        ``(N,)`` where in the file the packet of each begins; -1 if unknown.
    rates
        What container and codec claim, most telling first.
    """
    written = listed.stamps
    pts = _presentation_times(written, time_base=time_base, rates=rates)
    _, bearers = _bearers_of_unlike(written)
    alone = np.zeros(len(written), np.bool_)
    alone[bearers] = True
    fps, vfr = _rate(pts, time_base=time_base, rates=rates)
    return FrameIndex(
        pts=pts,
        stamps=written,
        keyframe=listed.keyframe & alone,
        position=position,
        time_base=time_base,
        fps=fps,
        vfr=vfr,
        decoded=listed.decoded,
    )


def _bearers_of_unlike(stamps: Ints) -> tuple[Ints, Ints]:
    """Return the stamps that occur once, rising, and the frame that bears each."""
    if _rising(stamps) and (not len(stamps) or stamps[0] != NO_STAMP):
        return stamps, np.arange(len(stamps))
    values, first, counts = np.unique(stamps, return_index=True, return_counts=True)
    once = (counts == 1) & (values != NO_STAMP)
    return values[once], first[once]


def _rising(stamps: Ints) -> bool:
    return bool(np.all(stamps[1:] > stamps[:-1]))


def _presentation_times(stamps: Ints, *, time_base: Fraction, rates: Sequence[Fraction]) -> Ints:
    if not np.any(stamps == NO_STAMP):
        return np.sort(stamps)
    step = Fraction(1) / rates[0] / time_base if rates else Fraction(1)
    return np.array([round(i * step) for i in range(len(stamps))], np.int64)


def _rate(pts: Ints, *, time_base: Fraction, rates: Sequence[Fraction]) -> tuple[float, bool]:
    n = len(pts)
    span = int(pts[-1]) - int(pts[0])
    if n < 2 or span == 0:
        return (float(rates[0]) if rates else 0.0), False
    step = span / (n - 1)
    since = pts - pts[0] if span < _EXACT else pts.astype(np.float64) - float(pts[0])
    vfr = bool(np.max(np.abs(since - step * np.arange(n))) > 1)
    mean = float((n - 1) / (span * time_base))
    for rate in rates:
        drift = abs(float(1 / rate / time_base) - step) * (n - 1)
        if drift <= 1 or (vfr and abs(float(rate) - mean) < _NEAR * mean):
            return float(rate), vfr
    return mean, vfr
