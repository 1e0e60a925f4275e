"""The table of keypoints: names that stay in sight, and columns that fit the room."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from palpate.ui.panels.quality.cells import QuietCells
from palpate.ui.panels.quality.columns import COLUMNS, KEYPOINT, VERDICT
from palpate.ui.panels.quality.table import QualityOrder
from palpate.ui.theme.apply import number_font

_ROOM = 10


class FrozenNames(QTableView):
    """The first column once more, over the table, while the table is scrolled sideways."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setAccessibleName(self.tr("Names of the keypoints"))
        self.setFont(table.font())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(QuietCells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.setVerticalScrollMode(table.verticalScrollMode())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        self.hide()

    def share(self, table: QTableView) -> None:
        """Show what the table shows, and choose what it chooses."""
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        for column in range(len(COLUMNS)):
            self.setColumnHidden(column, column != KEYPOINT)

    def lie(self) -> None:
        """Lie over the names of the table, if these are not all to be seen."""
        table, frame = self._table, self._table.frameWidth()
        head = table.horizontalHeader()
        self.setVisible(table.horizontalScrollBar().value() > 0)
        width = min(table.columnWidth(KEYPOINT), table.viewport().width() // 2)
        self.setColumnWidth(KEYPOINT, width)
        self.horizontalHeader().setFixedHeight(head.height())
        self.setGeometry(frame, frame, width, head.height() + table.viewport().height())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())


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
        self._names = FrozenNames(self)
        self._names.clicked.connect(self._on_name)
        across.sectionResized.connect(self._names.lie)
        self.horizontalScrollBar().valueChanged.connect(self._names.lie)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model, its names also in the part that stays."""
        super().setModel(model)
        self._names.share(self)

    @property
    def wanted_width(self) -> int:
        """Room in which all columns could be seen."""
        edges = 2 * self.frameWidth() + self.verticalScrollBar().sizeHint().width()
        columns = sum(self._wanted(column) for column in range(len(COLUMNS)))
        return columns + edges if self.model().rowCount() else 0

    def fit_columns(self) -> None:
        """Make each column as wide as what it holds; where room is short the verdict ends at the edge."""
        if not self.model().rowCount():
            return
        self._set_brief(False)
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, self._wanted(column))
        room = self.viewport().width()
        if sum(self.columnWidth(column) for column in range(VERDICT + 1)) > room:
            self._set_brief(True)
            self.setColumnWidth(VERDICT, self._wanted(VERDICT))
            rest = sum(self.columnWidth(column) for column in range(KEYPOINT + 1, VERDICT + 1))
            least = min(self._wanted(KEYPOINT), room // 4)
            self.setColumnWidth(KEYPOINT, min(max(room - rest, least), self._wanted(KEYPOINT)))
        self._names.lie()

    def _set_brief(self, brief: bool) -> None:
        proxy = self.model()
        if isinstance(proxy, QualityOrder):
            proxy.set_brief(brief)

    def _wanted(self, column: int) -> int:
        return max(self.sizeHintForColumn(column) + _ROOM, self._heading(column))

    def _heading(self, column: int) -> int:
        heading = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(heading) + 2 * _ROOM

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the room, unless only the height changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()
        self._names.lie()

    @property
    def names(self) -> QTableView:
        """The names that stay while the rest is scrolled sideways; hidden while nothing is."""
        return self._names

    def _on_name(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.row_chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the worst frame by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
