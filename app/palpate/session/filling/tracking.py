"""Following keypoints through the picture, as a job."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from palpate.assist import flow
from palpate.assist.crops import GreyFrames
from palpate.assist.expected import Around, components_of
from palpate.assist.fused import fuse
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import Kinship, kinship_of
from palpate.assist.slips import expect_drawn
from palpate.assist.spans import Spans, code_of
from palpate.assist.stretches import Stretch, stretches
from palpate.assist.traced import traced_of
from palpate.base.errors import EditRefused, FrameUnavailable, MediaError
from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Codes, Floats, Ints, Pixels
from palpate.model.change import Change
from palpate.model.span import Method
from palpate.model.track import Resolved, Track
from palpate.session.filling import evidence
from palpate.session.frames.scenes import cut_words, keep_cuts, seen_cuts
from palpate.session.jobs import Job
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

_HELD_BYTES = 256 << 20


@dataclass(slots=True)
class Found:
    """What following keypoints gave.

    Attributes
    ----------
    cuts
        First frames of further scenes.
    lost
        Frames that could not be decoded.
    """

    pieces: evidence.Evidence = field(default_factory=dict)
    cuts: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)


def start_tracking(
    session: Session,
    layer: str,
    instance: str,
    window: tuple[int, int] | None = None,
    spans: Spans | None = None,
) -> Job | None:
    """Track the spans of an instance that nothing valid is known of; None if there are none.

    What is found serves as evidence for drift in every span, and as positions in spans whose method asks the
    picture. Scene changes that are met part the spans across them.

    Parameters
    ----------
    window
        Only spans with a frame in it.
    spans
        These and no others.

    Raises
    ------
    EditRefused
        If there is nothing between keyframes to track.
    MediaUnreadable
    """
    live = session.live(layer, instance)
    if spans is None:
        if not len(live.spans(window)):
            raise EditRefused("tracking needs a keypoint with two keyframes and a frame between them")
        spans = live.spans_to_track(window)
    if not len(spans):
        return None
    found = session.contents.instance(instance)
    clip = session.contents.clip(found.clip)
    source = session.media.open_own(clip)
    task = Following.of(live, spans)

    def work(progress: Progress) -> Found:
        try:
            return task.run(source.grey, progress)
        finally:
            source.close()

    def take_over(told: Found) -> None:
        if instance not in {known.id for known in session.contents.instances}:  # removed meanwhile
            return
        first, stop = int(spans.left.min()), int(spans.right.max())
        noticed = {cut for cut in seen_cuts(session, clip) if first < cut <= stop}
        new = keep_cuts(session, clip, told.cuts | noticed)
        skeleton = session.contents.skeleton_of(instance)
        session.live(layer, instance).add_evidence(told.pieces)
        evidence.keep_evidence(session.project, layer, instance, skeleton, told.pieces)
        session.changed.emit(Change(spans=frozenset({(layer, instance)}), title="Track"), None)
        job.notes = _notes(new, told.lost)

    job = session.jobs.start(f"Tracking {found.name}", work, take_over)
    return job


def _notes(cuts: tuple[int, ...], lost: set[int]) -> tuple[str, ...]:
    said = [cut_words(cuts)] if cuts else []
    if lost:
        frames = sorted(lost)
        named = ", ".join(map(str, frames[:5])) + (" …" if len(frames) > 5 else "")
        said.append(f"{len(frames)} frames could not be decoded and stay empty between keyframes: {named}")
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Following:
    """Spans to follow, and everything that takes; nobody else writes into it.

    Attributes
    ----------
    resolved
        What the track resolves to so far.
    followed
        ``(S,)`` which of the spans are to be followed by flow alone too.
    rigid
        ``(R, 2)`` segments that keep their length.
    """

    track: Track
    methods: Codes
    resolved: Resolved
    spans: Spans
    followed: Bools
    kinship: Kinship
    rigid: Ints
    n_frames: int

    @classmethod
    def of(cls, live: LiveTrack, spans: Spans) -> Following:
        """Prepare to follow some of a track's spans as they are now."""
        followed, skeleton = live.by_method(spans, Method.FLOW), live.skeleton
        return cls(
            *live.snapshot(),
            replace(live.resolved, positions=live.resolved.positions.copy()),
            spans,
            followed,
            kinship_of(skeleton),
            skeleton.rigid_indices,
            live.n_frames,
        )

    def run(self, grey: GreyFrames, progress: Progress) -> Found:
        """Track, stretch after stretch."""
        found = Found()
        pieces = stretches(self.spans, n_frames=self.n_frames)
        total = sum(stretch.window[1] - stretch.window[0] for stretch in pieces)
        before = 0
        frames = _Frames(grey, found.lost)
        for stretch in pieces:
            length = stretch.window[1] - stretch.window[0]
            self._follow(stretch, frames, found, _share(progress, before, length, total))
            before += length
        progress.step(total, total, "tracking")
        return found

    def _follow(self, stretch: Stretch, frames: _Frames, found: Found, progress: Progress) -> None:
        kept, window = stretch.kept, stretch.window
        inside = (self.spans.left + 1 < kept[1]) & (self.spans.right > kept[0])
        spans = self.spans.pick(inside)
        by_flow = self._by_flow(self.spans.pick(inside & self.followed), frames, progress)
        keyed = keyed_of(self.track, self.methods, window=window)
        own = np.array(sorted(set(spans.keypoint.tolist())), dtype=np.int64)
        start = self._start(window, own)
        fused = fuse(keyed, frames, kinship=self.kinship, start=start, progress=progress, only=own)
        around = Around(np.isfinite(keyed.positions[..., 0]), self.kinship.parents, self.rigid)
        traced = traced_of(fused, components_of(fused, start, around), by_flow)
        expect_drawn(traced, self.track, around.keyframes)
        found.cuts.update(frame for frame in fused.cuts if kept[0] < frame < kept[1])
        found.pieces = evidence.joined(found.pieces, evidence.cut(traced, spans, kept))

    def _start(self, window: tuple[int, int], own: Ints) -> Floats:
        """Return where to begin, ``(F, K, 2)`` px: curves, and of the other keypoints what is known."""
        curved = np.where(self.methods == code_of(Method.NONE), self.methods, code_of(Method.MAKIMA))
        start = fill(self.track, curved.astype(np.int8), window=window).positions
        known = self.resolved
        begin, end = max(window[0], known.start), min(window[1], known.stop)
        beside = ~np.isin(np.arange(start.shape[1]), own)
        if begin < end:
            here = slice(begin - window[0], end - window[0])
            start[here, beside] = known.positions[begin - known.start : end - known.start, beside]
        return start

    def _by_flow(self, spans: Spans, frames: _Frames, progress: Progress) -> flow.Flow | None:
        """Follow spans by flow alone; all of them count as lost where a frame cannot be decoded."""
        if not len(spans):
            return None
        try:
            return flow.track(spans, frames, progress=Progress(token=progress.token))
        except FrameUnavailable:
            first, stop = int(spans.left.min()), int(spans.right.max()) + 1
            nowhere = flow.Flow.empty(first, stop - first, spans.n_keypoints)
            nowhere.refused[:] = True
            return nowhere


def _share(progress: Progress, before: int, length: int, total: int) -> Progress:
    """Return the progress of a part, told as that of the whole; in hundredths of a frame."""

    def report(done: int, of: int, what: str) -> None:
        progress.report(100 * before + 100 * length * done // max(of, 1), 100 * total, what)

    return Progress(report=report, token=progress.token)


class _Frames:
    """Grey frames, the last of them held: whoever follows next asks for the same."""

    def __init__(self, grey: Callable[[int], Pixels], lost: set[int]) -> None:
        self._grey, self._lost = grey, lost
        self._held: OrderedDict[int, Pixels] = OrderedDict()
        self._bytes = 0

    def __call__(self, frame: int) -> Pixels:
        if frame in self._held:
            return self._held[frame]
        try:
            image = self._grey(frame)
        except MediaError:
            self._lost.add(frame)
            raise
        self._held[frame] = image
        self._bytes += image.nbytes
        while self._bytes > _HELD_BYTES:
            self._bytes -= self._held.popitem(last=False)[1].nbytes
        return image
