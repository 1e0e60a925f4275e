"""A track with one of its rows changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.track import Track
from palpate.model.visibility import Visibility


def differing(old: Pose | None, new: Pose | None, n_keypoints: int) -> list[int]:
    """Return the keypoints whose value is not the same in two poses; None says nothing at all."""
    old, new = old or Pose.empty(n_keypoints), new or Pose.empty(n_keypoints)
    same = (old.visibility == new.visibility) & (old.origin == new.origin)
    same &= ((old.positions == new.positions) | np.isnan(old.positions) & np.isnan(new.positions)).all(axis=1)
    return [int(index) for index in np.flatnonzero(~same)]


def with_pose(track: Track, frame: int, pose: Pose | None, n_keypoints: int) -> Track:
    """Return the track with the pose of a frame put in, replaced, or (None) taken out.

    A row that exists is written in place: copying a long clip for every nudge would be felt.
    """
    at = int(np.searchsorted(track.frames, frame))
    stands = at < len(track.frames) and track.frames[at] == frame
    shapes = {known: shape for known, shape in track.shapes.items() if known != frame}
    if pose is None:
        return _without_row(track, at, shapes) if stands else track
    if not stands:
        track = _with_empty_row(track, at, frame, n_keypoints)
    if pose.shape is not None:
        shapes[frame] = pose.shape
    track.positions[at], track.visibility[at], track.origin[at] = pose.positions, pose.visibility, pose.origin
    scores = track.scores
    if scores is None and pose.scores is not None:
        scores = np.full(track.visibility.shape, np.nan)
    if scores is not None:
        scores[at] = np.nan if pose.scores is None else pose.scores
    return replace(track, scores=scores, shapes=shapes)


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
