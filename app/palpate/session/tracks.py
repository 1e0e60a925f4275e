"""The facts of one instance in one layer, kept resolved while they are edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from palpate.assist.interpolate import fill
from palpate.assist.spans import method_codes, reach
from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.span import Method
from palpate.model.track import Resolved, Track
from palpate.model.visibility import Visibility
from palpate.session.evidence import Evidence, overlay

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
    evidence: dict[tuple[int, int], Evidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._resolved: Resolved | None = None

    @property
    def resolved(self) -> Resolved:
        """Everything the facts resolve to."""
        if self._resolved is None:
            self._resolved = self._resolve()
        return self._resolved

    def forget(self) -> None:
        """Resolve anew when next asked."""
        self._resolved = None

    def put(self, frame: int, pose: Pose | None) -> None:
        """Take over the stored pose of a frame, None where it is gone."""
        before = self.track
        self.track = _with_pose(before, frame, pose, len(self.skeleton))
        if self._resolved is None or not self._fits(frame):
            self._resolved = None
            return
        for keypoint in _differing(before, self.track, frame):
            old = reach(before, keypoint=keypoint, frame=frame, n_frames=self.n_frames)
            new = reach(self.track, keypoint=keypoint, frame=frame, n_frames=self.n_frames)
            self._refill(keypoint, min(old[0], new[0]), max(old[1], new[1]))

    def codes(self) -> Codes:
        """Return ``(T, K)`` method codes of the spans that start at each fact."""
        return method_codes(self.track, self.methods, default=DEFAULT_METHOD)

    def _fits(self, frame: int) -> bool:
        assert self._resolved is not None
        same_ends = (
            len(self.track.frames) > 0
            and self._resolved.start == self.track.frames[0]
            and self._resolved.stop == self.track.frames[-1] + 1
        )
        return same_ends and self._resolved.row(frame) is not None

    def _resolve(self) -> Resolved:
        k = len(self.skeleton)
        frames = self.track.frames
        window = (int(frames[0]), int(frames[-1]) + 1) if len(frames) else (0, 0)
        filled = fill(self.track, self.codes(), window=window)
        shape = (window[1] - window[0], k)
        resolved = Resolved(
            start=window[0],
            positions=filled.positions,
            visibility=filled.visibility,
            origin=filled.origin,
            drift=np.full(shape, np.nan),
            reasons=np.zeros(shape, dtype=np.int8),
        )
        overlay(resolved, self.track, self.codes(), self.evidence, self.skeleton, range(k))
        return resolved

    def _refill(self, keypoint: int, first: int, stop: int) -> None:
        resolved = self._resolved
        assert resolved is not None
        first, stop = max(first, resolved.start), min(stop, resolved.stop)
        chosen = np.array([keypoint], dtype=np.int64)
        filled = fill(self.track, self.codes(), window=(first, stop), keypoints=chosen)
        rows = slice(first - resolved.start, stop - resolved.start)
        resolved.positions[rows, keypoint] = filled.positions[:, 0]
        resolved.visibility[rows, keypoint] = filled.visibility[:, 0]
        resolved.origin[rows, keypoint] = filled.origin[:, 0]
        resolved.drift[rows, keypoint] = np.nan
        resolved.reasons[rows, keypoint] = 0
        overlay(resolved, self.track, self.codes(), self.evidence, self.skeleton, [keypoint])


@dataclass(frozen=True, slots=True)
class PoseView:
    """One instance in one frame as it is shown.

    Attributes
    ----------
    positions, visibility, origin, drift, reasons
        ``(K, 2)`` px, and ``(K,)`` each, as in `Resolved`.
    """

    positions: Floats
    visibility: Codes
    origin: Codes
    drift: Floats
    reasons: Codes

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
    )


def _differing(before: Track, after: Track, frame: int) -> list[int]:
    old, new = before.pose(frame), after.pose(frame)
    k = before.visibility.shape[1]
    old, new = old or Pose.empty(k), new or Pose.empty(k)
    same = (old.visibility == new.visibility) & (old.origin == new.origin)
    same &= ((old.positions == new.positions) | np.isnan(old.positions) & np.isnan(new.positions)).all(axis=1)
    return [int(index) for index in np.flatnonzero(~same)]


def _with_pose(track: Track, frame: int, pose: Pose | None, n_keypoints: int) -> Track:
    at = int(np.searchsorted(track.frames, frame))
    stands = at < len(track.frames) and track.frames[at] == frame
    shapes = dict(track.shapes)
    shapes.pop(frame, None)
    if pose is not None and pose.shape is not None:
        shapes[frame] = pose.shape
    if pose is None:
        return _without_row(track, at, shapes) if stands else track
    if not stands:
        track = _with_empty_row(track, at, frame, n_keypoints)
    positions, visibility, origin = track.positions.copy(), track.visibility.copy(), track.origin.copy()
    positions[at], visibility[at], origin[at] = pose.positions, pose.visibility, pose.origin
    scores = track.scores
    if scores is not None or pose.scores is not None:
        scores = np.full(track.visibility.shape, np.nan) if scores is None else scores.copy()
        scores[at] = np.nan if pose.scores is None else pose.scores
    return Track(track.frames, positions, visibility, origin, scores, shapes)


def _without_row(track: Track, at: int, shapes: Mapping[int, Shape]) -> Track:
    return Track(
        frames=np.delete(track.frames, at),
        positions=np.delete(track.positions, at, axis=0),
        visibility=np.delete(track.visibility, at, axis=0),
        origin=np.delete(track.origin, at, axis=0),
        scores=None if track.scores is None else np.delete(track.scores, at, axis=0),
        shapes=shapes,
    )


def _with_empty_row(track: Track, at: int, frame: int, n_keypoints: int) -> Track:
    empty = Pose.empty(n_keypoints)
    return replace(
        track,
        frames=np.insert(track.frames, at, frame),
        positions=np.insert(track.positions, at, empty.positions, axis=0),
        visibility=np.insert(track.visibility, at, Visibility.NOT_PLACED, axis=0),
        origin=np.insert(track.origin, at, Origin.NONE, axis=0),
        scores=None if track.scores is None else np.insert(track.scores, at, np.nan, axis=0),
    )
