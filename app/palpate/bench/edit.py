"""From a gesture to its committed transaction, and from a project file to its first pose.

The anchor of a gesture is the least that any program would have to do to keep it through a power cut: append
64 bytes to a file and wait for the disk. We do not wait for it (a worker does, within a second), but write a
whole pose with its journal entry, and resolve the track anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palpate.base.progress import Progress
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
from palpate.session import gestures
from palpate.session.session import Session

_APPEND = "append 64 B + fdatasync"
_READ = "read the file's bytes"
_BEHIND = "place_behind_the_last"
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
    """

    labelled: tuple[int, ...] = (20, 28_000)
    gestures: int = 300
    additions: int = 12
    opens: int = 5


FULL, QUICK = Sizes(), Sizes(labelled=(20, 2_000), gestures=60, additions=5, opens=3)


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
        with Session.open(project) as session, _appending(folder / "anchor") as append:
            go_to_work(session)
            for name, gesture in _gestures(session, labelled).items():
                progress.step(0, 1, f"{name.replace('_', ' ')} in {labelled} frames")
                takes: dict[str, Take] = {OURS: gesture, ANCHOR: timed(append)}
                rounds = sizes.additions if name == _BEHIND else sizes.gestures
                entries[f"{name}_{size}"] = entry_of(
                    interleaved(takes, rounds=rounds, warm=1), anchor=_APPEND
                )
    return entries


def _opening(project: Path, rounds: int) -> Entry:
    def ours() -> list[Time]:
        took, session = clocked(lambda: _open_and_look(project))
        session.close()
        return [took]

    samples = interleaved({OURS: ours, ANCHOR: timed(project.read_bytes)}, rounds=rounds, warm=1)
    megabytes = round(project.stat().st_size / 1e6, 2)
    return entry_of(samples, anchor=_READ, more={"file_mb": megabytes})


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

    def place() -> None:
        gestures.place(session, rng.uniform(100.0, 2000.0, 2), Visibility.VISIBLE)

    def at(frame: int, gesture: Callable[[], None]) -> list[Time]:
        session.selection.move(frame=frame, keypoint=int(rng.integers(n_keypoints)))
        return [clocked(gesture)[0]]

    def nudge() -> None:
        gestures.nudge(session, (0.25, 0.0))

    return {
        "place": lambda: at(int(rng.integers(labelled)), place),
        "nudge": lambda: at(labelled // 2, nudge),
        _BEHIND: lambda: at(next(behind), place),
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
