"""What lies behind a score beyond its figures, read from the file aside from the work that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from palpate.base.progress import Progress
from palpate.model.labels import Labels
from palpate.quality.breakdown import parts_of
from palpate.quality.coverage import PRECISION_PX, Coverage, coverage_of
from palpate.session.judging.breakdown_view import (
    INSTANCE,
    Circumstances,
    circumstances_of,
    ways_to_break_down,
    words_by,
)
from palpate.session.judging.doubled import Doubled
from palpate.session.judging.flags_view import FlagsView, flags_view
from palpate.session.judging.groups_view import Groups, view_groups
from palpate.session.judging.pairing import pair_labels
from palpate.session.judging.quality_view import to_compare
from palpate.session.judging.read_aside import read_aside


@dataclass(frozen=True, slots=True)
class Depth:
    """What a score rests on.

    Attributes
    ----------
    flags
        Which tier is taken for which.
    doubled
        Subjects that one of the sides has twice.
    ways
        What the score can be broken down by.
    coverage
        Of every group of every way but single instances.
    """

    flags: FlagsView
    doubled: tuple[Doubled, ...]
    ways: tuple[str, ...]
    coverage: tuple[Coverage, ...]


def depth_of_file(
    project: Path, layer: str, gold: str, *, author: str, progress: Progress | None = None
) -> Depth:
    """Look behind the score of a layer, on a thread of its own.

    Raises
    ------
    PalpateError
        As `to_compare` and `pair_labels`, or if the project cannot be read.
    Cancelled
        If stopping was asked for.
    """
    labels, known, around = _read(project, layer, gold, author)
    return view_depth(labels, known, around, progress=progress)


def groups_of_file(
    project: Path, layer: str, gold: str, by: str, *, author: str, progress: Progress | None = None
) -> Groups:
    """Break the score of a layer down, on a thread of its own; errors as of `depth_of_file`."""
    labels, known, around = _read(project, layer, gold, author)
    return view_groups(labels, known, by, known=around, progress=progress)


def view_depth(
    labels: Labels, gold: Labels, around: Circumstances, *, progress: Progress | None = None
) -> Depth:
    """Look behind the score of labels against gold, both from `to_compare`.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    Cancelled
        If stopping was asked for.
    """
    step = progress or Progress()
    paired = pair_labels(labels, gold)
    step.step(1, 4, "flags")
    flags = flags_view(paired, labels)
    ways = ways_to_break_down(labels, gold, around)
    step.step(2, 4, "groups")
    words, values = words_by(paired.pairs, (labels, gold), [way for way in ways if way != INSTANCE], around)
    coverage = []
    for way, name, part in parts_of(paired.pairs, words, values):
        step.step(3, 4, f"{way}: {name}")
        coverage.append(coverage_of(part, paired.skeleton, by=way, group=name, precision_px=PRECISION_PX))
    return Depth(flags, paired.doubled, ways, tuple(coverage))


def _read(project: Path, layer: str, gold: str, author: str) -> tuple[Labels, Labels, Circumstances]:
    return read_aside(
        project, author, lambda session: (*to_compare(session, layer, gold), circumstances_of(session))
    )
