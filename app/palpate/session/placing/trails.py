"""Where keypoints were in the frames before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.origin import is_fact
from palpate.model.visibility import has_position
from palpate.session.tracks import LiveTrack


@dataclass(frozen=True, slots=True)
class Trails:
    """Positions of some keypoints, those of the oldest frame first; frames without any are left out.

    Attributes
    ----------
    positions
        ``(n, 2)`` px.
    age
        ``(n,)`` how many frames ago, from 1.
    keyframe
        ``(n,)`` whether it was placed or accepted there, not filled in.
    length
        How many frames back they reach at most.
    """

    positions: Floats
    age: Ints
    keyframe: Bools
    length: int


def trails(live: LiveTrack, frame: int, keypoints: Ints, *, length: int) -> Trails:
    """Return the positions of keypoints in the ``length`` frames before a frame."""
    resolved = live.resolved
    first = max(frame - length, resolved.start)
    stop = max(min(frame, resolved.stop), first)
    rows = slice(first - resolved.start, stop - resolved.start)
    places = resolved.positions[rows][:, keypoints]
    there = has_position(resolved.visibility[rows][:, keypoints]) & np.isfinite(places).all(axis=-1)
    ages = np.broadcast_to((frame - np.arange(first, stop))[:, None], there.shape)
    facts = is_fact(resolved.origin[rows][:, keypoints])
    return Trails(places[there], ages[there].astype(np.int64), facts[there], length)
