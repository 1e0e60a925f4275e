"""The list of instances as the hand meets it: its keys, eyes and padlocks, and how its rows are drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView, QWidget

from palpate.session.placing.aside_gestures import How
from palpate.ui.panels.instances.aside_cells import Aside, draw_aside
from palpate.ui.panels.instances.tree import ASIDE, EYE, HOW_MUCH, LOCK, NUMBER, REGION, WHAT
from palpate.ui.theme.apply import current
from palpate.ui.widgets.calm_rows import CalmRows

_SPACE = 12


class InstanceRows(QTreeView):
    """Signals: rename_pressed, from the keyboard; aside_pressed, (index, whether Shift was held).

    Attributes: bank, the keypoints that digits reach.
    """

    rename_pressed = Signal()
    aside_pressed = Signal(QModelIndex, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bank = range(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames; letters are left to the shortcuts, never a search."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_pressed.emit()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """An eye or a padlock is pressed without making its row the active one."""
        if not self._press_aside(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice is twice."""
        if not self._press_aside(event):
            super().mouseDoubleClickEvent(event)

    def _press_aside(self, event: QMouseEvent) -> bool:
        index = self.indexAt(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton
        if not left or index.column() not in (EYE, LOCK):
            return False
        self.aside_pressed.emit(index, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True


class RowPainter(CalmRows):
    """Eyes and padlocks, a hairline where another body region begins, and the numbers of keypoints."""

    def __init__(self, tree: InstanceRows) -> None:
        super().__init__(tree)
        self._tree = tree

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row and its line."""
        self._make_room(option, index)
        super().paint(painter, option, index)
        if index.column() in (EYE, LOCK):
            how = How.HIDDEN if index.column() == EYE else How.LOCKED
            over = bool(option.state & QStyle.StateFlag.State_MouseOver)
            draw_aside(painter, option.rect, how, Aside(int(index.data(ASIDE))), over=over)
        if index.data(REGION):
            line = QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1)
            painter.fillRect(line, QColor(current().line))
        self._draw_number(painter, option, index.data(NUMBER))

    def _make_room(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Let what is said of an instance reach into the room of its name, which few names fill."""
        if index.internalId() or index.column() not in (WHAT, HOW_MUCH):
            return
        said = str(index.sibling(index.row(), HOW_MUCH).data() or "")
        wide = option.fontMetrics.horizontalAdvance(said) + _SPACE
        over = max(wide - self._tree.columnWidth(HOW_MUCH), 0)
        if index.column() == WHAT:
            option.rect.setRight(option.rect.right() - over)
        else:
            option.rect.setLeft(option.rect.left() - over)

    def _draw_number(self, painter: QPainter, option: QStyleOptionViewItem, number: int | None) -> None:
        """Draw a keypoint's number before it: those that digits reach as text, the others quietly."""
        if number is None:
            return
        tokens, right = current(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._tree.font())
        painter.setPen(QColor(tokens.text if number - 1 in self._tree.bank else tokens.text_quiet))
        area = QRect(0, option.rect.top(), option.rect.left() - 4, option.rect.height())
        painter.drawText(area, int(right), str(number))
