"""Finding out once what a video holds: the frame list, and what the stream is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.video.cursor import Cursor
from palpate.media.video.ffmpeg import Decoded, VideoReader
from palpate.media.video.index import NO_STAMP, FrameIndex, Listed, index_from
from palpate.media.video.listing import keeps_times, list_by_decoding, listed_by_container
from palpate.media.video.packets import read_packets
from palpate.media.video.stream_facts import StreamFacts, stream_facts
from palpate.model.arrays import Ints

__all__ = ["StreamFacts", "Survey", "survey"]

# how many pictures are decoded to check a list: as many as a decoder may hold back where the container keeps
# the time of each, so that what is put in order is seen to be; more where order is a matter of trust
_HEAD, _LONG_HEAD = 8, 16


@dataclass(frozen=True, slots=True)
class Survey:
    """Frame list and facts of one video stream.

    Attributes
    ----------
    lacking
        How many frames the header promises that are not in the file: it was cut off, or the header errs.
    growing
        Whether the file changed while it was read: it is still being written, and there may be more to come.
    """

    index: FrameIndex
    facts: StreamFacts
    lacking: int = 0
    growing: bool = False


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
    before = _state_of(path)
    made = _surveyed(path, stream, progress or Progress())
    return replace(made, growing=_state_of(path) != before)


def _state_of(path: Path) -> tuple[int, int]:
    """Return length and time of last change; of a file that is gone by now, nothing."""
    try:
        found = path.stat()
    except OSError:
        return (-1, 0)
    return found.st_size, found.st_mtime_ns


def _surveyed(path: Path, stream: int, progress: Progress) -> Survey:
    with closing(VideoReader(path, stream, stepwise=True)) as reader:
        packets = read_packets(reader, file_bytes=_state_of(path)[0], progress=progress)
        listed = listed_by_container(packets, reader)
        promised = reader.promised_frames if reader.promised_frames > len(packets) else 0
        time_base, rates = reader.time_base, reader.rates
        again = listed is not None and keeps_times(reader) and reader.restart()
        head = _head_of(path, reader, _HEAD) if again else None
    head = head or _head(path, stream)
    if listed is not None and head.agrees_with(listed):
        position = packets.positions_of(listed.stamps)
        index = index_from(listed, position=position, time_base=time_base, rates=rates)
        if _holds(path, stream, index, head_failed=head.failures > 0, shorter=promised > 0):
            return Survey(index, head.facts, max(promised - index.n_frames, 0))
    listed = list_by_decoding(path, stream, expected=len(packets), progress=progress)
    position = packets.positions_of(listed.stamps)
    index = index_from(listed, position=position, time_base=time_base, rates=rates)
    return Survey(index, head.facts, max(promised - index.n_frames, 0))


def _holds(path: Path, stream: int, index: FrameIndex, *, head_failed: bool, shorter: bool) -> bool:
    """Whether a list made from packets can stand although there are doubts about the file."""
    if not head_failed and not shorter:
        return True
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
    stamps: Ints
    facts: StreamFacts

    def agrees_with(self, listed: Listed) -> bool:
        """Whether the pictures came out as listed, but for those that failed."""
        if not self.failures:
            return bool(np.array_equal(self.stamps, listed.stamps[: len(self.stamps)]))
        rest = iter(listed.stamps.tolist())
        return all(stamp in rest for stamp in self.stamps.tolist())


def _head(path: Path, stream: int) -> _Head:
    """Decode the first pictures, forgiving damage only if there is no picture otherwise."""
    for strict in (True, False):
        with closing(VideoReader(path, stream, strict=strict, stepwise=True)) as reader:
            head = _head_of(path, reader, _LONG_HEAD, forgiving=not strict)
        if head is not None:
            return head
    raise MediaUnreadable("holds no picture that can be decoded", path=path)


def _head_of(path: Path, reader: VideoReader, n: int, *, forgiving: bool = False) -> _Head | None:
    """Decode up to n pictures from here, those before the first failure unless forgiving; None if none."""
    pictures: list[Decoded] = []
    for decoded in reader.pictures():
        if (reader.failures and not forgiving) or len(pictures) == n:
            break
        pictures.append(decoded)
    if not pictures:
        return None
    stamps = [NO_STAMP if one.stamp is None else one.stamp for one in pictures]
    facts = stream_facts(path, reader, pictures[0])
    return _Head(reader.failures + forgiving, np.array(stamps, np.int64), facts)
