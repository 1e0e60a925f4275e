"""Tables of the editor in which every cell is typed or chosen: measures, normalisers, rigid segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.editor.fields import NamesField
from palpate.ui.theme.apply import current
from palpate.ui.widgets.colours import active_field

Index = QModelIndex | QPersistentModelIndex
Choices = Callable[[int], Sequence[str]]
"""What may stand in a cell of a row; empty for any text."""


@dataclass(frozen=True)
class CellColumn:
    """One column.

    Attributes
    ----------
    choices
        Words to choose from in a row; None for text.
    names
        Keypoint names, for a cell that lists several.
    """

    title: str
    width: int
    choices: Choices | None = None
    names: Callable[[], Sequence[str]] | None = None


class CellTable(QTableWidget):
    """Delete takes a row away; F2, Enter or typing writes in a cell.

    Parameters
    ----------
    take
        Takes row, column and what was typed there.
    remove
        Takes the row that shall go.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[CellColumn],
        take: Callable[[int, int, str], object],
        remove: Callable[[int], object],
        parent: QWidget,
    ) -> None:
        super().__init__(0, len(columns), parent)
        self._columns, self._take, self._remove = tuple(columns), take, remove
        self._showing = False
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([column.title for column in columns])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        _calm(self)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, column in enumerate(columns):
            stretches = QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(at, stretches)
            if column.width:
                self.setColumnWidth(at, column.width)
        self.setItemDelegate(_Cells(self._columns, self))
        self.cellChanged.connect(self._on_cell)

    def show_rows(
        self, rows: Sequence[Sequence[str]], *, may: bool, faults: dict[int, str] | None = None
    ) -> None:
        """Show rows; those with a fault in its colour, with what is wrong as their tip."""
        self._showing = True
        here = self.currentRow(), self.currentColumn()
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            fault = (faults or {}).get(row, "")
            for column, text in enumerate(texts):
                cell = self.item(row, column) or QTableWidgetItem()
                cell.setText(text)
                cell.setToolTip(fault or text)
                ink = QColor(current().bad if fault else current().text)
                cell.setForeground(ink)
                editable = Qt.ItemFlag.ItemIsEditable if may else Qt.ItemFlag(0)
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | editable)
                if self.item(row, column) is None:
                    self.setItem(row, column, cell)
        if here[0] >= 0:
            self.setCurrentCell(min(here[0], len(rows) - 1), max(here[1], 0))
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a row away."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() and self.currentRow() >= 0:
            self._remove(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _on_cell(self, row: int, column: int) -> None:
        cell = self.item(row, column)
        if not self._showing and cell is not None:
            self._take(row, column, cell.text().strip())


class Cells(QWidget):
    """A table with a title, and buttons to add and to take away."""

    def __init__(
        self, title: str, table: CellTable, add: Callable[[], object], remove: Callable[[int], object]
    ) -> None:
        super().__init__(table.parentWidget())
        self.table = table
        self.add = QPushButton(self.tr("Add"), self)
        self.remove = QPushButton(self.tr("Delete"), self)
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        self.add.clicked.connect(lambda: add())
        self.remove.clicked.connect(lambda: remove(table.currentRow()) if table.currentRow() >= 0 else None)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QLabel(title, self)
        words.setBuddy(table)
        head.addWidget(words, 1)
        head.addWidget(self.add)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(table, 1)

    def set_may(self, why_not: str) -> None:
        """Let rows be added and taken away, or say why not."""
        for button in (self.add, self.remove):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)


class _Cells(QStyledItemDelegate):
    """Gives each cell the control that fits its column."""

    def __init__(self, columns: Sequence[CellColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Choose among words, list names, or type."""
        column = self._columns[index.column()]
        if column.choices is not None:
            box = QComboBox(parent)
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.addItems(list(column.choices(index.row())))
            completer = box.completer()
            if completer is not None:
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            return box
        if column.names is not None:
            return NamesField(column.title, column.names, _nothing, parent)
        return super().createEditor(parent, option, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what stands in the cell."""
        text = str(index.data() or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
            editor.setEditText(text)
        elif isinstance(editor, NamesField):
            editor.setText(text)
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed or chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, NamesField):
            model.setData(index, editor.text())
        else:
            super().setModelData(editor, model, index)


def _nothing(_text: str) -> None:
    """What is typed counts when the cell is left."""


def _calm(rows: QWidget) -> None:
    """Let chosen cells have a quiet field in the accent's colour, and ink as the others."""
    tokens, palette = current(), rows.palette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor(active_field(tokens.raised, tokens.accent)))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(tokens.text))
    rows.setPalette(palette)
