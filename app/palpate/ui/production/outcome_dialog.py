"""What came of second labels and repeats, one at a time; stays open beside the work."""

from __future__ import annotations

from datetime import datetime

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

from palpate.model.attempt import Attempt
from palpate.model.change import Change
from palpate.session import batch_acceptance, production_view
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.production.outcome_page import OutcomePage
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.production_words import attempt_title
from palpate.ui.widgets.when_words import when_words

_WIDTH, _HEIGHT = 900, 640


class OutcomeDialog(QDialog):
    """A chooser of what was submitted, and what came of it."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What came of second labels"))
        self._workbench = workbench
        self._attempts: dict[str, Attempt] = {}
        self.chooser = QComboBox(self)
        self.page = OutcomePage(self)
        self._or = OrHint(self.page, self)
        self._lay_out()
        self.chooser.currentIndexChanged.connect(self._show)
        self.page.limit_changed.connect(lambda _share: self._judge())
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self.reject)
        self.refresh()

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
        self._judge()

    def _judge(self) -> None:
        session, attempt = self._workbench.session, self._attempts.get(self.attempt)
        if session is None or attempt is None:
            return
        if reason := production_view.why_not_judge(session, attempt):
            self.page.show_no_batch(f"{with_capital(reason)}.")
            return
        limit = self.page.share
        batch = self._workbench.attempt(lambda: batch_acceptance.judge_batch(session, attempt, limit=limit))
        if batch is not None:
            self.page.show_batch(batch, session.contents.layer(batch.layer).name)

    def _on_changed(self, change: Change) -> None:
        if change.judging or change.layers or change.clips:  # also: somebody else works now
            self.refresh()

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
