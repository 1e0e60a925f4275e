"""How much of a track was looked at, counted block by block and counted anew only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from palpate.session.frames.renewals import Window
from palpate.session.tracks import LiveTrack

BLOCK = 512
"""Frames that are counted together."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of keyframes and spans.

    Attributes
    ----------
    keyframes, unseen_keyframes, spans, unseen_spans
        All, and those that nobody has looked at.
    untracked
        Spans that tracking has not looked at.
    """

    keyframes: int = 0
    unseen_keyframes: int = 0
    spans: int = 0
    unseen_spans: int = 0
    untracked: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.keyframes + other.keyframes,
            self.unseen_keyframes + other.unseen_keyframes,
            self.spans + other.spans,
            self.unseen_spans + other.unseen_spans,
            self.untracked + other.untracked,
        )

    @property
    def total(self) -> int:
        """Keyframes and spans together."""
        return self.keyframes + self.spans

    @property
    def unseen(self) -> int:
        """What nobody has looked at of both."""
        return self.unseen_keyframes + self.unseen_spans


@dataclass(slots=True)
class _Blocks:
    turn: int
    looked: int
    fine: frozenset[tuple[int, int]]
    tallies: dict[int, Tally] = field(default_factory=dict)
    whole: Tally | None = None


class Tallies:
    """The tallies of tracks. A span is counted in the block of its first keyframe."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[LiveTrack, _Blocks] = WeakKeyDictionary()

    def of(
        self,
        live: LiveTrack,
        looks: list[int],
        fine: frozenset[tuple[int, int]],
        count: Callable[[Window], Tally],
        most: int = 0,
    ) -> Tally | None:
        """Return the tally of a track; None if more than ``most`` blocks had to be counted, 0 for any number.

        What was counted is kept: the next call goes on.

        Parameters
        ----------
        looks
            The frames of all looks so far, in the order in which they came.
        fine
            (keypoint, frame) in each span that was called fine.
        count
            Counts the keyframes of a window of frames, and the spans that begin in it.
        """
        kept, _ = self._kept.get(live), live.resolved
        turn = live.renewals.turn
        windows = None if kept is None else live.renewals.since(kept.turn)
        if kept is None or windows is None or kept.looked > len(looks):
            self._kept[live] = kept = _Blocks(turn, len(looks), fine)
        else:
            seen = {*looks[kept.looked :], *(frame for _, frame in fine ^ kept.fine)}
            _drop(kept, live, [*windows, *_joined(seen)])
            kept.turn, kept.looked, kept.fine = turn, len(looks), fine
        if kept.whole is None:
            kept.whole = _counted(kept, live, count, most)
        return kept.whole


def _counted(kept: _Blocks, live: LiveTrack, count: Callable[[Window], Tally], most: int) -> Tally | None:
    blocks = range(-(-_frames_of(live) // BLOCK))
    missing = [block for block in blocks if block not in kept.tallies]
    for block in missing[: most or None]:
        kept.tallies[block] = count((block * BLOCK, (block + 1) * BLOCK))
    if most and len(missing) > most:
        return None
    return sum((kept.tallies[block] for block in blocks), Tally())


def _frames_of(live: LiveTrack) -> int:
    """Return how many frames there are; labels may stand beyond the end of a clip that was replaced."""
    frames = live.track.frames
    return max(live.n_frames, int(frames[-1]) + 1 if len(frames) else 0)


def _drop(kept: _Blocks, live: LiveTrack, windows: Iterable[Window]) -> None:
    """Forget the blocks that windows touch, and those in which a span begins that leads into one."""
    for first, stop in windows:
        kept.whole = None
        left = live.spans((max(first, 0), max(stop, 1))).left
        begin = min([max(first, 0), *([int(left.min())] if len(left) else [])])
        for block in range(begin // BLOCK, max(stop, 1) // BLOCK + 1):
            kept.tallies.pop(block, None)


def _joined(frames: Iterable[int]) -> list[Window]:
    """Return windows that hold all of some frames, one for each block."""
    by_block: dict[int, Window] = {}
    for frame in frames:
        low, high = by_block.get(frame // BLOCK, (frame, frame + 1))
        by_block[frame // BLOCK] = min(low, frame), max(high, frame + 1)
    return list(by_block.values())
