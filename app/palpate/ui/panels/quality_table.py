"""What a score says of each keypoint, as a table; failing ones first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
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

from palpate.session.quality_view import KeypointScore, QualityView
from palpate.ui.actions.table import T
from palpate.ui.panels.quality_marks import SIZE, Light, draw_light, light_of
from palpate.ui.panels.quality_words import in_px, local_words, probability, share, signed, verdict_words
from palpate.ui.theme.apply import current

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NAME_ROLE = Role.UserRole
SORT_ROLE = Role.UserRole + 1
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    heading, tip
        Marked for translation in the context ``Quality``.
    text
        What is read; empty where it is not known.
    value
        What it is sorted by; NaN where it is not known.
    """

    heading: str
    tip: str
    text: Callable[[KeypointScore], str]
    value: Callable[[KeypointScore], float]
    numeric: bool = True


def _frame(keypoint: KeypointScore) -> float:
    return float(keypoint.worst.frame) if keypoint.worst else float("nan")


def _local(keypoint: KeypointScore) -> tuple[float, float]:
    local = keypoint.bias_local
    return (local.along, local.across) if local is not None else (math.nan, math.nan)


KEYPOINT, VERDICT = 0, 2
# From what a narrow panel must show to what can wait beyond its edge.
COLUMNS: tuple[Column, ...] = (
    Column(
        T("Quality", "Keypoint"),
        T("Quality", "Click a row to go to its worst frame"),
        lambda k: k.name,
        lambda _: 0.0,
        numeric=False,
    ),
    Column(
        T("Quality", "MPJPE"),
        T("Quality", "Mean distance from gold, px"),
        lambda k: in_px(k.mpjpe_px),
        lambda k: k.mpjpe_px,
    ),
    Column(
        T("Quality", "Verdict"),
        T("Quality", "Passes, or the rules it breaks"),
        verdict_words,
        lambda k: float(len(k.fails)) if k.n else -1.0,
        numeric=False,
    ),
    Column(
        T("Quality", "Tolerance"),
        T("Quality", "How far off it may be on average, px"),
        lambda k: in_px(k.tolerance_px),
        lambda k: k.tolerance_px,
    ),
    Column(
        T("Quality", "Bias x"),
        T("Quality", "Mean error along x, px; positive is to the right of gold"),
        lambda k: signed(k.bias_px[0]),
        lambda k: k.bias_px[0],
    ),
    Column(
        T("Quality", "Bias y"),
        T("Quality", "Mean error along y, px; positive is below gold"),
        lambda k: signed(k.bias_px[1]),
        lambda k: k.bias_px[1],
    ),
    Column(
        T("Quality", "p"),
        T("Quality", "Probability of such a bias by chance, adjusted for the number of keypoints"),
        lambda k: probability(k.bias_p_adjusted),
        lambda k: k.bias_p_adjusted,
    ),
    Column(
        T("Quality", "SD"),
        T("Quality", "Random spread around the bias, px"),
        lambda k: in_px(k.radial_sd_px),
        lambda k: k.radial_sd_px,
    ),
    Column(
        T("Quality", "Along"),
        T("Quality", "Mean error along the limb, px; positive is away from the body's centre"),
        lambda k: signed(_local(k)[0]),
        lambda k: _local(k)[0],
    ),
    Column(
        T("Quality", "Across"),
        T("Quality", "Mean error across the limb, px; a cell's tooltip says towards what"),
        lambda k: signed(_local(k)[1]),
        lambda k: _local(k)[1],
    ),
    Column(
        T("Quality", "Flags"),
        T("Quality", "Share of visibility flags that equal gold's"),
        lambda k: share(k.agreement),
        lambda k: k.agreement,
    ),
    Column(
        T("Quality", "n"),
        T("Quality", "Placements compared"),
        lambda k: str(k.n),
        lambda k: float(k.n),
    ),
    Column(
        T("Quality", "Worst frame"),
        T("Quality", "Frame in which it is furthest off"),
        lambda k: str(k.worst.frame) if k.worst else "",
        _frame,
    ),
)


class QualityModel(QAbstractTableModel):
    """The keypoints of a score: failing ones first, then by mean distance."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[KeypointScore, ...] = ()
        self._titles: dict[str, str] = {}

    def show(self, view: QualityView | None) -> None:
        """Show another score, or none."""
        self.beginResetModel()
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
            return translate("Quality", column.tip)
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
        if role == Role.ToolTipRole:
            return self._tip(keypoint)
        if role == Role.AccessibleTextRole:
            return f"{translate('Quality', column.heading)}: {self._text(keypoint, index.column())}"
        if role == NAME_ROLE:
            return keypoint.name
        if role == SORT_ROLE:
            return self._titles[keypoint.name] if index.column() == KEYPOINT else column.value(keypoint)
        return None

    def _text(self, keypoint: KeypointScore, column: int) -> str:
        if column == KEYPOINT:
            return self._titles[keypoint.name]
        return COLUMNS[column].text(keypoint) or "–"

    def _tip(self, keypoint: KeypointScore) -> str:
        lines = [f"{self._titles[keypoint.name]}: {verdict_words(keypoint)}"]
        if keypoint.bias_local is not None:
            lines.append(local_words(keypoint.bias_local.axis))
        worst = keypoint.worst
        if worst is not None:
            said = translate("Quality", "Click: go to the worst frame, {frame} of {clip}, {px} px off")
            lines.append(said.format(frame=worst.frame, clip=worst.clip, px=in_px(keypoint.max_px)))
        return "\n".join(lines)


class QualityOrder(QSortFilterProxyModel):
    """Sorts as one looks for trouble: what is not known stays at the end."""

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
