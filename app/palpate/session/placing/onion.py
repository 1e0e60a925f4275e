"""The keyframes before and after a frame, to be seen as ghosts beside what stands there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import view_to_see, withheld
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack, PoseView, view_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A keyframe and the whole pose there, also what was filled in."""

    frame: int
    view: PoseView


def onion_of(session: Session, layer: str, instance: str, frame: int) -> tuple[Beside | None, Beside | None]:
    """Return the nearest keyframe before a frame and the one after it, of those that may be seen."""
    live, hidden = session.live(layer, instance), withheld(session, layer, instance)
    if hidden is None:
        return keyframes_beside(live, frame)
    start, track = live.resolved.start, live.track
    seen = ~hidden[track.frames - start] & (track.visibility != Visibility.NOT_PLACED)
    frames = track.frames[seen.any(axis=1)]
    before, behind = frames[frames < frame], frames[frames > frame]
    return (
        _to_see(session, layer, instance, int(before[-1])) if len(before) else None,
        _to_see(session, layer, instance, int(behind[0])) if len(behind) else None,
    )


def _to_see(session: Session, layer: str, instance: str, frame: int) -> Beside:
    return Beside(frame, view_to_see(session, layer, instance, frame))


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
