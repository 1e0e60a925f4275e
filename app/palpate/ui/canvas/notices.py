"""Words on the canvas: beside the pointer, and where there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from palpate.ui.canvas.labels import beside
from palpate.ui.canvas.paint import name_box
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current

_BESIDE_PX = 14.0


def box_beside(
    view: ViewTransform, at: tuple[float, float], words: tuple[str, str], font: QFont
) -> tuple[QImage, QPointF]:
    """Return a name and a quieter line, and where they stand beside a position; device px."""
    box = name_box(words, font, view.ratio, strong=True)
    size = (box.width(), box.height())
    return box, beside(at, size, view.device_size, _BESIDE_PX * view.ratio)


def draw_blank(painter: QPainter, size: tuple[int, int], text: str) -> None:
    """Say why there is no picture; the painter works in logical px."""
    area = QRectF(0, 0, *size)
    painter.fillRect(area, QColor(current().canvas))
    painter.setPen(QColor(current().text_quiet if current().name == "dark" else current().text))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(32, 32, -32, -32), int(flags), text)


def draw_focus(painter: QPainter, size: tuple[int, int]) -> None:
    """Frame the canvas while keys go to it; the painter works in logical px."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(current().accent), 2.0, j=Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(QRectF(1, 1, size[0] - 2, size[1] - 2))
