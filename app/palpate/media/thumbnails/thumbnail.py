"""Small pictures of frames, each with the number of the frame it shows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnwritable
from palpate.media.opencv import as_bgra, decode_image, opencv
from palpate.media.scaling import fitted, reduced
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Pixels
from palpate.model.frames import FrameSource, Stop

_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A frame made small: ``(h, w, 4)`` uint8, blue first, contiguous; `frame` is the one it shows."""

    frame: int
    pixels: Pixels


def thumbnail(source: FrameSource, frame: int, long_side: int, *, stop: Stop | None = None) -> Thumbnail:
    """Return exactly this frame, its long side no longer than so many px; errors as `FrameSource.bgra`."""
    return shrunk(frame, source.bgra(frame, stop=stop), long_side)


def shrunk(frame: int, bgra: Pixels, long_side: int) -> Thumbnail:
    """Return the thumbnail of a frame ``(H, W, 4)`` that is at hand."""
    pixels = reduced(bgra, fitted((bgra.shape[1], bgra.shape[0]), long_side))
    return Thumbnail(frame, np.ascontiguousarray(pixels))


def cheap_frame(source: FrameSource, frame: int) -> int:
    """Return the nearest frame that costs one decode: the keyframe before or after it; itself for images."""
    if not isinstance(source, VideoSource):
        return frame
    keyframes = np.flatnonzero(source.index.keyframe)
    return int(keyframes[np.argmin(np.abs(keyframes - frame))]) if keyframes.size else frame


class ThumbnailFolder:
    """Thumbnails of one stream kept as JPEG files from one start of the program to the next.

    A file's name holds the frame's number and its presentation time, so that a list of frames that has
    changed never finds the pictures of another.
    """

    def __init__(self, folder: Path, long_side: int) -> None:
        self._folder, self._long_side = folder, long_side

    def kept(self, frame: int, pts: int) -> Thumbnail | None:
        """Return the thumbnail of a frame; None if it is not here or damaged."""
        try:
            content = self._path(frame, pts).read_bytes()
        except OSError:
            return None
        pixels = decode_image(content) if content else None
        if pixels is None or pixels.dtype != np.uint8 or max(pixels.shape[:2]) > self._long_side:
            return None
        return Thumbnail(frame, as_bgra(np.asarray(pixels, np.uint8)))

    def keep(self, made: Thumbnail, pts: int) -> None:
        """Write a thumbnail, if there is room; without, it is made anew next time."""
        cv2 = opencv()
        fine, content = cv2.imencode(".jpg", made.pixels[..., :3], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if fine:
            with suppress(FileUnwritable, OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                write_bytes(self._path(made.frame, pts), bytes(content))

    def _path(self, frame: int, pts: int) -> Path:
        return self._folder / f"{frame:06d}-{pts}-{self._long_side}.jpg"
