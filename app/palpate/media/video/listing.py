"""Listing a video's frames: from what the container says, or by decoding all of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.video.ffmpeg import VideoReader
from palpate.media.video.index import NO_STAMP, Listed
from palpate.media.video.packets import Packets

# Containers that store the presentation time of each picture, and codecs of which each packet is one picture.
_TIMED_CONTAINERS = frozenset({"mov", "mp4", "matroska", "webm"})
_ONE_PICTURE_PER_PACKET = frozenset(
    {"h264", "hevc", "av1", "vp9", "mjpeg", "prores", "dnxhd", "ffv1", "png", "rawvideo", "huffyuv"}
)
# codecs whose decoder calls every picture a keyframe although each is painted upon the one before
_CALLS_ALL_KEYFRAMES = frozenset({"apng"})


@dataclass(frozen=True, slots=True)
class _Picture:
    stamp: int | None
    keyframe: bool
    clean: bool


def listed_by_container(packets: Packets, reader: VideoReader) -> Listed | None:
    """List the frames from the packets alone; None if the container cannot be trusted with it.

    It can where it stores the presentation time of each picture (or all are keyframes, so that order is
    plain), every packet is one picture, all stamps are there and unlike, the first packet is a keyframe that
    nothing precedes, and nothing is known to be damaged.
    """
    if not len(packets) or reader.failures or packets.corrupt.any():
        return None
    if not keeps_times(reader) and not packets.keyframe.all():
        return None
    if reader.codec not in _ONE_PICTURE_PER_PACKET or reader.may_part_fields:
        return None
    shown = ~packets.discard
    stamps, first = np.unique(packets.pts[shown], return_index=True)
    if not len(stamps) or len(stamps) < np.count_nonzero(shown) or stamps[0] == NO_STAMP:
        return None
    begin = packets.pts[0]
    if not packets.keyframe[0] or begin == NO_STAMP or stamps[0] < begin:
        return None
    return Listed(stamps, packets.keyframe[shown][first], decoded=False)


def keeps_times(reader: VideoReader) -> bool:
    """Tell whether the container stores the presentation time of each picture."""
    return bool(reader.containers & _TIMED_CONTAINERS)


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
    stamps = [NO_STAMP if p.stamp is None else p.stamp for p in pictures]
    keyframe = np.array([p.keyframe for p in pictures], np.bool_)
    return Listed(np.array(stamps, np.int64), keyframe, decoded=True)


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
        only_first = reader.codec in _CALLS_ALL_KEYFRAMES
        try:
            for decoded in reader.pictures():
                keyframe = decoded.keyframe and not (only_first and pictures)
                pictures.append(_Picture(decoded.stamp, keyframe, decoded.clean))
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
