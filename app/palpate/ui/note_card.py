"""A line to write in, over the lower edge of the picture: it asks without standing in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from palpate.ui.theme.apply import current

_MARGIN = 16
_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes
    ----------
    title
        What is being written, and where it will be pinned.
    hint
        What to write, while nothing is written.
    keep
        Called with what was written; tells whether it was taken, else the line stays as it is.
    """

    title: str
    hint: str
    keep: Callable[[str], bool]


class NoteCard(QFrame):
    """Enter keeps what is written, Escape drops it; the work may go on meanwhile."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._before: QWidget | None = None
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(self.tr("Words to keep"))
        self.line.installEventFilter(self)
        self.line.returnPressed.connect(self._keep)
        self._ok = self._button(self.tr("Keep"), self.tr("Keep it (Enter)"))
        self._ok.clicked.connect(self._keep)
        self._drop = self._button(self.tr("Drop"), self.tr("Drop it (Escape)"))
        self._drop.clicked.connect(self.drop)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget, stretch in ((self.line, 1), (self._ok, 0), (self._drop, 0)):
            row.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(row)
        self.hide()
        self._below = parent
        parent.installEventFilter(self)

    @property
    def title(self) -> str:
        """What is asked at present; empty while nothing is."""
        return self._title.text() if self.isVisibleTo(self._below) else ""

    def ask(self, question: Question) -> None:
        """Ask, in place of what was asked before."""
        focus = self.window().focusWidget()
        if focus is not self.line:
            self._before = focus
        self._question = question
        self._title.setText(question.title)
        self.line.clear()
        self.line.setPlaceholderText(question.hint)
        self.line.setAccessibleName(question.title)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop(self) -> None:
        """Close without keeping anything."""
        self._question = None
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the lower edge; drop at Escape."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Cancel)
        ):
            if event.type() is QEvent.Type.KeyPress:
                self.drop()
            event.accept()  # or a shortcut of the window would take it
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Take the colours of the theme in force."""
        super().showEvent(event)
        tokens = current()
        self.setStyleSheet(
            f"NoteCard {{ background: {tokens.raised}; border: 1px solid {tokens.accent}; "
            "border-radius: 4px; }"
        )
        self._fit()

    def _keep(self) -> None:
        if self._question is not None and self._question.keep(self.line.text().strip()):
            self.drop()

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return button

    def _fit(self) -> None:
        width = min(_WIDTH, self._below.width() - 2 * _MARGIN)
        height = self.sizeHint().height()
        left = (self._below.width() - width) // 2
        self.setGeometry(left, self._below.height() - height - _MARGIN, width, height)
