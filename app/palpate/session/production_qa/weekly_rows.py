"""Everybody's reviewed work, by the week in which it was placed: the rows of the weekly figures.

What a spot check decided is counted apart: its queue is made of what is hard to see, and would pass for
everybody's usual work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints
from palpate.model.attempt import Task
from palpate.model.layer import Layer, LayerKind
from palpate.model.skeleton import Skeleton
from palpate.quality.weekly import REFERENCE_HEIGHT_PX, Reviewed, is_future, week_of
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.gold import current_gold
from palpate.session.calibrating.verifying import doubts_of
from palpate.session.production_qa.annotation_times import Clock, Times, times_of
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.review.reviews import WAYS, By, Reviews, reviews_of
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class WeeklyRows:
    """N reviewed instance-frames of one skeleton.

    Attributes
    ----------
    reviewed
        Errors by annotator and week.
    layers, clips, instances
        ``(N,)`` ids.
    frames
        ``(N,)``.
    times
        ``(N,)`` seconds since 1970 at which they were placed.
    positions
        ``(N, K, 2)`` px of the whole poses that were reviewed.
    scale_px
        ``(N,)`` s, NaN where unknown.
    by
        How many placements were reviewed by what.
    notes
        What was left out, and what the numbers rest on.
    """

    skeleton: Skeleton
    reviewed: Reviewed
    layers: NDArray[np.str_]
    clips: NDArray[np.str_]
    instances: NDArray[np.str_]
    frames: Ints
    times: Floats
    positions: Floats
    scale_px: Floats
    by: Mapping[By, int]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.frames)


@dataclass(slots=True)
class _Gathered:
    """Rows on the way."""

    people: list[str] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    clips: list[str] = field(default_factory=list)
    instances: list[str] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    scaling: list[float] = field(default_factory=list)
    scales: list[float] = field(default_factory=list)
    errors: list[Floats] = field(default_factory=list)
    positions: list[Floats] = field(default_factory=list)
    by: dict[By, int] = field(default_factory=lambda: dict.fromkeys(By, 0))
    filled_in: int = 0
    timeless: int = 0
    future: int = 0
    first_future: datetime | None = None


def weekly_rows(
    session: Session,
    skeleton: Skeleton,
    clock: Clock,
    same: Mapping[str, str] | None = None,
    *,
    only: str = "",
    progress: Progress | None = None,
) -> WeeklyRows:
    """Gather what was reviewed of all work layers; placements from the future are left out.

    Parameters
    ----------
    same
        Other names that people had, by name: their work counts as that of the name they map to.
    only
        Whose work alone is gathered; everybody's if empty.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    gathered, names = _Gathered(), dict(same or {})
    notes: list[str] = []
    final = final_layers(session)
    layers = [
        layer
        for layer in session.contents.layers_of_kind(LayerKind.WORK)
        if layer.id not in final and only in ("", names.get(layer.author, layer.author))
    ]
    for n, layer in enumerate(layers):
        (progress or Progress()).step(n, len(layers), layer.name)
        times = times_of(session, layer.id)
        who = names.get(layer.author, layer.author)
        before = len(gathered.frames)
        for reviewed in reviews_of(session, layer, skeleton):
            _gather(gathered, reviewed, times[reviewed.sides.instance], who=who, clock=clock)
            notes += _on_sides(session, layer, reviewed)
        if len(gathered.frames) > before:
            notes += _on_hands(layer, times, names)
    notes = [*_on_references(session, gathered), *notes]
    return _rows(skeleton, gathered, (*notes, *_on_times(gathered), *_on_scale(gathered)))


def _gather(gathered: _Gathered, reviewed: Reviews, times: Times, *, who: str, clock: Clock) -> None:
    sides = reviewed.sides
    gathered.filled_in += reviewed.filled_in
    for row, frame in enumerate(sides.frames.tolist()):
        ways = reviewed.by[row][reviewed.by[row] >= 0]
        if not len(ways):
            continue
        time = times.at(frame)
        if time is None:
            gathered.timeless += 1
            continue
        if is_future(time, clock.now):
            gathered.future += 1
            gathered.first_future = min(time, gathered.first_future or time)
            continue
        gathered.people.append(who)
        gathered.weeks.append(week_of(time, clock.zone).count)
        gathered.layers.append(reviewed.layer)
        gathered.clips.append(sides.clip)
        gathered.instances.append(sides.instance)
        gathered.frames.append(frame)
        gathered.times.append(time.timestamp())
        gathered.scaling.append(reviewed.scaling)
        gathered.scales.append(reviewed.scale_px)
        gathered.errors.append(sides.errors[row])
        gathered.positions.append(reviewed.poses[row])
        for way in ways.tolist():
            gathered.by[WAYS[way]] += 1


