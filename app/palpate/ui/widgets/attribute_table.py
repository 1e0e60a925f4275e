"""Attributes of a clip as a table of names and values, with an empty row to add one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from palpate.session.frames.clip_editing import USUAL_ATTRIBUTES


class AttributeTable(QTableWidget):
    """The usual names are there to be filled in; any other can be typed below."""

    def __init__(self, attributes: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setHorizontalHeaderLabels([self.tr("Attribute"), self.tr("Value")])
        self.setAccessibleName(self.tr("Attributes"))
        self.setToolTip(self.tr("Scores can be broken down by them; an empty value takes one away"))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.CurrentChanged
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultSectionSize(160)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        names = (*USUAL_ATTRIBUTES, *(name for name in attributes if name not in USUAL_ATTRIBUTES))
        for name in names:
            self._append(name, attributes.get(name, ""), named=True)
        self._append("", "", named=False)
        self.itemChanged.connect(self._keep_one_empty)

    def attributes(self) -> dict[str, str]:
        """Return what is filled in, by name; of a name that stands there twice the lower one."""
        return {
            self._text(row, 0): self._text(row, 1) for row in range(self.rowCount()) if self._text(row, 1)
        }

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def _append(self, name: str, value: str, *, named: bool) -> None:
        row = self.rowCount()
        self.insertRow(row)
        title = QTableWidgetItem(name)
        if named:
            title.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(row, 0, title)
        self.setItem(row, 1, QTableWidgetItem(value))

    def _keep_one_empty(self) -> None:
        last = self.rowCount() - 1
        if self._text(last, 0) or self._text(last, 1):
            self._append("", "", named=False)
