"""What a score says of each keypoint, as a table; failing ones first."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QIcon, QPainter, QPixmap

from palpate.session.judging.quality_view import KeypointScore, QualityView
from palpate.ui.panels.quality.arrow import arrow_icon
from palpate.ui.panels.quality.columns import BIAS, COLUMNS, KEYPOINT, VERDICT
from palpate.ui.panels.quality.marks import SIZE, Light, draw_light, light_of
from palpate.ui.panels.quality.sentences import keypoint_sentences
from palpate.ui.panels.quality.words import verdict_letters, verdict_rules
from palpate.ui.theme.apply import current

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NAME_ROLE = Role.UserRole
SORT_ROLE = Role.UserRole + 1
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class QualityModel(QAbstractTableModel):
    """The keypoints of a score: failing ones first, then by mean distance."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[KeypointScore, ...] = ()
        self._titles: dict[str, str] = {}
        self._view: QualityView | None = None
        self._brief = False

    @property
    def brief(self) -> bool:
        """Whether verdicts are told by letters."""
        return self._brief

    def set_brief(self, brief: bool) -> None:
        """Tell verdicts by letters, or in words."""
        if brief != self._brief:
            self._brief = brief
            if self._rows:
                self.dataChanged.emit(self.index(0, VERDICT), self.index(len(self._rows) - 1, VERDICT))

    def show(self, view: QualityView | None) -> None:
        """Show another score, or none."""
        self.beginResetModel()
        self._view = view
        self._rows = view.worst_first() if view is not None else ()
        self._titles = dict(view.titles) if view is not None else {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """One row per keypoint."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Headings with what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Role.DisplayRole:
            return translate("Quality", column.heading)
        if role == Role.ToolTipRole:
            tip = translate("Quality", column.tip)
            return f"{tip}\n{verdict_rules(self._view)}" if section == VERDICT else tip
        if role == Role.TextAlignmentRole:
            return _NUMBERS if column.numeric else _WORDS
        if role == Role.InitialSortOrderRole:
            first = section == KEYPOINT
            return Qt.SortOrder.AscendingOrder if first else Qt.SortOrder.DescendingOrder
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Text, alignment, mark and explanation of a cell."""
        keypoint, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Role.DisplayRole:
            return self._text(keypoint, index.column())
        if role == Role.TextAlignmentRole:
            return _NUMBERS if column.numeric else _WORDS
        if role == Role.DecorationRole and index.column() == VERDICT:
            return light_icon(light_of(keypoint.passed))
        if role == Role.DecorationRole and index.column() == BIAS:
            return arrow_icon(keypoint.bias_px, strong=keypoint.systematic)
        if role == Role.ToolTipRole and self._view is not None:
            door = translate("Quality", "Right-click: change what it is judged by")
            why = column.why_not_known(keypoint)
            absent = [f"{translate('Quality', column.heading)}: {translate('Quality', why)}"] if why else []
            return "\n".join((*absent, *keypoint_sentences(self._view, keypoint), door))
        if role == Role.AccessibleTextRole:
            told = self._titles[keypoint.name] if index.column() == KEYPOINT else column.text(keypoint) or "–"
            return f"{translate('Quality', column.heading)}: {told}"
        if role == NAME_ROLE:
            return keypoint.name
        if role == SORT_ROLE:
            return self._titles[keypoint.name] if index.column() == KEYPOINT else column.value(keypoint)
        return None

    def _text(self, keypoint: KeypointScore, column: int) -> str:
        if column == KEYPOINT:
            return self._titles[keypoint.name]
        if column == VERDICT and self._brief:
            return verdict_letters(keypoint)
        return COLUMNS[column].text(keypoint) or "–"


class QualityOrder(QSortFilterProxyModel):
    """Sorts as one looks for trouble: what is not known stays at the end."""

    def set_brief(self, brief: bool) -> None:
        """Tell verdicts by letters, or in words."""
        model = self.sourceModel()
        if isinstance(model, QualityModel):
            model.set_brief(brief)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare two cells."""
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if isinstance(first, str):
            return first.casefold() < str(second).casefold()
        unknown = (math.isnan(first), math.isnan(second))
        if any(unknown):
            # Descending order shows this order backwards, so that the end is its beginning.
            return not all(unknown) and unknown[0] == (self.sortOrder() is Qt.SortOrder.DescendingOrder)
        return bool(first < second)


def light_icon(light: Light) -> QIcon:
    """Return a verdict's mark in the colours of the theme in force."""
    return _light_icon(light, current().name)


@lru_cache(maxsize=8)
def _light_icon(light: Light, _theme: str) -> QIcon:
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(QSize(SIZE, SIZE) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_light(painter, light, QRectF(0, 0, SIZE, SIZE))
        painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon
