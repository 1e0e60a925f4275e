"""The facts of one instance in one layer, kept resolved while they are edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from palpate.assist.drift import Drift, Scales, assess
from palpate.assist.interpolate import Filled, fill
from palpate.assist.spans import METHODS, Spans, code_of, method_codes, reach, spans_of
from palpate.assist.traced import UNKNOWN, Size, Traced, adopt, clear_outside
from palpate.assist.velocity import central_differences
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.origin import DERIVED, GUESSED
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.span import Method
from palpate.model.track import Resolved, Track
from palpate.model.visibility import Visibility
from palpate.session.filling.evidence import Evidence, assembled, valid
from palpate.session.filling.evidence import put as put_evidence
from palpate.session.frames.renewals import Renewals
from palpate.session.track_rows import TrackRows, differing
from palpate.session.track_state import TrackState, window_of

DEFAULT_METHOD = Method.FUSED
_JUDGED_FRAMES = Scales().limb_reach_frames  # so far a value is felt in the judgement of others

Choice = tuple[int, int]
"""Index of a keypoint, and the frame from which a method holds."""


class LiveTrack:
    """A track that follows edits; only what an edit can reach is computed again.

    Parameters
    ----------
    track
        Taken over, to be written into.
    size
        Width and height of the clip's frames in px; (0, 0) if unknown or not all alike.

    Attributes
    ----------
    limits
        ``(K,)`` px that each keypoint may be off before it wants a look.
    methods
        Chosen method by (keypoint index, first frame); others use the default.
    evidence
        What the picture told, by (keypoint index, first frame).
    renewals
        Where `track` or `resolved` became others.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        n_frames: int,
        track: Track,
        methods: Mapping[Choice, Method],
        evidence: Evidence | None = None,
        *,
        size: Size = UNKNOWN,
    ) -> None:
        self.skeleton = skeleton
        self.n_frames = n_frames
        self.track = track
        self.methods = methods
        self.evidence: Evidence = {} if evidence is None else evidence
        self.limits: Floats = skeleton.drift_limits_px
        self.size = size
        self._rows = TrackRows(track, method_codes(track, methods, default=DEFAULT_METHOD))
        self._state: TrackState | None = None
        self.renewals = Renewals()

    @property
    def resolved(self) -> Resolved:
        """Everything the facts resolve to."""
        return self._now().resolved

    @property
    def drift_px(self) -> Floats:
        """``(F, K)`` px that derived values of `resolved` may be off; NaN where nothing judges it."""
        return self._now().drift_px

    @property
    def traced(self) -> Traced | None:
        """What the picture told, in the frames of `resolved`; None if it was never asked."""
        return self._now().traced

    @property
    def velocities(self) -> Floats:
        """``(F, K, 2)`` px per frame in the frames of `resolved`.

        By the smoother where the picture was asked; else the mean of the steps before and after, or the one
        there is.
        """
        return self.velocities_in(0, self.n_frames)

    def velocities_in(self, first: int, stop: int) -> Floats:
        """Return `velocities` of those frames of a window that `resolved` has."""
        state = self._now()
        begin, end = max(first, state.resolved.start), min(stop, state.resolved.stop)
        low, high = max(begin - 1, state.resolved.start), min(end + 1, state.resolved.stop)
        around = state.resolved.positions[low - state.resolved.start : high - state.resolved.start]
        found = central_differences(around, np.array(self.track.cuts, dtype=np.int64) - low)
        found = found[begin - low : max(end, begin) - low]
        if state.traced is not None:
            known = state.traced.between(begin, end).velocities
            np.copyto(found, known, where=np.isfinite(known))
        return found

    def set_limits(self, limits: Floats) -> None:
        """Let other errors be allowed, ``(K,)`` px."""
        if not np.array_equal(limits, self.limits):
            self.limits = limits
            self._drop()

    def part_at(self, cuts: tuple[int, ...]) -> None:
        """Derive nothing across these first frames of scenes."""
        if cuts != self.track.cuts:
            self._rows.cuts = cuts
            self.track = self._rows.track
            self._drop()

    def put(self, poses: Mapping[int, Pose | None], methods: Mapping[Choice, Method] | None = None) -> None:
        """Take over the stored poses of some frames, None where one is gone, and all choices of methods.

        What it costs goes with the frames and spans that are touched.
        """
        touched, bounds = set[int](), list(poses)
        for frame, pose in poses.items():
            touched.update(differing(self.track.pose(frame), pose, len(self.skeleton)).tolist())
        for keypoint, first, last in [] if methods is None else self._chosen_anew(methods):
            touched.add(keypoint)
            bounds += (first, last)
        self.methods = self.methods if methods is None else methods
        if not bounds:
            return
        keypoints, frames = np.array(sorted(touched), dtype=np.int64), (min(bounds), max(bounds))
        self._write(poses, frames, chosen_anew=methods is not None)
        first, stop = reach(self.track, keypoints=keypoints, frames=frames, n_frames=self.n_frames)
        self.renewals.note(min(first - _JUDGED_FRAMES, frames[0]), max(stop + _JUDGED_FRAMES, frames[1] + 1))
        self._renew(keypoints, first, stop)

    def snapshot(self) -> tuple[Track, Codes]:
        """Return the facts and the codes of their methods as they are now, for another thread."""
        track = self.track
        facts = replace(
            track,
            frames=track.frames.copy(),
            positions=track.positions.copy(),
            visibility=track.visibility.copy(),
            origin=track.origin.copy(),
            scores=None,
        )
        return facts, self._codes().copy()

    def add_evidence(self, evidence: Evidence) -> None:
        """Take over what the picture told."""
        self.evidence.update(evidence)
        state = self._state
        if state is None or state.traced is None or not evidence:
            self._drop()
            return
        keypoints = np.array(sorted({keypoint for keypoint, _ in evidence}), dtype=np.int64)
        first = min(start for _, start in evidence)
        stop = max(piece.stop for piece in evidence.values()) + 1
        self.renewals.note(first - _JUDGED_FRAMES, stop + _JUDGED_FRAMES)
        first, stop = max(first, state.resolved.start), min(stop, state.resolved.stop)
        if first < stop:
            self._renew_traced(state.traced, keypoints, (first, stop))
            self._judge(state, first, stop)

    def spans(self, window: tuple[int, int] | None = None) -> Spans:
        """Return the spans that have a frame inside the window, all if None."""
        return spans_of(self.track, self._codes(), window=window or (0, self.n_frames))

    def all_spans(self, window: tuple[int, int] | None = None) -> Spans:
        """Return spans whatever their method: also those that are left empty on purpose."""
        codes = np.full(self.track.visibility.shape, code_of(DEFAULT_METHOD), dtype=np.int8)
        return spans_of(self.track, codes, window=window or (0, self.n_frames))

    def choices(
        self, spans: Spans
    ) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int, Method], ...]]:
        """Return what `SetMethod` needs for spans: their starts, and what holds behind each of them."""
        names, codes = self.skeleton.names, self._codes()
        rows = np.searchsorted(self.track.frames, spans.right)
        starts = zip(spans.keypoint.tolist(), spans.left.tolist(), strict=True)
        ends = zip(spans.keypoint.tolist(), spans.right.tolist(), rows.tolist(), strict=True)
        return (
            tuple((names[k], left) for k, left in starts),
            tuple((names[k], right, METHODS[codes[row, k]]) for k, right, row in ends),
        )

    def gone_stale(self) -> Spans:
        """Return the spans that lie where tracking has been and a keyframe moved or came since."""
        spans, seen = self.spans_to_track(), defaultdict(list)
        for (keypoint, start), piece in self.evidence.items():
            seen[keypoint].append((start, piece.stop))
        places = zip(spans.keypoint.tolist(), spans.left.tolist(), spans.right.tolist(), strict=True)
        looked_at = [
            any(start <= left and right <= stop for start, stop in seen[k]) for k, left, right in places
        ]
        return spans.pick(np.array(looked_at, dtype=np.bool_))

    def spans_to_track(self, window: tuple[int, int] | None = None) -> Spans:
        """Return the spans that tracking has not looked at since their keyframes last moved."""
        spans = self.spans(window)
        return spans.pick(~valid(spans, self.evidence, self.by_method(spans, Method.FLOW)))

    def method_at(self, keypoint: int, frame: int) -> Method:
        """Return the method that holds for a span of a keypoint that starts in a frame."""
        return in_force({at: method for (k, at), method in self.methods.items() if k == keypoint}, frame)

    def by_method(self, spans: Spans, *methods: Method) -> Bools:
        """Return ``(S,)`` which spans are filled by one of these methods."""
        rows = np.searchsorted(self.track.frames, spans.left)
        return np.isin(self._codes()[rows, spans.keypoint], [code_of(method) for method in methods])

    def _chosen_anew(self, methods: Mapping[Choice, Method]) -> Iterator[tuple[int, int, int]]:
        """Yield keypoint, first and last frame of where another method holds than before."""
        others = {k for (k, _), _ in self.methods.items() ^ methods.items()}
        for keypoint in others:
            old, new = (
                {frame: method for (k, frame), method in chosen.items() if k == keypoint}
                for chosen in (self.methods, methods)
            )
            before = after = DEFAULT_METHOD
            for frame, following in pairwise([*sorted({*old, *new}), self.n_frames]):
                before, after = old.get(frame, before), new.get(frame, after)
                if before is not after:
                    yield keypoint, frame, following - 1

    def _write(self, poses: Mapping[int, Pose | None], frames: tuple[int, int], *, chosen_anew: bool) -> None:
        came = self._rows.put(poses)
        self.track = self._rows.track
        if not (came or chosen_anew):
            return
        begin, end = np.searchsorted(self.track.frames, (frames[0], frames[1] + 1)).tolist()
        rows = slice(begin, end)
        self._rows.methods[rows] = method_codes(self.track, self.methods, default=DEFAULT_METHOD, rows=rows)

    def _renew(self, keypoints: Ints, first: int, stop: int) -> None:
        """Bring what is resolved up to date with the facts, which are others between two frames."""
        frames, state = self.track.frames, self._state
        if state is None or not len(frames) or not state.covers_some(int(frames[0]), int(frames[-1]) + 1):
            self._drop()
            return
        state.over(int(frames[0]), int(frames[-1]) + 1)
        first, stop = max(first, state.resolved.start), min(stop, state.resolved.stop)
        if len(keypoints) and first < stop:
            self._refill(state, keypoints, first, stop)

    def _drop(self) -> None:
        self._state = None
        self.renewals.note_all()

    def _codes(self) -> Codes:
        return self._rows.methods

    def _now(self) -> TrackState:
        if self._state is None:
            self._state = self._resolve()
        return self._state

    def _resolve(self) -> TrackState:
        frames = self.track.frames
        window = (int(frames[0]), int(frames[-1]) + 1) if len(frames) else (0, 0)
        filled = self._filled(window)
        traced = assembled(self.spans(window), self.evidence, window)
        adopted = filled if traced is None else adopt(filled, traced, size=self.size)
        return TrackState(filled, traced, adopted, self._judged(adopted, traced))

    def _filled(self, window: tuple[int, int], keypoints: Ints | None = None) -> Filled:
        filled = fill(self.track, self._codes(), window=window, keypoints=keypoints)
        clear_outside(filled, self.size)
        return filled

    def _judged(self, adopted: Filled, traced: Traced | None) -> Drift:
        """Return the drift of all frames; what is far from any derived value is not looked at."""
        score, score_px = np.full(adopted.origin.shape, np.nan), np.full(adopted.origin.shape, np.nan)
        whole = Drift(adopted.first, score, np.zeros(adopted.origin.shape, dtype=np.int8), score_px)
        derived = np.flatnonzero(np.isin(adopted.origin, DERIVED).any(axis=1))
        apart = np.flatnonzero(np.diff(derived) > 4 * _JUDGED_FRAMES) + 1
        for run in np.split(derived, apart) if len(derived) else ():
            low = max(int(run[0]) - _JUDGED_FRAMES, 0) + adopted.first
            high = min(int(run[-1]) + 1 + _JUDGED_FRAMES, len(score)) + adopted.first
            seen = window_of(adopted, low, high)
            drift = assess(seen, traced, rigid=self.skeleton.rigid_indices, limits=self.limits)
            rows = slice(low - adopted.first, high - adopted.first)
            whole.score[rows], whole.reasons[rows] = drift.score, drift.reasons
            whole.score_px[rows] = drift.score_px
        return whole

    def _refill(self, state: TrackState, keypoints: Ints, first: int, stop: int) -> None:
        """Compute some keypoints again between two frames, and judge as far as the limbs reach."""
        fresh = self._filled((first, stop), keypoints)
        rows = slice(first - state.filled.first, stop - state.filled.first)
        for name in ("positions", "visibility", "origin", "method"):
            getattr(state.filled, name)[rows, keypoints] = getattr(fresh, name)
        if state.traced is not None:
            self._renew_traced(state.traced, keypoints, (first, stop))
        self._judge(state, first, stop)

    def _judge(self, state: TrackState, first: int, stop: int) -> None:
        judged = _JUDGED_FRAMES
        low = max(first - 2 * judged, state.resolved.start)
        high = min(stop + 2 * judged, state.resolved.stop)
        sure = slice(max(first - judged, low) - low, min(stop + judged, high) - low)
        into = slice(sure.start + low - state.resolved.start, sure.stop + low - state.resolved.start)
        part = window_of(state.filled, low, high)
        adopted = part if state.traced is None else adopt(part, state.traced, size=self.size)
        if state.traced is not None:
            for name in ("positions", "visibility", "origin"):
                getattr(state.resolved, name)[into] = getattr(adopted, name)[sure]
        if not np.isin(adopted.origin[sure], DERIVED).any():  # nothing said of facts
            state.resolved.drift[into], state.resolved.reasons[into], state.drift_px[into] = np.nan, 0, np.nan
            return
        drift = assess(adopted, state.traced, rigid=self.skeleton.rigid_indices, limits=self.limits)
        state.resolved.drift[into] = drift.score[sure]
        state.resolved.reasons[into] = drift.reasons[sure]
        state.drift_px[into] = drift.score_px[sure]

    def _renew_traced(self, traced: Traced, keypoints: Ints, window: tuple[int, int]) -> None:
        traced.values[window[0] - traced.first : window[1] - traced.first, keypoints] = np.nan
        spans = spans_of(self.track, self._codes(), window=window, keypoints=keypoints)
        held = spans.pick(valid(spans, self.evidence))
        for key in zip(held.keypoint.tolist(), held.left.tolist(), strict=True):
            put_evidence(traced, key, self.evidence[key])


