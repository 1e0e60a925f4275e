"""Searching all guidelines of a skeleton: a line, and below it the keypoints whose guideline says so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guideline_search import Found, search_guidelines
from palpate.session.guidelines.guides import SHIPPED, Guides
from palpate.ui.theme.apply import current
from palpate.ui.widgets.calm_rows import CalmRows

_INSET = 8
_FOUND = Qt.ItemDataRole.UserRole
_WALKS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GuidelineSearch(QWidget):
    """Narrows while one types; Enter or a click goes to the keypoint, Escape leaves.

    Signals
    -------
    chosen
        (int) This keypoint is meant.
    left
        Nothing is looked for any more.
    """

    chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._skeleton: Skeleton | None = None
        self._guides = SHIPPED
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Search all guidelines"))
        self.line.setAccessibleName(self.tr("Search all guidelines"))
        self.line.setClearButtonEnabled(True)
        for button in self.line.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the search"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._narrow)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Keypoints that were found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.itemClicked.connect(self._take)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)

    def begin(self, skeleton: Skeleton, keypoint: int, guides: Guides = SHIPPED) -> None:
        """Look for something among the guidelines of a skeleton; one keypoint is marked first."""
        self._skeleton, self._guides = skeleton, guides
        self.line.clear()
        self._narrow("")
        self.list.setCurrentRow(keypoint)
        self.list.scrollToItem(self.list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def texts(self) -> list[str]:
        """Return the names of what is found, in order."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list, take and leave from the line."""
        if watched is not self.line or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if held or not (key in _WALKS or key in _TAKES or key == Qt.Key.Key_Escape):
            return False
        if event.type() is QEvent.Type.KeyPress:
            self._use(key)
        event.accept()  # also before shortcuts are looked for: Escape may be one of the window
        return True

    def _use(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _TAKES:
            self._take(self.list.currentItem())
        else:
            row = self.list.currentRow() + _WALKS[Qt.Key(key)]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))

    def _narrow(self, typed: str) -> None:
        self.list.clear()
        if self._skeleton is None:
            return
        found = search_guidelines(self._skeleton, typed, self._guides)
        for one in found:
            item = QListWidgetItem(self._skeleton.keypoints[one.keypoint].called)
            item.setData(_FOUND, one)
            item.setToolTip(one.words)
            self.list.addItem(item)
        if not found:
            item = QListWidgetItem(self.tr("No guideline says so."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if found else -1)

    def _take(self, item: QListWidgetItem | None) -> None:
        found = None if item is None else item.data(_FOUND)
        if isinstance(found, Found):
            self.chosen.emit(found.keypoint)
            self.left.emit()


class _Rows(CalmRows):
    """The keypoint, and below it quietly what is said."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw both lines."""
        found = index.data(_FOUND)
        whole = QRect(option.rect)
        if isinstance(found, Found) and found.words:
            option.displayAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        option.rect.setLeft(whole.left() + _INSET)
        super().paint(painter, option, index)
        if not isinstance(found, Found) or not found.words:
            return
        line = option.fontMetrics.height()
        area = QRect(
            whole.left() + _INSET + 3, whole.bottom() - line - 3, whole.width() - 2 * _INSET - 3, line
        )
        painter.setPen(QColor(current().text_quiet))
        painter.setFont(QFont(option.font))
        words = option.fontMetrics.elidedText(found.words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines for all that is found."""
        return QSize(super().sizeHint(option, index).width(), 2 * option.fontMetrics.height() + 8)
