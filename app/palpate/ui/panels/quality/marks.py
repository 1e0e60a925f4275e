"""The marks of verdicts: each has a shape of its own, so that colour is never alone."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.ui.theme.apply import current

SIZE = 16


class Light(StrEnum):
    """A verdict: a tick in a disc, a cross in a square, a dash in a ring; an old one a mark in a triangle."""

    PASSES = "passes"
    FAILS = "fails"
    UNKNOWN = "unknown"
    AGED = "aged"


def light_of(passed: bool | None) -> Light:
    """Return the mark of a judgement; None is one that could not be made."""
    return Light.UNKNOWN if passed is None else Light.PASSES if passed else Light.FAILS


def draw_light(painter: QPainter, light: Light, box: QRectF) -> None:
    """Draw a mark into a square box, in the colours of the theme in force."""
    fill, ground = QColor(_colour(light)), QColor(current().panel)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / SIZE, box.height() / SIZE)
    inside = QRectF(1, 1, SIZE - 2, SIZE - 2)
    hollow = light is Light.UNKNOWN
    painter.setPen(QPen(fill, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else fill)
    if light is Light.FAILS:
        painter.drawRoundedRect(inside, 2, 2)
    elif light is Light.AGED:
        painter.drawPolygon(_polygon(((8.0, 1.0), (15.5, 14.5), (0.5, 14.5))))
    else:
        painter.drawEllipse(inside.adjusted(0.75, 0.75, -0.75, -0.75) if hollow else inside)
    ink = QPen(fill if hollow else ground, 2.0)
    ink.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(ink)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in _STROKES[light]:
        painter.drawPolyline(_polygon(stroke))
    painter.restore()


_Stroke = tuple[tuple[float, float], ...]
_STROKES: dict[Light, tuple[_Stroke, ...]] = {
    Light.PASSES: (((4.5, 8.3), (7.0, 10.8), (11.5, 5.6)),),
    Light.FAILS: (((5.2, 5.2), (10.8, 10.8)), ((10.8, 5.2), (5.2, 10.8))),
    Light.UNKNOWN: (((5.5, 8.0), (10.5, 8.0)),),
    Light.AGED: (((8.0, 6.0), (8.0, 9.5)), ((8.0, 12.4), (8.0, 12.5))),
}


def _polygon(corners: _Stroke) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _colour(light: Light) -> str:
    tokens = current()
    return {
        Light.PASSES: tokens.good,
        Light.FAILS: tokens.bad,
        Light.UNKNOWN: tokens.text_quiet,
        Light.AGED: tokens.warning,
    }[light]


class LightMark(QWidget):
    """A mark as a widget; what it means stands beside it in words."""

    def __init__(self, size: int = SIZE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = Light.UNKNOWN
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_light(self, light: Light) -> None:
        """Show another mark."""
        self._light = light
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it was asked for."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        draw_light(painter, self._light, QRectF(0, 0, self._size, self._size))
        painter.end()
