"""Clicks set the vertices of an outline one after the other."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from palpate.ui.canvas.handles import gap_at, vertex_at
from palpate.ui.canvas.tools.gesture import REACH_PX, Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import RingDrawn
from palpate.ui.canvas.tools.vertex import DropVertex, PullVertex


class AddVertex:
    """A click sets the next vertex; a drag aims under the loupe first; one on the first vertex closes."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start, self._aiming = pointer, False

    def move(self, pointer: Pointer) -> Gesture:
        """Aim."""
        if self._aiming or pointer.beyond_click(self._start):
            self._aiming = True
            self._stage.aim_at(pointer.image)
        return self

    def release(self, pointer: Pointer) -> None:
        """Set it, or close."""
        self._stage.aim_at(None)
        held = self._stage.scene.in_hand
        if not self._aiming and closes(self._stage, self._start):
            self._stage.tell_drawn(RingDrawn(np.array(held.ring, dtype=np.float64)))
            return
        spot = pointer if self._aiming else self._start
        self._stage.hold(replace(held, ring=(*held.ring, spot.image)))

    def cancel(self) -> None:
        """Set nothing."""
        self._stage.aim_at(None)


def closes(stage: Stage, pointer: Pointer) -> bool:
    """Tell whether a click here closes the outline: on its first vertex, once there are three."""
    ring = stage.scene.in_hand.ring
    if len(ring) < 3:
        return False
    x, y = stage.view.to_widget(*ring[0])
    return math.hypot(pointer.widget[0] - x, pointer.widget[1] - y) <= REACH_PX


def polygon_gesture(stage: Stage, pointer: Pointer, *, alt: bool, button: Qt.MouseButton) -> Gesture | None:
    """Return what a press with the polygon in hand begins; None where it means nothing."""
    right = button is Qt.MouseButton.RightButton
    if stage.scene.in_hand.ring:
        return None if right else AddVertex(stage)
    view, outline = stage.view, stage.scene.active_shape.outline
    reach = REACH_PX / view.scale
    found = vertex_at(outline, pointer.image, reach, view.aspect)
    if right:
        return DropVertex(stage, found) if found is not None else None
    if alt and found is None:
        gap = gap_at(outline, pointer.image, reach, view.aspect)
        return PullVertex(stage, gap, new=True) if gap is not None else None
    return PullVertex(stage, found) if found is not None else AddVertex(stage)
