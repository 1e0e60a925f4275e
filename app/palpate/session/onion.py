"""The keyframes before and after a frame, to be seen as ghosts beside what stands there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.visibility import Visibility
from palpate.session.tracks import LiveTrack, PoseView, view_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A keyframe and the whole pose there, also what was filled in."""

    frame: int
    view: PoseView


def keyframes_beside(live: LiveTrack, frame: int) -> tuple[Beside | None, Beside | None]:
    """Return the nearest keyframe before a frame and the one after it; None where there is none.

    A keyframe is a frame in which anything was decided on any keypoint.
    """
    frames = live.track.frames
    first = int(np.searchsorted(frames, frame, side="left"))
    stop = int(np.searchsorted(frames, frame, side="right"))
    return _first_decided(live, range(first - 1, -1, -1)), _first_decided(live, range(stop, len(frames)))


def _first_decided(live: LiveTrack, rows: range) -> Beside | None:
    for row in rows:
        if (live.track.visibility[row] != Visibility.NOT_PLACED).any():
            found = int(live.track.frames[row])
            return Beside(found, view_of(live, found))
    return None
