"""The page of visibility: which flag is taken for which, how sure κ is, and the frames behind every cell."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout

from palpate.session.judging.flags_view import FlagsView, Placement, Table
from palpate.session.judging.quality_depth import Depth
from palpate.ui.panels.quality.depth_page import DepthPage
from palpate.ui.panels.quality.flags_grid import FlagsGrid
from palpate.ui.panels.quality.page import Judged, Surroundings
from palpate.ui.widgets.calm_list import CalmList
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.flag_words import (
    cell_words,
    confusion_words,
    kappa_words,
    short_tier,
    undecided_words,
)
from palpate.ui.widgets.words_box import words_box

_LIST = 120  # px of height that the list keeps
Index = QModelIndex | QPersistentModelIndex


class PlacementList(QAbstractListModel):
    """Where a cell of the matrix was found."""

    def __init__(self, parent: FlagsPage) -> None:
        super().__init__(parent)
        self.places: tuple[Placement, ...] = ()
        self._titles: dict[str, str] = {}
        self._people = self._clips = 0

    def show_places(self, places: tuple[Placement, ...], titles: dict[str, str]) -> None:
        """List others."""
        self.beginResetModel()
        self.places, self._titles = places, titles
        self._people, self._clips = (
            len({getattr(one, name) for one in places}) for name in ("instance", "clip")
        )
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """As many as there are."""
        return 0 if parent is not None and parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name frame and keypoint, instance and clip where there are several."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self.places[index.row()]
        said = [
            self.tr("frame {n}").format(n=one.frame),
            self._titles.get(one.keypoint, one.keypoint),
            *([one.instance] if self._people > 1 else []),
            *([one.clip] if self._clips > 1 else []),
        ]
        return " · ".join(said)


class FlagsPage(DepthPage):
    """A click on a cell lists its frames, a click on one of these goes there."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._flags: FlagsView | None = None
        self.keypoints = QComboBox(self.content)
        self.scales = QComboBox(self.content)
        self.grid = FlagsGrid(self.content)
        self.kappa, self.told, self.open, self.where = (QLabel(self.content) for _ in range(4))
        self.list = CalmList(self.tr("Frames of this cell"), self.content)
        self.places = PlacementList(self)
        self.list.setModel(self.places)
        self.list.setItemDelegate(CalmRows(self.list))
        self._lay_out()
        self.keypoints.activated.connect(self._on_keypoint)
        self.scales.activated.connect(lambda _at: self._show())
        self.grid.chosen.connect(lambda *_: self._list())
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)

    @property
    def keypoint(self) -> str:
        """Name of the keypoint whose flags are shown; empty for all together."""
        return str(self.keypoints.currentData() or "")

    @property
    def table(self) -> Table | None:
        """What is shown."""
        levels = self.scales.currentData()
        return None if self._flags is None else self._flags.tables[tuple(levels)][self.keypoint]

    def show_depth(self, judged: Judged, depth: Depth) -> None:
        """Show the flags behind another score."""
        kept, scale = self.keypoint, max(self.scales.currentIndex(), 0)
        self._flags = depth.flags
        words_box(
            self.keypoints,
            ((self.tr("All keypoints"), ""), *((depth.flags.titles[n], n) for n in depth.flags.names)),
            kept,
        )
        self.scales.clear()
        for levels in depth.flags.scales:
            self.scales.addItem(", ".join(short_tier(code) for code in levels), list(levels))
        self.scales.setCurrentIndex(min(scale, self.scales.count() - 1))
        self.scales.setVisible(self.scales.count() > 1)
        self._show()

    # ---- inside ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        table = self.table
        if table is None:
            return
        confused = table.confused
        place = {code: n for n, code in enumerate(table.levels)}
        at = (place[confused[0].gold], place[confused[0].labels]) if confused else (0, 0)
        self.grid.show_table(table, at)
        self.kappa.setText(f"{kappa_words(table.agreement, int(table.counts.sum()))}.")
        self.told.setText(confusion_words(table))
        self.open.setText(undecided_words(table.undecided))
        self.open.setVisible(bool(table.undecided))
        self._list()

    def _list(self) -> None:
        table = self.table
        if table is None or self._flags is None:
            return
        cell = table.cell(*self.grid.at)
        places = self._flags.places(table.levels, cell, self.keypoint)
        more = self.tr("; the first {n} are listed").format(n=len(places)) if len(places) < cell.n else ""
        self.where.setText(self.tr("Click to go there: {cell}").format(cell=cell_words(cell)) + more)
        self.places.show_places(places, dict(self._flags.titles))

    def _on_keypoint(self) -> None:
        self._show()
        if self.keypoint:
            self.keypoint_selected.emit(self.keypoint)

    def _go(self, index: Index) -> None:
        one = self.places.places[index.row()]
        self.goto_wanted.emit(one.clip, one.frame, one.instance, one.keypoint)

    def _lay_out(self) -> None:
        self.keypoints.setAccessibleName(self.tr("Keypoint"))
        self.scales.setAccessibleName(self.tr("Tiers"))
        self.scales.setToolTip(self.tr("Whether “certain despite partial occlusion” counts by itself"))
        for label in (self.kappa, self.told, self.open, self.where):
            label.setWordWrap(True)
        for label in (self.kappa, self.open, self.where):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keypoints, 1)
        row.addWidget(self.scales, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for label in (self.told, self.kappa, self.open):
            column.addWidget(label)
        column.addWidget(self.grid)
        column.addWidget(self.where)
        column.addWidget(self.list, 1)
        self.list.setMinimumHeight(_LIST)
