"""The whole window, off-screen: starting, stepping to painted pictures, scrubbing and playing.

The anchor of steps and jumps is bare PyAV without a cache, which paints nothing; that of starting is a bare
window with the first picture in it. A start with labelled frames lasts until a key has edited them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.progress import Progress
from palpate.bench.bare_video import BareVideo
from palpate.bench.clips import UHD, ClipMaking, height_of, write_clip
from palpate.bench.plan import Plan
from palpate.bench.projects import write_project_of
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Time, clocked, entry_of, interleaved, timed
from palpate.session.frames.media_adding import add_media
from palpate.session.frames.proxies import LONG_SIDE, start_proxy_job
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.ui.offscreen_window import WindowOffscreen

_ANCHOR = "bare PyAV, index, no cache"
_DECODING = "bare PyAV, decoding alone"
_FLOOR = "bare window + PyAV"
_CLOSE = 8.0
_PAN_PX = 25.0
_LIMIT_BYTES = 1_000_000_000
_HAND_S = 0.05
_START = """
import os
from palpate.ui.first_frame import show_first_frame
show_first_frame({path!r})
os._exit(0)  # ending is not measured
"""

_EDIT = _START.replace("show_first_frame", "make_first_edit")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    size
        Width and height of the clips in px.
    frames
        Of each clip.
    gops
        Frames from keyframe to keyframe, one clip each.
    steps, jumps
        Frames of one walk.
    starts
        How often the program is started.
    scrubbed
        Frames of the clip that is scrubbed over, small and of GOP 250.
    moves
        Of the mouse while scrubbing.
    play_s
        How long is played.
    """

    size: tuple[int, int] = (1280, 720)
    frames: int = 500
    gops: tuple[int, ...] = (12, 250)
    steps: int = 120
    jumps: int = 12
    starts: int = 5
    scrubbed: int = 28_000
    moves: int = 400
    play_s: float = 4.0


