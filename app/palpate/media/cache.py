"""Decoded frames kept in memory, bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from palpate.model.arrays import Pixels
from palpate.model.frames import FrameSource


class FrameCache:
    """The frames used last, up to so many bytes; safe to use from several threads.

    Frames are handed out unwritable, because everyone gets the same array.

    Parameters
    ----------
    source
        Where frames come from.
    limit_bytes
        How much may be kept. A frame larger than that is handed out and not kept.
    """

    def __init__(self, source: FrameSource, limit_bytes: int) -> None:
        self._source = source
        self._limit = limit_bytes
        self._kept: OrderedDict[int, Pixels] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def source(self) -> FrameSource:
        """Where frames come from."""
        return self._source

    @property
    def kept_bytes(self) -> int:
        """How much is kept now."""
        return self._bytes

    @property
    def limit_bytes(self) -> int:
        """How much may be kept."""
        return self._limit

    def __contains__(self, frame: int) -> bool:
        with self._lock:
            return frame in self._kept

    def kept(self, frame: int) -> Pixels | None:
        """Return a frame if it is here, without decoding."""
        with self._lock:
            pixels = self._kept.get(frame)
            if pixels is not None:
                self._kept.move_to_end(frame)
            return pixels

    def bgra(self, frame: int) -> Pixels:
        """Return ``(H, W, 4)`` uint8, decoding it if it is not here.

        Raises
        ------
        FrameUnavailable
            If exactly this frame cannot be had.
        """
        pixels = self.kept(frame)
        if pixels is None:
            pixels = self._source.bgra(frame)
            pixels.flags.writeable = False
            self._keep(frame, pixels)
        return pixels

    def clear(self) -> None:
        """Forget all frames."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _keep(self, frame: int, pixels: Pixels) -> None:
        if pixels.nbytes > self._limit:
            return
        with self._lock:
            replaced = self._kept.pop(frame, None)
            self._bytes += pixels.nbytes - (replaced.nbytes if replaced is not None else 0)
            self._kept[frame] = pixels
            while self._bytes > self._limit:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.nbytes
