"""Tracking again what a moved keyframe made stale, so that no span looks fine only because nobody looked."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from palpate.model.change import Change
from palpate.session.filling.tracking import start_tracking
from palpate.session.jobs import Job, JobState
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench

_AFTER_MS = 600  # a hand that is still correcting is not interrupted by work that would be stale at once


class Retracker(QObject):
    """Watches edits of tracked instances; a short rest after the last one starts a job."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._waiting: set[tuple[str, str]] = set()
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._on_rest)
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self._forget)

    def _on_changed(self, change: Change) -> None:
        self._waiting |= {(layer, instance) for layer, instance, _ in change.poses}
        if self._waiting:
            self._timer.start()

    def _forget(self) -> None:
        self._timer.stop()
        self._waiting.clear()
        self._job = None

    def _on_rest(self) -> None:
        session = self._workbench.session
        if session is None or session.project.read_only:
            return
        if self._job is not None and self._job.state is JobState.RUNNING:
            self._timer.start()
            return
        while self._waiting:
            self._job = self._again(session, *self._waiting.pop())
            if self._job is not None:
                break
        if self._waiting:
            self._timer.start()

    def _again(self, session: Session, layer: str, instance: str) -> Job | None:
        if instance not in {known.id for known in session.contents.instances}:
            return None
        spans = session.live(layer, instance).gone_stale()
        if not len(spans):
            return None
        return self._workbench.attempt(lambda: start_tracking(session, layer, instance, spans=spans))
