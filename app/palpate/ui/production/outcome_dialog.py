"""What came of second labels and repeats, one at a time; stays open beside the work."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.model.attempt import Attempt, Task
from palpate.model.change import Change
from palpate.session.jobs import Job
from palpate.session.production_qa import production_view
from palpate.session.production_qa.adjudication_walk import why_not_decide
from palpate.session.production_qa.batch_acceptance import Batch
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.production.outcome_page import OutcomePage
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.production_words import attempt_title
from palpate.ui.widgets.when_words import when_words

_LATER_MS = 600
_WIDTH, _HEIGHT = 900, 640


class OutcomeDialog(QDialog):
    """A chooser of what was submitted, and what came of it.

    Signals
    -------
    decide_wanted
        (id of an attempt) somebody wants to decide between these second labels and the first.
    """

    decide_wanted = Signal(str)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What came of second labels"))
        self._workbench = workbench
        self._attempts: dict[str, Attempt] = {}
        self._job: Job | None = None
        self.chooser = QComboBox(self)
        self.page = OutcomePage(self)
        self._or = OrHint(self.page, self)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self.chooser.currentIndexChanged.connect(self._show)
        self.page.decide_wanted.connect(lambda: self.decide_wanted.emit(self.attempt))
        self.page.limit_changed.connect(lambda _share: self._judge())
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self.reject)
        self.finished.connect(self._let_go)
        self.refresh()

    @property
    def judging(self) -> bool:
        """Whether the verdict is still being made."""
        return self._job is not None

    @property
    def attempt(self) -> str:
        """Id of what is shown; empty without any."""
        return str(self.chooser.currentData() or "")

    def go_to(self, attempt: str) -> None:
        """Show what came of an attempt."""
        place = self.chooser.findData(attempt)
        if place >= 0:
            self.chooser.setCurrentIndex(place)

    def refresh(self) -> None:
        """List what was submitted, the latest first."""
        session = self._workbench.session
        if session is None:
            return
        before = self.attempt
        found = sorted(production_view.submitted_work(session), key=lambda one: one.submitted, reverse=True)
        self._attempts = {one.id: one for one in found}
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for one in found:
            self.chooser.addItem(self._called(session, one), one.id)
        self.chooser.setCurrentIndex(max(self.chooser.findData(before), 0) if found else -1)
        self.chooser.blockSignals(False)
        nothing = self.tr(
            "Nothing was submitted that you may look at. Second labels are compared once they are submitted."
        )
        self._or.show_hint("" if found else nothing)
        self._show()

    # ---- inside ------------------------------------------------------------------------------------------

    def _called(self, session: Session, attempt: Attempt) -> str:
        names = {layer.id: layer.name for layer in session.contents.layers}
        when = when_words(attempt.submitted, datetime.now().astimezone())
        return self.tr("{who}, of the work of {layer} · {when}").format(
            who=with_capital(attempt_title(attempt)),
            layer=names.get(attempt.reference, self.tr("a layer that is gone")),
            when=when,
        )

    def _show(self, *_: object) -> None:
        session, attempt = self._workbench.session, self._attempts.get(self.attempt)
        if session is None or attempt is None:
            return
        titles = {
            point.name: point.called
            for skeleton in session.contents.skeletons.values()
            for point in skeleton.keypoints
        }
        self.page.show_outcome(attempt, production_view.told_of(attempt), titles)
        self.page.offer_deciding(attempt.task is Task.SECOND, with_capital(why_not_decide(session, attempt)))
        self._judge()

    def _judge(self) -> None:
        """Judge in the background: a large project takes a few seconds."""
        session, attempt = self._workbench.session, self._attempts.get(self.attempt)
        if session is None or attempt is None:
            return
        if reason := production_view.why_not_judge(session, attempt):
            self._job = None
            self.page.show_no_batch(f"{with_capital(reason)}.")
            return
        if self._job is not None:
            self._job.token.cancel()
        path, author, limit = session.project.path, session.author, self.page.share
        job = session.jobs.start(
            self.tr("Judging the work"),
            lambda _progress: production_view.judged_from_file(path, attempt.id, limit, author=author),
            lambda batch: self._on_judged(job, batch),
            lambda error: self._on_refused(job, error),
        )
        self._job = job
        self.page.show_waiting()

    def _on_judged(self, job: Job, batch: Batch) -> None:
        session = self._workbench.session
        if job is self._job and session is not None:  # else something else is to be judged by now
            self._job = None
            self.page.show_batch(batch, session.contents.layer(batch.layer).name)

    def _on_refused(self, job: Job, error: BaseException) -> None:
        if job is self._job:
            self._job = None
            if isinstance(error, PalpateError):
                self.page.show_no_batch(f"{with_capital(error.sentence)}.")
        if not isinstance(error, PalpateError):
            raise error

    def _let_go(self) -> None:
        """Wait for nothing any more: what arrives would find no dialog."""
        self._later.stop()
        if self._job is not None:
            self._job.token.cancel()
            self._job = None

    def _on_changed(self, change: Change) -> None:
        if not self.isVisible():
            return  # it is about to go
        if change.layers or change.clips:  # also: somebody else works now
            self._later.stop()
            self.refresh()
        elif change.judging:
            self._later.start()  # somebody decides one after the other: not all is judged each time

    def _lay_out(self) -> None:
        self.chooser.setAccessibleName(self.tr("Second labels and repeats"))
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label = QLabel(self.tr("&Submitted"), self)
        label.setBuddy(self.chooser)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.chooser, 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._or, 1)
        column.addWidget(close)
        self.resize(_WIDTH, _HEIGHT)
