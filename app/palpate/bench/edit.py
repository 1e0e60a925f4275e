"""From a gesture to its committed transaction, and from a project file to its first pose.

The anchor of a gesture is the least that any program would have to do to keep it through a power cut: append
64 bytes to a file and wait for the disk. We do not wait for it (a worker does, within a second), but write a
whole pose with its journal entry, and bring the track up to date. A line that begins with ``key`` is the same
in the whole window, from the key going down; how long the window then is at work, painting included, stands
beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palpate.base.progress import Progress
from palpate.bench.keys import APPEND, pressed
from palpate.bench.plan import Plan
from palpate.bench.projects import EMPTY_FRAMES, go_to_work, write_project
from palpate.bench.sampling import (
    ANCHOR,
    OURS,
    Entries,
    Entry,
    Take,
    Time,
    clocked,
    entry_of,
    interleaved,
    timed,
)
from palpate.model.visibility import Visibility
from palpate.session.placing import gestures, pose_adjusting, pose_starts, swapping
from palpate.session.session import Session
from palpate.store.project import Project

_RANGE = 100
_READ = "read the file's bytes"
_BEHIND, _SWAP = "place_behind_the_last", "swap_100_frames"
_FEW = {_BEHIND, _SWAP}
_START = """
import os
from palpate.ui.first_frame import make_first_edit
make_first_edit({path!r})
os._exit(0)  # ending is not measured
"""
_sync = getattr(os, "fdatasync", os.fsync)  # macOS and Windows have no fdatasync


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    labelled
        Labelled frames of each project.
    gestures
        How many of each kind on labelled frames.
    additions
        How many placements on frames behind the last labelled one.
    opens
        How often each project is opened.
    keys
        How often each key is pressed.
    starts
        How often the program is started with each project.
    """

    labelled: tuple[int, ...] = (20, 2_000, 28_000, 100_000)
    gestures: int = 300
    additions: int = 12
    opens: int = 5
    keys: int = 60
    starts: int = 3


FULL = Sizes()
QUICK = Sizes(labelled=(20, 2_000), gestures=60, additions=5, opens=3, keys=15, starts=1)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.folder, plan.progress)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Make the projects and run the group at these sizes."""
    entries: Entries = {}
    for labelled in sizes.labelled:
        progress.step(0, 1, f"making a project of {labelled} frames")
        project = write_project(folder / f"{labelled}.palpate", labelled)
        progress.step(0, 1, f"opening {labelled} frames")
        size = f"{labelled}x54"
        entries[f"open_{size}"] = _opening(project, sizes.opens)
        entries[f"start_{size}"] = _starting(project, sizes.starts)
        with Session.open(project) as session, _appending(folder / "anchor") as append:
            go_to_work(session)
            for name, gesture in _gestures(session, labelled).items():
                progress.step(0, 1, f"{name.replace('_', ' ')} in {labelled} frames")
                takes: dict[str, Take] = {OURS: gesture, ANCHOR: timed(append)}
                rounds = sizes.additions if name in _FEW else sizes.gestures
                entries[f"{name}_{size}"] = entry_of(interleaved(takes, rounds=rounds, warm=1), anchor=APPEND)
        with _appending(folder / "anchor") as append:
            progress.step(0, 1, f"pressing keys in {labelled} frames")
            entries |= pressed(project, append, labelled=labelled, rounds=sizes.keys)
    return entries


def _opening(project: Path, rounds: int) -> Entry:
    def ours() -> list[Time]:
        took, session = clocked(lambda: _open_and_look(project))
        session.close()
        return [took]

    samples = interleaved({OURS: ours, ANCHOR: timed(project.read_bytes)}, rounds=rounds, warm=1)
    megabytes = round(project.stat().st_size / 1e6, 2)
    return entry_of(samples, anchor=_READ, more={"file_mb": megabytes})


def _starting(project: Path, rounds: int) -> Entry:
    """From the start of the program to the first edit by a key in its painted window."""

    def ours() -> None:
        subprocess.run([sys.executable, "-c", _START.format(path=str(project))], check=True, env=_compiling())

    samples = interleaved({OURS: timed(ours)}, rounds=rounds, warm=1)
    Project.open(project).close()  # takes in what the programs that just stopped had written
    return entry_of(samples, note="processor times are those of the bench alone")


def _compiling() -> dict[str, str]:
    """Return the environment of a program that keeps what it compiles, as an installed one has done."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _open_and_look(project: Path) -> Session:
    """Open a project up to what the canvas needs for its first frame."""
    session = Session.open(project)
    go_to_work(session)
    gestures.current_view(session)
    return session


def _gestures(session: Session, labelled: int) -> dict[str, Take]:
    """Return takes that go to a place untimed and time one gesture there."""
    rng = np.random.default_rng(8)
    n_keypoints = len(session.contents.skeletons[session.contents.instances[0].skeleton])
    behind = iter(range(labelled, labelled + EMPTY_FRAMES))

    def go(frame: int, frames: tuple[int, int] | None = None) -> None:
        session.selection.move(frame=frame, keypoint=int(rng.integers(n_keypoints)), chosen_frames=frames)

    def anywhere() -> int:
        return int(rng.integers(labelled))

    def place() -> None:
        gestures.place(session, rng.uniform(100.0, 2000.0, 2), Visibility.VISIBLE)

    def nudge() -> None:
        gestures.nudge(session, (0.25, 0.0))

    def at(frame: int, gesture: Callable[[], object], *before: Callable[[], object]) -> list[Time]:
        go(frame)
        for step in before:
            step()
        return [clocked(gesture)[0]]

    def swap() -> list[Time]:
        first = anywhere()
        go(first, (first, min(first + _RANGE, labelled) - 1))
        return [clocked(lambda: swapping.swap_sides(session))[0]]

    return {
        "place": lambda: at(anywhere(), place),
        "nudge": lambda: at(labelled // 2, nudge),
        _BEHIND: lambda: at(next(behind), place),
        "turn_pose": lambda: at(anywhere(), lambda: pose_adjusting.turn(session, 1.0)),
        "mirror_pose": lambda: at(anywhere(), lambda: pose_adjusting.mirror(session)),
        "mean_pose": lambda: at(anywhere(), lambda: pose_starts.from_mean(session, overwrite=True)),
        _SWAP: swap,
        "undo": lambda: at(anywhere(), session.undo, place),
        "redo": lambda: at(anywhere(), session.redo, place, session.undo),
    }


@contextmanager
def _appending(path: Path) -> Iterator[Callable[[], None]]:
    """Yield a function that appends 64 bytes and waits until the disk has them."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append() -> None:
        os.write(handle, b"." * 64)
        _sync(handle)

    try:
        yield append
    finally:
        os.close(handle)
