"""What lies in the folder of a proxy: a plan, segments, and beside each segment what must be in it."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnwritable
from palpate.media.proxy.coding import SegmentFacts
from palpate.media.storage import remove
from palpate.media.video.source import VideoSource
from palpate.model.frames import FrameSource

_PLAN = "proxy.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class ProxyPlan:
    """What a proxy is of, and how it is made.

    Attributes
    ----------
    fingerprint, stream
        The medium and which of its video streams.
    listing
        Checksum over the presentation times of all frames; another list of frames needs another proxy.
    original_size, size
        Width and height in px of a frame, and of it in the proxy; display-oriented.
    segment_frames
        Frames in one file.
    """

    fingerprint: str
    stream: int
    listing: int
    n_frames: int
    original_size: tuple[int, int]
    size: tuple[int, int]
    encoder: str
    segment_frames: int
    version: int = _VERSION

    @property
    def n_segments(self) -> int:
        """Number of files it takes."""
        return -(-self.n_frames // self.segment_frames)

    @property
    def scale(self) -> float:
        """Pixels of the proxy per pixel of the frame."""
        return self.size[0] / self.original_size[0]

    @property
    def mark(self) -> int:
        """A number that segments bear, so that those of another plan are not taken for its own."""
        return zlib.crc32(_written(self))

    def frames_of(self, segment: int) -> range:
        """Return the frames that belong into a segment."""
        first = segment * self.segment_frames
        return range(first, min(first + self.segment_frames, self.n_frames))


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as its own notes describe it; `length` is its file's size in bytes, 0 for none."""

    facts: SegmentFacts
    length: int


def listing_of(source: FrameSource) -> int:
    """Return a checksum over the presentation times of all frames."""
    if isinstance(source, VideoSource):
        return zlib.crc32(np.ascontiguousarray(source.index.pts, "<i8").tobytes())
    stamps = [source.pts_of(frame) for frame in range(source.n_frames)]
    return zlib.crc32(np.array(stamps, "<i8").tobytes())


def read_plan(folder: Path) -> ProxyPlan | None:
    """Return the plan of a proxy; None if there is none that this version can read."""
    try:
        found = json.loads((folder / _PLAN).read_bytes())
        for name in ("original_size", "size"):
            found[name] = tuple(map(int, found[name]))
        plan = ProxyPlan(**found)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return plan if plan.version == _VERSION else None


def prepare(folder: Path, plan: ProxyPlan) -> None:
    """Make the folder of a proxy; one made by another plan is removed.

    Raises
    ------
    FileUnwritable
        If that cannot be done.
    """
    if folder.exists() and read_plan(folder) != plan:
        remove(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be made").lower(), path=folder) from error
    if read_plan(folder) != plan:
        write_bytes(folder / _PLAN, _written(plan))


def write_segment(folder: Path, plan: ProxyPlan, number: int, content: bytes, facts: SegmentFacts) -> None:
    """Write a segment; it counts from when its notes stand beside it, which is last.

    Raises
    ------
    FileUnwritable
        If the disk is full or the folder has gone.
    """
    if content:
        write_bytes(segment_path(folder, number), content)
    notes = {"plan": plan.mark, "length": len(content), **asdict(facts)}
    write_bytes(_notes_path(folder, number), json.dumps(notes).encode())


def read_segment(folder: Path, plan: ProxyPlan, number: int) -> Segment | None:
    """Return what is noted of a segment; None if it is not there whole, or of another plan."""
    try:
        notes = json.loads(_notes_path(folder, number).read_bytes())
        offsets, stamps, checksums = (
            tuple(map(int, notes[name])) for name in ("offsets", "stamps", "checksums")
        )
        facts = SegmentFacts(offsets, stamps, checksums, int(notes["head"]))
        length = int(notes["length"])
        fits = notes["plan"] == plan.mark and len(offsets) == len(stamps) == len(checksums)
        there = not length or segment_path(folder, number).stat().st_size == length
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Segment(facts, length) if fits and there else None


def forget_segment(folder: Path, number: int) -> None:
    """Take the notes of a segment away, so that it is made anew at the next occasion."""
    _notes_path(folder, number).unlink(missing_ok=True)


def segment_path(folder: Path, number: int) -> Path:
    """Return the file of a segment."""
    return folder / f"{number:06d}.mp4"


def _notes_path(folder: Path, number: int) -> Path:
    return folder / f"{number:06d}.json"


def _written(plan: ProxyPlan) -> bytes:
    return json.dumps(asdict(plan), indent=1, sort_keys=True).encode()
