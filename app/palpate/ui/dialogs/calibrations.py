"""Calibrations: what was submitted, by whom and when, and what it came to."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.model.attempt import Task
from palpate.model.change import Change
from palpate.session.calibrating.attempt_course import people_of
from palpate.session.calibrating.attempt_view import outcomes_to_see
from palpate.session.calibrating.calibration import why_not_practise, why_not_start
from palpate.session.calibrating.outcome import Outcome
from palpate.session.session import Session
from palpate.session.working_as import role_of
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.attempt_page import AttemptPage
from palpate.ui.panels.quality.marks import light_of
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.outcome_words import number_words, reason_sentences
from palpate.ui.widgets.when_words import when_words
from palpate.ui.widgets.words_box import words_box

_ID = int(Qt.ItemDataRole.UserRole)


class CalibrationsDialog(QDialog):
    """Stays open beside the work; an annotator sees their own attempts, others everybody's.

    Signals
    -------
    practice_wanted, next_wanted
        What failed is to be practised; the next attempt is to begin.
    error_wanted
        (clip name, frame, instance name, keypoint name) an error was clicked.
    """

    practice_wanted = Signal()
    next_wanted = Signal()
    error_wanted = Signal(str, int, str, str)

    def __init__(self, workbench: Workbench, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Calibrations"))
        self._workbench = workbench
        self._outcomes: dict[str, Outcome] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._found: tuple[Outcome, ...] = ()
        self.people = QComboBox(self)
        self.list = QTreeWidget(self)
        self.page = AttemptPage(workbench, pictures, self)
        self._whole = QWidget(self)
        self._or = OrHint(self._whole, self)
        self.note = QLabel(self)
        self.practise = QPushButton(self.tr("&Practise the failing keypoints"), self)
        self.next = QPushButton(self.tr("&Next attempt…"), self)
        self._lay_out()
        self.people.activated.connect(lambda _at: self._list())
        self.list.currentItemChanged.connect(self._on_chosen)
        self.practise.clicked.connect(self.practice_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.page.error_wanted.connect(self.error_wanted)
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self.reject)
        self.refresh()

    @property
    def attempt(self) -> str:
        """Id of the attempt that is shown; empty without one."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _ID) or "")

    def go_to(self, attempt: str) -> None:
        """Show an attempt; the latest if none is named."""
        if attempt not in self._outcomes and attempt in {one.attempt.id for one in self._found}:
            self.people.setCurrentIndex(0)
            self._list()
        latest = next(reversed(self._outcomes), "")
        wanted = attempt if attempt in self._outcomes else latest
        if wanted:
            self.list.setCurrentItem(self._items[wanted])

    def refresh(self) -> None:
        """List what was submitted."""
        session = self._workbench.session
        if session is None:
            return
        self._found = self._workbench.attempt(lambda: outcomes_to_see(session)) or ()
        people = people_of(self._found)
        others = [name for name in people if name != session.author]
        mine = (self.tr("Yours"), session.author)
        everybody = (self.tr("Everybody’s"), "")
        entries = [everybody, mine, *((name, name) for name in others)]
        words_box(self.people, entries, str(self.people.currentData() or ""))
        self.people.setVisible(bool(others))
        self._list()

    # ---- inside ------------------------------------------------------------------------------------------

    def _list(self) -> None:
        """List the attempts of whom is chosen."""
        session, before = self._workbench.session, self.attempt
        if session is None:
            return
        whose = str(self.people.currentData() or "")
        found = [one for one in self._found if whose in ("", one.attempt.annotator)]
        self._outcomes = {one.attempt.id: one for one in found}
        self.list.clear()
        self._items.clear()
        people: dict[str, QTreeWidgetItem] = {}
        for outcome in found:
            who = outcome.attempt.annotator
            if who not in people:
                people[who] = QTreeWidgetItem([who])
                people[who].setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.list.addTopLevelItem(people[who])
            self._items[outcome.attempt.id] = _row(outcome)
            people[who].addChild(self._items[outcome.attempt.id])
        self.list.expandAll()
        for column in range(3):
            self.list.resizeColumnToContents(column)
        self._or.show_hint("" if found else self._nothing(session))
        self.go_to(before if before in self._outcomes else "")
        self._explain(session)

    def _nothing(self, session: Session) -> str:
        if self._found or role_of(session) == "annotator":
            return self.tr("You have submitted nothing. A calibration is begun in the menu Quality.")
        return self.tr("Nobody has submitted a calibration yet. One is begun in the menu Quality.")

    def _explain(self, session: Session) -> None:
        """Say what can be done next; of the next attempt also with words, for its frames may be used up.

        Under what somebody else has submitted nothing is offered: it would be an attempt of one's own.
        """
        outcome = self._outcomes.get(self.attempt)
        own = outcome is None or outcome.attempt.annotator == session.author
        for part in (self.practise, self.next, self.note):
            part.setVisible(own)
        practise, start = why_not_practise(session), why_not_start(session)
        for button, reason in ((self.practise, practise), (self.next, start)):
            button.setEnabled(not reason)
            button.setToolTip(with_capital(reason))
        self.note.setText(f"{with_capital(start)}." if start else "")

    def _on_chosen(self, *_: object) -> None:
        outcome = self._outcomes.get(self.attempt)
        if outcome is not None:
            self.page.show_outcome(outcome)
        if self._workbench.session is not None:
            self._explain(self._workbench.session)

    def _on_changed(self, change: Change) -> None:
        if change.judging or change.layers or change.clips:  # also: somebody else works now
            known = {one.attempt.id for one in self._found}
            session = self._workbench.session
            if session is None:
                return
            if {one.attempt.id for one in outcomes_to_see(session)} != known or change.clips:
                self.refresh()
            else:
                self._explain(session)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Attempts by person"))
        self.list.setHeaderLabels([self.tr("Attempt"), self.tr("Result"), self.tr("px off"), self.tr("When")])
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(12)
        self.list.setItemDelegate(CalmRows(self.list))
        self.list.setFixedWidth(310)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note.setWordWrap(True)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        for button in (self.practise, self.next):
            foot.addWidget(button)
            button.setAutoDefault(False)
        foot.addWidget(close)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        whose = QHBoxLayout()
        whose.addWidget(self.people)
        whose.addStretch(1)
        self.people.setAccessibleName(self.tr("Whose attempts"))
        self.people.setMinimumWidth(200)
        column.addLayout(whose)
        column.addWidget(self._or, 1)
        column.addLayout(foot)
        self.resize(1240, 660)


def _row(outcome: Outcome) -> QTreeWidgetItem:
    attempt, n = outcome.attempt, len(outcome.failing)
    said = _tr("passed") if outcome.passed else _tr("{n} fail").format(n=n) if n else _tr("not passed")
    when = when_words(attempt.submitted, datetime.now().astimezone())
    title = _tr("Practice {n}") if attempt.task is Task.PRACTICE else _tr("Attempt {n}")
    item = QTreeWidgetItem(
        [title.format(n=attempt.number), said, number_words(outcome.score["mpjpe_px"], 1), when]
    )
    item.setIcon(0, light_icon(light_of(outcome.passed)))
    item.setToolTip(1, "\n".join(reason_sentences(outcome)))
    item.setData(0, _ID, attempt.id)
    return item


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outcomes", text)
