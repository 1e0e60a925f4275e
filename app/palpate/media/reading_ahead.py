"""Which frame to decode next while nobody waits for one; pure decisions, no thread and no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_AHEAD_AT_REST = 2
_AHEAD_STEPPING = 8
_AHEAD_PLAYING = 48
_AHEAD_IN_PASSING = 12
_BEHIND_AT_LEAST = 8
_SPARE = 0.9


@dataclass(frozen=True, slots=True)
class Travel:
    """How somebody moves.

    Attributes
    ----------
    focus
        The frame looked at.
    heading
        1 forward, −1 backward, 0 after a jump.
    pace
        Frames from one step to the next while they follow each other by the clock; 0 while they do not.
    in_passing
        Whether pictures made in passing will do; see `FrameFetcher.request`.
    """

    focus: int
    heading: int = 0
    pace: int = 0
    in_passing: bool = False


@dataclass(frozen=True, slots=True)
class Terrain:
    """What there is to travel.

    Attributes
    ----------
    n_frames
        Number of frames.
    room
        How many frames can be kept.
    run_start
        Gives the frame that decoding begins with to come to a frame.
    ready
        Tells whether a frame is at hand, or never will be.
    room_in_passing
        How many frames made in passing can be kept.
    """

    n_frames: int
    room: int
    run_start: Callable[[int], int]
    ready: Callable[[int], bool]
    room_in_passing: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Frames to decode one after the other: ``at`` next, up to but not with ``end``."""

    at: int
    end: int


def next_ahead(travel: Travel, terrain: Terrain) -> int | None:
    """Return the next frame to prepare in front of the focus; None if enough are ready."""
    step = max(travel.pace, 1)
    last = min(travel.focus + step * _ahead(travel, terrain), terrain.n_frames - 1)
    return next((f for f in range(travel.focus + step, last + 1, step) if not terrain.ready(f)), None)


def next_behind(travel: Travel, terrain: Terrain, run: Run | None) -> Run | None:
    """Return the run to go on with behind the focus; None if enough is ready.

    Frames can be decoded forward only. So whole groups of pictures are decoded in runs: first the one that
    holds the nearest lacking frame, so that it is there before the cursor is; then the one before it. A run
    in progress is kept to. A new one begins when half of what is kept behind is used up: to begin one for
    each step would decode a group per step.
    """
    if travel.pace and travel.heading > 0:
        return None  # the clock needs all there is
    low = lowest_kept(travel, terrain)
    if run is not None and low <= run.at < min(run.end, travel.focus):
        going_on = next((f for f in range(run.at, min(run.end, travel.focus)) if not terrain.ready(f)), None)
        if going_on is not None:
            return Run(going_on, run.end)
    lacking = next((f for f in range(travel.focus - 1, low - 1, -1) if not terrain.ready(f)), None)
    if lacking is None or (lacking < travel.focus - 1 and 2 * (travel.focus - lacking) > _behind(terrain)):
        return None
    first = max(low, terrain.run_start(lacking))
    return Run(next(f for f in range(first, lacking + 1) if not terrain.ready(f)), lacking + 1)


def urgent_run(wish: int, travel: Travel, terrain: Terrain, run: Run | None) -> Run | None:
    """Return the run that brings a frame behind the focus and those before it; None if a jump is cheaper."""
    if run is not None and run.at <= wish < run.end and run.at >= terrain.run_start(wish):
        return run
    if travel.heading >= 0:
        return None
    first = max(lowest_kept(travel, terrain), terrain.run_start(wish))
    return Run(first, wish + 1) if first < wish else None


def lowest_kept(travel: Travel, terrain: Terrain) -> int:
    """Return the first frame kept behind the focus: where the group of pictures before its own begins."""
    own = terrain.run_start(travel.focus)
    previous = terrain.run_start(own - 1) if own > 0 else own
    wanted = min(previous, travel.focus - _BEHIND_AT_LEAST)
    return max(wanted, travel.focus - _behind(terrain), 0)


def _behind(terrain: Terrain) -> int:
    usable = int(terrain.room * _SPARE)
    return max(usable - min(_AHEAD_STEPPING, usable // 4), 0)


def _ahead(travel: Travel, terrain: Terrain) -> int:
    if travel.heading < 0:
        return 0
    usable = int(terrain.room * _SPARE)
    if travel.in_passing and terrain.room_in_passing:
        # no more than can become exact when it stops: what is decoded already is behind the place in the file
        return min(_AHEAD_IN_PASSING, max(terrain.room_in_passing - 2, 1))
    if travel.pace:
        return min(_AHEAD_PLAYING, usable // 2)
    return min(_AHEAD_STEPPING if travel.heading > 0 else _AHEAD_AT_REST, usable // 4)
