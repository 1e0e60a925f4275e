"""The mark that is chosen in the list: its words, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from palpate.session.marking.marks import Kind, Mark
from palpate.ui.panels.marks.mark_list import history_words

_LINES = 3


class MarkEditor(QFrame):
    """Words are kept when the keyboard leaves them or by Ctrl+Enter; Escape brings the old ones back.

    Signals
    -------
    reworded
        (Mark, new words).
    resolve_wanted
        (Mark, whether it shall be resolved).
    removal_wanted
        (Mark).
    """

    reworded = Signal(object, str)
    resolve_wanted = Signal(object, bool)
    removal_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark | None = None
        self._by = QLabel(self)
        self._by.setWordWrap(True)
        self._by.setTextFormat(Qt.TextFormat.PlainText)
        self._by.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.words = QPlainTextEdit(self)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Words of the note"))
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * _LINES + 16)
        self.words.installEventFilter(self)
        self.resolve = QPushButton(self.tr("Resolve"), self)
        self.resolve.clicked.connect(self._on_resolve)
        self.remove = QPushButton(self.tr("Remove"), self)
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self._mark))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.resolve)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._by)
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.hide()

    @property
    def mark(self) -> Mark | None:
        """What is shown."""
        return self._mark

    def show_mark(self, mark: Mark | None, why_not_change: str, read_only: str) -> None:
        """Show another mark, or none; what cannot be done says why.

        Parameters
        ----------
        why_not_change
            Why its words may not be changed nor it be removed; empty if they may.
        read_only
            Why nothing at all can be written; empty if it can.
        """
        self._mark = mark
        self.setVisible(mark is not None)
        if mark is None:
            return
        self._by.setText(history_words(mark))
        is_event = mark.kind is Kind.EVENT
        self.words.setVisible(not is_event)
        if mark.text != self.words.toPlainText():
            self.words.setPlainText(mark.text)
        self.words.setPlaceholderText(self.tr("No reason was given"))
        reason = read_only or why_not_change
        self.words.setReadOnly(bool(reason))
        self.words.setToolTip(reason or self.tr("Kept when the keyboard leaves it, or by Ctrl+Enter"))
        self.resolve.setVisible(not is_event)
        self.resolve.setText(self.tr("Resolve") if mark.is_open else self.tr("Reopen"))
        self.remove.setVisible(mark.kind is not Kind.FLAG)  # a flag that is dealt with is taken away
        _enable(self.resolve, read_only, self._what_resolve_does(mark))
        _enable(self.remove, reason, self.tr("Take it away; Undo brings it back"))

    def _what_resolve_does(self, mark: Mark) -> str:
        if mark.kind is Kind.FLAG:
            return self.tr("Somebody has looked: the flag is taken away; Undo brings it back")
        return self.tr("Say that it is dealt with") if mark.is_open else self.tr("It waits again")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the words when the keyboard leaves them."""
        if watched is not self.words:
            return False
        if event.type() is QEvent.Type.FocusOut:
            self._keep()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._keep()
                return True
            if event.key() == Qt.Key.Key_Escape and self._mark is not None:
                self.words.setPlainText(self._mark.text)
                return True
        return False

    def _keep(self) -> None:
        mark, text = self._mark, self.words.toPlainText().strip()
        if mark is not None and not self.words.isReadOnly() and text != mark.text:
            self.reworded.emit(mark, text)

    def _on_resolve(self) -> None:
        if self._mark is not None:
            self.resolve_wanted.emit(self._mark, self._mark.is_open)


def _enable(button: QPushButton, reason: str, tip: str) -> None:
    button.setEnabled(not reason)
    button.setToolTip(reason or tip)
