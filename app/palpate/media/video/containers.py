"""Opening files with FFmpeg, and which of their streams are videos."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.media.video.faults import why_unreadable

_ATTACHED_PICTURE = 0x400
_CODEC_OF_DECODER = {"libdav1d": "av1"}


# What FFmpeg's own look into the streams decodes; nothing, where the facts are known.
_DECODING_NOTHING = {"skip_frame": "all"}


def opened(path: Path, *, briefly: bool = False) -> InputContainer:
    """Open a container for reading.

    Parameters
    ----------
    briefly
        Leave out the pictures that are decoded to find out what the streams are, and with them the order in
        which a decoder has to give pictures out: only for what is decoded one by one.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If it is missing, may not be read, or is no video.
    """
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise FileUnreadable("is no file but a device or a pipe", path=path)
        with path.open("rb"):
            pass
        options = _DECODING_NOTHING if briefly else {}
        return av.open(str(path), mode="r", metadata_errors="replace", options=options)
    except av.FFmpegError as error:
        raise MediaUnreadable(why_unreadable(path), path=path) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileUnreadable(f"cannot be read ({reason})", path=path) from error


def moving_streams(container: InputContainer, path: Path) -> list[VideoStream]:
    """Return the video streams that can be decoded and are no cover pictures.

    Raises
    ------
    MediaUnreadable
        If there is none.
    """
    streams = [stream for stream in container.streams.video if _is_moving(stream)]
    if not streams:
        sound = "; it holds sound only" if container.streams.audio else ""
        raise MediaUnreadable(f"has no video stream{sound}", path=path)
    return streams


def stream_of(container: InputContainer, number: int, path: Path) -> VideoStream:
    """Return a video stream by number, counted as `moving_streams` does; errors as there, or no such one."""
    streams = moving_streams(container, path)
    if not 0 <= number < len(streams):
        raise MediaUnreadable(f"has {len(streams)} video streams, none with number {number}", path=path)
    return streams[number]


def _is_moving(stream: VideoStream) -> bool:
    """Whether a stream is decodable and not the cover picture of a sound file."""
    return stream.codec_context is not None and not disposition_of(stream) & _ATTACHED_PICTURE


def disposition_of(stream: VideoStream) -> int:
    """Return FFmpeg's AV_DISPOSITION flags of a stream; 0 where PyAV (14) does not tell."""
    disposition: Any = getattr(stream, "disposition", 0)  # a flag or a number, by version
    return int(getattr(disposition, "value", disposition))


def fraction(value: Any) -> Fraction:  # noqa: ANN401 - a Fraction, an AVRational or None, by version
    """Return a rational of any PyAV version; 0 where it is unset (None before 19, a falsy 0/1 since)."""
    return Fraction(value.numerator, value.denominator) if value else Fraction(0)


def codec_of(stream: VideoStream) -> str:
    """Return the codec's name as FFmpeg has it."""
    codec = stream.codec_context.codec
    name = getattr(codec, "canonical_name", codec.name)  # PyAV 14 knows the decoder's name only
    return _CODEC_OF_DECODER.get(name, str(name))
