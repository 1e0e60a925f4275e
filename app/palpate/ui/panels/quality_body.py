"""Table, error picture and notes, arranged for the room that there is."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.session.quality_view import QualityView
from palpate.ui.panels.error_picture import ErrorPicture
from palpate.ui.panels.quality_cells import QuietCells
from palpate.ui.panels.quality_table import KEYPOINT, NAME_ROLE, VERDICT, QualityModel, QualityOrder
from palpate.ui.theme.apply import number_font

_WIDE, _TALL = 720, 400
_ROOM = 12


class Room(Enum):
    """How table and picture lie: beside each other, one below the other, or one at a time."""

    WIDE = "wide"
    TALL = "tall"
    SMALL = "small"


class QualityTable(QTableView):
    """The keypoints; a click or Enter goes to the worst frame.

    Signals
    -------
    row_chosen
        (index) clicked, or Enter was pressed on it.
    """

    row_chosen = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Keypoints, failing ones first"))
        self.setFont(number_font(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(QuietCells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(max(24, self.fontMetrics().height() + 8))
        across = self.horizontalHeader()
        across.setSortIndicatorClearable(True)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(32)
        self.clicked.connect(self.row_chosen)

    def fit_columns(self) -> None:
        """Make each column as wide as what it holds; where room is short the verdict ends at the edge."""
        if not self.model().rowCount():
            return
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, self._wanted(column))
        room = self.viewport().width()
        if sum(self.columnWidth(column) for column in range(VERDICT + 1)) > room:
            name = min(self._wanted(KEYPOINT), 2 * room // 5)
            self.setColumnWidth(KEYPOINT, name)
            rest = room - name - sum(self.columnWidth(column) for column in range(KEYPOINT + 1, VERDICT))
            self.setColumnWidth(VERDICT, max(rest, self._heading(VERDICT)))

    def _wanted(self, column: int) -> int:
        return max(self.sizeHintForColumn(column) + _ROOM, self._heading(column))

    def _heading(self, column: int) -> int:
        heading = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.fontMetrics().horizontalAdvance(heading) + 2 * _ROOM

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the room, unless only the height changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the worst frame by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


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
        self._split.setStretchFactor(0, 3 if wide else 1)
        self._split.setStretchFactor(1, 2 if wide else 1)
