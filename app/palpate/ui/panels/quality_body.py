"""Table, error picture and notes, arranged for the room that there is."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.session.quality_view import QualityView
from palpate.ui.panels.error_picture import ErrorPicture
from palpate.ui.panels.quality_columns import KEYPOINT
from palpate.ui.panels.quality_grid import QualityTable
from palpate.ui.panels.quality_table import NAME_ROLE, QualityModel, QualityOrder

_WIDE, _TALL = 720, 400
_PICTURE = 320  # px of width that the picture keeps


class Room(Enum):
    """How table and picture lie: beside each other, one below the other, or one at a time."""

    WIDE = "wide"
    TALL = "tall"
    SMALL = "small"


class QualityBody(QWidget):
    """What lies below the verdict.

    Signals
    -------
    goto_wanted
        (clip name, frame, instance name, keypoint name).
    keypoint_selected
        (keypoint name).
    """

    goto_wanted = Signal(str, int, str, str)
    keypoint_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: QualityView | None = None
        self._room: Room | None = None
        self._moved = False
        self._model = QualityModel(self)
        self._order = QualityOrder(self)
        self._order.setSourceModel(self._model)
        self.table = QualityTable(self)
        self.table.setModel(self._order)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.picture = ErrorPicture(self)
        self._notes = QLabel(self)
        self._notes.setWordWrap(True)
        self._notes.setMargin(8)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notes.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        notes = QScrollArea(self)
        notes.setWidgetResizable(True)
        notes.setFrameShape(QScrollArea.Shape.NoFrame)
        notes.setWidget(self._notes)
        self._notes_page = notes
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.picture, self.tr("Errors"))
        self._tabs.addTab(notes, self.tr("Notes"))
        self._split = QSplitter(self)
        self._split.setChildrenCollapsible(False)
        # What it holds would like more; a dock must still be able to be small.
        self._split.setMinimumSize(200, 96)
        self._split.addWidget(self._tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self._arrange(Room.TALL)
        self.table.row_chosen.connect(self._on_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.picture.error_chosen.connect(self._on_error)
        self._split.splitterMoved.connect(self._on_moved)

    @property
    def room(self) -> Room | None:
        """How things are arranged now."""
        return self._room

    @property
    def notes(self) -> str:
        """What the score rests on, as it is shown."""
        return self._notes.text()

    def show_view(self, view: QualityView | None) -> None:
        """Show another score; the keypoint in view stays if it is in both."""
        if view is self._view:
            return
        kept = self.picture.keypoint
        self._view = view
        self._model.show(view)
        self.table.fit_columns()
        self._share()
        self._tell_notes(view)
        if view is None:
            self.picture.show_keypoint(None, "")
            return
        self.select(kept if kept in view.score.keypoints else view.worst_first()[0].name)

    def select(self, keypoint: str) -> None:
        """Show the errors of a keypoint."""
        for row in range(self._order.rowCount()):
            index = self._order.index(row, KEYPOINT)
            if index.data(NAME_ROLE) == keypoint:
                self.table.setCurrentIndex(index)
                return

    # ---- inside ----------------------------------------------------------------------------------------

    def _tell_notes(self, view: QualityView | None) -> None:
        notes = view.score.notes if view is not None else ()
        self._notes.setText("\n\n".join(notes))
        title = self.tr("Notes ({n})").format(n=len(notes)) if notes else self.tr("Notes")
        self._tabs.setTabText(self._tabs.indexOf(self._notes_page), title)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        name = now.data(NAME_ROLE)
        self.picture.show_keypoint(self._view, name or "")
        if name:
            self.keypoint_selected.emit(name)

    def _on_chosen(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if self._view is None:
            return
        keypoint = self._view.score.keypoints[index.data(NAME_ROLE)]
        worst = keypoint.worst
        if worst is not None:
            self.goto_wanted.emit(worst.clip, worst.frame, worst.instance, keypoint.name)

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
        if room is Room.SMALL:
            self._tabs.insertTab(0, self.table, self.tr("Keypoints"))
            self._tabs.setCurrentIndex(0)
            return
        self._split.insertWidget(0, self.table)
        self.table.show()
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
