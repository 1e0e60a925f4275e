"""Where one keypoint is in the frames around one, or where it is to be expected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import has_position
from palpate.session.tracks import LiveTrack, PoseView, view_of

REACH = 2
"""How many frames on either side are looked at."""


@dataclass(frozen=True, slots=True)
class Around:
    """A keypoint from frame to frame.

    Attributes
    ----------
    frames
        ``(n,)`` also such as the clip does not have.
    exists
        ``(n,)`` whether the clip has them.
    positions
        ``(n, 2)`` px; NaN where nothing tells where to look.
    origin
        ``(n,)`` of the positions; NONE where they are only expected.
    """

    frames: Ints
    exists: Bools
    positions: Floats
    origin: Codes


def around_keypoint(live: LiveTrack, frame: int, keypoint: int, *, reach: int = REACH) -> Around:
    """Return where a keypoint is in the frames around one, by keyframe or filled in, else as expected."""
    frames = np.arange(frame - reach, frame + reach + 1)
    exists = (frames >= 0) & (frames < live.n_frames)
    positions = np.full((len(frames), 2), np.nan)
    origin = np.zeros(len(frames), dtype=np.int8)
    for n in np.flatnonzero(exists).tolist():
        view = view_of(live, int(frames[n]))
        if has_position(view.visibility)[keypoint]:
            positions[n], origin[n] = view.positions[keypoint], view.origin[keypoint]
    lacking = exists & np.isnan(positions).any(axis=1)
    if lacking.any():
        # One place for all: what moves in the crops then is the picture, not the guess.
        positions[lacking] = expected(live, frame, keypoint)
    return Around(frames, exists, positions, origin)


def expected(live: LiveTrack, frame: int, keypoint: int) -> Floats:
    """Return ``(2,)`` px where a keypoint without a position in a frame is to be looked for.

    That is where it is in the frame nearest in time, else beside what is placed of the pose: its parent, its
    other side, or the middle of all. NaN if nothing is placed.
    """
    resolved = live.resolved
    known = np.flatnonzero(has_position(resolved.visibility[:, keypoint]))
    if len(known):
        nearest = known[np.argmin(np.abs(known + resolved.start - frame))]
        return np.array(resolved.positions[nearest, keypoint])
    return _beside_others(live.skeleton, view_of(live, frame), keypoint)


def _beside_others(skeleton: Skeleton, view: PoseView, keypoint: int) -> Floats:
    placed = has_position(view.visibility)
    parent = skeleton.keypoints[keypoint].parent
    near = [skeleton.position_of[parent]] if parent else []
    near.append(int(skeleton.mirror_indices[keypoint]))
    for other in near:
        if placed[other]:
            return np.array(view.positions[other])
    return view.positions[placed].mean(axis=0) if placed.any() else np.full(2, np.nan)
