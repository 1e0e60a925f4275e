"""The cells of the quality table: a chosen row is marked quietly, so that its verdict stays readable."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from palpate.ui.theme.apply import current

_PAD = 5  # with the margin of a cell's own, text stands under its heading
_BAR = 4


class QuietCells(QStyledItemDelegate):
    """Raises the chosen row and puts a bar in the accent at its beginning."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        tokens = current()
        cell = QStyleOptionViewItem(option)
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tokens.raised))
            if index.column() == 0:
                painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height()), QColor(tokens.accent))
        cell.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        cell.rect = box.adjusted(_PAD, 0, -_PAD, 0)
        super().paint(painter, cell, index)
