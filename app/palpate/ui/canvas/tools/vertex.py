"""A drag moves a vertex of a mask, or puts one into an edge; a right-click takes one out."""

from __future__ import annotations

import numpy as np

from palpate.base.geometry import Outline
from palpate.model.origin import Origin
from palpate.ui.canvas.handles import Vertex, ring_of, with_ring
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Reshaped


class PullVertex:
    """Show the mask while it lasts, tell it once at the end; a click on a vertex changes nothing."""

    def __init__(self, stage: Stage, vertex: Vertex, *, new: bool = False) -> None:
        self._stage = stage
        self._vertex = vertex
        self._new = new

    def press(self, pointer: Pointer) -> None:
        """Note the mask."""
        self._shape = self._stage.scene.active_shape
        self._start, self._moving = pointer, self._new
        if self._new:
            self.move(pointer)

    def move(self, pointer: Pointer) -> Gesture:
        """Show the mask as it would be."""
        if self._moving or pointer.beyond_click(self._start):
            self._moving = True
            self._stage.preview_shape(self._shape.with_outline(self._pulled(pointer), Origin.NONE))
            self._stage.aim_at(pointer.image)
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the mask."""
        self.cancel()
        if self._moving:
            self._stage.tell_drawn(Reshaped(self._pulled(pointer)))

    def cancel(self) -> None:
        """Show what stands."""
        self._stage.aim_at(None)
        self._stage.preview_shape(None)

    def _pulled(self, pointer: Pointer) -> Outline:
        outline, place = self._shape.outline, self._vertex.place
        ring = ring_of(outline, self._vertex).copy()
        if self._new:
            ring = np.insert(ring, place, pointer.image, axis=0)
        else:
            ring[place] += np.subtract(pointer.image, self._start.image)
        return with_ring(outline, self._vertex, ring)


class DropVertex:
    """Take the vertex out at the release, if the hand has stayed on it; a ring of two goes altogether."""

    def __init__(self, stage: Stage, vertex: Vertex) -> None:
        self._stage = stage
        self._vertex = vertex

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start = pointer

    def move(self, pointer: Pointer) -> Gesture:
        """Wait for the release."""
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the mask without it."""
        if pointer.beyond_click(self._start):
            return
        outline = self._stage.scene.active_shape.outline
        ring = np.delete(ring_of(outline, self._vertex), self._vertex.place, axis=0)
        self._stage.tell_drawn(Reshaped(with_ring(outline, self._vertex, ring)))

    def cancel(self) -> None:
        """Take nothing out."""
