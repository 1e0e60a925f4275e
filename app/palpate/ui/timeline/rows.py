"""Which rows there are, and where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from palpate.model.instance import Instance
from palpate.model.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the timeline.

    Attributes
    ----------
    keypoint
        Index of the lane's keypoint, or −1 in the row of the instance itself.
    top, height
        Logical px from the top of all rows.
    """

    instance: Instance
    keypoint: int
    label: str
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """Where the next one begins."""
        return self.top + self.height


def rows_of(
    instances: Sequence[Instance],
    skeletons: Mapping[str, Skeleton],
    unfolded: Collection[str],
    *,
    lane: int,
    summary: int,
) -> list[Row]:
    """Lay out one row per instance, and a lane per keypoint under those that are unfolded."""
    rows: list[Row] = []
    top = 0
    for instance in instances:
        rows.append(Row(instance, -1, instance.name, top, summary))
        top += summary
        if instance.id in unfolded:
            for k, keypoint in enumerate(skeletons[instance.skeleton].keypoints):
                rows.append(Row(instance, k, keypoint.called, top, lane))
                top += lane
    return rows


def row_at(rows: Sequence[Row], y: float) -> Row | None:
    """Return the row at a height, or None."""
    return next((row for row in rows if row.top <= y < row.bottom), None)


def visible_rows(rows: Sequence[Row], top: float, bottom: float) -> list[Row]:
    """Return the rows that reach into a stretch of heights."""
    return [row for row in rows if row.bottom > top and row.top < bottom]


def row_beside(rows: Sequence[Row], here: tuple[str, int], by: int) -> Row | None:
    """Return the row so many below that of an instance and keypoint; from nowhere the first or last one."""
    places = [(row.instance.id, row.keypoint) for row in rows]
    at = places.index(here) if here in places else (-1 if by > 0 else len(places))
    return rows[at + by] if 0 <= at + by < len(rows) else None
