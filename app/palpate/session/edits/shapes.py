"""The box and the outline of an instance in one frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused
from palpate.base.geometry import Outline, is_valid
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.session.edits.poses import PoseAt
from palpate.store import mapping
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class SetBox:
    """Give an instance a box, in place of the one it has.

    Attributes
    ----------
    box
        x, y, width, height in px, corner origin.
    """

    title: str
    at: PoseAt
    box: tuple[float, float, float, float]
    origin: Origin = Origin.HAND
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the box; refuses one without extent."""
        if not all(map(math.isfinite, self.box)):
            raise EditRefused("a box needs four finite numbers")
        if min(self.box[2:]) <= 0.0:
            raise EditRefused("a box needs a width and a height")
        _put(writer, self.at, _shape(writer, self.at).with_box(self.box, self.origin))


@dataclass(frozen=True, slots=True)
class SetPolygon:
    """Give an instance an outline, in place of the one it has.

    Attributes
    ----------
    outline
        Parts that are valid and lie apart; none takes the outline away.
    """

    title: str
    at: PoseAt
    outline: Outline
    origin: Origin = Origin.HAND
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the outline; refuses one that crosses itself, for its area could not be told."""
        if self.outline and not is_valid(self.outline):
            raise EditRefused("an outline that crosses itself has no area; mend it first")
        _put(writer, self.at, _shape(writer, self.at).with_outline(self.outline, self.origin))


@dataclass(frozen=True, slots=True)
class ClearShape:
    """Take box, area and outline away; what a foreign file said beside them stays."""

    title: str
    at: PoseAt
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the pose without them; refuses where there is none."""
        shape = _shape(writer, self.at)
        if shape.box is None and shape.area is None and not shape.polygons:
            raise EditRefused("there is no box and no mask here to clear")
        _put(writer, self.at, Shape(foreign=shape.foreign))


def _shape(writer: Writer, at: PoseAt) -> Shape:
    return at.read(writer).shape or Shape()


def _put(writer: Writer, at: PoseAt, shape: Shape) -> None:
    pose = at.read(writer)
    kept = None if shape.is_empty else shape
    if mapping.shape_text(kept) != mapping.shape_text(pose.shape):  # nothing to undo, nobody to credit
        at.write(writer, replace(pose, shape=kept))
