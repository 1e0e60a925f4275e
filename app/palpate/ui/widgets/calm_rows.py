"""Rows of lists and tables: one height, and an active row that does not shout."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from palpate.ui.theme.apply import box_colour, current
from palpate.ui.widgets.colours import active_field

_HEIGHT = 24
_EDGE = 3


class CalmRows(QStyledItemDelegate):
    """The active row has a tinted field and an accent edge; a frame when the keys go to the list."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw field, edge and contents."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            self._draw_field(painter, option.rect, index)
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, option, index)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Let a box to tick be seen also while it is empty; it is drawn after the window's colour."""
        super().initStyleOption(option, index)
        option.palette.setColor(QPalette.ColorRole.Window, box_colour())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One height for all."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(_HEIGHT, size.height()))

    def _draw_field(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        tokens = current()
        whole = QRect(0, box.top(), self._view.viewport().width(), box.height())
        painter.fillRect(
            whole if index.column() == 0 else box, QColor(active_field(tokens.panel, tokens.accent))
        )
        if index.column() == 0:
            painter.fillRect(QRect(0, box.top(), _EDGE, box.height()), QColor(tokens.accent))
        if self._view.hasFocus():
            painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(tokens.accent))
