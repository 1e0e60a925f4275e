"""A table of figures under a title, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.messages import with_capital
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_table import calm

_SORT = int(Qt.ItemDataRole.UserRole)
_HEIGHT = 25
_SHOWN_AT_MOST = 14  # rows, before the table scrolls within itself


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its words, what it is sorted by, and what else it says."""

    text: str
    value: float | None = None
    tip: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.value is not None


class TitledTable(QWidget):
    """Sorted by a click on its header; as high as its rows, up to a point."""

    def __init__(self, title: str, headers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note, self.reason = QLabel(title, self), QLabel(self), QLabel(self)
        self.table = QTableWidget(0, len(headers), self)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(bold)
        for label in (self.note, self.reason):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setWordWrap(True)
        table = self.table
        table.setAccessibleName(title)
        table.setHorizontalHeaderLabels(list(headers))
        table.setFont(number_font(self.font()))
        calm(table, row_px=_HEIGHT)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setMinimumSectionSize(8)
        table.horizontalHeader().setStretchLastSection(True)
        table.setStyleSheet("QTableView::item { padding: 0 8px; }")
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(4)
        for part in (self.title, self.note, self.reason, self.table):
            column.addWidget(part)

    def fill(self, rows: Sequence[Sequence[Entry]], *, reason: str = "", note: str = "") -> None:
        """Show rows; without any, why there is none."""
        table = self.table
        table.setSortingEnabled(False)
        table.setRowCount(len(rows))
        for r, row in enumerate(rows):
            for c, entry in enumerate(row):
                table.setItem(r, c, _item(entry))
        for c in range(table.columnCount()):
            _align(table.horizontalHeaderItem(c), rows[0][c] if rows else Entry(""))
        table.setSortingEnabled(True)
        table.setVisible(bool(rows))
        self._fit()
        self.note.setText(note)
        self.note.setVisible(bool(note) and bool(rows))
        self.reason.setText(f"{with_capital(reason)}." if reason else "")
        self.reason.setVisible(not rows and bool(reason))

    def texts(self) -> list[list[str]]:
        """Return what stands in the table."""
        cells = ((self.table.item(r, c) for c in range(self.table.columnCount())) for r in self._rows())
        return [["" if item is None else item.text() for item in row] for row in cells]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for a scroll bar where one is needed."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        head, shown = self.table.horizontalHeader(), min(self.table.rowCount(), _SHOWN_AT_MOST)
        needed = head.length() > self.width()
        bar = self.table.horizontalScrollBar().sizeHint().height() if needed else 0
        self.table.setFixedHeight(head.sizeHint().height() + shown * _HEIGHT + bar + 2)

    def _rows(self) -> range:
        return range(self.table.rowCount())


class _Item(QTableWidgetItem):
    """Numbers sort as numbers."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, theirs = self.data(_SORT), other.data(_SORT)
        if mine is None or theirs is None:
            return self.text().casefold() < other.text().casefold()
        return float(mine) < float(theirs)


def _item(entry: Entry) -> _Item:
    item = _Item(entry.text)
    item.setToolTip(entry.tip or entry.text)
    item.setData(_SORT, entry.value)
    if entry.is_number:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _align(header: QTableWidgetItem | None, below: Entry) -> None:
    """Let a header stand over its figures."""
    if header is not None:
        side = Qt.AlignmentFlag.AlignRight if below.is_number else Qt.AlignmentFlag.AlignLeft
        header.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)


def figure(value: float | None, digits: int = 1, *, unit: str = "", why: str = "") -> Entry:
    """Return a number; a dash, with why, where there is none."""
    if value is None or value != value:
        return Entry("–", -inf, why)
    return Entry(f"{value:.{digits}f}{unit}", float(value))


def count(n: int) -> Entry:
    """Return a count."""
    return Entry(f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"), float(n))


def share(value: float | None, *, why: str = "") -> Entry:
    """Return a share in per cent."""
    return figure(None if value is None else 100.0 * value, 1, unit=" %", why=why)
