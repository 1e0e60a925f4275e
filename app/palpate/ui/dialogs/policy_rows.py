"""The tables of the thresholds: those of a skeleton by where they act, and those of each keypoint."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from palpate.model.skeleton import Skeleton, Tolerance
from palpate.session.policies import KEYPOINT_KEYS, Threshold, Unit, constant_of
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.calm_rows import CalmRows

_PLACE = Qt.ItemDataRole.UserRole
_NAME, _CELL, _WIDE_CELL = 168, 96, 140

Place = tuple[str, str]  # key, keypoint


class _Calm(QTableWidget):
    """Rows to choose from; a click, or going there by keys, chooses.

    Signals
    -------
    chosen
        (key, keypoint name or empty).
    """

    chosen = Signal(str, str)

    def __init__(self, columns: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(0, len(columns), parent)
        self.setHorizontalHeaderLabels(list(columns))
        self.setItemDelegate(CalmRows(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(24, self.fontMetrics().height() + 8))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.currentItemChanged.connect(self._on_current)

    def place(self) -> Place | None:
        """Return what is chosen."""
        item = self.currentItem()
        found = None if item is None else item.data(_PLACE)
        return None if found is None else (found[0], found[1])

    def choose(self, key: str, keypoint: str) -> bool:
        """Choose a place without telling; False if it is not here."""
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None and item.data(_PLACE) == [key, keypoint]:
                    with QSignalBlocker(self):
                        self.setRowHidden(row, False)
                        self.setCurrentItem(item)
                    self.scrollToItem(item)
                    return True
        return False

    def shows(self, key: str, keypoint: str) -> bool:
        """Tell whether a place stands in a row that is not left out."""
        return [key, keypoint] in [
            item.data(_PLACE)
            for row in range(self.rowCount())
            for column in range(self.columnCount())
            if not self.isRowHidden(row) and (item := self.item(row, column)) is not None
        ]

    def first_shown(self) -> Place | None:
        """Return the first place that is not left out."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            found = None if item is None or self.isRowHidden(row) else item.data(_PLACE)
            if found is not None:
                return found[0], found[1]
        return None

    def put(self, row: int, column: int, text: str, place: Place | None = None) -> QTableWidgetItem:
        """Write a cell, with what it is chosen as."""
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        if place is not None:
            item.setData(_PLACE, list(place))
        self.setItem(row, column, item)
        return item

    def _held(self, row: int, role: int) -> str:
        item = self.item(row, 0)
        return "" if item is None else str(item.data(role))

    def _on_current(self, now: QTableWidgetItem | None, _before: QTableWidgetItem | None) -> None:
        found = None if now is None else now.data(_PLACE)
        if found is not None:
            self.chosen.emit(found[0], found[1])


