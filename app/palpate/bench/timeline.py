"""Painting the timeline off-screen: a long clip with several instances of 54 keypoints, all lanes unfolded.

Each line is one step of the hand, from the change to the finished paint. Every tenth frame is labelled, with
all origins and visibilities, and the spans between are filled in. The floor is copying a finished image of
the widget's size.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.progress import Progress
from palpate.bench.bodies import FRAME, SKELETON, Bodies, moving, track_of
from palpate.bench.plan import Plan
from palpate.bench.projects import go_to_work
from palpate.bench.sampling import ANCHOR, OURS, Entries, entry_of, interleaved, timed
from palpate.model.arrays import Floats
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.ui.offscreen_timeline import TimelineOffscreen

_FLOOR = "1:1 draw of a ready image"
_EVERY = 10
_NEAR = 40.0  # times closer than the whole clip
_SCROLL_PX, _ROWS_PX, _ZOOM = 24, 48, 1.2


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    frames, instances
        Of the clip.
    widget
        Width and height of the timeline in px.
    paints
        Of each line.
    """

    frames: int = 28_000
    instances: int = 4
    widget: tuple[int, int] = (1600, 900)
    paints: int = 60


FULL, QUICK = Sizes(), Sizes(paints=15)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.folder, plan.progress)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Run the group at these sizes."""
    from palpate.ui.offscreen import ReadyImage
    from palpate.ui.offscreen_timeline import TimelineOffscreen

    with Session.open(write_labels(folder / "long.palpate", sizes)) as session:
        go_to_work(session)
        for instance in session.contents.instances:
            session.view(session.contents.layers[0].id, instance.id, 0)  # filling in is measured elsewhere
        with (
            closing(TimelineOffscreen(session, sizes.widget)) as timeline,
            closing(ReadyImage(sizes.widget)) as ready,
        ):
            size = f"{sizes.frames}x{sizes.instances}x54"
            entries: Entries = {}
            for number, (name, zoom, step) in enumerate(_steps(timeline, sizes)):
                progress.step(number, 9, name.replace("_", " "))
                timeline.look(zoom)
                takes = {OURS: timed(step), ANCHOR: timed(ready.paint)}
                samples = interleaved(takes, rounds=sizes.paints, warm=3)
                entries[f"{name}_{size}"] = entry_of(samples, anchor=_FLOOR)
    return entries


def _steps(timeline: TimelineOffscreen, sizes: Sizes) -> list[tuple[str, float, Callable[[], None]]]:
    """Return name, zoom and what is done, there and back by turns."""
    turn, frame = count(), count(sizes.frames // 2)

    def there_and_back() -> bool:
        return next(turn) % 2 == 0

    def scroll() -> None:
        timeline.scroll(_SCROLL_PX if there_and_back() else -_SCROLL_PX)

    def scroll_rows() -> None:
        timeline.scroll_rows(_ROWS_PX if there_and_back() else -_ROWS_PX)

    def zoom() -> None:
        timeline.zoom(_ZOOM if there_and_back() else 1.0 / _ZOOM)

    def unfold() -> None:
        timeline.unfold(0)

    def playhead() -> None:
        timeline.go(next(frame) % sizes.frames)

    return [
        ("scroll_far", 2.0, scroll),
        ("scroll_near", _NEAR, scroll),
        ("scroll_rows_far", 1.0, scroll_rows),
        ("scroll_rows_near", _NEAR, scroll_rows),
        ("zoom_far", 1.0, zoom),
        ("zoom_near", _NEAR, zoom),
        ("unfold_far", 1.0, unfold),
        ("unfold_near", _NEAR, unfold),
        ("playhead", 1.0, playhead),
    ]


def write_labels(path: Path, sizes: Sizes) -> Path:
    """Make a project of one clip in which every tenth frame is labelled, in all ways there are.

    Raises
    ------
    TargetExists, FileUnwritable
    """
    with Session.create(path, [SKELETON], "annotator") as session:
        n_keypoints = len(session.contents.skeletons[SKELETON])
        positions = np.round(moving(Bodies(sizes.frames, sizes.instances, n_keypoints)), 2)
        clip = Clip(editions.new_id(), "clip", ClipKind.VIDEO, size=FRAME, n_frames=sizes.frames, fps=120.0)
        people = [
            Instance(editions.new_id(), clip.id, f"bowler {n + 1}", n + 1, SKELETON)
            for n in range(sizes.instances)
        ]
        tracks = {found.id: _varied(positions[:, n], seed=n) for n, found in enumerate(people)}
        session.do(AddLabels("Add labels", session.contents.layers[0], (), (clip,), tuple(people), tracks))
    return path


def _varied(positions: Floats, *, seed: int) -> Track:
    """Return a track with every origin and visibility that a lane tells apart."""
    plain, rng = track_of(positions, every=_EVERY), np.random.default_rng(seed)
    shape = plain.visibility.shape
    origins = (Origin.HAND, Origin.ACCEPTED, Origin.MODEL, Origin.IMPORTED, Origin.GOLD)
    tiers = (Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.ABSENT, Visibility.NOT_PLACED)
    visibility = rng.choice(np.array(tiers, dtype=np.int8), shape, p=(0.8, 0.14, 0.03, 0.03))
    stands = visibility > Visibility.ABSENT
    origin = rng.choice(np.array(origins, dtype=np.int8), shape, p=(0.6, 0.1, 0.1, 0.1, 0.1))
    return Track(
        frames=plain.frames,
        positions=np.where(stands[..., None], plain.positions, np.nan),
        visibility=visibility,
        origin=np.where(visibility == Visibility.NOT_PLACED, Origin.NONE, origin).astype(np.int8),
    )
