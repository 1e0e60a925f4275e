"""A small arrow for a list: where a bias points to on the picture."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from palpate.ui.panels.quality.marks import SIZE
from palpate.ui.theme.apply import current

_STEP = 5  # degrees; finer turns nobody could tell apart


def arrow_icon(bias_px: tuple[float, float], *, strong: bool) -> QIcon | None:
    """Return an arrow in the direction of a bias, None where there is none; a strong one is fully inked."""
    x, y = bias_px
    if math.isnan(x) or math.isnan(y) or (x, y) == (0.0, 0.0):
        return None
    tokens = current()
    turn = round(math.degrees(math.atan2(y, x)) / _STEP) * _STEP
    return _icon(turn, tokens.text if strong else tokens.text_quiet, strong)


@lru_cache(maxsize=512)
def _icon(turn: int, ink: str, strong: bool) -> QIcon:
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(QSize(SIZE, SIZE) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(SIZE / 2, SIZE / 2)
        painter.rotate(turn)
        painter.setPen(QPen(QColor(ink), 2.0 if strong else 1.25))
        painter.drawLine(QPointF(-6, 0), QPointF(2, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawPolygon(QPolygonF([QPointF(7, 0), QPointF(1, -4), QPointF(1, 4)]))
        painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon
