"""Listing a video's frames: from what the container says, or by decoding all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.ffmpeg import PacketFact, VideoReader
from palpate.media.index import Listed

# Containers that store the presentation time of each picture, and codecs of which each packet is one picture.
_TIMED_CONTAINERS = frozenset({"mov", "mp4", "matroska", "webm"})
_ONE_PICTURE_PER_PACKET = frozenset(
    {"h264", "hevc", "av1", "vp9", "mjpeg", "prores", "dnxhd", "ffv1", "png", "rawvideo", "huffyuv"}
)


@dataclass(frozen=True, slots=True)
class _Picture:
    stamp: int | None
    keyframe: bool
    clean: bool


def listed_by_container(packets: Sequence[PacketFact], reader: VideoReader) -> Listed | None:
    """List the frames from the packets alone; None if the container cannot be trusted with it.

    It can where it stores the presentation time of each picture (or all are keyframes, so that order is
    plain), every packet is one picture, all stamps are there and unlike, the first packet is a keyframe that
    nothing precedes, and nothing is known to be damaged.
    """
    shown = {p.pts: p.keyframe for p in packets if p.pts is not None and not p.discard}
    if not shown or len(shown) < sum(not p.discard for p in packets):
        return None
    if reader.failures or any(p.corrupt for p in packets):
        return None
    timed = reader.containers & _TIMED_CONTAINERS or all(p.keyframe for p in packets)
    if not timed or reader.codec not in _ONE_PICTURE_PER_PACKET:
        return None
    first = packets[0]
    if not first.keyframe or first.pts is None or min(shown) < first.pts:
        return None
    stamps = sorted(shown)
    return Listed(list(stamps), [shown[stamp] for stamp in stamps], decoded=False)


def list_by_decoding(path: Path, stream: int, *, expected: int, progress: Progress) -> Listed:
    """Decode everything and list it as it comes out.

    If anything fails, the list is the one a forgiving decoder gives, so that frame numbers agree with other
    programs. What was patched in it is refused later, when it is asked for; a patched end is left out.

    Raises
    ------
    MediaUnreadable
        If no picture can be decoded as it was meant.
    Cancelled
        If stopping was asked for.
    """
    task = _Task(path, stream, expected, progress)
    pictures, failures = task.run(strict=True, stepwise=False)
    if failures:
        sound = [p for p in task.run(strict=True, stepwise=True)[0] if p.clean]
        pictures = _without_patched_end(task.run(strict=False, stepwise=True)[0], sound)
    if not pictures:
        raise MediaUnreadable("is damaged: none of its pictures can be decoded as it was meant", path=path)
    return Listed([p.stamp for p in pictures], [p.keyframe for p in pictures], decoded=True)


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    stream: int
    expected: int
    progress: Progress

    def run(self, *, strict: bool, stepwise: bool) -> tuple[list[_Picture], int]:
        """Return all pictures, or those before the first failure if not stepwise, and how many failed."""
        reader = VideoReader(self.path, self.stream, strict=strict, stepwise=stepwise)
        pictures: list[_Picture] = []
        try:
            for decoded in reader.pictures():
                pictures.append(_Picture(decoded.stamp, decoded.keyframe, decoded.clean))
                done = len(pictures)
                self.progress.step(done, max(self.expected, done), "listing frames")
            return pictures, reader.failures
        finally:
            reader.close()


def _without_patched_end(pictures: list[_Picture], sound: list[_Picture]) -> list[_Picture]:
    stamps = {picture.stamp for picture in sound}
    kept = len(pictures)
    while kept and pictures[kept - 1].stamp not in stamps:
        kept -= 1
    return pictures[:kept]