class SkeletonRows(_Calm):
    """Threshold, value and source, under the headings of where they act."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(("", "", ""), parent)
        self.setHorizontalHeaderLabels([self.tr("Threshold"), self.tr("Value"), self.tr("Source")])
        self.setAccessibleName(self.tr("Thresholds of the skeleton"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(1, _CELL)
        self._groups: dict[int, list[int]] = {}

    def show_rows(self, rows: Sequence[Threshold]) -> None:
        """Show these, each group under its heading."""
        with QSignalBlocker(self):
            self.clearContents()
            self.clearSpans()
            self.setRowCount(0)
            self._groups.clear()
            group = None
            for row in rows:
                if row.constant.group is not group:
                    group = row.constant.group
                    heading = self._head(self.tr(str(group)))
                self._groups[heading].append(self._add(row))

    def narrow(self, words: str) -> int:
        """Leave only rows that tell of all these words, and headings with rows; returns how many rows."""
        wanted, left = words.casefold().split(), 0
        for heading, rows in self._groups.items():
            told = [self._held(row, _PLACE + 1) for row in rows]
            fits = [all(word in said for word in wanted) for said in told]
            for row, fit in zip(rows, fits, strict=True):
                self.setRowHidden(row, not fit)
            self.setRowHidden(heading, not any(fits))
            left += sum(fits)
        return left

    def _head(self, text: str) -> int:
        at = self.rowCount()
        self.insertRow(at)
        self.setSpan(at, 0, 1, 3)
        item = self.put(at, 0, text)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QBrush(QColor(current().text_quiet)))
        self._groups[at] = []
        return at

    def _add(self, row: Threshold) -> int:
        at, one = self.rowCount(), row.constant
        place = (one.key, "")
        self.insertRow(at)
        name = self.put(at, 0, f"    {one.label}", place)
        said = (one.key, one.label, row.shown, row.source, one.meaning, one.reason, one.acts, one.named)
        name.setData(_PLACE + 1, " ".join((*said, str(one.group))).casefold())
        name.setToolTip(one.meaning)
        value = self.put(at, 1, row.shown, place)
        value.setFont(number_font(self.font()))
        source = self.put(at, 2, row.source, place)
        if row.change is None:
            source.setForeground(QBrush(QColor(current().text_quiet)))
        else:
            _mark(value, name)
        return at


class KeypointRows(_Calm):
    """One row per keypoint; what it has from its skeleton is quiet, what was changed stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        headings = {
            "tolerance": self.tr("Tolerance"),
            "local_width": self.tr("Width"),
            "mpjpe_px": self.tr("Retraining"),
            "blur_visible": self.tr("Visible to"),
            "blur_estimated": self.tr("Estimated to"),
            "drift_px": self.tr("Wants a look"),
        }
        super().__init__((self.tr("Keypoint"), *(headings[key] for key in KEYPOINT_KEYS)), parent)
        self.setAccessibleName(self.tr("Thresholds of the keypoints"))
        for column, key in enumerate(KEYPOINT_KEYS, 1):
            one = constant_of(key, "any")
            heading = self.horizontalHeaderItem(column)
            assert heading is not None
            heading.setToolTip(f"{one.label}: {one.meaning}")
            self.setColumnWidth(column, _WIDE_CELL if one.unit is Unit.SCALE else _CELL)
        self.setColumnWidth(0, _NAME)
        self.setItemDelegate(_CalmCells(self))

    def show_rows(self, skeleton: Skeleton, told: Mapping[str, Sequence[Threshold]], scale_px: float) -> None:
        """Show keypoints.

        Parameters
        ----------
        told
            By name of the keypoint, in the order of `KEYPOINT_KEYS`.
        scale_px
            Size of an instance of this clip; NaN leaves out px beside fractions.
        """
        with QSignalBlocker(self):
            self.clearContents()
            self.setRowCount(len(skeleton))
            for at, point in enumerate(skeleton.keypoints):
                name = self.put(at, 0, point.called, (KEYPOINT_KEYS[0], point.name))
                name.setData(_PLACE + 1, f"{point.called} {point.name} {point.region}".casefold())
                for column, row in enumerate(told[point.name], 1):
                    self._cell(at, column, row, scale_px)

    def narrow(self, words: str) -> int:
        """Leave only keypoints whose names hold all these words; returns how many."""
        wanted, left = words.casefold().split(), 0
        for at in range(self.rowCount()):
            fits = all(word in self._held(at, _PLACE + 1) for word in wanted)
            self.setRowHidden(at, not fits)
            left += fits
        return left

    def _cell(self, at: int, column: int, row: Threshold, scale_px: float) -> None:
        item = self.put(at, column, with_px(row, scale_px), (row.constant.key, row.keypoint))
        item.setFont(number_font(self.font()))
        item.setToolTip(f"{row.sentence}")
        if row.inherited or row.value is None:
            item.setForeground(QBrush(QColor(current().text_quiet)))
        elif row.change is not None:
            _mark(item)


class _CalmCells(CalmRows):
    """The row of the chosen cell is tinted, the cell itself framed."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell, and its frame where it is the chosen one."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5)
        super().paint(painter, option, index)
        if chosen:
            painter.setPen(QPen(QColor(current().accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)


def with_px(row: Threshold, scale_px: float) -> str:
    """Say a value; a fraction of the scale also in px of this clip."""
    value = row.value.fraction if isinstance(row.value, Tolerance) else row.value
    if row.constant.unit is not Unit.SCALE or not isinstance(value, float):
        return row.shown
    brief = f"{value:g} s"
    return f"{brief} = {value * scale_px:.1f} px" if math.isfinite(scale_px) else brief


def _mark(*items: QTableWidgetItem) -> None:
    for item in items:
        font = item.font()
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setForeground(QBrush(QColor(current().accent)))
