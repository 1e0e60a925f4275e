"""The weeks as a table: keypoints down, weeks across, one person's mean error in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.ui.weeks.words import cell_words, days_words, group_title, week_words

CELL_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class State(Enum):
    """What a cell says: nothing, too little to judge, within the limit, above it, above it too long."""

    NONE = "none"
    FEW = "few"
    WITHIN = "within"
    OVER = "over"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    ratio
        Error ÷ limit; 0 where nothing was reviewed.
    changed
        Whether the person places the keypoint differently since this week.
    """

    state: State
    ratio: float = 0.0
    changed: bool = False


class Order(Enum):
    """How the rows stand."""

    WORST = "worst"
    SKELETON = "skeleton"


class HeatModel(QAbstractTableModel):
    """One person's weeks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report: WeeklyReport | None = None
        self._person = -1
        self._order = Order.WORST
        self._rows: list[int] = []
        self._changes: set[tuple[str, int]] = set()

    def show(self, report: WeeklyReport | None, person: int, order: Order) -> None:
        """Show a person of a report; −1 for none."""
        self.beginResetModel()
        self._report, self._person, self._order = report, person, order
        self._rows = [] if report is None or person < 0 else _ordered(report, person, order)
        self._changes = set()
        if report is not None and person >= 0:
            who = report.figures.annotators[person]
            self._changes = {
                (one.keypoint, one.week.count) for one in report.drifts if one.counts and one.annotator == who
            }
        self.endResetModel()

    def group_at(self, row: int) -> int:
        """Return which group of keypoints stands in a row."""
        return self._rows[row]

    def row_of(self, group: int) -> int:
        """Return where a group stands; −1 if nowhere."""
        return self._rows.index(group) if group in self._rows else -1

    # ---- Qt ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Keypoints, then types."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Weeks."""
        return 0 if parent.isValid() or self._report is None else len(self._report.figures.weeks)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Weeks across, keypoints down."""
        if self._report is None:
            return None
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            weeks = self._report.weeks
            return (
                week_words(weeks[section], among=weeks)
                if across
                else group_title(self._report, self._rows[section])
            )
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return f"{self._report.weeks[section]}: {days_words(self._report.weeks[section])}"
        if role == Qt.ItemDataRole.TextAlignmentRole and not across:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell, and what it is worth."""
        if self._report is None:
            return None
        group, week = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(group, week)
        if role == CELL_ROLE:
            return self._cell(group, week)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return cell_words(self._report, person=self._person, group=group, week=week)
        return None

    # ---- inside ------------------------------------------------------------------------------------------

    def _text(self, group: int, week: int) -> str:
        assert self._report is not None
        at = (self._person, group, week)
        value = float(self._report.figures.scaled_px[at])
        if not self._report.figures.n[at] or not np.isfinite(value):
            return "·"
        return f"{value:.1f}" if self._report.sufficient[at] else f"({value:.1f})"

    def _cell(self, group: int, week: int) -> Cell:
        report = self._report
        assert report is not None
        at, one = (self._person, group, week), report.groups[group]
        changed = (one.name, int(report.figures.weeks[week])) in self._changes
        value = float(report.figures.scaled_px[at])
        if not report.figures.n[at] or not np.isfinite(value):
            return Cell(State.NONE, changed=changed)
        return Cell(_state(report, at, value > one.limit_px), value / one.limit_px, changed)


def _state(report: WeeklyReport, at: tuple[int, int, int], over: bool) -> State:
    if not report.sufficient[at]:
        return State.FEW
    if report.flags[at]:
        return State.FLAGGED
    return State.OVER if over else State.WITHIN


def _ordered(report: WeeklyReport, person: int, order: Order) -> list[int]:
    """Return the groups in order: those that trigger first, then by the latest sufficient week's error."""
    groups = [g for g in range(len(report.groups)) if report.figures.n[person, g].any()]
    if order is Order.SKELETON:
        return groups

    def rank(g: int) -> tuple[bool, bool, float]:
        enough = np.flatnonzero(report.sufficient[person, g])
        last = float(report.figures.scaled_px[person, g, enough[-1]]) if len(enough) else 0.0
        return (
            not report.flags[person, g].any(),
            report.groups[g].is_type,
            -last / report.groups[g].limit_px,
        )

    return sorted(groups, key=rank)
