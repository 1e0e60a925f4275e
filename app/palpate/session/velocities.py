"""How fast the keypoints of an instance go, in px per frame."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.track import Resolved
from palpate.session.tracks import LiveTrack


def velocities_of(live: LiveTrack, resolved: Resolved | None = None) -> Floats:
    """Return ``(F, K, 2)`` px per frame for what an instance resolves to, or for some frames of that.

    NaN where a keypoint has no position, or none in a frame beside it; nothing moves across a cut.
    """
    chosen = live.resolved if resolved is None else resolved
    cuts = np.array(live.track.cuts, dtype=np.int64) - chosen.start
    return central_differences(chosen.positions, cuts)


def central_differences(positions: Floats, cuts: Ints) -> Floats:
    """Return ``(F, …)`` differences per frame of positions; of one side where the other lacks.

    Parameters
    ----------
    cuts
        Rows that begin another scene; outside of the rows they mean nothing.
    """
    steps = np.diff(positions, axis=0)
    inside = cuts[(cuts > 0) & (cuts < len(positions))]
    steps[inside - 1] = np.nan
    none = np.full_like(positions[:1], np.nan)
    before, after = np.concatenate((none, steps)), np.concatenate((steps, none))
    one_sided = np.where(np.isfinite(before), before, after)
    both = np.isfinite(before) & np.isfinite(after)
    found = np.where(both, (before + after) / 2.0, one_sided)
    return np.asarray(np.where(np.isfinite(positions), found, np.nan))
