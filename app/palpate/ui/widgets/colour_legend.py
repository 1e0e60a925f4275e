"""What the colours in force mean, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.ui.theme.apply import current
from palpate.ui.widgets.glyphs import swatch

_LINE = 20
_SWATCH = 20
_GAP = 10
_EDGE = 8


class ColourLegend(QWidget):
    """Swatches with words, broken into lines; nothing at all without entries."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Colours and words."""
        return self._entries

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show colours with what they mean."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            words = ", ".join(word for _, word in entries)
            self.setAccessibleName(self.tr("Colours: {words}").format(words=words))
            self.setVisible(bool(entries))
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        places = self._places(width)
        return places[-1].y() + _LINE + _EDGE if places else 0

    def sizeHint(self) -> QSize:
        """As high as it is broken now."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """One line at least."""
        return QSize(0, _LINE + _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setPen(QColor(current().text_quiet))
        ratio = self.devicePixelRatioF()
        for (colour, word), at in zip(self._entries, self._places(self.width()), strict=True):
            painter.drawPixmap(at, swatch(colour, ratio))
            box = QRect(at.x() + _SWATCH, at.y(), self.width(), _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
        painter.end()

    def _places(self, width: int) -> list[QPoint]:
        metrics = QFontMetrics(self.font())
        places: list[QPoint] = []
        x, y = _EDGE - 4, 0
        for _, word in self._entries:
            needed = _SWATCH + metrics.horizontalAdvance(word)
            if places and x + needed > width - _EDGE:
                x, y = _EDGE - 4, y + _LINE
            places.append(QPoint(x, y))
            x += needed + _GAP
        return places
