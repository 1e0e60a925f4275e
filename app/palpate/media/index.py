"""The true list of a video's frames: which picture is frame i, and where decoding for it may begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from palpate.model.arrays import Bools, Ints

NO_STAMP = -(2**63)
_NEAR = 0.05


@dataclass(frozen=True, slots=True)
class Listed:
    """Stamps and keyframe flags in presentation order.

    Attributes
    ----------
    stamps
        What the decoder writes on each frame; None where it writes nothing.
    decoded
        Whether every frame was decoded to make this list, or the container could be trusted.
    """

    stamps: list[int | None]
    keyframe: list[bool]
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
    order
        ``(N,)`` rank of a frame among those with the same stamp.
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
    order: Ints
    keyframe: Bools
    position: Ints
    time_base: Fraction
    fps: float
    vfr: bool
    decoded: bool = False
    _place: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def n_frames(self) -> int:
        """Number of presentable frames."""
        return len(self.pts)

    @property
    def all_unlike(self) -> bool:
        """Whether every frame is known by its stamp alone."""
        return len(self._place) == self.n_frames

    @property
    def keyframes(self) -> list[int]:
        """Frames that decoding can begin with."""
        return [int(frame) for frame in np.flatnonzero(self.keyframe)]

    def time_of(self, frame: int) -> float:
        """Return seconds since the first frame."""
        return float((int(self.pts[frame]) - int(self.pts[0])) * self.time_base)

    def keyframe_before(self, frame: int) -> int:
        """Return the last frame at or before this one that decoding can begin with; -1 if none."""
        found = np.flatnonzero(self.keyframe[: frame + 1])
        return int(found[-1]) if found.size else -1

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
        return self._place.get(written)


def index_from(
    listed: Listed,
    *,
    position: Mapping[int, int],
    time_base: Fraction,
    rates: Sequence[Fraction],
) -> FrameIndex:
    """Build the index of listed frames, with the position of the packet of each stamp."""
    written = np.array([NO_STAMP if stamp is None else stamp for stamp in listed.stamps], np.int64)
    pts = _presentation_times(written, time_base=time_base, rates=rates)
    alone = _places_of_unlike(written)
    seekable = np.array(listed.keyframe, np.bool_) & np.isin(written, list(alone))
    fps, vfr = _rate(pts, time_base=time_base, rates=rates)
    return FrameIndex(
        pts=pts,
        stamps=written,
        order=_ranks(written),
        keyframe=seekable,
        position=np.array([position.get(stamp, -1) for stamp in written.tolist()], np.int64),
        time_base=time_base,
        fps=fps,
        vfr=vfr,
        decoded=listed.decoded,
        _place=alone,
    )


def _places_of_unlike(stamps: Ints) -> dict[int, int]:
    """Return stamp → frame for the stamps that occur once."""
    values, first, counts = np.unique(stamps, return_index=True, return_counts=True)
    once = (counts == 1) & (values != NO_STAMP)
    return dict(zip(values[once].tolist(), first[once].tolist(), strict=True))


def _presentation_times(stamps: Ints, *, time_base: Fraction, rates: Sequence[Fraction]) -> Ints:
    if not np.any(stamps == NO_STAMP):
        return np.sort(stamps)
    step = Fraction(1) / rates[0] / time_base if rates else Fraction(1)
    return np.array([round(i * step) for i in range(len(stamps))], np.int64)


def _ranks(stamps: Ints) -> Ints:
    """Return how many earlier frames bear the same stamp."""
    by_stamp = np.argsort(stamps, kind="stable")
    arranged = stamps[by_stamp]
    starts = np.flatnonzero(np.r_[True, arranged[1:] != arranged[:-1]])
    group_start = np.repeat(starts, np.diff(np.r_[starts, len(stamps)]))
    ranks = np.empty(len(stamps), np.int64)
    ranks[by_stamp] = np.arange(len(stamps)) - group_start
    return ranks


def _rate(pts: Ints, *, time_base: Fraction, rates: Sequence[Fraction]) -> tuple[float, bool]:
    n = len(pts)
    span = int(pts[-1] - pts[0])
    if n < 2 or span == 0:
        return (float(rates[0]) if rates else 0.0), False
    step = span / (n - 1)
    vfr = bool(np.max(np.abs(pts - pts[0] - step * np.arange(n))) > 1)
    mean = float((n - 1) / (span * time_base))
    for rate in rates:
        drift = abs(float(1 / rate / time_base) - step) * (n - 1)
        if drift <= 1 or (vfr and abs(float(rate) - mean) < _NEAR * mean):
            return float(rate), vfr
    return mean, vfr
