"""A plain table of words and numbers, with what each row stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.calm_table import calm

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Of = TypeVar("Of")
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_INDENT = 4
_MEASURED = 10  # rows that widths are measured by
MOST = 200
"""So many rows of a walk are listed, those around where it is; the tab tells how many there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as people read them, what the row stands for, and what says it in full."""

    cells: tuple[str, ...]
    of: object = None
    told: Callable[[], str] | None = field(default=None, compare=False)


class RowModel(QAbstractTableModel):
    """Rows under headings.

    Parameters
    ----------
    headings
        Of the columns.
    numbers
        Places of the columns that stand at the right.
    """

    def __init__(self, headings: Sequence[str], numbers: frozenset[int], parent: QObject) -> None:
        super().__init__(parent)
        self._headings, self._numbers = tuple(headings), numbers
        self._rows: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        """What is shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        if list(rows) != self._rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """How many columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """A cell."""
        row = self._rows[index.row()]
        if role == Role.DisplayRole:
            return row.cells[index.column()]
        if role == Role.ToolTipRole:
            return row.told() if row.told is not None else None
        if role == Role.TextAlignmentRole and index.column() in self._numbers:
            return _NUMBERS
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """A heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self._headings[section]
        if role == Role.TextAlignmentRole:
            return _NUMBERS if section in self._numbers else _WORDS
        return None


class _Rows(CalmRows):
    """Keeps the words of the first column off the edge of the active row."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Move the words aside."""
        super().initStyleOption(option, index)
        if index.column() == 0:
            option.rect.adjust(_INDENT, 0, 0, 0)


class RowTable(QTableView):
    """Shows such rows; a click or Enter goes to what a row stands for.

    Signals
    -------
    chosen
        What the row stands for; nothing is told of rows that stand for nothing.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, headings: Sequence[str], numbers: frozenset[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = RowModel(headings, numbers, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        calm(self)
        self.setItemDelegate(_Rows(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._choose)

    def mark(self, of: object) -> None:
        """Let the row that stands for something be the active one, or none."""
        row = next((n for n, row in enumerate(self.rows.rows) if row.of == of), -1) if of is not None else -1
        if row < 0:
            self.clearSelection()
        elif self.currentIndex().row() != row or not self.selectedIndexes():
            self.updateGeometries()  # or the scroll bar ends where the rows before did
            self.selectRow(row)
            self.scrollTo(self.rows.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()]
        if row.of is not None:
            self.chosen.emit(row.of)


def around(these: Sequence[Of], here: object) -> Sequence[Of]:
    """Return as many as are listed, from a little before what is in hand on; the first ones without it."""
    at = these.index(here) if here in these else 0
    first = max(min(at - MOST // 4, len(these) - MOST), 0)
    return these[first : first + MOST]
