"""A line to type in over the lower edge of the picture, and above it what that can mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.calm_rows import CalmRows

_MARGIN = 16
_WIDTH = 480
_INSET = 8
_ROWS_AT_ONCE = 8
_ASIDE = Qt.ItemDataRole.UserRole
_VALUE = Qt.ItemDataRole.UserRole + 1
_WALKS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_PageUp: -_ROWS_AT_ONCE,
    Qt.Key.Key_PageDown: _ROWS_AT_ONCE,
}
_ELSEWHERE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason)
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer.

    Attributes
    ----------
    aside
        Stands quietly at the right.
    value
        What is taken with it.
    reason
        Why it cannot be taken; empty if it can.
    """

    text: str
    aside: str = ""
    value: object = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked.

    Attributes
    ----------
    hint
        What to type, while nothing is typed.
    rows
        Return what a text can mean, the likeliest first.
    take
        Called with the value of a row; tells whether it was taken, else the line stays.
    """

    title: str
    hint: str
    rows: Callable[[str], Sequence[Row]]
    take: Callable[[object], bool]


class AskLine(QFrame):
    """Narrows while one types; Enter or a click takes what is marked, Escape or work elsewhere leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._asked: Asked | None = None
        self._before: QWidget | None = None
        self._below = parent
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.list = _List(self)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.setAccessibleName(self.tr("What it can mean"))
        self.line = QLineEdit(self)
        self.line.setAccessibleName(self.tr("What is looked for"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._narrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        for widget in (self._title, self.list, self.line):
            column.addWidget(widget)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # or a click on a row would reach for what is below
        self.setFocusProxy(self.line)
        self.hide()
        parent.installEventFilter(self)

    @property
    def asking(self) -> bool:
        """Whether something is asked at present."""
        return self._asked is not None

    def ask(self, asked: Asked) -> None:
        """Ask, in place of what was asked before."""
        focus = self.window().focusWidget()
        if focus is not self.line:
            self._before = focus
        self._asked = asked
        self._title.setText(asked.title)
        self.list.setAccessibleName(asked.title)
        self.line.setAccessibleName(asked.title)
        self.line.setAccessibleDescription(asked.hint)
        self.line.setPlaceholderText(asked.hint)
        self.line.clear()
        self._narrow("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close without taking anything; the keyboard goes back to where it was."""
        if self._asked is None:
            return
        self._asked = None
        had_focus = self.line.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> list[str]:
        """Return what can be chosen now, the marked one included."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list, take and leave from the line; stay at the lower edge of the picture."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        if watched is not self.line:
            return False
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() in _ELSEWHERE:
            self.leave()
        if isinstance(event, QKeyEvent) and self._means(event):
            # Accepted before shortcuts are looked for: Tab and Escape may be those of the window.
            if event.type() is QEvent.Type.KeyPress:
                self._use(event.key())
            event.accept()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Take the colours of the theme in force."""
        super().showEvent(event)
        tokens = current()
        self.setStyleSheet(
            f"AskLine {{ background: {tokens.raised}; border: 1px solid {tokens.accent}; "
            "border-radius: 4px; }"
        )
        self._fit()

    def _means(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Backtab:
            return held == Qt.KeyboardModifier.ShiftModifier
        known = event.key() in _WALKS or event.key() in _TAKES or event.key() == Qt.Key.Key_Escape
        return known and held == Qt.KeyboardModifier.NoModifier

    def _use(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _TAKES:
            self._take(self.list.currentItem())
        else:
            self._walk(_WALKS[Qt.Key(key)])

    def _walk(self, by: int) -> None:
        """Mark another row; what cannot be taken is passed over."""
        rows = [row for row in range(self.list.count()) if _can_be_taken(self.list.item(row))]
        if rows:
            now = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else 0
            self.list.setCurrentRow(rows[min(max(now + by, 0), len(rows) - 1)])

    def _narrow(self, typed: str) -> None:
        if self._asked is None:
            return
        self.list.clear()
        for row in self._asked.rows(typed):
            self.list.addItem(_item(row))
        first = next((n for n in range(self.list.count()) if _can_be_taken(self.list.item(n))), -1)
        self.list.setCurrentRow(first)
        self._fit()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._take(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        asked = self._asked
        if asked is None or item is None or not _can_be_taken(item):
            return
        if asked.take(item.data(_VALUE)):
            self.leave()

    def _fit(self) -> None:
        width = min(_WIDTH, self._below.width() - 2 * _MARGIN)
        self.list.setFixedHeight(self.list.height_of(_ROWS_AT_ONCE))
        height = self.sizeHint().height()
        left = (self._below.width() - width) // 2
        self.setGeometry(left, max(self._below.height() - height - _MARGIN, 0), width, height)


class _List(QListWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setFont(number_font(self.font()))
        self.setItemDelegate(_Rows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def height_of(self, rows_at_most: int) -> int:
        """Return the height that shows all rows, or so many of them."""
        rows = min(max(self.count(), 1), rows_at_most)
        return rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()


class _Rows(CalmRows):
    """The text, and quietly at the right what stands aside or why the row cannot be taken."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row and what stands aside."""
        area = QRect(option.rect).adjusted(_INSET, 0, -_INSET, 0)
        option.rect.setLeft(_INSET)
        super().paint(painter, option, index)
        aside = index.data(_ASIDE)
        if not aside:
            return
        painter.setPen(QColor(current().text_quiet))
        painter.setFont(option.font)
        room = area.width() - option.fontMetrics.horizontalAdvance(str(index.data())) - 24
        shown = option.fontMetrics.elidedText(str(aside), Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown)


def _item(row: Row) -> QListWidgetItem:
    item = QListWidgetItem(row.text)
    item.setData(_ASIDE, row.reason.strip() or row.aside)
    item.setData(_VALUE, row.value)
    item.setToolTip(row.reason.strip())
    if row.reason:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _can_be_taken(item: QListWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
