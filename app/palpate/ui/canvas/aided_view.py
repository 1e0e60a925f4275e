"""A canvas with what one sees by: the loupe, and what is laid under the poses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from palpate.model.arrays import Floats
from palpate.model.picture import Part, Region
from palpate.ui.canvas.aids import Aids
from palpate.ui.canvas.candidates import Candidate
from palpate.ui.canvas.loupe import Loupe
from palpate.ui.canvas.smear import SmearLine
from palpate.ui.canvas.tooling_view import ToolingView
from palpate.ui.canvas.tools.drag import with_positions


class AidedView(ToolingView):
    """Holds how the loupe is wanted, and tells what it lacks.

    Signals
    -------
    loupe_turned
        (Loupe) it has another power: the wheel was turned over it.
    closer_wanted
        (Region) of the frame, in image px, which the loupe shows and nobody has as stored.
    """

    loupe_turned = Signal(object)
    closer_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turned = 0.0
        self._asked: tuple[int, Region] | None = None

    @property
    def loupe(self) -> Loupe:
        """How the loupe is wanted."""
        return self._screen.loupe

    def set_loupe(self, shown: bool) -> None:
        """Magnify what is under the pointer."""
        self._screen.magnified = shown
        self.update()

    def arm_loupe(self, loupe: Loupe) -> None:
        """Say how the loupe is wanted, and whether it is pinned."""
        wanted = replace(loupe, foot=self._screen.loupe.foot)
        if wanted != self._screen.loupe:
            self._screen.loupe = wanted
            self.update()

    def keep_foot(self, width: int, height: int) -> None:
        """Keep lines off so many logical px in the bottom right corner, and the loupe off that height."""
        self._screen.foot = QSize(width, height)
        self._screen.loupe = replace(self._screen.loupe, foot=height)
        self.update()

    def turn_loupe(self, steps: int) -> None:
        """Make it some powers stronger, or weaker below 0."""
        turned = self.loupe.turned(steps, self._view)
        if turned != self.loupe:
            self.arm_loupe(turned)
            self.loupe_turned.emit(turned)

    def bring_closer(self, frame: int, part: Part) -> None:
        """Take a region of a frame as stored, for the loupe."""
        self._screen.close_up = (frame, part)
        self.update()

    def show_moved(self, keypoint: int, frame: int, position: Floats | None) -> None:
        """Show a keypoint of the active instance elsewhere, ``(2,)`` image px; None for where it stands."""
        pose = self._screen.scene.active_pose
        shown = None
        if pose is not None and position is not None:
            picture = self._screen.stack.picture
            if picture is None or picture.frame != frame:
                return  # on its way; the hand will have moved on when it is there
            shown = with_positions(pose, np.array([keypoint]), position[None])
        self.update(self._screen.show_preview(shown, self._view))

    @property
    def aids(self) -> Aids:
        """What is laid under the poses, and over them."""
        return self._screen.stack.aids

    def set_aids(self, aids: Aids) -> None:
        """Lay something else under the poses."""
        if aids is not self._screen.stack.aids:
            self._screen.stack.aids = aids
            self.update()

    def set_smear(self, smear: SmearLine | None) -> None:
        """Show how far the keypoint in hand is smeared; None for nothing."""
        if smear != self._screen.smear:
            self._screen.smear = smear
            self.update()

    def set_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        """Show places that are decided between; none for nothing."""
        if candidates != self._screen.candidates:
            self._screen.candidates = candidates
            self.update()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The places that are decided between."""
        return self._screen.candidates

    def _turns_loupe(self, event: QWheelEvent, octaves: float) -> bool:
        """Turn the loupe if it is seen and Ctrl is down; False if the wheel is meant for the canvas."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier or not self._screen.magnifies:
            self._turned = 0.0
            return False
        self._turned += 3.0 * octaves  # a notch is a third
        steps = int(self._turned)
        if steps:
            self._turned -= steps
            self.turn_loupe(steps)
        return True

    def _ask_closer(self) -> None:
        """Tell once what the loupe lacks; called when it was painted."""
        lacking = self._screen.lacking(self._view)
        frame = self._screen.stack.picture.frame if self._screen.stack.picture is not None else -1
        if lacking is not None and (frame, lacking) != self._asked:
            self._asked = (frame, lacking)
            self.closer_wanted.emit(lacking)
