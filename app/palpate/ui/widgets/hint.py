"""What a panel says while it has nothing to show: why, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget


class Hint(QLabel):
    """A quiet sentence in the middle of a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setMargin(24)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)


class OrHint(QStackedWidget):
    """A widget, or a hint in its place."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widget = widget
        self._hint = Hint(self)
        self.addWidget(widget)
        self.addWidget(self._hint)

    @property
    def hint(self) -> str:
        """What is said instead of the widget; empty while it is shown."""
        return self._hint.text() if self.currentWidget() is self._hint else ""

    def show_hint(self, sentence: str) -> None:
        """Say why there is nothing; an empty sentence shows the widget."""
        if sentence:
            self._hint.setText(sentence)
            self._hint.setAccessibleName(sentence)
        self.setCurrentWidget(self._hint if sentence else self._widget)
