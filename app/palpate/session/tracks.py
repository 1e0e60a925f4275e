"""The facts of one instance in one layer, kept resolved while they are edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from palpate.assist.drift import Scales, assess
from palpate.assist.flow import Flow, adopt
from palpate.assist.interpolate import fill
from palpate.assist.spans import METHODS, Spans, code_of, method_codes, reach, spans_of
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.span import Method
from palpate.model.track import Resolved, Track
from palpate.model.visibility import Visibility
from palpate.session.evidence import Evidence, assembled, valid
from palpate.session.evidence import put as put_evidence
from palpate.session.track_rows import differing, with_pose
from palpate.session.track_state import TrackState, window_of

DEFAULT_METHOD = Method.PCHIP


@dataclass
class LiveTrack:
    """A track that follows edits; only what an edit can reach is computed again.

    Attributes
    ----------
    methods
        Chosen method by (keypoint index, first frame); others use the default.
    evidence
        What tracking found, by (keypoint index, first frame).
    """

    skeleton: Skeleton
    n_frames: int
    track: Track
    methods: Mapping[tuple[int, int], Method]
    evidence: Evidence = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._state: TrackState | None = None
        self._codes_of: tuple[Ints, Codes] | None = None

    @property
    def resolved(self) -> Resolved:
        """Everything the facts resolve to."""
        return self._now().resolved

    @property
    def drift_px(self) -> Floats:
        """``(F, K)`` drift in px of the frames of `resolved`; NaN where nothing judges it."""
        return self._now().drift_px

    def put(self, frame: int, pose: Pose | None) -> None:
        """Take over the stored pose of a frame, None where it is gone."""
        touched = differing(self.track.pose(frame), pose, len(self.skeleton))
        before = self._reaches(touched, frame)
        self.track = with_pose(self.track, frame, pose, len(self.skeleton))
        if self._state is None or not _grew_from(self._state.resolved, self.track):
            self._state = None
            return
        frames = self.track.frames
        self._state = state = self._state.over(int(frames[0]), int(frames[-1]) + 1)
        if touched:
            reaches = before + self._reaches(touched, frame)
            first = max(min(reached[0] for reached in reaches), state.resolved.start)
            stop = min(max(reached[1] for reached in reaches), state.resolved.stop)
            self._refill(state, np.array(touched, dtype=np.int64), first, stop)

    def add_evidence(self, evidence: Evidence) -> None:
        """Take over what tracking found."""
        self.evidence.update(evidence)
        self._state = None

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
        return spans.pick(~valid(spans, self.evidence))

    def _reaches(self, keypoints: list[int], frame: int) -> list[tuple[int, int]]:
        return [
            reach(self.track, keypoint=keypoint, frame=frame, n_frames=self.n_frames)
            for keypoint in keypoints
        ]

    def _codes(self) -> Codes:
        """Return method codes; they change only with the frames that have a fact."""
        if self._codes_of is None or self._codes_of[0] is not self.track.frames:
            codes = method_codes(self.track, self.methods, default=DEFAULT_METHOD)
            self._codes_of = self.track.frames, codes
        return self._codes_of[1]

    def _now(self) -> TrackState:
        if self._state is None:
            self._state = self._resolve()
        return self._state

    def _resolve(self) -> TrackState:
        frames = self.track.frames
        window = (int(frames[0]), int(frames[-1]) + 1) if len(frames) else (0, 0)
        filled = fill(self.track, self._codes(), window=window)
        flow = assembled(self.spans(window), self.evidence, window)
        adopted = filled if flow is None else adopt(filled, flow)
        drift = assess(filled, adopted, flow, rigid=self.skeleton.rigid_indices)
        resolved = Resolved(
            start=window[0],
            positions=adopted.positions.copy(),
            visibility=adopted.visibility.copy(),
            origin=adopted.origin.copy(),
            drift=drift.score,
            reasons=drift.reasons,
        )
        return TrackState(filled, flow, resolved, drift.score_px)

    def _refill(self, state: TrackState, keypoints: Ints, first: int, stop: int) -> None:
        """Compute some keypoints again between two frames, and judge as far as the limbs reach."""
        fresh = fill(self.track, self._codes(), window=(first, stop), keypoints=keypoints)
        rows = slice(first - state.filled.first, stop - state.filled.first)
        for name in ("positions", "visibility", "origin", "method"):
            getattr(state.filled, name)[rows, keypoints] = getattr(fresh, name)
        if state.flow is not None:
            self._renew_flow(state.flow, keypoints)
        judged = Scales().limb_reach_frames
        low = max(first - 2 * judged, state.resolved.start)
        high = min(stop + 2 * judged, state.resolved.stop)
        part = window_of(state.filled, low, high)
        adopted = part if state.flow is None else adopt(part, state.flow)
        drift = assess(part, adopted, state.flow, rigid=self.skeleton.rigid_indices)
        sure = slice(max(first - judged, low) - low, min(stop + judged, high) - low)
        into = slice(sure.start + low - state.resolved.start, sure.stop + low - state.resolved.start)
        for name in ("positions", "visibility", "origin"):
            getattr(state.resolved, name)[into] = getattr(adopted, name)[sure]
        state.resolved.drift[into] = drift.score[sure]
        state.resolved.reasons[into] = drift.reasons[sure]
        state.drift_px[into] = drift.score_px[sure]

    def _renew_flow(self, flow: Flow, keypoints: Ints) -> None:
        for found in (flow.positions, flow.forward_backward, flow.parting, flow.ncc):
            found[:, keypoints] = np.nan
        flow.refused[:, keypoints] = False
        window = (flow.first, flow.first + len(flow.positions))
        spans = spans_of(self.track, self._codes(), window=window, keypoints=keypoints)
        held = spans.pick(valid(spans, self.evidence))
        for key in zip(held.keypoint.tolist(), held.left.tolist(), strict=True):
            put_evidence(flow, key, self.evidence[key])


def _grew_from(resolved: Resolved, track: Track) -> bool:
    """Whether the track covers the frames that were resolved, and perhaps more."""
    frames = track.frames
    known = resolved.stop > resolved.start and len(frames) > 0
    return known and frames[0] <= resolved.start and frames[-1] + 1 >= resolved.stop


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
