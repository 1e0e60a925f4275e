"""How the lanes are to be read, in one line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.ui.theme.apply import current
from palpate.ui.timeline.digest import Fill, Key
from palpate.ui.timeline.drawing import small
from palpate.ui.timeline.ink import PERIOD, Ink, palette
from palpate.ui.timeline.raster import draw_fills
from palpate.ui.timeline.stamping import draw_keys

_SAMPLE = 24
_TALL = 12
_GAP = 16


class Legend(QWidget):
    """Samples of the fillings with their names; leaves from the right where room is short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = (
            (Key.HAND, Fill.BY_HAND, self.tr("by hand")),
            (Key.ACCEPTED, Fill.BY_HAND, self.tr("accepted")),
            (Key.NONE, Fill.INTERPOLATED, self.tr("interpolated")),
            (Key.NONE, Fill.TRACKED, self.tr("tracked")),
            (Key.NONE, Fill.MODEL, self.tr("model")),
            (Key.NONE, Fill.IMPORTED, self.tr("imported")),
            (Key.ABSENT, Fill.NOTHING, self.tr("absent")),
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("Legend: {names}").format(names=", ".join(e[2] for e in self._entries))
        )
        self.setToolTip(self.tr("The lower half alone is filled where a keypoint is occluded and estimated"))

    def sizeHint(self) -> QSize:
        """Room for all entries."""
        return QSize(self._width(), 24)

    def minimumSizeHint(self) -> QSize:
        """It can do without any room."""
        return QSize(0, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as many entries as there is room for, at the right."""
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        painter.setPen(QColor(current().text_quiet))
        metrics = painter.fontMetrics()
        widths = [_SAMPLE + 6 + metrics.horizontalAdvance(entry[2]) + _GAP for entry in self._entries]
        shown = int((np.cumsum(widths) <= self.width() + _GAP).sum())
        x = self.width() + _GAP - sum(widths[:shown])
        for (key, fill, name), width in zip(self._entries[:shown], widths, strict=False):
            sample = _sample(key, fill, self.devicePixelRatioF())
            painter.drawImage(QPoint(x, (self.height() - _TALL) // 2), sample)
            box = QRect(x + _SAMPLE + 6, 0, width, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
            x += width
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        self.update()

    def _width(self) -> int:
        metrics = self.fontMetrics()
        return sum(_SAMPLE + 6 + metrics.horizontalAdvance(entry[2]) + _GAP for entry in self._entries) - _GAP


def _sample(key: Key, fill: Fill, ratio: float) -> QImage:
    unit = max(round(ratio), 1)
    canvas = np.zeros((1, _TALL * unit, _SAMPLE * unit), dtype=np.uint8)
    width = canvas.shape[2]
    fills = np.full((1, width), 2 * fill, dtype=np.uint8)
    draw_fills(canvas[:, 2 * unit : 10 * unit], fills, np.arange(width) // unit % PERIOD, unit)
    keys = np.zeros((1, width), dtype=np.uint8)
    keys[0, width // 2] = key
    draw_keys(canvas, 6 * unit, keys, unit)
    image = QImage(canvas.data, width, canvas.shape[1], width, QImage.Format.Format_Indexed8)
    colours = palette()
    colours[Ink.PANEL] = colours[Ink.CASING] = QColor(current().window).rgba()
    image.setColorTable(colours)
    image.setDevicePixelRatio(unit)
    return image.copy()