def _rows(skeleton: Skeleton, gathered: _Gathered, notes: tuple[str, ...]) -> WeeklyRows:
    k = len(skeleton)
    return WeeklyRows(
        skeleton=skeleton,
        reviewed=Reviewed(
            np.array(gathered.people, dtype=np.str_),
            np.array(gathered.weeks, dtype=np.int64),
            np.array(gathered.errors, dtype=np.float64).reshape(-1, k, 2),
            np.array(gathered.scaling, dtype=np.float64),
        ),
        layers=np.array(gathered.layers, dtype=np.str_),
        clips=np.array(gathered.clips, dtype=np.str_),
        instances=np.array(gathered.instances, dtype=np.str_),
        frames=np.array(gathered.frames, dtype=np.int64),
        times=np.array(gathered.times, dtype=np.float64),
        positions=np.array(gathered.positions, dtype=np.float64).reshape(-1, k, 2),
        scale_px=np.array(gathered.scales, dtype=np.float64),
        by=gathered.by,
        notes=notes,
    )


def _on_hands(layer: Layer, times: Mapping[str, Times], same: Mapping[str, str]) -> list[str]:
    """Say whose hands were in a layer besides its owner's: somebody may have been renamed."""
    authors = {author for known in times.values() for author in known.authors} - {"", layer.author}
    others = sorted(author for author in authors if same.get(author) != same.get(layer.author, layer.author))
    if not others:
        return []
    return [
        f"labels in {layer.name} were also placed by {', '.join(others)}; all of them count as "
        f"{layer.author}'s, whose layer it is"
    ]


def _on_sides(session: Session, layer: Layer, reviewed: Reviews) -> list[str]:
    """Say whose left and right look exchanged."""
    if not reviewed.swapped:
        return []
    sides, n = reviewed.sides, len(reviewed.swapped)
    frames = f"frame {reviewed.swapped[0]}" if n == 1 else f"{n} frames, first in {reviewed.swapped[0]}"
    who = f"{session.contents.instance(sides.instance).name}, {session.contents.clip(sides.clip).name}"
    return [f"{layer.name}: left and right look swapped for this instance: {who}, {frames}; left out"]


def _on_references(session: Session, gathered: _Gathered) -> list[str]:
    """Say what work was reviewed by and is not what somebody vouched for any more."""
    used = [one.layer for one in attempts_of(session, tasks=frozenset({Task.SECOND})) if not one.is_open]
    gold = current_gold(session)
    references = [*([gold.id] if gold is not None and gathered.by[By.GOLD] else []), *used]
    return [said for layer in references for said in doubts_of(session, layer)]


def _on_times(gathered: _Gathered) -> list[str]:
    notes = []
    if gathered.filled_in:
        notes.append(
            f"{gathered.filled_in} values filled in between keyframes or guessed by a model are left out: "
            "they are nobody's placements"
        )
    if gathered.timeless:
        poses = "1 pose has" if gathered.timeless == 1 else f"{gathered.timeless} poses have"
        notes.append(f"{poses} no time of annotation and no week; left out")
    if gathered.first_future is not None:
        poses = "1 pose was" if gathered.future == 1 else f"{gathered.future} poses were"
        day = gathered.first_future.date().isoformat()
        notes.append(f"{poses} placed in the future ({day}): a clock was wrong; left out")
    return notes


def _on_scale(gathered: _Gathered) -> list[str]:
    known = [one for one in set(gathered.scaling) if np.isfinite(one)]
    if not known:
        return []
    heights = sorted(round(one * REFERENCE_HEIGHT_PX) for one in known)
    spread = f"{heights[0]}" if heights[0] == heights[-1] else f"{heights[0]} to {heights[-1]}"
    return [
        f"the limit belongs to a subject {REFERENCE_HEIGHT_PX:.0f} px tall; here subjects stand {spread} px "
        "tall, and what is judged is the error as it would be there (scaled)"
    ]
