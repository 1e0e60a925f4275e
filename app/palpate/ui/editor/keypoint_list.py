"""The list of keypoints of a draft: chosen, renamed, moved, deleted and added there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.editor.board import Board
from palpate.ui.editor.keypoint_model import Column, KeypointModel
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_rows import CalmRows

_STEP = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class KeypointTable(QTableView):
    """Alt and the arrows move rows, F2 renames, Delete deletes, Insert adds."""

    def __init__(self, board: Board, parent: QWidget) -> None:
        super().__init__(parent)
        self._board = board
        self.rows = KeypointModel(board)
        self.setModel(self.rows)
        self.setAccessibleName(self.tr("Keypoints"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFont(number_font(self.font()))
        self.setItemDelegate(CalmRows(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Column.NUMBER, 60), (Column.SIDE, 52), (Column.FAULT, 24)):
            self.setColumnWidth(column, width)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        board.changed.connect(self._on_changed)
        board.chosen_changed.connect(self._show_chosen)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self._showing = False
        self._show_chosen()

    def rename(self) -> None:
        """Write over the name of the keypoint in hand."""
        if self._board.current:
            self.setFocus()
            self.edit(self.rows.index(self.rows.order.index(self._board.current), Column.NAME))

    def narrow(self, typed: str) -> None:
        """Show only keypoints whose name or label holds a text."""
        state, wanted = self._board.draft.state, typed.strip().casefold()
        for row, who in enumerate(self.rows.order):
            told = f"{state.names[who]} {state.point(who).label}".casefold()
            self.setRowHidden(row, wanted not in told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, delete, add."""
        key, board = Qt.Key(event.key()), self._board
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _STEP:
            board.move(_STEP[key])
        elif key is Qt.Key.Key_Delete and not event.modifiers():
            board.remove()
        elif key is Qt.Key.Key_Insert and not event.modifiers():
            board.add()
        else:
            super().keyPressEvent(event)

    # ---- following -------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._showing = True  # a reset lets go of the selection, which nobody meant
        is_other = self.rows.refresh()
        self._showing = False
        if is_other:
            self._show_chosen()

    def _show_chosen(self) -> None:
        order = self.rows.order
        rows = [order.index(who) for who in self._board.chosen if who in order]
        wanted = QItemSelection()
        for row in rows:
            wanted.select(self.rows.index(row, 0), self.rows.index(row, len(Column) - 1))
        self._showing = True
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            place = self.rows.index(rows[0], Column.NAME)
            self.selectionModel().setCurrentIndex(place, flags.NoUpdate)
            self.scrollTo(place)
        self.selectionModel().select(wanted, flags.ClearAndSelect)
        self._showing = False

    def _on_selection(self) -> None:
        if self._showing:
            return
        order = self.rows.order
        chosen = [order[index.row()] for index in self.selectionModel().selectedRows()]
        now = self.currentIndex()
        if now.isValid() and order[now.row()] in chosen:
            chosen.insert(0, order[now.row()])
        self._board.choose(chosen)


class KeypointList(QWidget):
    """The table with a field to search it and buttons below."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search the keypoints"))
        self.search.setAccessibleName(self.tr("Search the keypoints"))
        self.search.setClearButtonEnabled(True)
        self.table = KeypointTable(board, self)
        self.search.textChanged.connect(self.table.narrow)
        self.add = self._button(self.tr("Add"), board.add, self.tr("Add a keypoint after this one (Insert)"))
        self.delete = self._button(self.tr("Delete"), board.remove, self.tr("Delete what is chosen (Delete)"))
        self.up = self._button(
            self.tr("Up"), lambda: board.move(-1), self.tr("Earlier in the order (Alt+Up)")
        )
        self.down = self._button(
            self.tr("Down"), lambda: board.move(1), self.tr("Later in the order (Alt+Down)")
        )
        board.added.connect(self._on_added)
        self.sides = self._button("", board.take_suggestions, "")
        self._lay_out()
        board.changed.connect(self._on_changed)
        board.chosen_changed.connect(self._enable)
        self._on_changed()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.add, self.delete, self.up, self.down):
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.sides)

    def _on_changed(self) -> None:
        self.table.narrow(self.search.text())
        found = self._board.suggestions
        names = self._board.draft.skeleton.names
        self.sides.setVisible(bool(found))
        if found:
            n = sum(1 for one in found for k in (one.left, one.right) if k >= 0)
            self.sides.setText(self.tr("Take {n} sides from names").format(n=n))
            pairs = [" ↔ ".join(names[k] for k in (one.left, one.right) if k >= 0) for one in found[:12]]
            more = [self.tr("and {n} more").format(n=len(found) - 12)] if len(found) > 12 else []
            self.sides.setToolTip("\n".join([*pairs, *more]))
        self._enable()

    def _on_added(self) -> None:
        """Open the new row for its name; what is typed next is meant for it."""
        self.search.clear()
        self.table.rename()

    def _enable(self) -> None:
        board = self._board
        locked = any(board.draft.is_locked(who) for who in board.chosen)
        base = board.draft.state.inner.base
        why = board.why_not
        if not why and locked and base is not None:
            why = self.tr("These belong to {base}, which this extends").format(base=base.name)
        for button in (self.delete, self.up, self.down):
            button.setEnabled(bool(board.chosen) and not why)
            button.setToolTip(why or button.statusTip())
        for button in (self.add, self.sides):
            button.setEnabled(board.may)
            if board.why_not:
                button.setToolTip(board.why_not)

    def _button(self, text: str, do: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setStyleSheet("QPushButton { min-width: 24px; padding: 4px; }")
        button.setToolTip(tip)
        button.setStatusTip(tip)
        button.clicked.connect(lambda: do())
        return button
