"""Everybody's reviewed work, by the week in which it was placed: the rows of the weekly figures.

What a spot check decided is counted apart: its queue is made of what is hard to see, and would pass for
everybody's usual work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
from palpate.session.production_qa.annotation_times import Clock, authors_of, times_of
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
    """Rows on the way: each list has an array of every instance, and nothing else of it is kept."""

    people: list[NDArray[np.str_]] = field(default_factory=list)
    weeks: list[Ints] = field(default_factory=list)
    layers: list[NDArray[np.str_]] = field(default_factory=list)
    clips: list[NDArray[np.str_]] = field(default_factory=list)
    instances: list[NDArray[np.str_]] = field(default_factory=list)
    frames: list[Ints] = field(default_factory=list)
    times: list[Floats] = field(default_factory=list)
    scaling: list[Floats] = field(default_factory=list)
    scales: list[Floats] = field(default_factory=list)
    errors: list[Floats] = field(default_factory=list)
    positions: list[Floats] = field(default_factory=list)
    by: dict[By, int] = field(default_factory=lambda: dict.fromkeys(By, 0))
    filled_in: int = 0
    timeless: int = 0
    future: int = 0
    first_future: datetime | None = None
    heights: set[float] = field(default_factory=set)


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
    clips, told = _clips_of(session, skeleton), progress or Progress()
    for n, layer in enumerate(layers):
        who, before = names.get(layer.author, layer.author), len(gathered.frames)
        for m, clip in enumerate(clips):
            told.step(n * len(clips) + m, len(layers) * len(clips), layer.name)
            with session.passing():
                for reviewed in reviews_of(session, layer, skeleton, clip):
                    _gather(session, gathered, reviewed, who=who, clock=clock)
                    notes += _on_sides(session, layer, reviewed)
        if len(gathered.frames) > before:
            notes += _on_hands(session, layer, names)
    notes = [*_on_references(session, gathered), *notes]
    return _rows(skeleton, gathered, (*notes, *_on_times(gathered), *_on_scale(gathered)))


def _clips_of(session: Session, skeleton: Skeleton) -> list[str]:
    """Return the ids of the clips that have an instance of a skeleton, in the order of the instances."""
    found = (one.clip for one in session.contents.instances if one.skeleton == skeleton.name)
    return [*dict.fromkeys(found)]


def _gather(session: Session, gathered: _Gathered, reviewed: Reviews, *, who: str, clock: Clock) -> None:
    sides = reviewed.sides
    gathered.filled_in += reviewed.filled_in
    known = times_of(session, reviewed.layer, sides.instance).get(sides.instance)
    rows, weeks, times = list[int](), list[int](), list[float]()
    for row in np.flatnonzero((reviewed.by >= 0).any(axis=1)).tolist():
        time = None if known is None else known.at(int(sides.frames[row]))
        if time is None:
            gathered.timeless += 1
            continue
        if is_future(time, clock.now):
            gathered.future += 1
            gathered.first_future = min(time, gathered.first_future or time)
            continue
        rows.append(row)
        weeks.append(week_of(time, clock.zone).count)
        times.append(time.timestamp())
    if not rows:
        return
    n, at = len(rows), np.array(rows, dtype=np.int64)
    gathered.people.append(np.full(n, who))
    gathered.weeks.append(np.array(weeks, dtype=np.int64))
    gathered.layers.append(np.full(n, reviewed.layer))
    gathered.clips.append(np.full(n, sides.clip))
    gathered.instances.append(np.full(n, sides.instance))
    gathered.frames.append(sides.frames[at])
    gathered.times.append(np.array(times, dtype=np.float64))
    gathered.heights.add(reviewed.scaling)
    gathered.scaling.append(np.full(n, reviewed.scaling))
    gathered.scales.append(np.full(n, reviewed.scale_px))
    gathered.errors.append(sides.errors[at])
    gathered.positions.append(reviewed.poses[at])
    for way, kind in enumerate(WAYS):
        gathered.by[kind] += int((reviewed.by[at] == way).sum())


def _rows(skeleton: Skeleton, gathered: _Gathered, notes: tuple[str, ...]) -> WeeklyRows:
    k = len(skeleton)
    return WeeklyRows(
        skeleton=skeleton,
        reviewed=Reviewed(
            _taken(gathered.people, np.zeros(0, np.str_)),
            _taken(gathered.weeks, np.zeros(0, np.int64)),
            _taken(gathered.errors, np.zeros((0, k, 2))),
            _taken(gathered.scaling, np.zeros(0)),
        ),
        layers=_taken(gathered.layers, np.zeros(0, np.str_)),
        clips=_taken(gathered.clips, np.zeros(0, np.str_)),
        instances=_taken(gathered.instances, np.zeros(0, np.str_)),
        frames=_taken(gathered.frames, np.zeros(0, np.int64)),
        times=_taken(gathered.times, np.zeros(0)),
        positions=_taken(gathered.positions, np.zeros((0, k, 2))),
        scale_px=_taken(gathered.scales, np.zeros(0)),
        by=gathered.by,
        notes=notes,
    )


def _taken(parts: list[NDArray[Any]], none: NDArray[Any]) -> NDArray[Any]:
    """Put parts together; each is let go once it was copied, so that no column is in memory twice."""
    whole = np.empty((sum(map(len, parts)), *none.shape[1:]), dtype=np.result_type(none, *parts))
    at = len(whole)
    while parts:
        part = parts.pop()
        at -= len(part)
        whole[at : at + len(part)] = part
        del part
    return whole


def _on_hands(session: Session, layer: Layer, same: Mapping[str, str]) -> list[str]:
    """Say whose hands were in a layer besides its owner's: somebody may have been renamed."""
    authors = authors_of(session, layer.id) - {"", layer.author}
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
    known = [one for one in sorted(gathered.heights) if np.isfinite(one)]
    if not known:
        return []
    heights = sorted(round(one * REFERENCE_HEIGHT_PX) for one in known)
    spread = f"{heights[0]}" if heights[0] == heights[-1] else f"{heights[0]} to {heights[-1]}"
    return [
        f"the limit belongs to a subject {REFERENCE_HEIGHT_PX:.0f} px tall; here subjects stand {spread} px "
        "tall, and what is judged is the error as it would be there (scaled)"
    ]
