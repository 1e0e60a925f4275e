"""What rows of keypoints said when they were last asked, to tell which of them say something else now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Ints
from palpate.model.origin import GUESSED
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView

_DOUBTFUL = 1.0  # drift score from which on a row has words for it


@dataclass(frozen=True, slots=True)
class Said:
    """What the rows of an instance say of a pose; copies, for the pose itself is written into.

    Attributes
    ----------
    visibility, origin
        ``(K,)`` as in `PoseView`.
    doubtful
        ``(K,)`` whether there are words for its drift, or it has to be placed anew.
    """

    visibility: Codes
    origin: Codes
    doubtful: Bools

    @staticmethod
    def of(view: PoseView, outdated: Bools | None = None) -> Said:
        """Remember a pose, and ``(K,)`` what of it has to be placed anew."""
        with np.errstate(invalid="ignore"):
            doubtful = np.asarray(view.drift >= _DOUBTFUL)
        if outdated is not None:
            doubtful = doubtful | outdated
        return Said(view.visibility.copy(), view.origin.copy(), doubtful)

    def others(self, now: Said) -> Bools:
        """Return ``(K,)`` which rows may say something else; words for drift are taken to be others."""
        same = (self.visibility == now.visibility) & (self.origin == now.origin)
        return np.asarray(~same | self.doubtful | now.doubtful)

    def decided_otherwise(self, now: Said) -> Bools:
        """Return ``(K,)`` where it counts as decided, or as a guess, in one of them alone."""
        not_placed = Visibility.NOT_PLACED
        decided = (self.visibility == not_placed) != (now.visibility == not_placed)
        return np.asarray(decided | (np.isin(self.origin, GUESSED) != np.isin(now.origin, GUESSED)))


def rows_of_others(rows: Sequence[int], skeleton: Skeleton, before: Said, now: Said) -> Ints:
    """Return which rows say something else.

    Parameters
    ----------
    rows
        Keypoints, and −2 − k for the region of keypoint k, which says how many of its own are decided.
    """
    others, points = before.others(now), skeleton.keypoints
    counted = {points[k].region for k in np.flatnonzero(before.decided_otherwise(now)).tolist()}
    told = [bool(others[k]) if k >= 0 else points[-2 - k].region in counted for k in rows]
    return np.flatnonzero(told)


def runs_of(rows: Ints) -> list[tuple[int, int]]:
    """Return the first and the last of each run of neighbours among ascending rows."""
    if not len(rows):
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return [(int(part[0]), int(part[-1])) for part in parts]
