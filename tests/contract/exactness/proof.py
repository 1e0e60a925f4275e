"""Proving that frames are the right ones, however they are reached.

What is right comes from PyAV alone: one plain pass from start to end, and the number that each picture bears.
Only the conversion to BGRA is the program's, so that bytes can be compared.
"""

from __future__ import annotations

import hashlib
import queue
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from exactness.kinds import Kind
from exactness.stamps import number_in, period_of

from palpate.base.errors import FrameUnavailable
from palpate.media.cache import FrameCache
from palpate.media.colour.converter import Converter
from palpate.media.fetch import FrameFetcher
from palpate.media.video.source import VideoSource
from palpate.model.picture import Picture, Region, Sight

PATIENCE_S = 60
_CACHE_FRAMES = 40

Give = Callable[[int], np.ndarray]


@dataclass(frozen=True)
class Truth:
    """What plain decoding from the start to the end shows.

    Attributes
    ----------
    digests
        Of each picture in order, as BGRA and turned for display.
    numbers
        What they bear; empty if they are no stamped pictures.
    size
        Width and height of the first as stored.
    """

    digests: tuple[bytes, ...]
    numbers: tuple[int, ...]
    size: tuple[int, int]


@dataclass(frozen=True)
class Effort:
    """How often frames are asked for: all of them forward, and so many more."""

    seeks: int
    back: int


@dataclass
class Finding:
    """What came of asking.

    Attributes
    ----------
    frames, expected
        How many there are, and how many there should be.
    wrong
        Frames that were not what plain decoding shows, with how they were asked for.
    unavailable
        Frames that were refused though nothing is wrong with them, and why.
    astray
        Frames of which even plain decoding does not show the picture that was meant.
    """

    frames: int
    expected: int
    asked: int = 0
    wrong: set[tuple[str, int]] = field(default_factory=set)
    unavailable: dict[int, str] = field(default_factory=dict)
    astray: list[int] = field(default_factory=list)
    took_s: float = 0.0
    slowest_s: float = 0.0

    @property
    def flawless(self) -> bool:
        """Whether every frame is there, is the right one, and could be had."""
        faults = self.wrong or self.unavailable or self.astray
        return self.frames == self.expected and not faults


def digest_of(pixels: np.ndarray) -> bytes:
    """Return what tells a picture from others, its size included."""
    digest = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(pixels))
    return digest.digest()


def judged(kind: Kind, path: Path, effort: Effort) -> Finding:
    """Make a video of a kind and prove it, the numbers of its pictures included."""
    kind.make(path)
    truth = truth_of(path, stream=kind.stream, turns=kind.turns, mirrored=kind.mirrored, stamped=True)
    finding = proven(path, truth, effort, stream=kind.stream)
    period = period_of(truth.size)
    expected = [number % period for number in kind.numbers]
    finding.astray = [n for n, told in enumerate(truth.numbers) if expected[n : n + 1] != [told]]
    finding.expected = len(expected)
    finding.unavailable = {n: why for n, why in finding.unavailable.items() if n not in kind.spoilt}
    return finding


def truth_of(path: Path, *, stream: int = 0, turns: int = 0, mirrored: bool = False, stamped: bool) -> Truth:
    """Decode a video plainly.

    Parameters
    ----------
    stream
        Which of the video streams.
    turns, mirrored
        Quarter turns to the left that its display matrix asks for, and whether to exchange left and right
        first.
    stamped
        Whether to read numbers.
    """
    converter, digests, numbers, size = Converter(), [], [], None
    with av.open(str(path)) as container:
        video = container.streams.video[stream]
        video.thread_type = "AUTO"
        for picture in container.decode(video):
            stored = converter.bgra(picture)
            size = size or (picture.width, picture.height)
            if stamped:
                numbers.append(number_in(stored))
            digests.append(digest_of(np.rot90(stored[:, ::-1] if mirrored else stored, turns)))
    return Truth(tuple(digests), tuple(numbers), size)


def proven(path: Path, truth: Truth, effort: Effort, *, stream: int = 0) -> Finding:
    """Ask for frames in every way and compare each with the truth."""
    with closing(VideoSource(path, stream)) as source:
        finding = Finding(source.n_frames, len(truth.digests))
        began = time.perf_counter()
        for way, frames in _ways(source.n_frames, effort).items():
            _walk(source.bgra, way, frames, truth, finding)
        for way, frames in _ways(source.n_frames, effort).items():
            with fetching(source) as give:
                _walk(give, f"fetched {way}", frames, truth, finding)
        finding.took_s = time.perf_counter() - began
    return finding


@contextmanager
def fetching(source: VideoSource) -> Iterator[Give]:
    """Give frames through cache and worker, as the window gets them; nothing is cached at first."""
    width, height = source.facts.size
    sight = Sight(Region(0, 0, width, height), 1.0)
    arrived: queue.SimpleQueue[tuple[int, Picture | Exception]] = queue.SimpleQueue()

    def give(frame: int) -> np.ndarray:
        result: Picture | Exception | None = fetcher.request(frame, sight)
        if result is None:
            came, result = arrived.get(timeout=PATIENCE_S)
            assert came == frame
        if isinstance(result, Exception):
            raise result
        assert result.frame == frame
        assert result.whole is not None
        return result.whole.pixels

    cache = FrameCache(_CACHE_FRAMES * width * height * 4)
    fetcher = FrameFetcher(source.twin, cache, lambda frame, result: arrived.put((frame, result)))
    with closing(fetcher):
        yield give


def _ways(n_frames: int, effort: Effort) -> dict[str, Sequence[int]]:
    """Return in which orders to ask; the same for every run."""
    chance = random.Random(n_frames)
    return {
        "forward": range(n_frames),
        "seek": [chance.randrange(n_frames) for _ in range(effort.seeks)],
        "back": list(_back(n_frames, effort.back, chance)),
    }


def _back(n_frames: int, steps: int, chance: random.Random) -> Iterator[int]:
    """Give runs of steps back, each from a random place; the places themselves do not count as steps."""
    while steps > 0 and n_frames > 1:
        place = chance.randrange(1, n_frames)
        run = min(steps, place, 25)
        yield from range(place, place - run - 1, -1)
        steps -= run


def _walk(give: Give, way: str, frames: Sequence[int], truth: Truth, finding: Finding) -> None:
    for frame in frames:
        finding.asked += 1
        began = time.perf_counter()
        try:
            digest = digest_of(give(frame))
        except FrameUnavailable as error:
            finding.unavailable[frame] = error.sentence
            if error.frame != frame:
                finding.wrong.add((f"{way}, refused as {error.frame}", frame))
        else:
            if frame >= len(truth.digests) or digest != truth.digests[frame]:
                finding.wrong.add((way, frame))
        finding.slowest_s = max(finding.slowest_s, time.perf_counter() - began)
