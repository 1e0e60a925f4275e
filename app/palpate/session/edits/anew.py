"""Labels that have to be placed anew: said to stand right, or gone with wherever they are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Ints
from palpate.model.spot import Spot
from palpate.model.visibility import Visibility
from palpate.session.edits.edit import Edit
from palpate.store import mapping
from palpate.store.outdated import get_marks, joined, marks_at, put_marks, without
from palpate.store.rows import Writer

_Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Confirm:
    """Say that labels stand right by the new version as they are."""

    title: str
    spots: tuple[Spot, ...]
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Take their marks away; refuses where there is none."""
        found = [
            (place, get_marks(writer, place), keypoints) for place, keypoints in _by_pose(self.spots).items()
        ]
        if not any(np.isin(keypoints, marks["keypoint"]).any() for _, marks, keypoints in found):
            raise EditRefused("nothing here has to be placed anew")
        for place, marks, keypoints in found:
            put_marks(writer, place, without(marks, keypoints))


@dataclass(frozen=True, slots=True)
class KeepAnew:
    """An edit, and which labels have to be placed anew after it.

    Attributes
    ----------
    version
        Of the skeleton, since which they have to.
    waiting, free
        Labels that the edit wrote: those that have to be placed anew, and those that have not.
    merge_key
        That of the edit.
    """

    edit: Edit
    version: int
    waiting: tuple[Spot, ...]
    free: tuple[Spot, ...] = ()
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name what is done."""
        return self.edit.title

    def write(self, writer: Writer) -> None:
        """Write the edit, and the marks of what it wrote."""
        self.edit.write(writer)
        waiting = _by_pose(self.waiting)
        for place, written in _by_pose((*self.free, *self.waiting)).items():
            marks = without(get_marks(writer, place), written)
            row = writer.get("pose", *place)
            if row is not None and place in waiting:
                pose = mapping.pose_from_row(row)
                placed = pose.visibility[waiting[place]] != Visibility.NOT_PLACED
                marks = joined(marks, marks_at(pose, waiting[place][placed], self.version))
            put_marks(writer, place, marks)


def _by_pose(spots: Iterable[Spot]) -> dict[_Place, Ints]:
    """Return the keypoints of spots in order, by layer, instance and frame."""
    found: dict[_Place, set[int]] = {}
    for spot in spots:
        found.setdefault((spot.layer, spot.instance, spot.frame), set()).add(spot.keypoint)
    return {place: np.array(sorted(those), dtype=np.int64) for place, those in found.items()}
