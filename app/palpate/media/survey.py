"""Finding out once what a video holds: the frame list, and what the stream is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.ffmpeg import Decoded, PacketFact, VideoReader, orientation_of
from palpate.media.index import FrameIndex, index_from
from palpate.media.orientation import Orientation

# Containers that store the presentation time of each picture, and codecs of which each packet is one picture.
_TIMED_CONTAINERS = frozenset({"mov", "mp4", "matroska", "webm"})
_ONE_PICTURE_PER_PACKET = frozenset(
    {"h264", "hevc", "av1", "vp9", "mjpeg", "prores", "dnxhd", "ffv1", "png", "rawvideo", "huffyuv"}
)
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

    One pass over the packets gives the list, and the first pictures are decoded to check it, where the
    container can be trusted: it stores the presentation time of each picture, every packet is one picture,
    all stamps are there and unlike, nothing precedes the first keyframe, nothing is flagged as damaged and
    the header's count is met. Everything else (AVI with predicted frames, transport and program streams,
    MPEG-4 part 2, VP8, repeated stamps, cut files) is decoded once from end to end and listed as it comes
    out.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file or nothing in it can be decoded.
    Cancelled
        If stopping was asked for.
    """
    steps = progress or Progress()
    reader = VideoReader(path, stream)
    try:
        packets = list(reader.packets())
        trusted = _trustworthy(packets, reader)
        time_base, rates = reader.time_base, reader.rates
    finally:
        reader.close()
    shown = sorted((p for p in packets if not p.discard), key=_stamp) if trusted else []
    head = _head(path, stream, expected=[_stamp(p) for p in shown[:_HEAD]], strict=True)
    strict = head.clean
    if not strict:
        head = _head(path, stream, expected=[_stamp(p) for p in shown[:_HEAD]], strict=False)
    if shown and head.as_expected:
        index = index_from(
            [_stamp(p) for p in shown],
            [p.keyframe for p in shown],
            time_base=time_base,
            rates=rates,
            strict=strict,
        )
    else:
        frames = _decoded_list(path, stream, strict=strict, expected=len(packets), progress=steps)
        index = index_from(
            [f[0] for f in frames],
            [f[1] for f in frames],
            time_base=time_base,
            rates=rates,
            strict=strict,
            decoded=True,
        )
    return Survey(index, head.facts)


def _stamp(packet: PacketFact) -> int:
    assert packet.pts is not None
    return packet.pts


def _trustworthy(packets: Sequence[PacketFact], reader: VideoReader) -> bool:
    shown = [p for p in packets if not p.discard]
    stamps = {p.pts for p in shown}
    if not shown or None in stamps or len(stamps) < len(shown) or any(p.corrupt for p in packets):
        return False
    if reader.failures or not packets[0].keyframe:
        return False
    if reader.promised_frames > len(packets):
        return False
    independent = all(p.keyframe for p in packets)
    if not independent and not reader.containers & _TIMED_CONTAINERS:
        return False
    leading = packets[0].pts is None or any(_stamp(p) < packets[0].pts for p in shown)
    return reader.codec in _ONE_PICTURE_PER_PACKET and not leading


@dataclass(frozen=True, slots=True)
class _Head:
    clean: bool
    as_expected: bool
    facts: StreamFacts


def _head(path: Path, stream: int, *, expected: Sequence[int], strict: bool) -> _Head:
    reader = VideoReader(path, stream, strict=strict)
    try:
        first: Decoded | None = None
        stamps: list[int | None] = []
        for decoded in islice(reader.pictures(), _HEAD):
            first = first or decoded
            stamps.append(decoded.stamp)
        if first is None and not strict:
            raise MediaUnreadable("holds no picture that can be decoded", path=path)
        facts = _facts(reader, first) if first else _NOTHING
        return _Head(not reader.failures and first is not None, stamps == list(expected), facts)
    finally:
        reader.close()


_NOTHING = StreamFacts("", (0, 0), (0, 0), Orientation(), Fraction(1), 0.0)


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


def _decoded_list(
    path: Path, stream: int, *, strict: bool, expected: int, progress: Progress
) -> list[tuple[int | None, bool, bool]]:
    """Decode everything; return (stamp, keyframe, clean) of each picture as it comes out.

    If anything fails, the list is the one a forgiving decoder gives, so that numbers agree with other
    programs; what was patched is refused later, when asked for, except that a patched tail is cut off.
    """
    frames, failures = _pass(
        path, stream, strict=strict, stepwise=False, expected=expected, progress=progress
    )
    if not failures:
        return frames
    sound, _ = _pass(path, stream, strict=strict, stepwise=True, expected=expected, progress=progress)
    forgiving, _ = _pass(path, stream, strict=False, stepwise=True, expected=expected, progress=progress)
    stamps = {stamp for stamp, _, clean in sound if clean and stamp is not None}
    if stamps and len({f[0] for f in forgiving}) == len(forgiving):
        while forgiving and forgiving[-1][0] not in stamps:
            forgiving.pop()
    return forgiving


def _pass(
    path: Path, stream: int, *, strict: bool, stepwise: bool, expected: int, progress: Progress
) -> tuple[list[tuple[int | None, bool, bool]], int]:
    reader = VideoReader(path, stream, strict=strict, stepwise=stepwise)
    frames: list[tuple[int | None, bool, bool]] = []
    try:
        for decoded in reader.pictures():
            frames.append((decoded.stamp, decoded.keyframe, decoded.clean))
            progress.step(len(frames), max(expected, len(frames)), "listing frames")
        return frames, reader.failures
    finally:
        reader.close()
