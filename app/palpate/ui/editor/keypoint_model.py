"""The keypoints of a draft as rows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from palpate.model.skeleton import Side
from palpate.ui.editor.board import Board
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import SIDE_COLOURS

Index = QModelIndex | QPersistentModelIndex
_ROWS = "application/x-palpate-keypoints"
_DOT = 12


class Column(IntEnum):
    """What stands where."""

    NUMBER = 0
    NAME = 1
    SIDE = 2
    FAULT = 3


class KeypointModel(QAbstractTableModel):
    """Rows that can be renamed and dragged; a change of order resets it, anything else repaints it."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board
        self._order: tuple[str, ...] = board.draft.state.order
        self._faults = self._counted()
        self._dots = {side: _dot(colour) for side, colour in SIDE_COLOURS.items()}

    @property
    def order(self) -> tuple[str, ...]:
        """The keypoints of the rows."""
        return self._order

    def refresh(self) -> bool:
        """Follow the draft; tells whether rows are others now."""
        order = self._board.draft.state.order
        self._faults = self._counted()
        if order != self._order:
            self.beginResetModel()
            self._order = order
            self.endResetModel()
            return True
        self.dataChanged.emit(self.index(0, 0), self.index(len(order) - 1, len(Column) - 1))
        return False

    def _counted(self) -> dict[str, str]:
        faults: dict[str, list[str]] = {}
        for problem in self._board.problems:
            faults.setdefault(problem.who, []).append(problem.sentence)
        return {who: "\n".join(said) for who, said in faults.items() if who}

    # ---- Qt --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """One per keypoint."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """One per `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("No."), self.tr("Keypoint"), self.tr("Side"), "")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Say what stands in a cell."""
        who, column = self._order[index.row()], Column(index.column())
        state = self._board.draft.state
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(who, column, index.row(), role == Qt.ItemDataRole.EditRole)
        if role == Qt.ItemDataRole.DecorationRole and column is Column.NUMBER:
            return self._dots[state.point(who).side]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._told(who)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(who, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.FAULT:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole and column is Column.FAULT:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a keypoint."""
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.NAME:
            return False
        board, who = self._board, self._order[index.row()]
        if str(value).strip() == board.draft.state.names[who]:
            return True
        board.attempt(lambda: board.draft.rename(who, str(value).strip()))
        board.draft.settle()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be written over, rows dragged, as far as they may be changed."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        board = self._board
        if board.may and not board.draft.is_locked(self._order[index.row()]):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if index.column() == Column.NAME:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this list only."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the rows that are dragged."""
        carried = QMimeData()
        rows = sorted({index.row() for index in indexes})
        carried.setData(_ROWS, " ".join(map(str, rows)).encode())
        return carried

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Put rows where they were dropped; the view must not remove any."""
        if not data.hasFormat(_ROWS):
            return False
        rows = [int(word) for word in bytes(data.data(_ROWS).data()).decode().split()]
        at = parent.row() if parent.isValid() else (row if row >= 0 else len(self._order))
        whos = [self._order[number] for number in rows]
        board = self._board
        board.attempt(lambda: board.draft.place(whos, at))
        return False

    # ---- words -----------------------------------------------------------------------------------------

    def _text(self, who: str, column: Column, row: int, is_edited: bool) -> str:
        state = self._board.draft.state
        if column is Column.NUMBER:
            return str(row + 1)
        if column is Column.NAME:
            return state.names[who] if is_edited else state.names[who] or self.tr("(no name)")
        if column is Column.SIDE:
            sides = {Side.LEFT: self.tr("left"), Side.RIGHT: self.tr("right"), Side.MIDLINE: "–"}
            return sides[state.point(who).side]
        return "!" if who in self._faults else ""

    def _told(self, who: str) -> str:
        state, board = self._board.draft.state, self._board
        point = state.point(who)
        said = [f"{state.called(who)} ({state.names[who]})" if point.label else state.names[who]]
        if point.mirror:
            said.append(self.tr("mirror of {name}").format(name=board.names([point.mirror])))
        if board.draft.is_locked(who) and state.inner.base is not None:
            said.append(self.tr("belongs to {base}, which this extends").format(base=state.inner.base.name))
        return "\n".join([*said, *([self._faults[who]] if who in self._faults else [])])

    def _ink(self, who: str, column: Column) -> QColor | None:
        if column is Column.FAULT or not self._board.draft.state.names[who]:
            return QColor(current().bad)
        if column is not Column.NAME or self._board.draft.is_locked(who):
            return QColor(current().text_quiet)
        return None


def _dot(colour: str) -> QPixmap:
    dot = QPixmap(_DOT, _DOT)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(current().text_quiet), 1))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(2, 2, _DOT - 4, _DOT - 4)
    painter.end()
    return dot
