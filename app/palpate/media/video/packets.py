"""All packets of a stream, read once and held as arrays."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from palpate.base.progress import Progress
from palpate.media.video.ffmpeg import VideoReader
from palpate.media.video.index import NO_STAMP
from palpate.model.arrays import Bools, Ints

_BETWEEN_REPORTS = 1024
_KEYFRAME, _DISCARD, _CORRUPT = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Packets:
    """What the container says of each packet, in file order.

    Attributes
    ----------
    pts
        ``(N,)`` presentation stamps, `NO_STAMP` where there is none.
    position
        ``(N,)`` where in the file each begins, in bytes; -1 if unknown.
    keyframe, discard, corrupt
        ``(N,)`` whether decoding can begin with it, whether its picture is not to be shown, and whether part
        of it is known to be missing.
    """

    pts: Ints
    position: Ints
    keyframe: Bools
    discard: Bools
    corrupt: Bools

    def __len__(self) -> int:
        return len(self.pts)

    def positions_of(self, stamps: Ints) -> Ints:
        """Return where in the file the packet of each stamp begins, ``(len(stamps),)``; -1 if unknown.

        Of several packets with the same stamp it is the last one of those to be shown.
        """
        known = np.flatnonzero((self.pts != NO_STAMP) & ~self.discard)
        if not known.size or not len(stamps):
            return np.full(len(stamps), -1, np.int64)
        by_stamp = known[np.argsort(self.pts[known], kind="stable")]
        arranged = self.pts[by_stamp]
        last = np.maximum(np.searchsorted(arranged, stamps, side="right") - 1, 0)
        return np.asarray(np.where(arranged[last] == stamps, self.position[by_stamp[last]], -1), np.int64)


def read_packets(reader: VideoReader, *, file_bytes: int, progress: Progress) -> Packets:
    """Read all packets without decoding; progress is told in bytes of the file.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    pts, position, flags = array("q"), array("q"), array("B")
    reached = 0
    for number, fact in enumerate(reader.packets()):
        if number % _BETWEEN_REPORTS == 0:
            progress.step(min(reached, file_bytes), file_bytes, "reading the file")
        reached = max(reached, fact.position or 0)
        pts.append(NO_STAMP if fact.pts is None else fact.pts)
        position.append(-1 if fact.position is None else fact.position)
        flags.append(_KEYFRAME * fact.keyframe + _DISCARD * fact.discard + _CORRUPT * fact.corrupt)
    flag = np.array(flags, np.uint8)
    return Packets(
        pts=np.array(pts, np.int64),
        position=np.array(position, np.int64),
        keyframe=(flag & _KEYFRAME) > 0,
        discard=(flag & _DISCARD) > 0,
        corrupt=(flag & _CORRUPT) > 0,
    )
