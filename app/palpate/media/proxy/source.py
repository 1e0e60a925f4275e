"""Small pictures instead of a clip's frames, for looking: any of them in one small decode."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from palpate.base.errors import FrameUnavailable, MediaUnreadable
from palpate.media.proxy.coding import SegmentReader
from palpate.media.proxy.folder import (
    ProxyPlan,
    Segment,
    forget_segment,
    listing_of,
    read_plan,
    read_segment,
    segment_path,
)
from palpate.media.storage import hold, release
from palpate.model.arrays import Pixels
from palpate.model.frames import FrameSource

_OPEN_AT_MOST = 4


class ProxySource:
    """The frames of a proxy, as far as it was made; may be opened while it is being made.

    Safe to use from several threads, which are let in one after the other. A segment that proves damaged
    counts as absent from then on, and is made anew when the proxy is built the next time.

    Parameters
    ----------
    folder
        The proxy's folder.

    Raises
    ------
    MediaUnreadable
        If there is no proxy in it.
    """

    def __init__(self, folder: Path) -> None:
        plan = read_plan(folder)
        if plan is None:
            raise MediaUnreadable("holds no proxy", path=folder)
        self._folder, self._plan = folder, plan
        self._segments: dict[int, Segment] = {}
        self._damaged: set[int] = set()
        self._readers: OrderedDict[int, SegmentReader] = OrderedDict()
        self._turn = threading.Lock()
        self._closed = False
        hold(folder)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    @property
    def plan(self) -> ProxyPlan:
        """What it is of, and how it was made."""
        return self._plan

    @property
    def n_frames(self) -> int:
        """Number of presentable frames of the original."""
        return self._plan.n_frames

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its pictures in px; they show the whole frame."""
        return self._plan.size

    @property
    def original_size(self) -> tuple[int, int]:
        """Width and height of the original's frames in px."""
        return self._plan.original_size

    @property
    def scale(self) -> float:
        """Pixels of the proxy per pixel of the frame."""
        return self._plan.scale

    def is_of(self, source: FrameSource) -> bool:
        """Tell whether frame i of this proxy is frame i of a source: the same number, times and size."""
        plan = self._plan
        same = source.n_frames == plan.n_frames and source.size_of(0) == plan.original_size
        return same and listing_of(source) == plan.listing

    def has(self, frame: int) -> bool:
        """Tell whether a frame is there, as far as can be told without decoding it."""
        with self._turn:
            found = self._segment(frame)
            return found is not None and frame % self._plan.segment_frames in found.facts.offsets

    def missing(self) -> list[int]:
        """Return the frames that are not there: not made yet, damaged, or with no original."""
        frames: list[int] = []
        with self._turn:
            for number in range(self._plan.n_segments):
                expected = self._plan.frames_of(number)
                found = self._segment(expected[0])
                there = set(found.facts.offsets) if found is not None else set()
                frames += [frame for offset, frame in enumerate(expected) if offset not in there]
        return frames

    def bgra(self, frame: int) -> Pixels:
        """Return ``(h, w, 4)`` uint8 of `size`, display-oriented, contiguous; blue first, opaque.

        Raises
        ------
        FrameUnavailable
            If it is not there, or not as it was written.
        """
        with self._turn:
            number, offset = divmod(frame, self._plan.segment_frames)
            reader = self._reader(frame)
            pixels = reader.bgra(offset) if reader is not None else None
            if pixels is None:
                if reader is not None and self._promised(frame):
                    self._give_up(number)
                raise FrameUnavailable("is not in the proxy", frame=frame, path=self._folder)
            return pixels

    def close(self) -> None:
        """Let go of its files; frames cannot be had afterwards."""
        with self._turn:
            if not self._closed:
                self._closed = True
                release(self._folder)
            for reader in self._readers.values():
                reader.close()
            self._readers.clear()

    def _segment(self, frame: int) -> Segment | None:
        number = frame // self._plan.segment_frames
        if not 0 <= frame < self._plan.n_frames or number in self._damaged:
            return None
        if number not in self._segments:
            found = read_segment(self._folder, self._plan, number)
            if found is None:
                return None
            self._segments[number] = found
        return self._segments[number]

    def _promised(self, frame: int) -> bool:
        found = self._segment(frame)
        return found is not None and frame % self._plan.segment_frames in found.facts.offsets

    def _reader(self, frame: int) -> SegmentReader | None:
        number = frame // self._plan.segment_frames
        found = self._segment(frame)
        if found is None or not found.length or self._closed:
            return None
        if number not in self._readers:
            try:
                path = segment_path(self._folder, number)
                self._readers[number] = SegmentReader(path, self._plan.size, found.facts)
            except MediaUnreadable:
                self._give_up(number)
                return None
            if len(self._readers) > _OPEN_AT_MOST:
                self._readers.popitem(last=False)[1].close()
        self._readers.move_to_end(number)
        return self._readers[number]

    def _give_up(self, number: int) -> None:
        """Take a damaged segment for absent from now on."""
        self._damaged.add(number)
        self._segments.pop(number, None)
        reader = self._readers.pop(number, None)
        if reader is not None:
            reader.close()
        forget_segment(self._folder, number)
