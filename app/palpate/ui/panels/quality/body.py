"""The page of keypoints: their table, and the errors of one of them where there is room."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from palpate.session.judging.quality_view import QualityView
from palpate.ui.panels.quality.columns import KEYPOINT
from palpate.ui.panels.quality.errors import show_errors
from palpate.ui.panels.quality.grid import QualityTable
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.panels.quality.plated_errors import PlatedErrors
from palpate.ui.panels.quality.table import NAME_ROLE, QualityModel, QualityOrder

_WIDE, _TALL = 720, 400
_PICTURE = 320  # px of width that the picture keeps


class Room(Enum):
    """How table and picture lie: beside each other, one below the other, or the table alone."""

    WIDE = "wide"
    TALL = "tall"
    SMALL = "small"


class QualityBody(QualityPage):
    """A click on a row goes to the worst frame, a double click shows its errors in large."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._view: QualityView | None = None
        self._room: Room | None = None
        self._moved = False
        self._model = QualityModel(self)
        self._order = QualityOrder(self)
        self._order.setSourceModel(self._model)
        self.table = QualityTable(self)
        self.table.setModel(self._order)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.picture = PlatedErrors(around.pictures, self)
        self._split = QSplitter(self)
        self._split.setChildrenCollapsible(False)
        # What it holds would like more; a dock must still be able to be small.
        self._split.setMinimumSize(200, 96)
        self._split.addWidget(self.table)
        self._split.addWidget(self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self._arrange(Room.TALL)
        self.table.row_chosen.connect(self._on_chosen)
        self.table.doubleClicked.connect(self._on_double)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.picture.error_chosen.connect(self._on_error)
        self._split.splitterMoved.connect(self._on_moved)

    @property
    def room(self) -> Room | None:
        """How things are arranged now."""
        return self._room

    def show_judged(self, judged: Judged | None) -> None:
        """Show another score; which keypoint is in view is said by `select`."""
        self._view = judged.view if judged is not None else None
        self._model.show(self._view)
        self.table.fit_columns()
        self._share()
        show_errors(self.picture, self._around.workbench, self._view, "")

    def select(self, keypoint: str) -> None:
        """Show the errors of a keypoint."""
        for row in range(self._order.rowCount()):
            index = self._order.index(row, KEYPOINT)
            if index.data(NAME_ROLE) == keypoint:
                self.table.setCurrentIndex(index)
                return

    # ---- inside ----------------------------------------------------------------------------------------

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        name = now.data(NAME_ROLE) or ""
        show_errors(self.picture, self._around.workbench, self._view, name)
        if name:
            self.keypoint_selected.emit(name)

    def _on_chosen(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if self._view is None:
            return
        keypoint = self._view.score.keypoints[index.data(NAME_ROLE)]
        worst = keypoint.worst
        if worst is not None:
            self.goto_wanted.emit(worst.clip, worst.frame, worst.instance, keypoint.name)

    def _on_double(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.errors_wanted.emit(str(index.data(NAME_ROLE)))

    def _on_error(self, clip: str, frame: int, instance: str) -> None:
        self.goto_wanted.emit(clip, frame, instance, self.picture.keypoint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rearrange where the room asks for it."""
        super().resizeEvent(event)
        if self.width() >= _WIDE:
            self._arrange(Room.WIDE)
            self._share()
        else:
            self._arrange(Room.TALL if self.height() >= _TALL else Room.SMALL)

    def _arrange(self, room: Room) -> None:
        if room is self._room:
            return
        self._room = room
        self.picture.setVisible(room is not Room.SMALL)
        wide = room is Room.WIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self._split.setSizes([640, 360] if wide else [500, 500])
        self._share()
        self._split.setStretchFactor(0, 3 if wide else 1)
        self._split.setStretchFactor(1, 2 if wide else 1)

    def _share(self) -> None:
        """Give the table what it wants in a wide panel; the picture keeps enough, and a hand its choice."""
        wanted = self.table.wanted_width
        if self._room is Room.WIDE and wanted and not self._moved:
            room = self.width() - self._split.handleWidth()
            table = min(wanted, room - _PICTURE)
            self._split.setSizes([table, room - table])

    def _on_moved(self, _place: int, _handle: int) -> None:
        self._moved = True
