"""Measuring again what tracking has moved, where the blur of a clip was measured before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from palpate.model.change import Change
from palpate.session.blurred.blur_measuring import was_measured
from palpate.ui.bridge.workbench import Workbench

_AFTER_MS = 1500  # what is corrected right after tracking is tracked again, and would be measured twice
_TRACKED = "Track"  # title of the change that a tracking job ends with


class Remeasurer(QObject):
    """A rest after tracking has ended and nothing else is under way starts a job.

    Parameters
    ----------
    measure
        Called as ``measure(layer, clip)``.
    """

    def __init__(self, workbench: Workbench, measure: Callable[[str, str], None]) -> None:
        super().__init__(workbench)
        self._workbench, self._measure = workbench, measure
        self._waiting: set[tuple[str, str]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._on_rest)
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self._forget)

    def _on_changed(self, change: Change) -> None:
        session = self._workbench.session
        if session is None or session.project.read_only:
            return
        if change.title == _TRACKED and not change.poses:
            clips = {found.id: found.clip for found in session.contents.instances}
            self._waiting |= {(layer, clips[who]) for layer, who in change.spans if who in clips}
        if self._waiting:
            self._timer.start()

    def _forget(self) -> None:
        self._timer.stop()
        self._waiting.clear()

    def _on_rest(self) -> None:
        session = self._workbench.session
        if session is None:
            return
        if not session.jobs.running:
            layer, clip = self._waiting.pop()
            if was_measured(session, layer, clip):
                self._measure(layer, clip)
        if self._waiting:
            self._timer.start()
