"""The chosen range on the ruler."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from palpate.session.selection import Focus
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import HEAD, NAMES, RULER, Place
from palpate.ui.timeline.rows import Row

Range = tuple[int, int]

_REACH = 5.0
_BAND = 4
_VEIL = 150
_TINT = 30
_EDGE = 140


def end_at(chosen: Range | None, axis: TimeAxis, x: float) -> int | None:
    """Return 0 or 1 for the end of the range at a place of the axis, the nearer one; None beside both."""
    if chosen is None:
        return None
    away = [abs(x - axis.x_of(chosen[0])), abs(x - axis.x_of(chosen[1] + 1))]
    nearer = 0 if away[0] < away[1] else 1
    return nearer if away[nearer] <= _REACH else None


def draw_range(painter: QPainter, axis: TimeAxis, place: Place, chosen: Range | None, *, loops: bool) -> None:
    """Draw a band along the ruler's upper edge; while it loops, what is left out lies under a veil."""
    if chosen is None:
        return
    tokens = current()
    left, right = (round(NAMES + axis.x_of(frame)) for frame in _span(chosen))
    painter.save()
    painter.setClipRect(QRectF(NAMES, 0, place.width - NAMES, HEAD - 1))
    accent, tint, veil = QColor(tokens.accent), QColor(tokens.accent), QColor(tokens.window)
    tint.setAlpha(_TINT)
    veil.setAlpha(_VEIL)
    if loops:
        painter.fillRect(QRectF(NAMES, 0, left - NAMES, RULER), veil)
        painter.fillRect(QRectF(right, 0, place.width - right, RULER), veil)
    painter.fillRect(QRectF(left, 0, right - left, RULER), tint)
    if loops:
        painter.fillRect(QRectF(left, 0, right - left, _BAND), accent)
    else:
        painter.fillRect(QRectF(left, 1, right - left, 1), accent)
    for x in (left, right - 2):
        painter.fillRect(QRectF(x, 0, 2, RULER), accent)
    _draw_handles(painter, left, right, accent)
    painter.restore()


def draw_range_in_lanes(
    painter: QPainter, axis: TimeAxis, place: Place, rows: Iterable[Row], focus: Focus
) -> None:
    """Tint the lanes that a command on the range is about: the chosen ones, or the whole instance."""
    if focus.chosen_frames is None:
        return
    left, right = (round(NAMES + axis.x_of(frame)) for frame in _span(focus.chosen_frames))
    tint, edge = QColor(current().accent), QColor(current().accent)
    tint.setAlpha(_TINT)
    edge.setAlpha(_EDGE)
    own = [row for row in rows if row.instance.id == focus.instance]
    lanes = focus.chosen if len(own) > 1 else frozenset()  # folded, it stands for all of them
    for row in own:
        if not lanes or row.keypoint in lanes:
            top = HEAD + row.top - place.scrolled
            if top + row.height > HEAD and top < place.height:
                painter.fillRect(QRectF(left, top, right - left, row.height - 1), tint)
    for x in (left, right - 1):
        painter.fillRect(QRectF(x, HEAD, 1, place.height - HEAD), edge)


def _span(chosen: Range) -> Range:
    return chosen[0], chosen[1] + 1


def _draw_handles(painter: QPainter, left: int, right: int, accent: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    for x, inwards in ((left, 7), (right, -7)):
        painter.drawPolygon(QPolygonF([QPointF(x, 0), QPointF(x + inwards, 0), QPointF(x, 9)]))
