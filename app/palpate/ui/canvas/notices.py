"""Words on the canvas: beside the pointer, at the edge, and where there is no picture."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from palpate.ui.canvas.labels import beside
from palpate.ui.canvas.paint import name_box
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current

_BESIDE_PX = 14.0
_EDGE_PX = 12
_BETWEEN_PX = 3.0
_GROUND_ALPHA = 225


def box_beside(
    view: ViewTransform, at: tuple[float, float], words: tuple[str, str], font: QFont
) -> tuple[QImage, QPointF]:
    """Return a name and a quieter line, and where they stand beside a position; device px."""
    box = name_box(words, font, view.ratio, strong=True)
    size = (box.width(), box.height())
    return box, beside(at, size, view.device_size, _BESIDE_PX * view.ratio)


def draw_hint(painter: QPainter, view: ViewTransform, text: str, font: QFont) -> None:
    """Draw a line at the bottom edge; the painter works in device px."""
    box = name_box(("", text), font, view.ratio)
    edge = round(_EDGE_PX * view.ratio)
    painter.drawImage(QPoint(edge, view.device_size[1] - edge - box.height()), box)


def draw_lines(painter: QPainter, view: ViewTransform, told: list[str], font: QFont) -> None:
    """Draw what is told at the top edge, one box below the other; the painter works in device px.

    What is told may have several lines, which share a box.
    """
    edge = top = round(_EDGE_PX * view.ratio)
    tokens = current()
    for text in told:
        block = "\n" in text
        box = (
            _block(text, font.toString(), (tokens.text_quiet, tokens.raised), view.ratio)
            if block
            else name_box(("", text), font, view.ratio)
        )
        painter.drawImage(QPoint(edge, top), box)
        top += box.height() + round(_BETWEEN_PX * view.ratio)


@lru_cache(maxsize=16)
def _block(text: str, font: str, colours: tuple[str, str], unit: float) -> QImage:
    """Return lines in a box, device px; colours are those of ink and ground."""
    face, ground = QFont(), QColor(colours[1])
    face.fromString(font)
    ground.setAlpha(_GROUND_ALPHA)
    metrics, lines = QFontMetricsF(face), text.splitlines()
    width = max(metrics.horizontalAdvance(line) for line in lines) + 12.0
    height = metrics.height() * len(lines) + 8.0
    image = QImage(round(width * unit), round(height * unit), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, width, height), 3.0, 3.0)
    painter.setFont(face)
    painter.setPen(QColor(colours[0]))
    for n, line in enumerate(lines):
        painter.drawText(QPointF(6.0, 4.0 + metrics.ascent() + n * metrics.height()), line)
    painter.end()
    return image


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
