"""The bar over the picture while something is done unit by unit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.session.calibrating.unit_walk import Walk, walk_in_hand
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.unit_words import unit_words


class UnitBar(QFrame):
    """One quiet line: what is done, which unit, what is left in it; a click leaves the keys with the picture.

    Signals
    -------
    stepped
        (by) one unit on or back.
    submit_wanted, left
        The attempt is to be submitted; the plan is not to be followed any more.
    on_unit
        (whether) A pose that is asked for came in hand, or is no more.
    """

    stepped = Signal(int)
    on_unit = Signal(bool)
    submit_wanted = Signal()
    left = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._there = workbench, False
        self.setAccessibleName(self.tr("Task under way"))
        self.title, self.place, self.rest = QLabel(self), QLabel(self), QLabel(self)
        self.back = self._button("‹", self.tr("Previous unit"), -1)
        self.on = self._button("›", self.tr("Next unit"), 1)
        self.submit = QPushButton(self.tr("Submit…"), self)
        self.leave = QPushButton(self.tr("Leave the plan"), self)
        self._lay_out()
        self.submit.clicked.connect(self.submit_wanted)
        self.leave.clicked.connect(self.left)
        workbench.session_changed.connect(self.refresh)
        workbench.changed.connect(self.refresh)
        workbench.focus_followed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Tell where the hands are in the task; go where there is none."""
        session = self._workbench.session
        walk = None if session is None else self._workbench.attempt(lambda: walk_in_hand(session))
        there = session is not None and walk is not None and walk.place_of(session.selection.focus) >= 0
        if there != self._there:
            self._there = there
            self.on_unit.emit(there)
        if session is None or walk is None:
            self.hide()
        else:
            self._show(session, walk)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()

    def _show(self, session: Session, walk: Walk) -> None:
        words, at = unit_words(session, walk), walk.place_of(session.selection.focus)
        self.title.setText(words.title)
        self.place.setText(words.place)
        self.rest.setText(words.left)
        self.rest.setToolTip(words.left)
        self.setAccessibleDescription(f"{words.title}, {words.place}. {words.left}")
        self.back.setEnabled(at != 0)
        self.on.setEnabled(at != len(walk.units) - 1)
        self.back.setToolTip(with_keys(self.tr("Previous unit"), "previous_unit"))
        self.on.setToolTip(with_keys(self.tr("Next unit"), "next_unit"))
        self.submit.setToolTip(with_keys(self.tr("Be judged; asks before it does"), "submit_attempt"))
        self.submit.setVisible(walk.attempt is not None)
        self.leave.setVisible(walk.attempt is None)
        self.show()

    def _button(self, sign: str, name: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(bold)
        self.place.setFont(number_font(self.font()))
        self.rest.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.rest.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 8, 3)
        row.setSpacing(16)
        for label in (self.title, self.place):
            row.addWidget(label)
        row.addWidget(self.rest, 1)
        steps = QHBoxLayout()
        steps.setSpacing(0)
        for button in (self.back, self.on):
            steps.addWidget(button)
        row.addLayout(steps)
        for wide in (self.submit, self.leave):
            row.addWidget(wide)
            wide.setAutoDefault(False)
        for part in (self.back, self.on, self.submit, self.leave):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dress()

    def _dress(self) -> None:
        tokens = current()
        wanted = (
            f"UnitBar {{ background: {tokens.panel}; border: none; border-bottom: 1px solid {tokens.line}; }}"
        )
        if self.styleSheet() != wanted:
            self.setStyleSheet(wanted)


def with_bar(bar: QWidget, below: QWidget) -> QWidget:
    """Return a widget in which a bar stands over another one and takes no room while it is hidden."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(bar)
    column.addWidget(below, 1)
    return whole
