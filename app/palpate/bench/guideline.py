"""Following the keypoint in hand: ten keypoints a second, each with its guideline and its plate.

``canvas`` is one paint of the canvas, ``stall`` the longest time at one keypoint for which the window could
do nothing else; ``first`` marks the first round, in which every plate is read and drawn. The anchor is the
same window with the panel of the guideline closed. Processor times are those of the window's thread alone.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.progress import Progress
from palpate.bench.clips import ClipMaking, write_clip
from palpate.bench.plan import Plan
from palpate.bench.projects import go_to_work, write_project_of
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Time, entry_of

if TYPE_CHECKING:
    from palpate.ui.offscreen_following import Round

_CLOSED = "the guideline closed"
_KEYPOINTS = 54


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    size
        Width and height of the clip in px.
    keypoints
        Of one round.
    rounds
        With the guideline, after the first one.
    beat_s
        From one keypoint to the next.
    """

    size: tuple[int, int] = (1920, 1080)
    keypoints: int = _KEYPOINTS
    rounds: int = 3
    beat_s: float = 0.1


FULL, QUICK = Sizes(), Sizes(size=(1280, 720), rounds=1)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.folder, plan.progress)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Generate a clip and run the group at these sizes."""
    from palpate.ui.offscreen_following import FollowingOffscreen

    clip = write_clip(folder / "clip.mp4", ClipMaking(sizes.size, 24, 12), progress)
    project = write_project_of(folder / "clip.palpate", clip)
    with closing(FollowingOffscreen(project)) as window:
        go_to_work(window.session)

        def rounds(count: int, *, shown: bool, first: bool = False) -> list[Round]:
            window.show_guideline(shown)
            name = "first round" if first else "guideline" if shown else _CLOSED
            progress.step(0, 1, f"following {sizes.keypoints} keypoints, {name}")
            return [window.go_round(sizes.keypoints, sizes.beat_s) for _ in range(count)]

        first = rounds(1, shown=True, first=True)
        closed = rounds(1, shown=False)
        followed = rounds(sizes.rounds, shown=True)
    name = f"follow_{sizes.keypoints}_at_{round(1 / sizes.beat_s)}_hz"
    lines: Entries = {}
    for kind, walked in (("first_", first), ("", followed)):
        lines[f"{name}_{kind}canvas"] = _entry(_paints(walked), _paints(closed), walked)
        lines[f"{name}_{kind}stall"] = _entry(_stalls(walked), _stalls(closed), walked)
    return lines


def _entry(ours: list[Time], anchor: list[Time], walked: list[Round]) -> Entry:
    more = {
        "longest_ms": round(max(one.ms for one in ours), 2),
        "longest_cpu_ms": round(max(one.cpu_ms for one in ours), 2),
        "late_plates": sum(one.late for one in walked),
    }
    return entry_of({OURS: ours, ANCHOR: anchor}, anchor=_CLOSED, more=more)


def _paints(walked: list[Round]) -> list[Time]:
    return [Time(clock * 1e3, cpu * 1e3) for one in walked for clock, cpu in one.paints_s]


def _stalls(walked: list[Round]) -> list[Time]:
    return [Time(clock * 1e3, cpu * 1e3) for one in walked for clock, cpu in one.stalls_s]
