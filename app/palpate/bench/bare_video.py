"""The anchor of frames: PyAV with a list of presentation times, no cache and no checks.

Right for files that store a time per picture and whose seeks land on keyframes, which the generated clips do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

from palpate.model.arrays import Pixels


class BareVideo:
    """Frames of one clip by number: walks on where that needs no seek, else seeks and walks."""

    def __init__(self, path: Path) -> None:
        with av.open(str(path)) as container:
            packets = [p for p in container.demux(container.streams.video[0]) if p.pts is not None]
        self._times = sorted(int(p.pts) for p in packets if p.pts is not None)
        self._keys = sorted(int(p.pts) for p in packets if p.pts is not None and p.is_keyframe)
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._pictures: Iterator[VideoFrame] = iter(())
        self._last: int | None = None

    def bgra(self, frame: int) -> Pixels:
        """Return ``(H, W, 4)`` uint8 of a frame that exists."""
        wanted = self._times[frame]
        keyframe = self._keys[bisect_right(self._keys, wanted) - 1]
        if self._last is None or not keyframe <= self._last < wanted:
            self._container.seek(wanted, stream=self._stream, backward=True, any_frame=False)
            self._pictures = self._container.decode(self._stream)
        for picture in self._pictures:
            self._last = picture.pts
            if picture.pts == wanted:
                break
        packed = picture.reformat(format="bgra", interpolation="FAST_BILINEAR")
        plane = packed.planes[0]
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
        return np.asarray(rows[: packed.height, : 4 * packed.width]).reshape(packed.height, packed.width, 4)

    def skip(self, n: int) -> None:
        """Decode so many further pictures and do nothing with them."""
        for _, picture in zip(range(n), self._pictures, strict=False):
            self._last = picture.pts

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()
