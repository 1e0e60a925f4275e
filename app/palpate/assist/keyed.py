"""What hands have fixed in a stretch of frames: keyframes, and the steps that lie between two of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.spans import knots_of
from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.track import Track
from palpate.model.visibility import Visibility, weaker


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keyframes of F consecutive frames and K keypoints.

    Attributes
    ----------
    first
        Index of the first frame.
    positions
        ``(F, K, 2)`` px at keyframes, NaN elsewhere.
    inside
        ``(F − 1, K)`` whether the step to the next frame lies in a span between two keyframes of a run.
    estimated
        ``(F − 1, K)`` whether a keyframe of that span is only estimated: the point itself is not seen.
    """

    first: int
    positions: Floats
    inside: Bools
    estimated: Bools

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def held(self) -> Bools:
        """``(F, K)`` frames that belong to a run, its keyframes included."""
        held = np.zeros(self.positions.shape[:2], dtype=np.bool_)
        held[:-1] |= self.inside
        held[1:] |= self.inside
        return held


def keyed_of(track: Track, methods: Codes, *, window: tuple[int, int]) -> Keyed:
    """Return the keyframes of a window (first frame, one past the last), as its spans are filled.

    A span that reaches beyond the window keeps its steps inside it, without the keyframe outside.
    """
    n_keypoints = track.visibility.shape[1]
    knots = knots_of(track, methods, keypoints=np.arange(n_keypoints))
    n_frames = max(window[1] - window[0], 0)
    positions = np.full((n_frames, n_keypoints, 2), np.nan)
    inside = np.zeros((max(n_frames - 1, 0), n_keypoints), dtype=np.bool_)
    estimated = np.zeros_like(inside)
    row = knots.frame - window[0]
    placed = np.flatnonzero((row >= 0) & (row < n_frames))
    positions[row[placed], knots.keypoint[placed]] = knots.positions[placed]
    for left in np.flatnonzero(knots.joined):
        steps = slice(max(int(row[left]), 0), max(int(row[left + 1]), 0))
        k = knots.keypoint[left]
        inside[steps, k] = True
        tier = weaker(knots.visibility[left], knots.visibility[left + 1])
        estimated[steps, k] = tier == Visibility.ESTIMATED
    return Keyed(window[0], positions, inside, estimated)
