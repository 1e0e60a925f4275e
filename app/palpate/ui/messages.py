"""A bar that tells what happened and can be ignored; nothing modal ever interrupts labelling."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from palpate.ui.bridge.workbench import Tone
from palpate.ui.theme.apply import current

_NOTE_FOR_MS = 5000
_AT_MOST = 3


class MessageBars(QWidget):
    """The latest few messages, newest on top; notes leave by themselves, faults stay until closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Messages"))

    def tell(self, tone: Tone, text: str) -> None:
        """Show a message; the same one is not shown twice."""
        for bar in self._bars():
            if bar.text == text:
                bar.deleteLater()
                self._column.removeWidget(bar)
        self._column.insertWidget(0, _Bar(tone, text, self))
        for bar in self._bars()[_AT_MOST:]:
            self._column.removeWidget(bar)
            bar.deleteLater()

    def texts(self) -> list[str]:
        """Return what is shown, newest first."""
        return [bar.text for bar in self._bars()]

    def _bars(self) -> list[_Bar]:
        items = (self._column.itemAt(n) for n in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, _Bar)]


class _Bar(QFrame):
    def __init__(self, tone: Tone, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        tokens = current()
        edge = {Tone.NOTE: tokens.accent, Tone.WARNING: tokens.warning, Tone.FAULT: tokens.bad}[tone]
        self.setStyleSheet(
            f"_Bar {{ background: {tokens.raised}; border-left: 4px solid {edge}; "
            f"border-bottom: 1px solid {tokens.line}; }}"
        )
        self.setAccessibleName(text)
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        close.clicked.connect(self.deleteLater)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(label, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        if tone is Tone.NOTE:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(self.deleteLater)
            timer.start(_NOTE_FOR_MS)
