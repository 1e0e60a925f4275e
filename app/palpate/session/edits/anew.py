"""Labels that change their place, and have to be placed anew wherever they are."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.visibility import Visibility
from palpate.session.edits.edit import Edit
from palpate.session.edits.migrations import standing_of
from palpate.store import mapping
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class Spot:
    """A label: layer, instance, frame, and its keypoint by name and index."""

    layer: str
    instance: str
    frame: int
    name: str
    keypoint: int


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
        for spot in self.free:
            writer.delete("outdated", spot.layer, spot.instance, spot.name, spot.frame)
        for spot in self.waiting:
            key = (spot.layer, spot.instance, spot.name, spot.frame)
            row = writer.get("pose", spot.layer, spot.instance, spot.frame)
            pose = None if row is None else mapping.pose_from_row(row)
            if pose is not None and pose.visibility[spot.keypoint] != Visibility.NOT_PLACED:
                writer.put("outdated", key, (self.version, standing_of(pose, spot.keypoint)))
            else:
                writer.delete("outdated", *key)
