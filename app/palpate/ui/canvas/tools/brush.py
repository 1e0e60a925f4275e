"""A drag paints the mask, or erases from it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Painted

_STEP = 0.2  # of the radius; a way in finer steps covers the same


class Paint:
    """Show the way of the brush while it lasts, tell it once at the end."""

    def __init__(self, stage: Stage, *, erases: bool) -> None:
        self._stage = stage
        self._erases = erases

    def press(self, pointer: Pointer) -> None:
        """Set the brush down."""
        self._radius = self._stage.scene.in_hand.brush_px / self._stage.view.scale
        self._way = [pointer.image]
        self._show()

    def move(self, pointer: Pointer) -> Gesture:
        """Lead it on."""
        (x, y), (x0, y0) = pointer.image, self._way[-1]
        if math.hypot(x - x0, y - y0) >= _STEP * self._radius:
            self._way.append(pointer.image)
            self._show()
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the stroke."""
        way = np.array([*self._way, pointer.image], dtype=np.float64)
        self.cancel()
        fresh = np.concatenate([[True], (np.diff(way, axis=0) != 0.0).any(axis=1)])
        self._stage.tell_drawn(Painted(way[fresh], self._radius, self._erases))

    def cancel(self) -> None:
        """Lift it without a trace."""
        self._stage.hold(replace(self._stage.scene.in_hand, stroke=(), erases=False))

    def _show(self) -> None:
        held = self._stage.scene.in_hand
        self._stage.hold(replace(held, stroke=tuple(self._way), erases=self._erases))