def in_force(choices: Mapping[int, Method], frame: int) -> Method:
    """Return the method that holds for a span of a keypoint that starts in a frame."""
    return choices[max(known)] if (known := [f for f in choices if f <= frame]) else DEFAULT_METHOD


@dataclass(frozen=True, slots=True)
class PoseView:
    """One instance in one frame as it is shown.

    Attributes
    ----------
    positions, visibility, origin, drift, reasons
        ``(K, 2)`` px, and ``(K,)`` each, as in `Resolved`.
    shape
        What is known of the outline in this very frame.
    """

    positions: Floats
    visibility: Codes
    origin: Codes
    drift: Floats
    reasons: Codes
    shape: Shape | None = None

    @property
    def unplaced(self) -> Ints:
        """Indices of keypoints that nothing has been decided about."""
        return np.flatnonzero(self.visibility == Visibility.NOT_PLACED)

    @property
    def guessed(self) -> Ints:
        """Indices of keypoints whose value nobody has looked at yet."""
        return np.flatnonzero(np.isin(self.origin, GUESSED) & (self.visibility != Visibility.NOT_PLACED))

    @property
    def n_placed(self) -> int:
        """How many keypoints a person placed, accepted, brought along or decided to be absent."""
        return len(self.visibility) - len(self.unplaced) - len(self.guessed)


def view_of(live: LiveTrack, frame: int) -> PoseView:
    """Return what stands in a frame; all empty outside the track."""
    resolved = live.resolved
    row = resolved.row(frame)
    if row is None:
        k = len(live.skeleton)
        empty = Pose.empty(k)
        nothing = np.full(k, np.nan)
        return PoseView(empty.positions, empty.visibility, empty.origin, nothing, np.zeros(k, dtype=np.int8))
    return PoseView(
        resolved.positions[row],
        resolved.visibility[row],
        resolved.origin[row],
        resolved.drift[row],
        resolved.reasons[row],
        live.track.shapes.get(frame),
    )
