"""A canvas with tools for keypoints: lasso, frame, template and constructions, and what they tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.shaping_view import ShapingView
from palpate.ui.canvas.tools.in_hand import Built, Spot, Tool
from palpate.ui.canvas.tools.work import Caught, Work


class ToolingView(ShapingView):
    """Gestures and keys of tools for keypoints end up here.

    Signals
    -------
    worked
        (one of `Work`) a tool for keypoints has done something.
    """

    worked = Signal(object)

    def keep_marks(self, marks: tuple[Spot, ...]) -> None:
        """Show the points that were clicked for a construction."""
        if marks != self.scene.in_hand.marks:
            self.hold(replace(self.scene.in_hand, marks=marks))

    def show_built(self, built: Built | None) -> None:
        """Show what the active keypoint was constructed from; nothing for None."""
        if built != self.scene.in_hand.built:
            self.hold(replace(self.scene.in_hand, built=built))

    def tell_work(self, work: Work) -> None:
        """Tell what a tool for keypoints has done."""
        self.worked.emit(work)

    def _claims_for_tool(self, event: QKeyEvent) -> bool:
        if super()._claims_for_tool(event):
            return True
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.scene.chosen)
        return bool(self.scene.in_hand.marks) and _takes_back(event)

    def _use_key(self, event: QKeyEvent) -> None:
        held = self.scene.in_hand
        lets_go = bool(self.scene.chosen) and held.tool in (Tool.KEYPOINTS, Tool.LASSO)
        if event.key() == Qt.Key.Key_Escape and lets_go:
            self.tell_work(Caught(np.empty(0, dtype=np.int64), Joining.REPLACE))
        elif held.marks and _takes_back(event):
            self.keep_marks(held.marks[:-1])
        else:
            super()._use_key(event)


def _takes_back(event: QKeyEvent) -> bool:
    plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
    undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return undo or (plain and event.key() == Qt.Key.Key_Backspace)
