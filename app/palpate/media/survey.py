"""Finding out once what a video holds: the frame list, and what the stream is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.cursor import Cursor
from palpate.media.ffmpeg import Decoded, VideoReader, orientation_of
from palpate.media.index import FrameIndex, Listed, index_from
from palpate.media.listing import list_by_decoding, listed_by_container
from palpate.media.orientation import Orientation

_HEAD = 16


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What a video stream is.

    Attributes
    ----------
    size
        Width and height in px, display-oriented.
    stored_size
        Width and height in px as stored, before turning.
    orientation
        How stored pictures are turned for display.
    sample_aspect
        Width of a displayed pixel divided by its height; pixels are never resampled for it.
    capture_fps
        What the camera says its sensor ran at; 0 if it says nothing.
    """

    codec: str
    size: tuple[int, int]
    stored_size: tuple[int, int]
    orientation: Orientation
    sample_aspect: Fraction
    capture_fps: float


@dataclass(frozen=True, slots=True)
class Survey:
    """Frame list and facts of one video stream."""

    index: FrameIndex
    facts: StreamFacts


def survey(path: Path, stream: int = 0, progress: Progress | None = None) -> Survey:
    """List the frames of a video.

    One pass over the packets gives the list where the container can be trusted (see `listed_by_container`),
    and the first pictures are decoded to check it; the last ones too if the header promises more. Everything
    else (AVI with predicted frames, transport and program streams, MPEG-4 part 2, VP8, repeated stamps,
    damaged or cut files) is decoded once from end to end and listed as it comes out.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file or nothing in it can be decoded.
    Cancelled
        If stopping was asked for.
    """
    reader = VideoReader(path, stream)
    try:
        packets = list(reader.packets())
        listed = listed_by_container(packets, reader)
        shorter = reader.promised_frames > len(packets)
        time_base, rates = reader.time_base, reader.rates
    finally:
        reader.close()
    position = {p.pts: p.position for p in packets if p.pts is not None and p.position is not None}
    head = _head(path, stream)
    if listed is not None and head.agrees_with(listed):
        index = index_from(listed, position=position, time_base=time_base, rates=rates)
        if _holds(path, stream, index, head_failed=head.failures > 0, shorter=shorter):
            return Survey(index, head.facts)
    listed = list_by_decoding(path, stream, expected=len(packets), progress=progress or Progress())
    return Survey(index_from(listed, position=position, time_base=time_base, rates=rates), head.facts)


def _holds(path: Path, stream: int, index: FrameIndex, *, head_failed: bool, shorter: bool) -> bool:
    """Whether a list made from packets can stand although there are doubts about the file."""
    with closing(Cursor(path, stream, index, stepwise=head_failed)) as cursor:
        if head_failed and not any(_decodes(cursor, frame, frame) for frame in index.keyframes[1:4]):
            return False
        last = index.n_frames - 1
        return not shorter or _decodes(cursor, index.keyframe_before(last), last)


def _decodes(cursor: Cursor, keyframe: int, frame: int) -> bool:
    if keyframe >= 0:
        cursor.jump(keyframe)
    found = cursor.walk_to(frame)
    return found is not None and found.sound


@dataclass(frozen=True, slots=True)
class _Head:
    failures: int
    stamps: list[int | None]
    facts: StreamFacts

    def agrees_with(self, listed: Listed) -> bool:
        """Whether the pictures came out as listed, but for those that failed."""
        if not self.failures:
            return self.stamps == listed.stamps[:_HEAD]
        rest = iter(listed.stamps)
        return all(stamp in rest for stamp in self.stamps)


def _head(path: Path, stream: int) -> _Head:
    """Decode the first pictures, forgiving damage only if there is no picture otherwise."""
    for strict in (True, False):
        reader = VideoReader(path, stream, strict=strict, stepwise=not strict)
        try:
            pictures = list(islice(reader.pictures(), _HEAD))
            if pictures:
                facts = _facts(reader, pictures[0])
                return _Head(reader.failures + (not strict), [p.stamp for p in pictures], facts)
        finally:
            reader.close()
    raise MediaUnreadable("holds no picture that can be decoded", path=path)


def _facts(reader: VideoReader, first: Decoded) -> StreamFacts:
    orientation = orientation_of(first.picture)
    stored = (first.picture.width, first.picture.height)
    aspect = reader.sample_aspect
    return StreamFacts(
        codec=reader.codec,
        size=orientation.size(*stored),
        stored_size=stored,
        orientation=orientation,
        sample_aspect=1 / aspect if orientation.transpose else aspect,
        capture_fps=_camera_rate(reader.tags),
    )


def _camera_rate(tags: dict[str, str]) -> float:
    try:
        return max(0.0, float(tags.get("com.android.capture.fps", "0")))
    except ValueError:
        return 0.0
