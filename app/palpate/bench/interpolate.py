"""Filling the frames between keyframes: a whole clip at once, and what one edit makes necessary.

The anchor is straight lines by `numpy.interp`, column by column; ours are monotone cubics with tiers, origins
and methods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.interpolate import fill
from palpate.assist.spans import code_of, reach
from palpate.base.progress import Progress
from palpate.bench.bodies import Bodies, moving, track_of
from palpate.bench.plan import Plan
from palpate.bench.sampling import ANCHOR, OURS, Entries, entry_of, interleaved, timed
from palpate.model.arrays import Floats, Ints
from palpate.model.span import Method
from palpate.model.track import Track

_ANCHOR = "numpy.interp, straight lines"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    frames, keypoints
        Of the clip.
    every
        Frames from keyframe to keyframe.
    rounds
        How often.
    """

    frames: int = 28_000
    keypoints: int = 54
    every: int = 7
    rounds: int = 10


FULL, QUICK = Sizes(), Sizes(rounds=3)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.progress)


def measured(sizes: Sizes, progress: Progress) -> Entries:
    """Run the group at these sizes."""
    size = f"{sizes.frames}x{sizes.keypoints}"
    progress.step(0, 1, f"filling {size}")
    track = track_of(moving(Bodies(sizes.frames, 1, sizes.keypoints))[:, 0], every=sizes.every)
    methods = np.full(track.visibility.shape, code_of(Method.PCHIP), dtype=np.int8)
    end = int(track.frames[-1]) + 1
    middle = int(track.frames[len(track.frames) // 2])
    one = np.array([0], dtype=np.int64)
    near = reach(track, keypoints=one, frames=(middle, middle), n_frames=end)
    whole = {
        OURS: timed(lambda: fill(track, methods, window=(0, end))),
        ANCHOR: timed(lambda: _straight(track, np.arange(end))),
    }
    part = {
        OURS: timed(lambda: fill(track, methods, window=near, keypoints=one)),
        ANCHOR: timed(lambda: _straight(track, np.arange(*near), 1)),
    }
    return {
        f"fill_{size}": entry_of(interleaved(whole, rounds=sizes.rounds, warm=1), anchor=_ANCHOR),
        f"fill_after_an_edit_{size}": entry_of(
            interleaved(part, rounds=10 * sizes.rounds, warm=1), anchor=_ANCHOR
        ),
    }


def _straight(track: Track, frames: Ints, n_keypoints: int | None = None) -> Floats:
    columns = track.positions[:, :n_keypoints].reshape(len(track.frames), -1)
    filled = np.empty((len(frames), columns.shape[1]))
    for n, column in enumerate(columns.T):
        filled[:, n] = np.interp(frames, track.frames, column)
    return filled
