"""From a key going down in the whole window to the committed transaction, and to the window painted again.

The anchor is the same as for gestures: append 64 bytes to a file and wait for the disk.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.errors import UsageError
from palpate.bench.projects import go_to_work
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Time, entry_of, timed
from palpate.session.placing import gestures, swapping

if TYPE_CHECKING:
    from palpate.ui.offscreen_hand import HandOffscreen

APPEND = "append 64 B + fdatasync"
_RANGE = 100  # frames of a range


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key and what stands where it is pressed.

    Attributes
    ----------
    key
        As in menus.
    ready
        Done before, untimed.
    frames
        How many are chosen as a range; 0 for none.
    """

    key: str
    ready: Callable[[HandOffscreen], object] = lambda hand: None
    frames: int = 0


def _nudged(hand: HandOffscreen) -> None:
    gestures.nudge(hand.session, (0.25, 0.0))


def _taken_back(hand: HandOffscreen) -> None:
    _nudged(hand)
    hand.session.undo()


STROKES = {
    "nudge": Stroke("D"),
    "occluded": Stroke("3"),
    "turn_pose": Stroke("Alt+D"),
    "mirror_pose": Stroke("M"),
    "mean_pose": Stroke("Shift+V", ready=lambda hand: swapping.clear_pose(hand.session)),
    "swap_100_frames": Stroke("Shift+M", frames=_RANGE),
    "undo": Stroke("Ctrl+Z", ready=_nudged),
    "redo": Stroke("Ctrl+Shift+Z", ready=_taken_back),
}


def pressed(project: Path, append: Callable[[], object], *, labelled: int, rounds: int) -> Entries:
    """Press each key in so many frames of a project, which is labelled from its beginning on.

    Parameters
    ----------
    append
        The anchor.
    """
    from palpate.ui.offscreen_hand import HandOffscreen

    hand, size = HandOffscreen(project), f"{labelled}x54"
    try:
        go_to_work(hand.session)
        return {
            f"key_{name}_{size}": _measured(hand, stroke, append, labelled=labelled, rounds=rounds)
            for name, stroke in STROKES.items()
        }
    finally:
        hand.close()


def _measured(
    hand: HandOffscreen, stroke: Stroke, append: Callable[[], object], *, labelled: int, rounds: int
) -> Entry:
    rng = np.random.default_rng(9)
    n_frames = max(labelled - stroke.frames, 1)
    committed: list[Time] = []
    painted: list[Time] = []
    anchor: list[Time] = []
    for number in range(rounds + 1):
        frame = int(rng.integers(n_frames))
        chosen = (frame, min(frame + stroke.frames, labelled) - 1) if stroke.frames else None
        hand.go(frame, int(rng.integers(54)), chosen)
        stroke.ready(hand)
        hand.settle()
        came = hand.press(stroke.key)
        if number and not math.isnan(came.committed):  # the first one loads what is not loaded yet
            committed.append(Time(came.committed * 1e3, came.committed_cpu * 1e3))
            painted.append(Time(came.painted * 1e3, came.painted_cpu * 1e3))
        anchor += timed(append)()
    if not committed:
        raise UsageError(f"the key {stroke.key} has edited nothing")
    more = {
        "pressed": len(committed),
        "painted_ms": round(float(np.median([time.ms for time in painted])), 2),
        "painted_p95_ms": round(float(np.percentile([time.ms for time in painted], 95)), 2),
        "painted_cpu_ms": round(float(np.median([time.cpu_ms for time in painted])), 2),
    }
    return entry_of({OURS: committed, ANCHOR: anchor}, anchor=APPEND, more=more)
