"""One segment of a proxy: some hundred small pictures, each a keyframe, in one file."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import VideoFrame

from palpate.base.errors import MediaUnreadable
from palpate.media.colour.reformatter import IN_ONE_THREAD, new_reformatter
from palpate.media.scaling import reduced
from palpate.model.arrays import Pixels

ENCODERS = ("libx264", "mjpeg")
"""What a proxy is written with, best first."""

_OPTIONS = {
    "libx264": {"preset": "ultrafast", "crf": "23", "g": "1", "bf": "0", "threads": "1"},
    "mjpeg": {"qmin": "3", "qmax": "4", "threads": "1"},
}
_RATE = 25  # of the file; nobody plays it, frames are taken by their number
_BLOCK = 32  # at other widths the converter's fast path is unsafe
_BT601, _BT709, _FULL, _BILINEAR = 5, 1, 2, 2


def best_encoder() -> str:
    """Return what this PyAV can write proxies with.

    Raises
    ------
    MediaUnreadable
        If it can write nothing suitable.
    """
    for name in ENCODERS:
        if name in av.codecs_available:
            return name
    raise MediaUnreadable("this PyAV cannot write pictures, so no proxy can be made")


def canvas_of(size: tuple[int, int]) -> tuple[int, int]:
    """Return the width and height that pictures of a size are stored with."""
    return -(-size[0] // _BLOCK) * _BLOCK, -(-size[1] // 2) * 2


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What must be found in a segment.

    Attributes
    ----------
    offsets
        Numbers of the pictures within the segment, rising; damaged frames are left out.
    stamps, checksums
        Presentation stamp and CRC-32 of the packet of each.
    head
        CRC-32 over what the decoder is told of all of them.
    """

    offsets: tuple[int, ...]
    stamps: tuple[int, ...]
    checksums: tuple[int, ...]
    head: int


