"""What hands have fixed in a stretch of frames: keyframes, and the steps that lie between two of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.spans import Knots, code_of, knots_near
from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position, weaker


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
    n_frames, n_keypoints = max(window[1] - window[0], 0), track.visibility.shape[1]
    keyed = Keyed(
        window[0],
        positions=np.full((n_frames, n_keypoints, 2), np.nan),
        inside=np.zeros((max(n_frames - 1, 0), n_keypoints), dtype=np.bool_),
        estimated=np.zeros((max(n_frames - 1, 0), n_keypoints), dtype=np.bool_),
    )
    _place_keyframes(keyed, track, methods)
    _place_spans(keyed, knots_near(track, methods, window=window, keypoints=np.arange(n_keypoints)))
    return keyed


def _place_keyframes(keyed: Keyed, track: Track, methods: Codes) -> None:
    """Enter the keyframes, and the steps between those in adjoining frames."""
    begin, end = np.searchsorted(track.frames, (keyed.first, keyed.first + len(keyed))).tolist()
    frames, codes = track.frames[begin:end], track.visibility[begin:end]
    placed = has_position(codes) & np.isfinite(track.positions[begin:end]).all(axis=2)
    row, k = np.nonzero(placed)
    keyed.positions[frames[row] - keyed.first, k] = track.positions[begin:end][row, k]
    runs_on = placed & (methods[begin:end] != code_of(Method.NONE))
    next_to = (np.diff(frames) == 1) & ~np.isin(frames[1:], track.cuts)
    step, k = np.nonzero(runs_on[:-1] & placed[1:] & next_to[:, np.newaxis])
    keyed.inside[frames[step] - keyed.first, k] = True
    tier = weaker(codes[step, k], codes[step + 1, k])
    keyed.estimated[frames[step] - keyed.first, k] = tier == Visibility.ESTIMATED


def _place_spans(keyed: Keyed, knots: Knots) -> None:
    row = knots.frame - keyed.first
    for left in knots.spans:
        steps = slice(max(int(row[left]), 0), max(int(row[left + 1]), 0))
        k = knots.keypoint[left]
        keyed.inside[steps, k] = True
        tier = weaker(knots.visibility[left], knots.visibility[left + 1])
        keyed.estimated[steps, k] = tier == Visibility.ESTIMATED
