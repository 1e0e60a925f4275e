"""The page of groups: the score by lighting, view, phase and what else is known, each against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from palpate.session.judging.groups_view import Contrast, Group, Groups
from palpate.session.judging.quality_depth import Depth
from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.depth_page import DepthPage
from palpate.ui.panels.quality.marks import Light
from palpate.ui.panels.quality.page import Judged, Surroundings
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_table import calm
from palpate.ui.widgets.group_words import coverage_words, difference_words, group_sentences, way_word
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.words_box import words_box

_NAME = int(Qt.ItemDataRole.UserRole)
_LESS = ("clip", "instance")  # ways that are taken if there is nothing better
_AGAINST = 2  # column
_LEAST, _MOST = 96, 360  # px of height that its rows take
_NAMES = 130  # px of width that the groups' names keep


class GroupsPage(DepthPage):
    """One way at a time; a row says in words what is different there."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.ways = QComboBox(self.content)
        self.table = QTableWidget(0, len(self._headings()), self.content)
        self.told, self.notes = QLabel(self.content), QLabel(self.content)
        self._found: Groups | None = None
        self._wanted = ""
        self._lay_out()
        self.ways.activated.connect(lambda _at: self._ask())
        self.table.currentItemChanged.connect(lambda *_: self._tell())
        self.looking.came.connect(self._ask)

    @property
    def way(self) -> str:
        """What is broken down by."""
        return str(self.ways.currentData() or "")

    @property
    def waiting(self) -> str:
        """Why there is no table yet; empty while there is one."""
        return self._table_or.hint

    def show_depth(self, judged: Judged, depth: Depth) -> None:
        """Offer the ways of another score."""
        better = [way for way in depth.ways if way not in _LESS]
        offered = [*better, *(way for way in depth.ways if way in _LESS)]
        words_box(self.ways, ((with_capital(way_word(way)), way) for way in offered), self.way)
        self._take_up()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was chosen on another page."""
        super().showEvent(event)
        self._take_up()

    # ---- inside ------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        way, self._wanted = self.looking.group or (self.way, self._wanted)
        self.looking.group = None
        at = self.ways.findData(way)
        if at >= 0:
            self.ways.setCurrentIndex(at)
        if self._found is not None and self._found.by == way and self._wanted:
            self._choose(self._found)
        self._ask()

    def _ask(self) -> None:
        judged = self.judged
        if judged is None or not self.way or self.hint:
            return
        found = self.looking.groups(judged.view, judged.layer, judged.gold, self.way)
        self._table_or.show_hint(found if isinstance(found, str) else "")
        if isinstance(found, Groups) and found is not self._found:
            self._show(found)

    def _show(self, found: Groups) -> None:
        self._found = found
        self.table.setRowCount(0)
        for group in found.groups:
            self._add(group)
        self._fit()
        self.notes.setText(". ".join(with_capital(note) for note in found.notes) + ".")
        self._choose(found)

    def _fit(self) -> None:
        """Give the table the height of its rows, and the names what the figures leave."""
        table = self.table
        table.resizeColumnsToContents()
        figures = sum(table.columnWidth(column) for column in range(1, table.columnCount()))
        table.setColumnWidth(0, max(_NAMES, table.viewport().width() - figures))
        table.resizeRowsToContents()
        rows = sum(table.rowHeight(row) for row in range(table.rowCount()))
        slider = table.horizontalScrollBar().sizeHint().height()
        head = table.horizontalHeader().sizeHint().height()
        self._table_or.setFixedHeight(head + min(max(rows, _LEAST), _MOST) + slider + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the table to the width."""
        super().resizeEvent(event)
        self._fit()

    def _choose(self, found: Groups) -> None:
        """Show the group that is wanted, else the one that tells most."""
        names = [group.name for group in found.groups]
        wanted = self._wanted if self._wanted in names else self._telling(found)
        self.table.setCurrentCell(names.index(wanted), 0)
        self._wanted = ""
        self._tell()

    def _telling(self, found: Groups) -> str:
        """Return the group that differs most, the first one where none does."""
        told = [one for one in found.groups if one.error_px is not None and one.error_px.told]
        by_size = max(told, key=lambda one: abs(_size(one.error_px)), default=found.groups[0])
        return by_size.name

    def _add(self, group: Group) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(_cells(group)):
            item = QTableWidgetItem(text)
            item.setToolTip(f"{group.name}\n{with_capital(coverage_words(group.coverage))}")
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setFont(number_font(item.font()))
            self.table.setItem(row, column, item)
        name, against = self.table.item(row, 0), self.table.item(row, _AGAINST)
        assert name is not None
        assert against is not None
        name.setData(_NAME, group.name)
        thin = group.coverage.thin
        name.setIcon(light_icon(Light.AGED if thin else Light.PASSES))
        if group.error_px is not None and group.error_px.told:
            bold = QFont(against.font())
            bold.setWeight(QFont.Weight.Bold)
            against.setFont(bold)
            against.setText(f"{against.text()} *")

    def _tell(self) -> None:
        found, row = self._found, self.table.currentRow()
        if found is None or not 0 <= row < len(found.groups):
            self.told.clear()
            return
        group = found.groups[row]
        said = "<br>".join(escape(one) for one in group_sentences(found, group))
        self.told.setText(f"<b>{escape(group.name)}</b><br>{said}")

    def _headings(self) -> Sequence[tuple[str, str]]:
        return (
            (self.tr("Group"), self.tr("A triangle: too few poses to rely on")),
            (self.tr("px off"), self.tr("Mean distance from gold over all placements")),
            (
                self.tr("± rest"),
                self.tr("By how many px a pose is further off here than in the rest; * is more than chance"),
            ),
            (self.tr("Fail"), self.tr("Keypoints that fail in this group alone")),
            (self.tr("Poses"), self.tr("Compared with gold")),
            (self.tr("OKS"), self.tr("Mean over poses")),
            ("κ", self.tr("Agreement on visibility flags beyond chance")),
        )

    def _lay_out(self) -> None:
        self._dress_table()
        self.ways.setAccessibleName(self.tr("Break down by"))
        for label in (self.told, self.notes):
            label.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._table_or = OrHint(self.table, self.content)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel(self.tr("By"), self.content))
        row.addWidget(self.ways, 1)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._table_or)
        column.addWidget(self.told)
        column.addWidget(self.notes)
        column.addStretch(1)

    def _dress_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Groups"))
        for column, (word, tip) in enumerate(self._headings()):
            head = QTableWidgetItem(word)
            head.setToolTip(tip)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(column, head)
        calm(table)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)


def _size(contrast: Contrast | None) -> float:
    return 0.0 if contrast is None else contrast.difference


def _cells(group: Group) -> tuple[str, ...]:
    score = group.score
    if score is None:
        return (group.name, "–", "–", "–", "0", "–", "–")
    kappa = score.visibility.kappa.value
    return (
        group.name,
        _number(score.mpjpe_px, 1),
        difference_words(group.error_px),
        str(len(score.failing)),
        str(score.n_pairs),
        _number(score.oks.mean, 3),
        "–" if kappa is None else f"{kappa:.2f}",
    )


def _number(value: float, digits: int) -> str:
    return "–" if value != value else f"{value:.{digits}f}"
