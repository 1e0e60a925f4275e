"""Instances and their keypoints in the present frame, as a model: no widget per row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.placing.aside_gestures import How, Part, parts_of
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.bridge.poses import colour_of_keypoint
from palpate.ui.panels.instances.aside_cells import aside_of, aside_tip, aside_words
from palpate.ui.panels.said import Said, rows_of_others, runs_of
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import instance_colour
from palpate.ui.widgets.anew_words import anew_sentence, anew_word
from palpate.ui.widgets.drift_words import drift_sentence, drift_words
from palpate.ui.widgets.glyphs import state_icon, swatch
from palpate.ui.widgets.words import side_word, state_words

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
ASIDE = _ROLE.UserRole + 1
REGION = _ROLE.UserRole + 2
NUMBER = _ROLE.UserRole + 3
WHAT, HOW_MUCH, EYE, LOCK = range(4)
# Sorted out first: a view asks some forty questions for each row that it paints.
_NEVER = frozenset({_ROLE.FontRole, _ROLE.BackgroundRole, _ROLE.CheckStateRole, _ROLE.SizeHintRole})
_OF_ASIDE = frozenset({ASIDE, REGION, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole})


class InstanceTree(QAbstractItemModel):
    """Two levels: instances, and keypoints under a row for each of their regions.

    Columns say what it is, how much is placed or how doubtful it is, whether it is hidden, whether locked.

    Signals
    -------
    named
        (instance id, name) somebody typed another name.

    Roles
    -----
    ASIDE
        `Aside` of what an eye or a padlock belongs to.
    REGION
        Whether the row is that of a region.
    """

    named = Signal(str, str)

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
        self._said: dict[str, Said] = {}

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
        self._said.clear()
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
        for row, instance in enumerate(self._instances):
            self._say_anew(row, with_keypoints=instance.id in shown)

    def refresh(self, stale: set[str]) -> None:
        """Show anew what an edit touched."""
        for row, instance in enumerate(self._instances):
            if instance.id in stale:
                self._say_anew(row, with_keypoints=True)

    def redraw(self) -> None:
        """Show everything in other colours, or otherwise set aside."""
        self._renewed(range(len(self._instances)))

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
        """Return instance id and keypoint of a row, keypoint −1 for an instance or a region."""
        if not index.isValid():
            return None
        owner = index.internalId() - 1
        if owner < 0:
            return self._instances[index.row()].id, -1
        return self._instances[owner].id, max(self._keypoints[owner][index.row()], -1)

    def part(self, index: Index) -> Part | None:
        """Return what a row stands for, to be hidden or locked."""
        address = self.address(index)
        if address is None:
            return None
        instance, keypoint = address
        owner = index.internalId() - 1
        if owner < 0:
            return Part(instance)
        skeleton = self._skeleton(self._instances[owner])
        if keypoint >= 0:
            return Part(instance, (skeleton.names[keypoint],))
        region = _region(skeleton, self._keypoints[owner][index.row()])
        return Part(instance, tuple(point.name for point in skeleton.keypoints if point.region == region))

    def first_match(self, instance: str) -> QModelIndex:
        """Return the first keypoint of an instance that passes the filter; of another one if it does not."""
        top = self.place_of(instance, -1)
        top = top if top.isValid() else self.index(0, 0)
        if not top.isValid():
            return QModelIndex()
        rows = self._keypoints[top.row()]
        row = next((n for n, keypoint in enumerate(rows) if keypoint >= 0), -1)
        return self.index(row, 0, top) if row >= 0 else QModelIndex()

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
        """Instances, or regions and keypoints that pass the filter."""
        if parent is None or not parent.isValid():
            return len(self._instances)
        if parent.internalId() or parent.column():
            return 0
        return len(self._keypoints[parent.row()])

    def columnCount(self, _parent: Index | None = None) -> int:
        """What, how much, eye and padlock."""
        return LOCK + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names of instances may be typed over."""
        flags = super().flags(index)
        named = index.isValid() and not index.internalId() and index.column() == WHAT
        return flags | Qt.ItemFlag.ItemIsEditable if named else flags

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Tell the name that was typed; it stands here once it is in the project."""
        address = self.address(index)
        if address is None or role != _ROLE.EditRole or index.internalId():
            return False
        self.named.emit(address[0], str(value).strip())
        return True

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """Words, marks and colours of a row."""
        if role in _NEVER:
            return None
        aside = index.column() in (EYE, LOCK)
        if aside and role not in _OF_ASIDE:
            return None
        address = self.address(index)
        if address is None or self._session is None:
            return None
        if aside:
            return self._of_aside(index, role)
        owner = index.internalId() - 1
        if owner < 0:
            return self._of_instance(self._instances[index.row()], index.column(), role)
        if address[1] < 0:
            return self._of_region(self._instances[owner], index, role)
        return self._of_keypoint(self._instances[owner], address[1], index, role)

    # ---- answers ---------------------------------------------------------------------------------------

    def _of_instance(self, instance: Instance, column: int, role: int) -> object:
        view = self._view(instance.id)
        placed, guesses, total = view.n_placed, len(view.guessed), len(view.visibility)
        counted = f"{placed}/{total}"
        if guesses:
            counted = self.tr("{placed} placed, {guesses} guesses").format(placed=placed, guesses=guesses)
        if role == _ROLE.DisplayRole:
            return counted if column else f"{instance.name}  #{instance.number}"
        if role == _ROLE.EditRole and not column:
            return instance.name
        if role == _ROLE.DecorationRole and not column:
            return swatch(instance_colour(instance.colour))
        if role == _ROLE.ForegroundRole and column:
            return QColor(current().good if placed == total else current().text_quiet)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            said = self.tr("{name}, number {number}: {placed} of {total} keypoints decided in this frame")
            told = said.format(name=instance.name, number=instance.number, placed=placed, total=total)
            if guesses:
                told += self.tr(", {guesses} are guesses").format(guesses=guesses)
            skeleton = self._skeleton(instance)
            return f"{told}\n{skeleton.title or skeleton.name}" if role == _ROLE.ToolTipRole else told
        return self._aligned(column, role)

    def _of_keypoint(self, instance: Instance, k: int, index: Index, role: int) -> object:
        view, column = self._view(instance.id), index.column()
        keypoint = self._skeleton(instance).keypoints[k]
        origin, tier = Origin(int(view.origin[k])), Visibility(int(view.visibility[k]))
        assert self._session is not None
        if role == _ROLE.DisplayRole:
            if not column:
                return keypoint.called
            return self._doubt(anew_word, instance, k) or self._doubt(drift_words, instance, k)
        if role == _ROLE.DecorationRole and not column:
            return state_icon(origin, tier, colour_of_keypoint(self._session, instance, k, origin))
        if role == _ROLE.ForegroundRole:
            if column:
                return QColor(current().warning)
            return QColor(current().text_quiet if tier is Visibility.NOT_PLACED else current().text)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self._sentence(instance, k, origin, tier, role)
        if role == NUMBER:
            return k + 1 if not column else None
        return self._aligned(column, role)

    def _of_region(self, instance: Instance, index: Index, role: int) -> object:
        skeleton = self._skeleton(instance)
        region = _region(skeleton, self._keypoints[index.internalId() - 1][index.row()])
        words = region.replace("_", " ")
        members = [k for k, point in enumerate(skeleton.keypoints) if point.region == region]
        view = self._view(instance.id)
        decided = len(members) - len(np.intersect1d(members, np.union1d(view.unplaced, view.guessed)))
        if role == _ROLE.DisplayRole:
            return f"{decided}/{len(members)}" if index.column() else words
        if role == _ROLE.ForegroundRole:
            return QColor(current().text_quiet)
        if role == _ROLE.AccessibleTextRole:
            said = self.tr("Region {region}: {placed} of {total} keypoints decided in this frame")
            return said.format(region=words, placed=decided, total=len(members))
        return True if role == REGION else self._aligned(index.column(), role)

    def _of_aside(self, index: Index, role: int) -> object:
        assert self._session is not None
        part, how = self.part(index), How.HIDDEN if index.column() == EYE else How.LOCKED
        assert part is not None
        if role == ASIDE:
            return aside_of(part, parts_of(self._session, how))
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            state = aside_of(part, parts_of(self._session, how))
            return aside_words(how, state) if role == _ROLE.AccessibleTextRole else aside_tip(how, state)
        if role == REGION:
            address = self.address(index)
            return bool(index.internalId()) and address is not None and address[1] < 0
        return None

    def _sentence(self, instance: Instance, k: int, origin: Origin, tier: Visibility, role: int) -> str:
        keypoint = self._skeleton(instance).keypoints[k]
        parts = [f"{keypoint.called}: {state_words(origin, tier)}"]
        doubts = (self._doubt(say, instance, k) for say in (anew_sentence, drift_sentence))
        parts += [doubt for doubt in doubts if doubt]
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
            self._views[instance] = view_to_see(self._session, self._layer, instance, self._frame)
            outdated = self._session.outdated.seen(self._layer, instance, self._frame)
            self._said[instance] = Said.of(self._views[instance], outdated)
        return self._views[instance]

    def _say_anew(self, row: int, *, with_keypoints: bool) -> None:
        """Tell which rows of an instance say something else than before: painting a list takes long."""
        found = self._instances[row]
        self._views.pop(found.id, None)
        before = self._said.pop(found.id, None)
        if before is None:  # nobody has asked what stands there
            self._renewed([row], with_keypoints=with_keypoints)
            return
        self._view(found.id)
        now = self._said[found.id]
        if before.decided_otherwise(now).any():
            self.dataChanged.emit(self.index(row, 0), self.index(row, LOCK))
        if with_keypoints:
            top = self.index(row, 0)
            others = rows_of_others(self._keypoints[row], self._skeleton(found), before, now)
            for first, last in runs_of(others):
                self.dataChanged.emit(self.index(first, 0, top), self.index(last, LOCK, top))

    def _skeleton(self, instance: Instance) -> Skeleton:
        assert self._session is not None
        return self._session.contents.skeletons[instance.skeleton]

    def _choose_keypoints(self) -> None:
        words = self._filter.casefold().split()
        kept = [(instance, self._kept(instance, words)) for instance in self._all]
        self._instances = tuple(instance for instance, found in kept if found or not words)
        self._keypoints = [found for _, found in kept if found or not words]

    def _kept(self, instance: Instance, words: Sequence[str]) -> list[int]:
        """Return the rows of an instance: keypoints, and −2 − k for a whole region that begins with k."""
        own = f"{instance.name} #{instance.number} ".casefold()
        points = self._skeleton(instance).keypoints
        kept = [
            k
            for k, point in enumerate(points)
            if all(word in f"{own}{point.called} {point.name}".casefold() for word in words)
        ]
        rows: list[int] = []
        whole = Counter(point.region for point in points)
        found = Counter(points[k].region for k in kept)
        for n, k in enumerate(kept):
            region = points[k].region
            begins = n == 0 or points[kept[n - 1]].region != region
            if begins and region and len(whole) > 1 and found[region] == whole[region]:
                rows.append(-2 - k)
            rows.append(k)
        return rows

    def _renewed(self, rows: Sequence[int], *, with_keypoints: bool = True) -> None:
        if not len(rows):
            return
        self.dataChanged.emit(self.index(int(np.min(rows)), 0), self.index(int(np.max(rows)), LOCK))
        for row in rows if with_keypoints else ():
            top = self.index(row, 0)
            last = self.rowCount(top) - 1
            if last >= 0:
                self.dataChanged.emit(self.index(0, 0, top), self.index(last, LOCK, top))


def _region(skeleton: Skeleton, row: int) -> str:
    return skeleton.keypoints[-2 - row].region
