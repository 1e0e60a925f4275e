"""The page on which keypoints are made: the list, the figure, the fields of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from palpate.ui.editor.board import Board
from palpate.ui.editor.figure_bar import FigurePart
from palpate.ui.editor.keypoint_form import KeypointForm
from palpate.ui.editor.keypoint_list import KeypointList


class KeypointsPage(QWidget):
    """Three columns, whose widths are the hands'."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = KeypointList(board, self)
        self.part = FigurePart(board, self)
        self.figure = self.part.figure
        self.form = KeypointForm(board, self)
        self.figure.rename_wanted.connect(self.list.table.rename)
        rename = QShortcut(QKeySequence(Qt.Key.Key_F2), self)
        rename.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        rename.activated.connect(self.list.table.rename)
        columns = QSplitter(self)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(16)
        for part, width in ((self.list, 290), (self.part, 600), (self.form, 330)):
            part.setMinimumWidth(min(width, 280))
            columns.addWidget(part)
        columns.setSizes([290, 620, 340])
        columns.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(columns)
