"""The confusion matrix of visibility as a grid: rows gold, columns the labels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.session.judging.flags_view import Cell, Table
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import Tokens
from palpate.ui.widgets.flag_words import cell_words, short_tier

_ROW, _HEAD = 40, 58  # px of height of a row, and of what stands above them
_MARGIN = 8
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class FlagsGrid(QWidget):
    """Cells off the diagonal are tinted by how large a share of gold's tier they take.

    Signals
    -------
    chosen
        (row, column) of the cell that was clicked, or gone to by the arrow keys.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Flags: rows gold, columns this layer"))

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the cell that is chosen."""
        return self._at

    def show_table(self, table: Table, at: tuple[int, int]) -> None:
        """Show other counts, with a cell chosen."""
        self._table, self._at = table, at
        self.setFixedHeight(_HEAD + _ROW * len(table.levels) + 2)
        self._tell()
        self.update()

    def box_of(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        n = len(self._table.levels) if self._table is not None else 1
        left = self._beside()
        width = (self.width() - left - 1.0) / n
        return QRectF(left + column * width, _HEAD + row * _ROW, width, _ROW)

    # ---- Qt ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room for the words of three tiers."""
        return QSize(320, _HEAD + 3 * _ROW)

    def minimumSizeHint(self) -> QSize:
        """Numbers can still be read."""
        return QSize(200, _HEAD + 3 * _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw headings, counts and shares."""
        painter = QPainter(self)
        table, tokens = self._table, current()
        if table is not None:
            painter.setFont(number_font(painter.font()))
            self._draw_heads(painter, table, tokens)
            for row in range(len(table.levels)):
                for column in range(len(table.levels)):
                    self._draw_cell(painter, table.cell(row, column), self.box_of(row, column), tokens)
            self._draw_chosen(painter, tokens)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell below the pointer."""
        self._choose(self._under(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a cell can be clicked."""
        there = self._under(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._table is None:
            super().keyPressEvent(event)
            return
        last = len(self._table.levels) - 1
        row, column = (min(max(now + by, 0), last) for now, by in zip(self._at, step, strict=True))
        self._choose((row, column))

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from the window's commands; say in words what a cell counts."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(Qt.Key(event.key()) in _STEPS)
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            under = self._under(QPointF(event.pos()))
            said = "" if under is None or self._table is None else cell_words(self._table.cell(*under))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    # ---- inside ------------------------------------------------------------------------------------------

    def _beside(self) -> float:
        levels = self._table.levels if self._table is not None else ()
        words = [short_tier(code) for code in levels] or [""]
        return max(self.fontMetrics().horizontalAdvance(f"{word} 99999") for word in words) + 2.0 * _MARGIN

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        if self._table is None:
            return None
        n = len(self._table.levels)
        cells = ((row, column) for row in range(n) for column in range(n))
        return next((at for at in cells if self.box_of(*at).contains(place)), None)

    def _choose(self, at: tuple[int, int] | None) -> None:
        if at is not None:
            self._at = at
            self._tell()
            self.update()
            self.chosen.emit(*at)

    def _tell(self) -> None:
        if self._table is not None:
            self.setAccessibleDescription(cell_words(self._table.cell(*self._at)))

    def _draw_heads(self, painter: QPainter, table: Table, tokens: Tokens) -> None:
        line = painter.fontMetrics().height()
        quiet, ink = QColor(tokens.text_quiet), QColor(tokens.text)
        first, last = self.box_of(0, 0), self.box_of(0, len(table.levels) - 1)
        painter.setPen(quiet)
        whole = QRectF(first.left(), 0, last.right() - first.left(), line)
        painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, self.tr("flagged in this layer"))
        below = QRectF(0, _HEAD - 2 * line - 4, first.left() - _MARGIN, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.tr("gold"))
        rows, columns = table.counts.sum(axis=1), table.counts.sum(axis=0)
        for n, code in enumerate(table.levels):
            box = self.box_of(n, n)
            for up, word in ((2, short_tier(code)), (1, str(columns[n]))):
                painter.setPen(ink if up == 2 else quiet)
                head = QRectF(box.left(), _HEAD - up * line - 4, box.width(), line)
                painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self._fitted(painter, word, box.width()))
            painter.setPen(ink)
            side = QRectF(0, box.top(), first.left() - _MARGIN, box.height())
            there = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(side, there, f"{short_tier(code)} {rows[n]}")

    def _fitted(self, painter: QPainter, word: str, width: float) -> str:
        return painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(width))

    def _draw_cell(self, painter: QPainter, cell: Cell, box: QRectF, tokens: Tokens) -> None:
        inside = box.adjusted(1, 1, -1, -1)
        share = 0.0 if cell.share != cell.share else cell.share
        same = cell.gold == cell.labels
        tint = QColor(tokens.text_quiet if same else tokens.bad)
        tint.setAlphaF(0.16 * share if same else 0.0 if not cell.n else 0.12 + 0.38 * min(2.0 * share, 1.0))
        painter.fillRect(inside, QColor(tokens.raised))
        painter.fillRect(inside, tint)
        base, line = painter.font(), painter.fontMetrics().height()
        bold = QFont(base)
        bold.setWeight(QFont.Weight.DemiBold if cell.n else QFont.Weight.Normal)
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text if cell.n else tokens.text_quiet))
        top = box.center().y() - (line if cell.n else line / 2)
        painter.drawText(
            QRectF(box.left(), top, box.width(), line), Qt.AlignmentFlag.AlignCenter, str(cell.n)
        )
        painter.setFont(base)
        if cell.n:
            painter.setPen(QColor(tokens.text))
            below = QRectF(box.left(), top + line, box.width(), line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{100.0 * share:.0f} %")

    def _draw_chosen(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2.0 if self.hasFocus() else 1.0))
        painter.drawRect(self.box_of(*self._at).adjusted(1, 1, -1, -1))
