"""What lies behind a score, looked up aside while the picture stays live; known until another is scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from palpate.base.errors import PalpateError
from palpate.base.progress import Progress
from palpate.model.change import Change
from palpate.session.jobs import Job, JobState
from palpate.session.judging.groups_view import Groups
from palpate.session.judging.quality_depth import Depth, depth_of_file, groups_of_file
from palpate.session.judging.quality_view import QualityView
from palpate.session.session import Session
from palpate.ui.bridge.score_ages import ScoreAges
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital

_Key = tuple[str, str, str]
"""Ids of the layer and of gold, and the way of breaking down; empty for what is behind the whole."""


@dataclass(slots=True)
class _Looked:
    """One answer: being looked up, found, or not to be had."""

    view: QualityView
    job: Job | None = None
    found: Any = None
    why: str = ""


class LookingBehind(QObject):
    """One for all pages, so that none waits for what another has found.

    Attributes
    ----------
    group
        Way and group that were chosen on one page to be seen on another; None if none were.

    Signals
    -------
    came
        Something was found, or cannot be.
    """

    came = Signal()

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._known: dict[_Key, _Looked] = {}
        self._ages = ScoreAges.of(workbench)
        self.group: tuple[str, str] | None = None
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self._known.clear)
        workbench.job_changed.connect(self._on_job)

    @classmethod
    def of(cls, workbench: Workbench) -> LookingBehind:
        """Return the one of a workbench; made when it is first asked for."""
        return workbench.findChild(cls) or cls(workbench)

    def depth(self, view: QualityView, layer: str, gold: str) -> Depth | str:
        """Return what is behind a score, or why it is not known yet; it is looked up then."""

        def work(session: Session) -> Callable[[Progress], Depth]:
            path, author = session.project.path, session.author
            return lambda progress: depth_of_file(path, layer, gold, author=author, progress=progress)

        title = self.tr("Looking behind the score")
        found = self._ask((layer, gold, ""), view, title, work)
        return found if isinstance(found, (Depth, str)) else ""

    def groups(self, view: QualityView, layer: str, gold: str, by: str) -> Groups | str:
        """Return a score broken down, or why that is not known yet; it is looked up then."""

        def work(session: Session) -> Callable[[Progress], Groups]:
            path: Path = session.project.path
            author = session.author
            return lambda progress: groups_of_file(path, layer, gold, by, author=author, progress=progress)

        title = self.tr("Breaking down by {way}").format(way=by)
        found = self._ask((layer, gold, by), view, title, work)
        return found if isinstance(found, (Groups, str)) else ""

    # ---- inside ------------------------------------------------------------------------------------------

    def _ask(
        self, key: _Key, view: QualityView, title: str, work: Callable[[Session], Callable[[Progress], Any]]
    ) -> object:
        session, known = self._workbench.session, self._known.get(key)
        if session is None:
            return self.tr("Open or make a project first.")
        if known is None or known.view is not view:
            self._stop(key)
            if self._ages.is_old(key[0], key[1]):
                return self._too_late()
            known = self._known[key] = _Looked(view)
            known.job = session.jobs.start(
                title,
                work(session),
                lambda found: self._on_found(key, view, found),
                lambda error: self._on_refused(key, view, error),
            )
        if known.found is not None:
            return known.found
        return known.why or self.tr("Looking…")

    def _too_late(self) -> str:
        """Say why nothing is looked up: it would be of other labels than the score."""
        return self.tr("The labels have changed since they were scored: score again to look behind.")

    def _stop(self, key: _Key) -> None:
        known = self._known.pop(key, None)
        if known is not None and known.job is not None:
            known.job.token.cancel()

    def _on_found(self, key: _Key, view: QualityView, found: object) -> None:
        known = self._known.get(key)
        if known is not None and known.view is view and not known.why:
            known.job, known.found = None, found
            self.came.emit()

    def _on_refused(self, key: _Key, view: QualityView, error: BaseException) -> None:
        known = self._known.get(key)
        if known is not None and known.view is view and isinstance(error, PalpateError):
            known.job, known.why = None, f"{with_capital(error.sentence)}."
            self.came.emit()
        if not isinstance(error, PalpateError):
            raise error

    def _on_changed(self, _change: Change) -> None:
        """Look no further for what is out of date already; what was found stays, as the score does."""
        for (layer, gold, _), known in self._known.items():
            if known.job is not None and self._ages.is_old(layer, gold):
                known.why = self._too_late()
                known.job.token.cancel()
                known.job = None
                self.came.emit()

    def _on_job(self, job: Job) -> None:
        """Say so where somebody has stopped it."""
        for known in self._known.values():
            if known.job is job and job.state is JobState.CANCELLED:
                known.job, known.why = None, self.tr("Stopped. Press Score to look again.")
                self.came.emit()