FULL, QUICK = Sizes(), Sizes(frames=300, steps=40, jumps=4, starts=2, scrubbed=2_000, moves=100, play_s=2.0)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    sizes = QUICK if plan.quick else FULL
    if plan.uhd:
        sizes = replace(sizes, size=UHD)
    return measured(sizes, plan.folder, plan.progress)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Generate the clips and run the group at these sizes."""
    entries: Entries = {}
    for gop in sizes.gops:
        clip = write_clip(folder / f"gop{gop}.mp4", ClipMaking(sizes.size, sizes.frames, gop), progress)
        project = _project(folder / f"gop{gop}.palpate", clip)
        suffix = f"{height_of(sizes.size)}_gop{gop}"
        progress.step(0, 1, f"starting, GOP {gop}")
        entries[f"start_{suffix}"] = _starting(project, clip, sizes.starts)
        for name, close in (("fit", False), ("800pct", True)):
            progress.step(0, 1, f"walking, GOP {gop}, {name}")
            for kind, entry in _walking(project, clip, sizes, close=close).items():
                entries[f"{kind}_{suffix}_{name}"] = entry
        if max(sizes.size) > LONG_SIDE // 2:  # smaller ones gain nothing by a proxy
            progress.step(0, 1, f"jumping by a proxy, GOP {gop}")
            entries[f"random_proxy_{suffix}_fit"] = _by_proxy(project, clip, sizes)
        progress.step(0, 1, f"memory, GOP {gop}")
        entries[f"memory_{suffix}"] = _remembering(project, sizes)
        progress.step(0, 1, f"playing, GOP {gop}")
        entries[f"play_{suffix}"] = _playing(project, clip, sizes.play_s)
    progress.step(0, 1, f"making a clip of {sizes.scrubbed} frames")
    long = write_clip(folder / "long.mp4", ClipMaking((320, 180), sizes.scrubbed, 250), progress)
    entries[f"scrub_{sizes.scrubbed}"] = _scrubbing(sizes, _project(folder / "long.palpate", long), progress)
    progress.step(0, 1, f"starting with {sizes.scrubbed} labelled frames")
    labelled = write_project_of(folder / "labelled.palpate", long)
    entries[f"start_labelled_{sizes.scrubbed}x54"] = _starting(labelled, long, sizes.starts, start=_EDIT)
    return entries


def _project(path: Path, clip: Path) -> Path:
    with Session.create(path, ["coco_17"], "annotator") as session:
        add_media(session, [clip])
    return path


def _opened(project: Path) -> WindowOffscreen:
    from palpate.ui.offscreen_window import WindowOffscreen

    window = WindowOffscreen([project])
    window.go(0)  # a project opens where it was left
    window.until_painted(0)
    return window


def _starting(project: Path, clip: Path, times: int, *, start: str = _START) -> Entry:
    def ours() -> None:
        _run("-c", start.format(path=str(project)))

    def floor() -> None:
        _run("-m", "palpate.bench.floor", str(clip))

    samples = interleaved({OURS: timed(ours), ANCHOR: timed(floor)}, rounds=times, warm=1)
    return entry_of(samples, anchor=_FLOOR, note="processor times are those of the bench alone")


def _run(*arguments: str) -> None:
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *arguments], check=True, env=compiled)


def _walking(project: Path, clip: Path, sizes: Sizes, *, close: bool) -> Entries:
    """Step forward and back with a hand's pauses, panning between steps when close, then jump about."""
    start = sizes.frames - 2
    back = list(range(start, max(start - sizes.steps, 0) - 1, -1))
    forward = list(range(sizes.frames // 3, min(sizes.frames // 3 + sizes.steps, start) + 1))
    jumps = [int(n) for n in np.random.default_rng(7).integers(0, sizes.frames, sizes.jumps + 1)]
    walks = {"step_forward": forward, "step_back": back, "random": jumps}
    entries: Entries = {}
    for kind, frames in walks.items():
        with closing(_opened(project)) as window:  # anew, so that nothing is at hand
            if close:
                window.look(_CLOSE, (sizes.size[0] / 2, sizes.size[1] / 2))
            ours = _painted(window, frames, pan=_PAN_PX if close else 0.0)
        with closing(BareVideo(clip)) as bare:
            theirs = frames if kind == "random" else frames[: sizes.jumps]
            anchor = [clocked(partial(bare.bgra, frame))[0] for frame in theirs][1:]
        settled = ours[2:] if kind == "step_back" else ours
        entries[kind] = entry_of({OURS: settled, ANCHOR: anchor}, anchor=_ANCHOR, more=_firsts(kind, ours))
    return entries


def _by_proxy(project: Path, clip: Path, sizes: Sizes) -> Entry:
    """Jump about with a proxy: from the wish to a picture, which the exact one follows at rest."""
    with Session.open(project) as session:
        began = start_proxy_job(session, session.contents.clips[0], then=lambda _: None)
        session.jobs.wait(began)
    jumps = [int(n) for n in np.random.default_rng(8).integers(0, sizes.frames, 3 * sizes.jumps + 1)]
    with closing(_opened(project)) as window:
        ours = []
        for frame in jumps:
            ours.append(clocked(partial(window.show, frame, exact=False))[0])
            window.rest(_HAND_S)
    with closing(BareVideo(clip)) as bare:
        anchor = [clocked(partial(bare.bgra, frame))[0] for frame in jumps[: sizes.jumps]]
    return entry_of({OURS: ours[1:], ANCHOR: anchor[1:]}, anchor=_ANCHOR)


def _remembering(project: Path, sizes: Sizes) -> Entry:
    """Walk back with a small cache and tell how much memory the program has beyond its limit."""
    import psutil

    process = psutil.Process()
    with closing(_opened(project)) as window:
        without = process.memory_info().rss
        window.limit_memory(_LIMIT_BYTES)
        window.until_painted(0)
        frames = range(sizes.frames - 2, max(sizes.frames - 2 - 2 * sizes.steps, 0), -1)
        times, most = [], 0
        for frame in frames:
            times.append(clocked(partial(window.show, frame))[0])
            window.rest(_HAND_S)
            most = max(most, process.memory_info().rss)
    more = {
        "limit_mb": _LIMIT_BYTES // 1_000_000,
        "over_limit_mb": round((most - without - _LIMIT_BYTES) / 1e6),
        "window_alone_mb": round(without / 1e6),
    }
    return entry_of({OURS: times[2:]}, more=more)


def _firsts(kind: str, times: Sequence[Time]) -> dict[str, float]:
    """Return what the two steps took that are left out of a walk back: they find a group undecoded."""
    return {"first_ms": max(time.ms for time in times[:2])} if kind == "step_back" else {}


def _painted(window: WindowOffscreen, frames: Sequence[int], *, pan: float) -> list[Time]:
    """Return what each frame but the first took from the wish to its painted picture."""
    times = []
    for number, frame in enumerate(frames):
        times.append(clocked(partial(window.show, frame))[0])
        window.pan(pan if number // 8 % 2 else -pan, 0.0)
        window.rest(_HAND_S)
    return times[1:]


def _playing(project: Path, clip: Path, seconds: float) -> Entry:
    """Return the time per picture while every frame is shown as fast as possible, and of decoding alone."""
    with closing(_opened(project)) as window:
        window.rest(1.0)
        before = window.pictures_shown
        took, _ = clocked(lambda: window.play(1.0, seconds))
        shown = max(window.pictures_shown - before, 1)
    with closing(BareVideo(clip)) as bare:
        bare.bgra(0)
        decoding, _ = clocked(lambda: bare.skip(shown))
    return entry_of(
        {OURS: [took / shown], ANCHOR: [decoding / shown]}, anchor=_DECODING, more={"shown": shown}
    )


def _scrubbing(sizes: Sizes, project: Path, progress: Progress) -> Entry:
    """Drag over the whole ruler and back; the time is how long the window is busy with one move."""
    progress.step(0, 1, f"scrubbing over {sizes.scrubbed} frames")
    shares = np.abs(np.linspace(-1.0, 1.0, sizes.moves))
    with closing(_opened(project)) as window:
        busy = []
        for share in shares:
            busy.append(window.scrub(float(share)))
            time.sleep(0.008)
            busy.append(window.turn())
        window.let_go(1.0)
        last, _ = clocked(lambda: window.until_painted(window.frame))
    more = {"longest_ms": round(max(busy) * 1e3, 1), "last_to_painted_ms": round(last.ms, 1)}
    return entry_of({OURS: [Time(seconds * 1e3, 0.0) for seconds in busy]}, more=more)
