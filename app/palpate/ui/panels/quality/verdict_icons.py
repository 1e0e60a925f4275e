"""The marks of verdicts as icons of rows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from palpate.ui.panels.quality.marks import SIZE, Light, draw_light

_RATIO = 2.0  # sharp also where a screen has two px for one


def light_icon(light: Light) -> QIcon:
    """Return a mark in the colours of the theme in force; a chosen row shows the same."""
    pixmap = QPixmap(round(SIZE * _RATIO), round(SIZE * _RATIO))
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_light(painter, light, QRectF(0.0, 0.0, SIZE, SIZE))
    painter.end()
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(pixmap, mode)
    return icon
