"""The marks of the picture, small, for lists and texts."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap

from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.ui.canvas.sprites import MarkKind, mark
from palpate.ui.theme.apply import current
from palpate.ui.widgets.colours import mixed

_SIZE = 20
_RADIUS = 5.0


def state_glyph(origin: Origin, visibility: Visibility, colour: str, ratio: float = 1.0) -> QPixmap:
    """Return the mark that stands for a keypoint's state on the picture.

    Not placed is a faint dotted ring, absent a cross: neither has a mark on the picture.
    """
    return _glyph(origin, visibility, colour, ratio, current().text_quiet)


def swatch(colour: str, ratio: float = 1.0) -> QPixmap:
    """Return a colour as a square."""
    return _swatch(colour, current().text_quiet, ratio)


def state_icon(origin: Origin, visibility: Visibility, colour: str) -> QIcon:
    """Return the mark as an icon, for plain and high-density screens."""
    return _icon(origin, visibility, colour, current().text_quiet)


@lru_cache(maxsize=1024)
def _icon(origin: Origin, visibility: Visibility, colour: str, quiet: str) -> QIcon:
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = _glyph(origin, visibility, colour, ratio, quiet)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon


@lru_cache(maxsize=1024)
def _glyph(origin: Origin, visibility: Visibility, colour: str, ratio: float, quiet: str) -> QPixmap:
    pixmap, painter = _blank(ratio)
    centre = QPointF(_SIZE / 2, _SIZE / 2)
    if visibility is Visibility.NOT_PLACED:
        painter.setPen(QPen(QColor(quiet), 1.2, Qt.PenStyle.DotLine))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
    elif visibility is Visibility.ABSENT:
        painter.setPen(QPen(QColor(quiet), 1.8))
        for dx in (-4.0, 4.0):
            painter.drawLine(centre + QPointF(-4.0, -dx), centre + QPointF(4.0, dx))
    else:
        _draw_mark(painter, mark(MarkKind(origin, visibility, colour, _RADIUS * ratio, 1.6 * ratio)), ratio)
    painter.end()
    return pixmap


def _draw_mark(painter: QPainter, sprite: QImage, ratio: float) -> None:
    shown = QImage(sprite)
    shown.setDevicePixelRatio(ratio)
    size = QSize(sprite.width(), sprite.height()) / ratio
    painter.drawImage(QPointF((_SIZE - size.width()) / 2, (_SIZE - size.height()) / 2), shown)


@lru_cache(maxsize=64)
def _swatch(colour: str, edge: str, ratio: float) -> QPixmap:
    pixmap, painter = _blank(ratio)
    painter.setPen(QPen(QColor(mixed(colour, edge, 0.5)), 1.0))  # pale ones would sink into a light panel
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(4.5, 4.5, 11.0, 11.0), 2, 2)
    painter.end()
    return pixmap


def _blank(ratio: float) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter
