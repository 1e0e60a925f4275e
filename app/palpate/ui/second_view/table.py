"""The keypoints of an instance here and there: what is placed, and how visible it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import instance_colour
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.glyphs import state_icon
from palpate.ui.widgets.words import state_words, tier_word

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SURE = (Visibility.VISIBLE, Visibility.CERTAIN)


@dataclass(frozen=True, slots=True)
class Side:
    """An instance in one of the clips.

    Attributes
    ----------
    colour
        Of the instance, from 1.
    view
        What stands on it at the moment; None where there is no frame.
    """

    skeleton: Skeleton
    colour: int
    view: PoseView | None


class PairModel(QAbstractTableModel):
    """A row per keypoint of the instance in hand: its name, its state here, its state there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here: Side | None = None
        self._there: Side | None = None
        self._names: dict[str, int] = {}
        self._shown: list[int] = []
        self._differing = False

    @property
    def keypoints(self) -> list[int]:
        """The keypoints that have a row, in order, as indices of the skeleton here."""
        return self._shown

    def show(self, here: Side | None, there: Side | None, *, differing: bool = False) -> None:
        """Show two poses; with ``differing`` only keypoints whose state is not the same in both."""
        names = there.skeleton.keypoints if there is not None else ()
        before = self._here.skeleton if self._here is not None else None, self._shown
        self._here, self._there, self._differing = here, there, differing
        self._names = {point.name: at for at, point in enumerate(names)}
        count = len(here.skeleton) if here is not None else 0
        shown = [k for k in range(count) if not differing or self._tier(k, 1) is not self._tier(k, 2)]
        if before != (here.skeleton if here is not None else None, shown):
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 1), self.index(len(shown) - 1, 2))

    def rowCount(self, parent: Index | None = None) -> int:
        """One per keypoint."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, here, there."""
        return 0 if parent is not None and parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return (self.tr("Keypoint"), self.tr("Placed here"), self.tr("Placed there"))[section]
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """Say one thing of a cell."""
        if self._here is None or not index.isValid():
            return None
        keypoint, column = self._shown[index.row()], index.column()
        if column == 0:
            return self._name(keypoint, role)
        return self._state(keypoint, column, role)

    def _name(self, keypoint: int, role: int) -> object:
        assert self._here is not None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self._here.skeleton.keypoints[keypoint].called
        if role == _ROLE.ToolTipRole and self._helps(keypoint):
            return self.tr("Seen there, and not surely placed here")
        if role == _ROLE.ForegroundRole and self._helps(keypoint):
            return QColor(current().accent)
        return None

    def _state(self, keypoint: int, column: int, role: int) -> object:
        tier, origin = self._tier(keypoint, column), self._origin(keypoint, column)
        if tier is None:
            if role == _ROLE.DisplayRole:
                return "–"
            if role == _ROLE.ToolTipRole:
                return self.tr("There is no such keypoint, or no frame at this moment")
            return QColor(current().text_disabled) if role == _ROLE.ForegroundRole else None
        if role == _ROLE.DisplayRole:
            return tier_word(tier)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return state_words(origin, tier)
        side = self._here if column == 1 else self._there
        if role == _ROLE.DecorationRole and side is not None:
            return state_icon(origin, tier, instance_colour(side.colour))
        if role == _ROLE.ForegroundRole and tier is Visibility.NOT_PLACED:
            return QColor(current().text_quiet)
        return None

    def _helps(self, keypoint: int) -> bool:
        return self._tier(keypoint, 2) in _SURE and self._tier(keypoint, 1) not in _SURE

    def _tier(self, keypoint: int, column: int) -> Visibility | None:
        found = self._found(keypoint, column)
        return None if found is None else Visibility(int(found[0].visibility[found[1]]))

    def _origin(self, keypoint: int, column: int) -> Origin:
        found = self._found(keypoint, column)
        return Origin.NONE if found is None else Origin(int(found[0].origin[found[1]]))

    def _found(self, keypoint: int, column: int) -> tuple[PoseView, int] | None:
        """Return the pose of a column and the index of a keypoint in it; None where it has neither."""
        side = self._here if column == 1 else self._there
        if side is None or side.view is None or self._here is None:
            return None
        if column == 1:
            return side.view, keypoint
        at = self._names.get(self._here.skeleton.keypoints[keypoint].name)
        return None if at is None else (side.view, at)


class PairTable(QTableView):
    """The table; a click, or the arrow keys, make a keypoint active.

    Signals
    -------
    keypoint_chosen
        (index of the skeleton here).
    """

    keypoint_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pair = PairModel(self)
        self._following = False
        self.setModel(self.pair)
        self.setItemDelegate(CalmRows(self))
        self.setStyleSheet("QTableView::item { padding-left: 6px; }")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFont(number_font(self.font()))
        self.setAccessibleName(self.tr("Keypoints here and there"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def follow(self, keypoint: int) -> None:
        """Show which keypoint is active; −1 for none."""
        self._following = True
        if keypoint in self.pair.keypoints:
            place = self.pair.index(self.pair.keypoints.index(keypoint), 0)
            if place.row() != self.currentIndex().row() or not self.selectionModel().hasSelection():
                self.setCurrentIndex(place)
                self.scrollTo(place)
        else:
            self.selectionModel().clear()
        self._following = False

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._following and now.isValid():
            self.keypoint_chosen.emit(self.pair.keypoints[now.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters to the shortcuts: they are never a search."""
        if event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
