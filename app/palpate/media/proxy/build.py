"""Making a proxy: one pass over the frames, every one of them held against what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaError, MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.fingerprint import fingerprint
from palpate.media.marks.frame_marks import FrameMarks
from palpate.media.marks.signature import Signature, difference, signature
from palpate.media.proxy.coding import (
    SegmentFacts,
    SegmentReader,
    SegmentWriter,
    best_encoder,
    canvas_of,
    facts_of,
)
from palpate.media.proxy.folder import ProxyPlan, listing_of, prepare, read_segment, write_segment
from palpate.media.scaling import fitted
from palpate.media.storage import folder_name, held, make_room
from palpate.model.arrays import Pixels
from palpate.model.frames import FrameSource

LONG_SIDE = 1280
LIMIT_BYTES = 20_000_000_000

_SEGMENT_FRAMES = 300
# what coding changes of the mean over a cell, in levels: measured 0.1 to 0.4 on noisy film
_TOLERANCE = 2.0
_CLEARLY = 0.25
_GUESSED_BYTES_PER_PIXEL = 0.2

# what makes the file of a segment from its pictures
Write = Callable[[tuple[int, int], str], SegmentWriter]


@dataclass(frozen=True, slots=True)
class ProxyReport:
    """What a proxy holds: frames, those left out because the original has none to give, and bytes written."""

    folder: Path
    frames: int
    missing: tuple[int, ...]
    written_bytes: int


def plan_proxy(
    source: FrameSource,
    medium: str,
    *,
    stream: int = 0,
    long_side: int = LONG_SIDE,
    segment_frames: int = _SEGMENT_FRAMES,
    encoder: str | None = None,
) -> ProxyPlan:
    """Plan a proxy of a medium, known by its fingerprint.

    Raises
    ------
    MediaUnreadable
        If nothing can be encoded here.
    """
    size = source.size_of(0)
    return ProxyPlan(
        fingerprint=medium,
        stream=stream,
        listing=listing_of(source),
        n_frames=source.n_frames,
        original_size=size,
        size=fitted(size, long_side),
        encoder=encoder or best_encoder(),
        segment_frames=segment_frames,
    )


def build_proxy(
    path: Path,
    source: FrameSource,
    plan: ProxyPlan,
    root: Path,
    *,
    limit_bytes: int = LIMIT_BYTES,
    marks: FrameMarks | None = None,
    progress: Progress | None = None,
) -> ProxyReport:
    """Make what is not yet there of a proxy; stopped at any time it goes on with the next segment.

    Parameters
    ----------
    path
        Where the medium is; asked whether it is still the same if a frame cannot be had.
    source
        Its frames, for this pass alone.
    root
        Folder of all proxies.
    limit_bytes
        What all proxies together may take; others are removed if need be, the longest unused first.
    marks
        Told of every frame on the way.

    Raises
    ------
    Cancelled
        If stopping was asked for; what was made stays.
    FileUnwritable
        If the disk is full or the limit reached; what was made stays.
    MediaError
        If a segment did not come out as it went in, twice.
    FileUnreadable, MediaUnreadable
        If the medium has gone or is another now.
    """
    folder = root / folder_name(plan.fingerprint, plan.stream)
    maker = SegmentMaker(path, source, plan, marks, progress or Progress())
    missing: list[int] = []
    written, last = 0, int(plan.size[0] * plan.size[1] * _GUESSED_BYTES_PER_PIXEL * plan.segment_frames)
    with held(folder):
        prepare(folder, plan)
        for number in range(plan.n_segments):
            known = read_segment(folder, plan, number)
            if known is None:
                make_room(root, last, limit=limit_bytes)
                content, facts = maker.segment(number)
                write_segment(folder, plan, number, content, facts)
                written, last = written + len(content), max(len(content), 1)
            else:
                facts = known.facts
            there = set(facts.offsets)
            missing += [f for n, f in enumerate(plan.frames_of(number)) if n not in there]
    maker.progress.step(plan.n_frames, plan.n_frames)
    return ProxyReport(folder, plan.n_frames - len(missing), tuple(missing), written)


def verified(content: bytes, plan: ProxyPlan, sent: Mapping[int, Signature]) -> SegmentFacts | None:
    """Return what a segment holds if every picture in it is the one that was sent; None otherwise.

    Parameters
    ----------
    sent
        Signatures of the pictures given to the encoder, by their number in the segment.
    """
    try:
        facts = facts_of(content)
        if facts.offsets != tuple(sorted(sent)):
            return None
        reader = SegmentReader(content, canvas_of(plan.size), facts)
    except MediaUnreadable:
        return None
    try:
        for offset in facts.offsets:
            luma = reader.luma(offset)
            if luma is None or not _is_itself(signature(luma), offset, sent):
                return None
    finally:
        reader.close()
    return facts


def _is_itself(came: Signature, offset: int, sent: Mapping[int, Signature]) -> bool:
    """Whether a picture is near enough to its own original, and to no neighbour's clearly more."""
    own = difference(came, sent[offset])
    neighbours = [difference(came, sent[near]) for near in (offset - 1, offset + 1) if near in sent]
    return own <= _TOLERANCE and own <= min(neighbours, default=np.inf) + _CLEARLY


@dataclass(slots=True)
class SegmentMaker:
    """Makes segments of a plan from the frames of a source; see `build_proxy`."""

    path: Path
    source: FrameSource
    plan: ProxyPlan
    marks: FrameMarks | None
    progress: Progress
    write: Write = SegmentWriter

    def segment(self, number: int) -> tuple[bytes, SegmentFacts]:
        """Return the file of a segment and what is in it; tried twice."""
        for _ in range(2):
            content, sent = self._encoded(number)
            if not sent:
                return b"", SegmentFacts((), (), (), 0)
            facts = verified(content, self.plan, sent)
            if facts is not None:
                return content, facts
        frames = self.plan.frames_of(number)
        raise MediaError(
            f"frames {frames[0]} to {frames[-1]} come out of the proxy otherwise than they went in",
            path=self.path,
        )

    def _encoded(self, number: int) -> tuple[bytes, dict[int, Signature]]:
        writer = self.write(self.plan.size, self.plan.encoder)
        sent: dict[int, Signature] = {}
        frames = self.plan.frames_of(number)
        try:
            for offset, frame in enumerate(frames):
                self.progress.step(frame, self.plan.n_frames, "making a proxy")
                picture = self._picture(frame)
                if picture is not None:
                    sent[offset] = signature(writer.add(offset, picture))
            content = writer.finish() if sent else b""
        finally:
            writer.close()
        if len(sent) < len(frames) and fingerprint(self.path) != self.plan.fingerprint:
            raise MediaUnreadable("is another medium than when its proxy was begun", path=self.path)
        return content, sent

    def _picture(self, frame: int) -> Pixels | None:
        """Return a frame; None if the original has none of the clip's size to give."""
        try:
            picture = self.source.bgra(frame, stop=lambda: self.progress.token.cancelled)
        except FrameUnavailable as error:
            if isinstance(error.__cause__, FileUnreadable):
                raise error.__cause__ from None
            return None
        if self.marks is not None:
            self.marks.see(frame, picture)
        return picture if picture.shape[1::-1] == self.plan.original_size else None
