"""Instances and their keypoints in the present frame, as a model: no widget per row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.theme.apply import current
from palpate.ui.widgets.drift_words import drift_sentence, drift_words
from palpate.ui.widgets.glyphs import state_icon, swatch
from palpate.ui.widgets.words import label_of, side_word, state_words

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
REGION_BEGINS = _ROLE.UserRole + 1
NUMBER = _ROLE.UserRole + 2


class InstanceTree(QAbstractItemModel):
    """Two levels; column 0 says what, column 1 how much is placed or how doubtful it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._layer = ""
        self._frame = 0
        self._all: tuple[Instance, ...] = ()
        self._instances: tuple[Instance, ...] = ()
        self._keypoints: list[Sequence[int]] = []
        self._filter = ""
        self._views: dict[str, PoseView] = {}

    # ---- what it shows ---------------------------------------------------------------------------------

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The instances, in the order of the rows."""
        return self._instances

    def load(self, session: Session | None, clip: str, layer: str, frame: int) -> None:
        """Show another clip, layer, or list of instances."""
        self.beginResetModel()
        self._session, self._layer, self._frame = session, layer, frame
        self._all = session.contents.instances_of(clip) if session is not None and clip else ()
        self._views.clear()
        self._choose_keypoints()
        self.endResetModel()

    def set_filter(self, words: str) -> None:
        """Keep only keypoints whose own and instance's name hold all these words; all for none.

        Instances of which nothing is kept are left out: in a crowd a name, or #7 for a number, finds one.
        """
        self.beginResetModel()
        self._filter = words
        self._choose_keypoints()
        self.endResetModel()

    def set_frame(self, frame: int, shown: Collection[str]) -> None:
        """Show another frame; rows of keypoints are told of only where their instance is unfolded."""
        self._frame = frame
        self._views.clear()
        if not self._instances:
            return
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._instances) - 1, 1))
        for row, instance in enumerate(self._instances):
            top = self.index(row, 0)
            if instance.id in shown and self.rowCount(top):
                self.dataChanged.emit(self.index(0, 0, top), self.index(self.rowCount(top) - 1, 1, top))

    def refresh(self, stale: set[str]) -> None:
        """Show anew what an edit touched."""
        rows = [row for row, instance in enumerate(self._instances) if instance.id in stale]
        for instance in stale:
            self._views.pop(instance, None)
        self._renewed(rows)

    def place_of(self, instance: str, keypoint: int) -> QModelIndex:
        """Return the index of a keypoint, of its instance if it is filtered out; invalid without either."""
        row = next((n for n, found in enumerate(self._instances) if found.id == instance), -1)
        if row < 0:
            return QModelIndex()
        top = self.index(row, 0)
        if keypoint in self._keypoints[row]:
            return self.index(self._keypoints[row].index(keypoint), 0, top)
        return top

    def address(self, index: Index) -> tuple[str, int] | None:
        """Return instance id and keypoint of a row, keypoint −1 for an instance."""
        if not index.isValid():
            return None
        owner = index.internalId() - 1
        if owner < 0:
            return self._instances[index.row()].id, -1
        return self._instances[owner].id, self._keypoints[owner][index.row()]

    def first_match(self, instance: str) -> QModelIndex:
        """Return the first keypoint of an instance that passes the filter; of another one if it does not."""
        top = self.place_of(instance, -1)
        top = top if top.isValid() else self.index(0, 0)
        return self.index(0, 0, top) if top.isValid() and self.rowCount(top) else QModelIndex()

    # ---- Qt's questions --------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Instances carry id 0, keypoints their instance's row + 1."""
        if parent is None or not parent.isValid():
            return self.createIndex(row, column, 0) if row < len(self._instances) else QModelIndex()
        owner = parent.row()
        if parent.internalId() or row >= len(self._keypoints[owner]):
            return QModelIndex()
        return self.createIndex(row, column, owner + 1)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Keypoints belong to their instance."""
        owner = index.internalId() - 1 if index.isValid() else -1
        return self.createIndex(owner, 0, 0) if owner >= 0 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Instances, or keypoints that pass the filter."""
        if parent is None or not parent.isValid():
            return len(self._instances)
        if parent.internalId() or parent.column():
            return 0
        return len(self._keypoints[parent.row()])

    def columnCount(self, _parent: Index | None = None) -> int:
        """What, and how much."""
        return 2

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """Words, marks and colours of a row."""
        address = self.address(index)
        if address is None or self._session is None:
            return None
        owner = index.internalId() - 1
        if owner < 0:
            return self._of_instance(self._instances[index.row()], index.column(), role)
        return self._of_keypoint(self._instances[owner], address[1], index, role)

    # ---- answers ---------------------------------------------------------------------------------------

    def _of_instance(self, instance: Instance, column: int, role: int) -> object:
        view = self._view(instance.id)
        placed, total = len(view.visibility) - len(view.unplaced), len(view.visibility)
        counted = f"{placed}/{total}"
        if role == _ROLE.DisplayRole:
            return counted if column else f"{instance.name}  #{instance.number}"
        if role == _ROLE.DecorationRole and not column:
            return swatch(instance.number)
        if role == _ROLE.ForegroundRole and column:
            return QColor(current().good if placed == total else current().text_quiet)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            said = self.tr("{name}, number {number}: {placed} of {total} keypoints decided in this frame")
            return said.format(name=instance.name, number=instance.number, placed=placed, total=total)
        return self._aligned(column, role)

    def _of_keypoint(self, instance: Instance, k: int, index: Index, role: int) -> object:
        view, column = self._view(instance.id), index.column()
        keypoint = self._skeleton(instance).keypoints[k]
        origin, tier = Origin(int(view.origin[k])), Visibility(int(view.visibility[k]))
        if role == _ROLE.DisplayRole:
            return label_of(keypoint) if not column else self._doubt(drift_words, instance, k)
        if role == _ROLE.DecorationRole and not column:
            return state_icon(origin, tier, instance.number)
        if role == _ROLE.ForegroundRole:
            if column:
                return QColor(current().warning)
            return QColor(current().text_quiet if tier is Visibility.NOT_PLACED else current().text)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self._sentence(instance, k, origin, tier, role)
        if role == NUMBER:
            return k + 1 if not column else None
        if role == REGION_BEGINS:
            above = self._keypoints[index.internalId() - 1][index.row() - 1] if index.row() else k
            return self._skeleton(instance).keypoints[above].region != keypoint.region
        return self._aligned(column, role)

    def _sentence(self, instance: Instance, k: int, origin: Origin, tier: Visibility, role: int) -> str:
        keypoint = self._skeleton(instance).keypoints[k]
        parts = [f"{label_of(keypoint)}: {state_words(origin, tier)}"]
        doubt = self._doubt(drift_sentence, instance, k)
        parts += [doubt] if doubt else []
        if role == _ROLE.ToolTipRole:
            parts.append(", ".join(word for word in (side_word(keypoint.side), keypoint.region) if word))
        return "\n".join(parts) if role == _ROLE.ToolTipRole else ", ".join(parts)

    def _doubt(self, say: Callable[..., str], instance: Instance, k: int) -> str:
        return say(self._session, self._layer, instance.id, frame=self._frame, keypoint=k)

    def _aligned(self, column: int, role: int) -> object:
        if role == _ROLE.TextAlignmentRole and column:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    # ---- parts -----------------------------------------------------------------------------------------

    def _view(self, instance: str) -> PoseView:
        if instance not in self._views:
            assert self._session is not None
            self._views[instance] = self._session.view(self._layer, instance, self._frame)
        return self._views[instance]

    def _skeleton(self, instance: Instance) -> Skeleton:
        assert self._session is not None
        return self._session.contents.skeletons[instance.skeleton]

    def _choose_keypoints(self) -> None:
        words = self._filter.casefold().split()
        kept = [(instance, self._kept(instance, words)) for instance in self._all]
        self._instances = tuple(instance for instance, found in kept if found or not words)
        self._keypoints = [found for _, found in kept if found or not words]

    def _kept(self, instance: Instance, words: Sequence[str]) -> list[int]:
        own = f"{instance.name} #{instance.number} ".casefold()
        return [
            k
            for k, keypoint in enumerate(self._skeleton(instance).keypoints)
            if all(word in f"{own}{label_of(keypoint)} {keypoint.name}".casefold() for word in words)
        ]

    def _renewed(self, rows: Sequence[int]) -> None:
        if not len(rows):
            return
        self.dataChanged.emit(self.index(int(np.min(rows)), 0), self.index(int(np.max(rows)), 1))
        for row in rows:
            top = self.index(row, 0)
            last = self.rowCount(top) - 1
            if last >= 0:
                self.dataChanged.emit(self.index(0, 0, top), self.index(last, 1, top))
