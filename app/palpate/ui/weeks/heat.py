"""The table of weeks: heat, number and mark in each cell, so that colour is never alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.ui.panels.quality.marks import Light, draw_light
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import Tokens
from palpate.ui.weeks.heat_model import CELL_ROLE, Cell, HeatModel, Order, State

_ROW, _MARK, _PAD = 24, 13, 5
_NAMES_AT_MOST, _NAMES_SHARE = 220, 0.36
_MOST = 0.30  # of the warning's colour: ink upon it stays readable
_LIGHTS = {State.FLAGGED: Light.FAILS, State.OVER: Light.AGED}


class HeatTable(QTableView):
    """One person's weeks.

    Signals
    -------
    group_chosen
        (group) a keypoint, or a type, is looked at now.
    cell_wanted
        (group, week) the worst frame of a cell is wanted: a click, or Enter.
    """

    group_chosen = Signal(int)
    cell_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat = HeatModel(self)
        self.setModel(self.heat)
        self.setItemDelegate(_HeatCells(self))
        self.setAccessibleName(self.tr("Mean error by keypoint and week"))
        self.setFont(number_font(self.font()))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(54)
        across.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(_ROW)
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.sectionClicked.connect(lambda row: self.setCurrentIndex(self.heat.index(row, self._column())))
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._on_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the weeks."""
        names = self.verticalHeader()
        wanted = names.sizeHint().width()
        names.setMaximumWidth(max(min(_NAMES_AT_MOST, wanted, round(_NAMES_SHARE * self.width())), 60))
        super().resizeEvent(event)

    @property
    def group(self) -> int:
        """What is looked at; −1 for nothing."""
        index = self.currentIndex()
        return self.heat.group_at(index.row()) if index.isValid() else -1

    def show_person(self, report: WeeklyReport | None, person: int, order: Order) -> None:
        """Show a person's weeks; what was looked at stays, else the first row."""
        kept, column = self.group, max(self.currentIndex().column(), 0)
        self.heat.show(report, person, order)
        row = self.heat.row_of(kept)
        weeks = self.heat.columnCount()
        if self.heat.rowCount() and weeks:
            last = weeks - 1 if row < 0 else min(column, weeks - 1)
            self.setCurrentIndex(self.heat.index(max(row, 0), last))
        else:
            self.group_chosen.emit(-1)

    def choose(self, group: int) -> None:
        """Look at a group, in the week it was worst last."""
        row = self.heat.row_of(group)
        if row >= 0:
            self.setCurrentIndex(self.heat.index(row, self._column()))
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the worst frame by Enter."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._on_wanted(index)
        else:
            super().keyPressEvent(event)

    # ---- inside ------------------------------------------------------------------------------------------

    def _column(self) -> int:
        return max(self.currentIndex().column(), 0)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.group_chosen.emit(self.heat.group_at(now.row()) if now.isValid() else -1)

    def _on_wanted(self, index: QModelIndex) -> None:
        self.cell_wanted.emit(self.heat.group_at(index.row()), index.column())


class _HeatCells(QStyledItemDelegate):
    """Draws a cell: its heat, its mark, its number."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw it."""
        cell, box, tokens = index.data(CELL_ROLE), option.rect, current()
        if not isinstance(cell, Cell):
            return
        painter.save()
        painter.fillRect(box.adjusted(1, 1, 0, 0), heat_colour(cell, tokens))
        self._draw_text(painter, cell, box, str(index.data()), option.font)
        if cell.state in _LIGHTS:
            top = box.top() + (box.height() - _MARK) / 2
            draw_light(painter, _LIGHTS[cell.state], QRectF(box.left() + _PAD, top, _MARK, _MARK))
        if cell.changed:
            draw_diamond(painter, QPointF(box.left() + 5.0, box.top() + 5.5), tokens)
        if option.state & QStyle.StateFlag.State_Selected:
            width = 2 if self._view.hasFocus() else 1
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), width))
            painter.drawRect(QRectF(box).adjusted(1.5, 1.5, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for mark and number."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + _MARK + 2 * _PAD, _ROW)

    def _draw_text(self, painter: QPainter, cell: Cell, box: QRect, text: str, font: QFont) -> None:
        tokens = current()
        quiet = cell.state in (State.NONE, State.FEW)
        drawn = QFont(font)
        drawn.setItalic(cell.state is State.FEW)
        if cell.state is State.FLAGGED:
            drawn.setWeight(QFont.Weight.DemiBold)
        painter.setFont(drawn)
        painter.setPen(QColor(tokens.text_quiet if quiet else tokens.text))
        painter.drawText(
            box.adjusted(_PAD, 0, -_PAD - 2, 0),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            text,
        )


def heat_colour(cell: Cell, tokens: Tokens) -> QColor:
    """Return the ground of a cell: greyer towards the limit, then redder up to twice the limit."""
    ground = QColor(tokens.panel)
    if cell.state in (State.NONE, State.FEW):
        return ground
    over = cell.state in (State.OVER, State.FLAGGED)
    ink = QColor(tokens.bad if over else tokens.text_quiet)
    share = min(0.12 + 0.18 * (cell.ratio - 1.0), _MOST) if over else 0.14 * min(cell.ratio, 1.0)
    near = (ground.redF(), ground.greenF(), ground.blueF())
    far = (ink.redF(), ink.greenF(), ink.blueF())
    return QColor.fromRgbF(*((1.0 - share) * a + share * b for a, b in zip(near, far, strict=True)))


def draw_diamond(painter: QPainter, centre: QPointF, tokens: Tokens, radius: float = 3.5) -> None:
    """Draw the mark of a change."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.panel), 1.0))
    painter.setBrush(QColor(tokens.accent))
    corners = ((0.0, -radius), (radius, 0.0), (0.0, radius), (-radius, 0.0))
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))
    painter.restore()
