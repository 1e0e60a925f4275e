"""A canvas that boxes and masks are drawn on: which tool is in the hand, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from palpate.model.picture import Picture
from palpate.model.pose import Shape
from palpate.session.frames.enhancing import Lens
from palpate.ui.canvas.scene import Scene
from palpate.ui.canvas.screen import Screen
from palpate.ui.canvas.tools.in_hand import Drawn, InHand, RingDrawn, Tool
from palpate.ui.canvas.zoomable import ZoomableView

_CLOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ShapingView(ZoomableView):
    """Holds the tool; gestures and keys that belong to it end up here.

    Signals
    -------
    drawn
        (one of `Drawn`) something was drawn around the active instance.
    tool_changed
        (Tool) another tool is in the hand.
    lens_changed
        The picture is looked at otherwise.
    """

    drawn = Signal(object)
    tool_changed = Signal(object)
    lens_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen = Screen()

    @property
    def scene(self) -> Scene:
        """What stands on the canvas now."""
        return self._screen.scene

    @property
    def picture(self) -> Picture | None:
        """The frame that is shown, as far as it is at hand."""
        return self._screen.stack.picture

    @property
    def lens(self) -> Lens | None:
        """What the picture is looked at through; None if it is shown as it is stored."""
        return self._screen.stack.lens

    def set_lens(self, lens: Lens | None) -> None:
        """Show the picture, here and in the loupe, as it is seen through a lens."""
        if lens is not self.lens:
            self._screen.stack.lens = lens
            self.lens_changed.emit()
            self.update()

    @property
    def tool(self) -> Tool:
        """What a press works on."""
        return self.scene.in_hand.tool

    def take_up(self, tool: Tool) -> None:
        """Put a tool into the hand; an outline under way waits until the polygon is taken up again."""
        if tool is not self.tool:
            self.hold(replace(self.scene.in_hand, tool=tool, stroke=(), marks=(), trace=None))
            self.tool_changed.emit(tool)

    def drop_ring(self) -> None:
        """Let go of the outline under way: it was taken over, or is wanted no more."""
        self.hold(replace(self.scene.in_hand, ring=()))

    def resize_brush(self, factor: float) -> None:
        """Make the brush larger or smaller."""
        self.hold(self.scene.in_hand.resized(factor))

    def set_isolated(self, isolated: bool) -> None:
        """Show the active instance alone, or everybody again."""
        self._set_scene(self.scene.isolating(isolated))

    def set_always_placing(self, always: bool) -> None:
        """Let a click place the active keypoint also where it has a position, or only where it has none."""
        self._set_scene(replace(self.scene, always_places=always))

    def set_line(self, teller: str, text: str) -> None:
        """Tell what is on in lines at the top edge, in place of this teller's last; none if empty."""
        if text != self._screen.hud.standing.get(teller, ""):
            self._screen.hud.standing[teller] = text
            self.update()

    # ---- what gestures ask (see tools.gesture.Stage) -----------------------------------------------------

    def preview_shape(self, shape: Shape | None) -> None:
        """Show box and mask in place of the active instance's, or those that stand again."""
        self._screen.shape = shape
        self.update()

    def hold(self, in_hand: InHand) -> None:
        """Keep what a tool has drawn so far."""
        self._set_scene(self.scene.holding(in_hand))

    def tell_drawn(self, drawn: Drawn) -> None:
        """Tell what was drawn around the active instance."""
        self.drawn.emit(drawn)

    # ---- keys --------------------------------------------------------------------------------------------

    def close_ring(self) -> None:
        """Tell the outline under way."""
        self.tell_drawn(RingDrawn(np.array(self.scene.in_hand.ring, dtype=np.float64).reshape(-1, 2)))

    def _claims_for_tool(self, event: QKeyEvent) -> bool:
        """Tell whether a key belongs to the tool, before any shortcut."""
        held, key, keys = self.scene.in_hand, event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            return held.draws
        if not held.drawing_ring:
            return False
        if key == Qt.Key.Key_Z and keys == Qt.KeyboardModifier.ControlModifier:
            return True
        return keys in _PLAIN and (key in _CLOSE or key == Qt.Key.Key_Backspace)

    def _use_key(self, event: QKeyEvent) -> None:
        held, key = self.scene.in_hand, event.key()
        if key in _CLOSE:
            self.close_ring()
        elif key == Qt.Key.Key_Escape and not held.drawing_ring:
            self.take_up(Tool.KEYPOINTS)
        elif key == Qt.Key.Key_Escape:
            self.drop_ring()
        else:
            self.hold(replace(held, ring=held.ring[:-1]))

    def _set_scene(self, scene: Scene) -> None:
        self._screen.scene = scene
        self.update()
