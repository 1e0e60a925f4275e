"""Which column means what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from palpate.formats.problems import Problems
from palpate.formats.wide_csv.schema import CLIP, FRAME, INSTANCE, ORIGIN, SCORE, TIME, V, X, Y


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns in a row.

    Attributes
    ----------
    names
        Keypoints in order of their x columns.
    by_name
        Place of every column.
    unknown
        Columns without a meaning here.
    """

    names: tuple[str, ...] = ()
    by_name: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return the text of a cell; empty if the row or the file does not have it."""
        at = self.by_name.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""


def keypoints_in(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names that have an x and a y column."""
    present = set(header)
    names = (column.removesuffix(X) for column in header if column.endswith(X) and column != X)
    return tuple(name for name in names if name + Y in present)


def columns_of(header: Sequence[str], place: str, problems: Problems) -> Columns:
    """Return the columns; missing and repeated ones are noted."""
    header = [column.strip() for column in header]
    for column, times in Counter(header).items():
        if times > 1 and column:
            problems.add(place, f"column {column} stands {times} times")
    names = keypoints_in(header)
    if FRAME not in header:
        problems.add(place, f"has no column {FRAME}")
    if not names:
        problems.add(place, f"has no keypoint, no pair of columns ending in {X} and {Y}")
    meant = {CLIP, FRAME, TIME, INSTANCE} | {name + end for name in names for end in (X, Y, V, ORIGIN, SCORE)}
    by_name = {column: at for at, column in reversed(list(enumerate(header)))}
    return Columns(names, by_name, tuple(column for column in header if column and column not in meant))
