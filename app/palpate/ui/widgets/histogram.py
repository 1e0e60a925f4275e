"""How often values occur, drawn with two handles."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.session.frames.levels import Histogram, Levels
from palpate.ui.theme.apply import current

_FOOT = 12
_LEFT_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Down)
_RIGHT_KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Up)


class HistogramView(QWidget):
    """Bars in a logarithmic scale; what is cut off is dimmed.

    A handle is dragged, or moved by arrow keys; Space takes the other one.

    Signals
    -------
    moved
        (low, high) a handle was moved.
    """

    moved = Signal(float, float)

    def __init__(self, histogram: Histogram, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histogram = histogram
        self._ends = [float(histogram.edges[0]), float(histogram.edges[-1])]
        self._handle = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(96)
        self.setAccessibleName(self.tr("Histogram of stored values"))
        self.setToolTip(self.tr("Drag the handles: what lies left of them is black, right of them white"))

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(420, 140)

    def show_levels(self, levels: Levels) -> None:
        """Put the handles where they belong."""
        self._ends = [levels.low, levels.high]
        self.setAccessibleDescription(
            self.tr("from {low} to {high}").format(low=f"{levels.low:g}", high=f"{levels.high:g}")
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, dim what is cut off, and draw the handles."""
        painter = QPainter(self)
        tokens = current()
        area = self._area()
        painter.fillRect(area, QColor(tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.text_quiet))
        painter.drawPolygon(self._outline(area))
        shade = QColor(tokens.canvas)
        shade.setAlpha(170)
        low, high = (self._x(end) for end in self._ends)
        painter.fillRect(QRectF(area.left(), area.top(), max(low - area.left(), 0), area.height()), shade)
        painter.fillRect(QRectF(high, area.top(), max(area.right() - high, 0), area.height()), shade)
        for number, x in enumerate((low, high)):
            self._draw_handle(painter, area, x, active=number == self._handle)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle."""
        x = event.position().x()
        self._handle = min((0, 1), key=lambda n: abs(self._x(self._ends[n]) - x))
        self._move(self._value(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self._value(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the active handle by a hundredth, with Shift by a tenth; Space takes the other."""
        step = self._span() / (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 100)
        if event.key() == Qt.Key.Key_Space:
            self._handle = 1 - self._handle
            self.update()
        elif event.key() in _LEFT_KEYS:
            self._move(self._ends[self._handle] - step)
        elif event.key() in _RIGHT_KEYS:
            self._move(self._ends[self._handle] + step)
        else:
            super().keyPressEvent(event)

    def _move(self, value: float) -> None:
        least = self._span() / 1000
        other = self._ends[1 - self._handle]
        value = min(value, other - least) if self._handle == 0 else max(value, other + least)
        self._ends[self._handle] = value
        self.update()
        self.moved.emit(*self._ends)

    def _area(self) -> QRectF:
        return QRectF(6, 0, max(self.width() - 12, 1), max(self.height() - _FOOT, 1))

    def _range(self) -> tuple[float, float]:
        edges = self._histogram.edges
        return float(edges[0]), float(max(edges[-1], edges[0] + 1e-9))

    def _span(self) -> float:
        least, most = self._range()
        return most - least

    def _x(self, value: float) -> float:
        area = self._area()
        share = (value - self._range()[0]) / self._span()
        return area.left() + area.width() * min(max(share, 0.0), 1.0)

    def _value(self, x: float) -> float:
        area = self._area()
        return self._range()[0] + self._span() * min(max((x - area.left()) / area.width(), 0.0), 1.0)

    def _outline(self, area: QRectF) -> QPolygonF:
        heights = np.log1p(self._histogram.counts)
        heights = heights / max(float(heights.max(initial=0.0)), 1e-9)
        wide = area.width() / max(len(heights), 1)
        points = [QPointF(area.left(), area.bottom())]
        for number, height in enumerate(heights.tolist()):
            y = area.bottom() - height * (area.height() - 4)
            points += [
                QPointF(area.left() + number * wide, y),
                QPointF(area.left() + (number + 1) * wide, y),
            ]
        return QPolygonF([*points, QPointF(area.right(), area.bottom())])

    def _draw_handle(self, painter: QPainter, area: QRectF, x: float, *, active: bool) -> None:
        tokens = current()
        ink = QColor(tokens.accent if active and self.hasFocus() else tokens.text)
        painter.setPen(QPen(ink, 1.0))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        foot = area.bottom()
        painter.drawPolygon(
            QPolygonF([QPointF(x, foot), QPointF(x - 6, foot + _FOOT - 1), QPointF(x + 6, foot + _FOOT - 1)])
        )
