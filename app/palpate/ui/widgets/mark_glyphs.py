"""The signs of notes, flags and events, the same in lists and on the timeline."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from palpate.session.marking.marks import Kind
from palpate.ui.theme.apply import current

_WIDE, _HIGH = 11.0, 8.0


def draw_glyph(painter: QPainter, kind: Kind, middle: QPointF, *, is_open: bool) -> None:
    """Draw the sign of a mark, 12 px high; a note that is resolved is hollow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind is Kind.NOTE:
        draw_bubble(painter, middle, is_open=is_open)
    elif kind is Kind.FLAG:
        _draw_flag(painter, middle)
    else:
        _draw_event(painter, middle)
    painter.restore()


def draw_bubble(painter: QPainter, middle: QPointF, *, is_open: bool) -> None:
    """Draw a speech bubble, filled while it waits for an answer."""
    tokens = current()
    box = QRectF(middle.x() - _WIDE / 2, middle.y() - _HIGH / 2 - 1.5, _WIDE, _HIGH)
    path = QPainterPath()
    path.addRoundedRect(box, 2.0, 2.0)
    tail = QPainterPath()
    x, y = box.left() + 3.0, box.bottom()
    tail.addPolygon(QPolygonF([QPointF(x - 1, y - 1), QPointF(x + 5, y - 1), QPointF(x - 1, y + 4)]))
    tail.closeSubpath()
    ink = QColor(tokens.text if is_open else tokens.text_quiet)
    painter.setPen(QPen(QColor(tokens.window) if is_open else ink, 1.0))
    painter.setBrush(ink if is_open else QColor(tokens.panel))
    painter.drawPath(path.united(tail))


def _draw_flag(painter: QPainter, middle: QPointF) -> None:
    ink = QColor(current().bad)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink)
    x, y = middle.x() - 4.0, middle.y() - 6.0
    painter.drawLine(QPointF(x, y), QPointF(x, y + 12.0))
    painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x + 8, y + 3.5), QPointF(x, y + 7)]))


def _draw_event(painter: QPainter, middle: QPointF) -> None:
    ink = QColor(current().text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    x, y = middle.x(), middle.y()
    painter.drawRect(QRectF(x - 0.75, y - 6.0, 1.5, 12.0))
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - 3.5), QPointF(x + 3.5, y), QPointF(x, y + 3.5), QPointF(x - 3.5, y)])
    )
