"""Frames as the window asks for them, against bare PyAV without a cache.

Steps follow each other without a pause, which is harder than any hand: what is prepared in advance has no
time to be ready. The anchor takes its turns while our worker rests.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from palpate.base.errors import PalpateError
from palpate.base.progress import Progress
from palpate.bench.bare_video import BareVideo
from palpate.bench.clips import UHD, ClipMaking, height_of, number_in, write_clip
from palpate.bench.plan import Plan
from palpate.bench.sampling import (
    ANCHOR,
    OURS,
    WRONG,
    Entries,
    Entry,
    Time,
    clocked,
    entry_of,
    interleaved,
    timed,
)
from palpate.media.cache import FrameCache
from palpate.media.fetch import FrameFetcher
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Pixels
from palpate.model.picture import Picture, Region, Sight

_ANCHOR = "bare PyAV, index, no cache"
_CACHE_BYTES = 768 * 1024 * 1024
_CANVAS = 1600, 900


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    size
        Width and height of the clips in px.
    frames
        Of each clip.
    gops
        Frames from keyframe to keyframe, one clip each.
    rounds
        How often each walk is made.
    steps, jumps
        Frames of one walk.
    """

    size: tuple[int, int] = (1280, 720)
    frames: int = 300
    gops: tuple[int, ...] = (12, 250)
    rounds: int = 3
    steps: int = 16
    jumps: int = 6


FULL, QUICK = Sizes(), Sizes(frames=140, rounds=2, steps=10, jumps=3)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    sizes = QUICK if plan.quick else FULL
    if plan.uhd:
        sizes = replace(sizes, size=UHD)
    return measured(sizes, plan.folder, plan.progress)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Generate the clips and run the group at these sizes."""
    entries: Entries = {}
    for gop in sizes.gops:
        making = ClipMaking(sizes.size, sizes.frames, gop)
        clip = write_clip(folder / f"gop{gop}.mp4", making, progress)
        suffix = f"{height_of(sizes.size)}_gop{gop}"
        progress.step(0, 1, f"opening, GOP {gop}")
        entries[f"open_{suffix}"] = _opening(clip, sizes.rounds)
        for kind, frames in _walks(sizes).items():
            progress.step(0, 1, f"{kind.replace('_', ' ')}, GOP {gop}")
            entries[f"{kind}_{suffix}"] = _walking(clip, frames, sizes.rounds)
        progress.step(0, 1, f"random frames without a cache, GOP {gop}")
        entries[f"random_uncached_{suffix}"] = _jumping_uncached(clip, _jumps(sizes), sizes.rounds)
    return entries


def _walks(sizes: Sizes) -> dict[str, list[int]]:
    """Return where to go; the first frame of each is where it starts."""
    start = sizes.frames * 2 // 3
    return {
        "step_forward": list(range(start, min(start + sizes.steps, sizes.frames - 1) + 1)),
        "step_back": list(range(start, max(start - sizes.steps, 0) - 1, -1)),
        "random": _jumps(sizes),
    }


def _jumps(sizes: Sizes) -> list[int]:
    return [int(n) for n in np.random.default_rng(7).integers(0, sizes.frames, sizes.jumps + 1)]


def _opening(clip: Path, rounds: int) -> Entry:
    def ours() -> None:
        with closing(VideoSource(clip)) as source:
            source.bgra(0)

    def bare() -> None:
        with closing(BareVideo(clip)) as video:
            video.bgra(0)

    samples = interleaved({OURS: timed(ours), ANCHOR: timed(bare)}, rounds=2 * rounds, warm=1)
    return entry_of(samples, anchor=_ANCHOR)


def _walking(clip: Path, frames: Sequence[int], rounds: int) -> Entry:
    seen = _Seen()
    with closing(VideoSource(clip)) as source, closing(BareVideo(clip)) as bare:

        def ours() -> list[Time]:
            with closing(_Reel(source, _fitting(source.facts.size))) as reel:
                return _times(reel.bgra, frames, seen)

        takes = {OURS: ours, ANCHOR: lambda: _times(bare.bgra, frames, _Seen())}
        samples = interleaved(takes, rounds=rounds)
    return entry_of(samples, anchor=_ANCHOR, more=seen.counted())


def _jumping_uncached(clip: Path, frames: Sequence[int], rounds: int) -> Entry:
    seen = _Seen()
    with closing(VideoSource(clip)) as source, closing(BareVideo(clip)) as bare:
        takes = {
            OURS: lambda: _times(source.bgra, frames, seen),
            ANCHOR: lambda: _times(bare.bgra, frames, _Seen()),
        }
        samples = interleaved(takes, rounds=rounds)
    return entry_of(samples, anchor=_ANCHOR, more=seen.counted())


@dataclass(slots=True)
class _Seen:
    """How many frames were looked at, and how many of them were not the one asked for."""

    frames: int = 0
    wrong: int = 0

    def look(self, pixels: Pixels, frame: int) -> None:
        self.frames += 1
        self.wrong += number_in(pixels) != frame

    def counted(self) -> dict[str, int | float]:
        return {WRONG: self.wrong, "checked": self.frames}


def _times(give: Callable[[int], Pixels], frames: Sequence[int], seen: _Seen) -> list[Time]:
    """Return what each frame but the first took, and look at all of them between the times."""
    times = []
    for frame in frames:
        took, pixels = clocked(partial(give, frame))
        times.append(took)
        seen.look(pixels, frame)
    return times[1:]


class _Reel:
    """Frames through the cache and the worker, as the window gets them; starts with an empty cache."""

    def __init__(self, source: VideoSource, sight: Sight) -> None:
        self._arrived: queue.SimpleQueue[Picture | PalpateError] = queue.SimpleQueue()
        self._sight = sight
        self._fetcher = FrameFetcher(
            source.twin, FrameCache(_CACHE_BYTES), lambda _frame, result: self._arrived.put(result)
        )

    def bgra(self, frame: int) -> Pixels:
        """Return what the sight shows of a frame."""
        picture = self._fetcher.request(frame, self._sight) or self._arrived.get()
        if isinstance(picture, PalpateError):
            raise picture
        part = picture.part_for(self._sight)
        assert part is not None
        return part.pixels

    def close(self) -> None:
        self._fetcher.close()


def _fitting(size: tuple[int, int]) -> Sight:
    """Return the sight of a whole frame in the canvas that the canvas group paints, too."""
    zoom = min(extent / side for extent, side in zip(_CANVAS, size, strict=True))
    return Sight(Region(0, 0, *size), zoom)