class SegmentWriter:
    """Encodes pictures of one size, each by itself.

    Luma is written in full range by the weights of BT.601, so that it is what `luma_of` gives.

    Parameters
    ----------
    size
        Width and height in px.
    encoder
        One of `ENCODERS`.
    """

    def __init__(self, size: tuple[int, int], encoder: str) -> None:
        self._size, self._canvas = size, canvas_of(size)
        self._file = io.BytesIO()
        self._container = av.open(self._file, "w", format="mp4")
        stream: Any = self._container.add_stream(encoder, rate=_RATE, options=dict(_OPTIONS[encoder]))
        stream.width, stream.height = self._canvas
        stream.pix_fmt = "yuvj420p"
        stream.time_base = Fraction(1, _RATE)
        self._stream = stream
        self._reformatter = new_reformatter()

    def add(self, offset: int, bgra: Pixels) -> Pixels:
        """Encode a frame ``(H, W, 4)`` of any size; return what went in, ``(h, w, 4)`` with its border."""
        small = np.ascontiguousarray(reduced(bgra, self._size, canvas=self._canvas))
        picture = self._reformatter.reformat(
            VideoFrame.from_ndarray(small, format="bgra"),
            format="yuvj420p",
            src_colorspace=_BT709,  # RGB has no matrix; PyAV before 15 heeds the other only if they differ
            dst_colorspace=_BT601,
            src_color_range=_FULL,
            dst_color_range=_FULL,
            interpolation=_BILINEAR,
            **IN_ONE_THREAD,
        )
        picture.pts, picture.time_base = offset, Fraction(1, _RATE)
        self._container.mux(self._stream.encode(picture))
        return small

    def finish(self) -> bytes:
        """Return the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()

    def close(self) -> None:
        """Let go of the encoder, finished or not."""
        with suppress(av.FFmpegError):  # a file of no pictures
            self._container.close()


class SegmentReader:
    """Pictures of one segment; one that is not exactly what was written is not given.

    Parameters
    ----------
    file
        The segment's file, or its content.
    size
        Width and height of its pictures in px, without the border they are stored with.
    facts
        What must be in it.

    Raises
    ------
    MediaUnreadable
        If it cannot be opened, or its pictures would be decoded otherwise than when they were written.
    """

    def __init__(self, file: Path | bytes, size: tuple[int, int], facts: SegmentFacts) -> None:
        self._size = size
        self._wanted = {
            offset: (stamp, checksum)
            for offset, stamp, checksum in zip(facts.offsets, facts.stamps, facts.checksums, strict=True)
        }
        self._container = _opened(file)
        self._stream = self._container.streams.video[0]
        if _head_of(self._stream) != facts.head:
            self._container.close()
            raise _damaged(file)
        self._stream.codec_context.thread_count = 1  # in several, a picture comes out some packets later
        self._stream.codec_context.options = {"err_detect": "explode"}
        self._reformatter = new_reformatter()
        self._ahead: Any = None
        self._following: int | None = None

    def bgra(self, offset: int) -> Pixels | None:
        """Return ``(h, w, 4)`` uint8, contiguous; None if it is not there or damaged."""
        picture = self._picture(offset)
        if picture is None:
            return None
        packed = self._reformatter.reformat(
            picture,
            format="bgra",
            src_colorspace=_BT601,
            dst_colorspace=_BT709,
            src_color_range=_FULL,
            dst_color_range=_FULL,
            interpolation=_BILINEAR,
            **IN_ONE_THREAD,
        )
        whole = _rows(packed, 4).reshape(packed.height, -1, 4)
        return np.ascontiguousarray(whole[: self._size[1], : self._size[0]])

    def luma(self, offset: int) -> Pixels | None:
        """Return ``(h, w)`` uint8 with its border; None as in `bgra`."""
        picture = self._picture(offset)
        return None if picture is None else _rows(picture, 1).copy()

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def _picture(self, offset: int) -> VideoFrame | None:
        if offset not in self._wanted:
            return None
        stamp, checksum = self._wanted[offset]
        try:
            if offset != self._following:
                self._ahead = self._sought(stamp)
            self._following = None
            packet = next((found for found in self._ahead if found.size), None)
            if packet is None or packet.pts != stamp or zlib.crc32(bytes(packet)) != checksum:
                return None
            frames = self._stream.codec_context.decode(packet)
            if frames:
                self._following = offset + 1
            else:
                frames = self._stream.codec_context.decode(None)  # the next seek gets it going again
        except av.FFmpegError:
            return None
        return frames[0] if len(frames) == 1 else None

    def _sought(self, stamp: int) -> Any:  # noqa: ANN401 - as `_opened`
        self._container.seek(stamp, stream=self._stream)
        return self._container.demux(self._stream)


def facts_of(content: bytes) -> SegmentFacts:
    """Return what a segment just written holds, read back from it.

    Raises
    ------
    MediaUnreadable
        If it cannot be read back.
    """
    container = _opened(content)
    try:
        stream = container.streams.video[0]
        found = sorted((p.pts or 0, zlib.crc32(bytes(p))) for p in container.demux(stream) if p.size)
        head = _head_of(stream)
        step = Fraction(1, _RATE) / Fraction(stream.time_base or Fraction(1, _RATE))
    except av.FFmpegError as error:
        raise MediaUnreadable("what was written of a proxy cannot be read back") from error
    finally:
        container.close()
    stamps, checksums = zip(*found, strict=True) if found else ((), ())
    return SegmentFacts(tuple(round(stamp / step) for stamp in stamps), stamps, checksums, head)


def _opened(file: Path | bytes) -> Any:  # noqa: ANN401 - containers of PyAV are typed by mode only
    source = io.BytesIO(file) if isinstance(file, bytes) else str(file)
    try:
        container = av.open(source, "r", metadata_errors="replace")
    except (av.FFmpegError, OSError) as error:
        raise _damaged(file) from error
    streams = container.streams.video
    if not streams or streams[0].codec_context is None:
        container.close()
        raise _damaged(file)
    return container


def _damaged(file: Path | bytes) -> MediaUnreadable:
    return MediaUnreadable("is damaged", path=None if isinstance(file, bytes) else file)


def _head_of(stream: Any) -> int:  # noqa: ANN401 - as `_opened`
    context = stream.codec_context
    told = (context.codec.name, context.width, context.height, bytes(context.extradata or b""))
    return zlib.crc32(repr(told).encode())


def _rows(picture: VideoFrame, bytes_per_pixel: int) -> Pixels:
    plane = picture.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    used: Pixels = rows[: picture.height, : picture.width * bytes_per_pixel]
    return used
