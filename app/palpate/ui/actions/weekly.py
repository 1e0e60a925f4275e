"""The weeks of a project: the window of its own, and going to what it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from palpate.session.other_layers import why_not_take_up
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.dialogs.ask import window_over
from palpate.ui.messages import MessageBars
from palpate.ui.retraining_notice import RetrainingNotice
from palpate.ui.weeks.reckoner import reckoner_of

if TYPE_CHECKING:
    from palpate.session.production_qa.worst_places import Place
    from palpate.ui.weeks.window import WeeksWindow

# What reckons the weeks is loaded by the function that needs it: no start of the window does.


class Weekly(QObject):
    """Opens the weeks, and goes where they point.

    Signals
    -------
    error_wanted
        (clip name, frame, instance name, keypoint name) a placement is to be gone to.
    reference_wanted
        (layer id) what it was compared with is to be seen over it.
    guideline_wanted
        The guideline of the active keypoint is to be read.
    """

    error_wanted = Signal(str, int, str, str)
    reference_wanted = Signal(str)
    guideline_wanted = Signal()

    def __init__(self, workbench: Workbench, below: QWidget) -> None:
        super().__init__(workbench)
        self._workbench, self._below = workbench, below
        self.window: WeeksWindow | None = None
        reckoner = reckoner_of(workbench)
        reckoner.place_wanted.connect(self._on_place)
        reckoner.guideline_wanted.connect(self.read_guideline)
        reckoner.window_wanted.connect(self.show_weeks)

    def attend(self, messages: MessageBars, recalibrate: Callable[[], object]) -> None:
        """Say where people are told what they may not take new work with, and how they recalibrate."""
        self.notice = RetrainingNotice(self._workbench, messages)
        self.notice.guideline_wanted.connect(self.read_guideline)
        self.notice.recalibration_wanted.connect(recalibrate)

    def show_weeks(self) -> None:
        """Show the weeks in a window of their own."""
        if self._workbench.session is None:
            return
        if self.window is None:
            from palpate.ui.weeks.window import WeeksWindow

            self.window = WeeksWindow(self._workbench, window_over(self._below))
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def read_guideline(self, keypoint: str) -> None:
        """Make the keypoint the active one, on an instance that has it, and show what is told of it."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        here = [one for one in session.contents.instances if one.clip == focus.clip]
        here.sort(key=lambda one: one.id != focus.instance)
        for one in (*here, *session.contents.instances):
            k = session.contents.skeleton_of(one.id).position_of.get(keypoint, -1)
            if k >= 0:
                session.selection.move(clip=one.clip, instance=one.id, keypoint=k, chosen=frozenset())
                self.guideline_wanted.emit()
                return

    # ---- inside ------------------------------------------------------------------------------------------

    def _on_place(self, place: Place, reference: str) -> None:
        session = self._workbench.session
        if session is None:
            return
        reason = why_not_take_up(session, place.layer)
        if reason:
            self._workbench.told.emit(Tone.WARNING, reason)
            return
        contents = session.contents
        session.selection.move(layer=place.layer)
        self.error_wanted.emit(
            contents.clip(place.clip).name,
            place.frame,
            contents.instance(place.instance).name,
            place.keypoint,
        )
        if reference:
            self.reference_wanted.emit(reference)
