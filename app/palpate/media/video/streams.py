"""Which video streams a file offers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from av.video.stream import VideoStream

from palpate.media.video.containers import codec_of, disposition_of, fraction, moving_streams, opened

_DEFAULT = 0x1


@dataclass(frozen=True, slots=True)
class StreamChoice:
    """One video stream as the container announces it; nothing was decoded to see whether it is true.

    Attributes
    ----------
    number
        What `open_medium` takes, from 0; cover pictures do not count.
    size
        Width and height in px as stored.
    fps
        Frames per second; 0 if not told.
    frames
        How many frames are promised; 0 if not told.
    default
        Whether the container says to show this one.
    title
        What it is called, where it bears a name or a language; else empty.
    """

    number: int
    codec: str
    size: tuple[int, int]
    fps: float
    frames: int
    default: bool
    title: str = ""


def streams_of(path: Path) -> list[StreamChoice]:
    """Return the video streams of a file, in its order.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file, or it holds none.
    """
    path = Path(path)
    with closing(opened(path)) as container:
        return [_choice(number, stream) for number, stream in enumerate(moving_streams(container, path))]


def _choice(number: int, stream: VideoStream) -> StreamChoice:
    context = stream.codec_context
    rate = fraction(stream.average_rate) or fraction(stream.guessed_rate)
    frames = int(stream.frames or 0)
    if not frames and stream.duration and rate:
        frames = max(0, round(stream.duration * (fraction(stream.time_base) or 0) * rate))
    language = stream.metadata.get("language", "")
    return StreamChoice(
        number=number,
        codec=codec_of(stream),
        size=(context.width, context.height),
        fps=float(rate),
        frames=frames,
        default=bool(disposition_of(stream) & _DEFAULT),
        title=stream.metadata.get("title", "") or ("" if language == "und" else language),
    )
