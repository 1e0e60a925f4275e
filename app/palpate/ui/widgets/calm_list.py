"""A list that a panel fills: rows of one height, drawn by a delegate, gone to by Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget


class CalmList(QListView):
    """Nothing in it is edited, and rows know of the mouse over them.

    Parameters
    ----------
    name
        What screen readers say.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row by Enter."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.choose(index)
        else:
            super().keyPressEvent(event)

    def choose(self, index: QModelIndex) -> None:
        """Do what a row is for: by itself a list says only that it was chosen."""
        self.activated.emit(index)
