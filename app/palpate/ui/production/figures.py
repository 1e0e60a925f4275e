"""A calm table of figures that can be sorted by each of its columns."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from palpate.ui.panels.quality.marks import SIZE, Light
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_table import calm

_SORT = int(Qt.ItemDataRole.UserRole)
_ROW = 26
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Figure(QTableWidgetItem):
    """A number in words; what is not known sorts below everything else.

    Parameters
    ----------
    value
        What it is sorted by.
    """

    def __init__(self, text: str, value: float | None) -> None:
        super().__init__(text)
        self.setTextAlignment(_NUMBERS)
        self.setData(_SORT, float("-inf") if value is None else value)

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return bool(self.data(_SORT) < other.data(_SORT))


class Name(QTableWidgetItem):
    """What a row is about, with a mark or the room of one."""

    def __init__(self, text: str, light: Light | None = None) -> None:
        super().__init__(text)
        if light is not None:
            self.setIcon(light_icon(light))
        else:
            room = QPixmap(SIZE, SIZE)
            room.fill(Qt.GlobalColor.transparent)
            self.setIcon(QIcon(room))


class FigureTable(QTableWidget):
    """Words in the first column, figures in the others.

    Parameters
    ----------
    name
        What screen readers say.
    headings
        Of each column, with what it means.
    """

    def __init__(
        self, name: str, headings: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        self.setAccessibleName(name)
        for column, (heading, tip) in enumerate(headings):
            item = QTableWidgetItem(heading)
            item.setToolTip(tip)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            item.setTextAlignment(_NUMBERS if column else left)
            self.setHorizontalHeaderItem(column, item)
        calm(self, row_px=_ROW)
        self.setFont(number_font(self.font()))
        self.setIconSize(QSize(SIZE, SIZE))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: list[list[QTableWidgetItem]]) -> None:
        """Show rows in this order, until a heading is clicked."""
        self.setSortingEnabled(False)
        self.setRowCount(len(rows))
        for row, items in enumerate(rows):
            for column, item in enumerate(items):
                self.setItem(row, column, item)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def texts(self, column: int) -> list[str]:
        """Return what stands in a column, from above."""
        found = (self.item(row, column) for row in range(self.rowCount()))
        return [item.text() for item in found if item is not None]
