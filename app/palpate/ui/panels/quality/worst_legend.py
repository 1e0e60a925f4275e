"""What the lines over a small picture are: a piece of each with its word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.ui.canvas.gold_errors import BEYOND_INK, GOLD_INK
from palpate.ui.panels.quality.worst_figure import LABELS_INK, draw_sample
from palpate.ui.theme.apply import current

_SAMPLE, _AFTER, _BETWEEN, _LEFT = 20, 6, 12, 4  # px


class WorstLegend(QWidget):
    """One line; keeps the width that it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("Gold is dashed, the labels are full lines, red lines lead from gold to the labels")
        )

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        words = sum(self._room_of(word) for word, _, _ in self._samples())
        return QSize(_LEFT + words, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a piece of each line with its word."""
        painter = QPainter(self)
        middle, x = self.height() / 2.0, float(_LEFT)
        for word, ink, dashed in self._samples():
            draw_sample(painter, QPointF(x, middle), _SAMPLE, ink, dashed=dashed)
            painter.setPen(QColor(current().text_quiet))
            below = middle + self.fontMetrics().ascent() / 2.0 - 1
            painter.drawText(QPointF(x + _SAMPLE + _AFTER, below), word)
            x += self._room_of(word)
        painter.end()

    def _samples(self) -> tuple[tuple[str, str, bool], ...]:
        return (
            (self.tr("gold"), GOLD_INK, True),
            (self.tr("labels"), LABELS_INK, False),
            (self.tr("error"), BEYOND_INK, False),
        )

    def _room_of(self, word: str) -> int:
        return _SAMPLE + _AFTER + self.fontMetrics().horizontalAdvance(word) + _BETWEEN
