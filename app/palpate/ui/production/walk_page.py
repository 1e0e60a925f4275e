"""A page that is chosen on at first, and then gone through: what both walks of a reviewer look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.production.desk import Desk
from palpate.ui.production.rows import RowTable
from palpate.ui.production.verdict_buttons import VerdictButtons

Answers = Mapping[str, tuple[str, str, Callable[[], object]]]


class WalkPage(QWidget):
    """A form, and in its place how far the walk is, what is in hand, the answers and some tables.

    Attributes
    ----------
    others
        Goes back to the form.
    resume
        Goes back to what was asked; seen while nothing is.
    stop
        Stops what is done in the background; seen while anything is.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.progress, self.state = QProgressBar(self), QLabel(self)
        self.title, self.said = QLabel(self), QLabel(self)
        self.others = QPushButton(self.tr("Others…"), self)
        self.stop = QPushButton(self.tr("Cancel"), self)
        self.tabs = QTabWidget(self)
        self._titles: list[str] = []
        self._stack = QStackedWidget(self)
        self.resume = WantedButton(self.tr("Go on"), self)
        self.resume.set_wanted(True)
        self.others.clicked.connect(self.choose_others)
        desk.workbench.session_changed.connect(self._on_session)
        desk.workbench.changed.connect(self._on_changed)

    def build(
        self,
        form: QWidget,
        answers: Answers,
        tables: Sequence[tuple[str, RowTable]],
    ) -> None:
        """Put the parts into their places, once."""
        self.answers = VerdictButtons(answers, self)
        self._titles = [title for title, _ in tables]
        for title, table in tables:
            self.tabs.addTab(table, title)
        self._lay_out(form)

    @property
    def walking(self) -> bool:
        """Whether the walk is shown, and not the form."""
        return self._stack.currentIndex() == 1

    def choose_others(self) -> None:
        """Show the form again; the walk stays as it is."""
        self._stack.setCurrentIndex(0)
        self.refresh()

    def show_walk(self, walking: bool = True) -> None:
        """Show the walk, or the form."""
        self._stack.setCurrentIndex(1 if walking else 0)

    def refresh(self) -> None:
        """Look anew; each page knows at what."""

    def tell(self, title: str, said: str) -> None:
        """Say what is in hand."""
        self.title.setText(title)
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def count(self, *numbers: int) -> None:
        """Name the tabs with how much is in them."""
        for n, number in enumerate(numbers):
            title = self._titles[n]
            self.tabs.setTabText(n, f"{title} ({number:,})" if number else title)

    def show_busy(self, done: int, total: int) -> None:
        """Show how far something in the background is; a total of 0 is not known yet."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew: nothing is kept up to date that nobody sees."""
        super().showEvent(event)
        self.answers.tell_keys()
        self.refresh()

    def _on_session(self) -> None:
        self.show_walk(False)
        if self.isVisible():
            self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and not self.walking and (change.layers or change.judging):
            self.refresh()

    def _lay_out(self, form: QWidget) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(bold)
        for label in (self.state, self.title, self.said):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setForegroundRole(self.state.palette().ColorRole.PlaceholderText)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName(self.tr("Decided"))
        self.tabs.setDocumentMode(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.state, 1)
        for button in (self.stop, self.resume, self.others):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        walk = QWidget(self)
        column = QVBoxLayout(walk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self.progress, self.title, self.said, self.answers):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        for page in (form, walk):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
