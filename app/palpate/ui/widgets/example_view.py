"""One picture as large as there is room, with marks over it; a click tells its place in the picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from palpate.model.example import Place
from palpate.ui.theme.apply import current
from palpate.ui.widgets.example_marks import draw_right, draw_wrong

_RADIUS = 13.0
_MOST_ZOOM = 8.0


class ExampleView(QWidget):
    """Shows a part of a picture and up to two marks.

    Signals
    -------
    pointed
        (x, y in px of the picture) it was clicked there.
    """

    pointed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._window = QRectF()
        self._right: Place | None = None
        self._wrong: Place | None = None
        self._waiting = ""
        self.setMinimumSize(160, 160)

    def sizeHint(self) -> QSize:
        """Square, as most pictures are."""
        return QSize(420, 420)

    def show_picture(self, image: QImage | None, window: QRectF | None = None, waiting: str = "") -> None:
        """Show a picture, or a part of it.

        Parameters
        ----------
        window
            The part, px of the picture; None shows all of it.
        waiting
            What is said as long as there is none.
        """
        self._image = image or QImage()
        self._window = window if window is not None else QRectF(self._image.rect())
        self._waiting = waiting
        self.update()

    def mark(self, right: Place | None, wrong: Place | None) -> None:
        """Mark places, px of the picture."""
        self._right, self._wrong = right, wrong
        self.update()

    @property
    def box(self) -> QRectF:
        """Where what is shown of the picture stands in this widget."""
        wide, high = self._window.width(), self._window.height()
        if wide <= 0 or high <= 0:
            return QRectF()
        zoom = min(self.width() / wide, self.height() / high, _MOST_ZOOM)
        box = QRectF(0, 0, round(wide * zoom), round(high * zoom))
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def to_widget(self, place: Place) -> QPointF:
        """Return where a place of the picture is in this widget."""
        box, window = self.box, self._window
        x = (place[0] - window.left()) / window.width() * box.width()
        y = (place[1] - window.top()) / window.height() * box.height()
        return box.topLeft() + QPointF(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where."""
        box, window, at = self.box, self._window, event.position()
        if event.button() is not Qt.MouseButton.LeftButton or not box.contains(at):
            super().mousePressEvent(event)
            return
        x = window.left() + (at.x() - box.left()) / box.width() * window.width()
        y = window.top() + (at.y() - box.top()) / box.height() * window.height()
        self.pointed.emit(x, y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture and the marks."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.canvas))
        if self._image.isNull():
            painter.setPen(QColor(tokens.text))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(16, 0, -16, 0), flags, self._waiting)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.box, self._image, self._window)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._right is not None:
                draw_right(painter, self.to_widget(self._right), _RADIUS)
            if self._wrong is not None:
                draw_wrong(painter, self.to_widget(self._wrong), _RADIUS)
        painter.end()
