"""A drag draws a box, or pulls one that stands by a handle or a side."""

from __future__ import annotations

from palpate.base.errors import GeometryRefused
from palpate.base.geometry import box_between
from palpate.model.origin import Origin
from palpate.ui.canvas.handles import ALL_EDGES, NEW_BOX, edges_at, pulled
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import BoxDrawn, Spot


class PullBox:
    """Show the box while it lasts, tell it once at the end; a new one grows from the press.

    A click on a box that stands changes nothing.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, pointer: Pointer) -> None:
        """Take hold of what is under the press."""
        view, self._shape = self._stage.view, self._stage.scene.active_shape
        found = edges_at(self._shape.box, pointer.image, REACH_PX / view.scale, view.aspect)
        self._grabbed = found is not None
        self._edges = found or NEW_BOX
        self._box = (self._shape.box if self._grabbed else None) or (*pointer.image, 0.0, 0.0)
        self._start, self._moving = pointer, False

    def move(self, pointer: Pointer) -> Gesture:
        """Show the box as it would be."""
        if not self._moving and not pointer.beyond_click(self._start):
            return self
        self._moving = True
        try:
            box = box_between(*self._corners(pointer))
        except GeometryRefused:  # under way it may have no width for a moment
            return self
        self._stage.preview_shape(self._shape.with_box(box, Origin.NONE))
        if self._edges is not ALL_EDGES:
            self._stage.aim_at(pointer.image)
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the box."""
        self.cancel()
        if self._moving:
            self._stage.tell_drawn(BoxDrawn(*self._corners(pointer)))
        elif not self._grabbed:
            self._stage.tell_drawn(BoxDrawn(self._start.image, self._start.image))

    def cancel(self) -> None:
        """Show what stands."""
        self._stage.aim_at(None)
        self._stage.preview_shape(None)

    def _corners(self, pointer: Pointer) -> tuple[Spot, Spot]:
        (x, y), (x0, y0) = pointer.image, self._start.image
        return pulled(self._box, self._edges, (x - x0, y - y0))
