"""A quiet sentence above or below what a panel lists."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


class QuietLabel(QLabel):
    """Takes no room while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)

    def say(self, words: str) -> None:
        """Show words, or nothing."""
        self.setText(words)
        self.setVisible(bool(words))
