"""A small picture of the frame under the mouse, above the ruler."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from palpate.model.arrays import Pixels
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.pictures import image_of

Deliver = Callable[[Pixels | None, int], None]
"""Takes a picture ``(H, W, 4)`` BGRA, or None if there is none, and the frame it shows; from any thread."""

Thumbnails = Callable[[int, Deliver], None]
"""Called with a frame and whom to give its picture to."""

_ASK_EVERY_MS = 30
_PAD = 8
_ABOVE = 6
_LARGEST = QSize(224, 144)
_LARGEST_ON_TALL = QSize(320, 208)
_TALL_WINDOW = 1200


class Preview(QWidget):
    """Picture, frame number and what is marked there; it takes neither mouse nor keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Preview"))
        self._image = QImage()
        self._words, self._note = "", ""
        self._box = QSize()
        self.hide()

    @property
    def words(self) -> str:
        """What is written below the picture."""
        return self._words

    @property
    def image(self) -> QImage:
        """The picture; null before it has come."""
        return self._image

    def show_at(self, foot: QPoint, words: str, picture: QSize, within: QRect) -> None:
        """Stand above a place of the screen.

        Parameters
        ----------
        picture
            Size of a frame, of which only the shape counts; nothing is known if it is empty.
        within
            What must not be left, sideways: the window.
        """
        largest = _LARGEST_ON_TALL if within.height() >= _TALL_WINDOW else _LARGEST
        shape = QSize(16, 9) if picture.isEmpty() else picture
        self._box = shape.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio)
        self._words = words
        self.setAccessibleDescription(words)
        high = self.fontMetrics().height() * (words.count("\n") + 1)
        width = max(self._box.width(), 96) + 2 * _PAD
        self.resize(width, self._box.height() + high + 3 * _PAD)
        left = min(max(foot.x() - width // 2, within.left()), within.right() - width)
        self.move(left, foot.y() - self.height() - _ABOVE)
        self.show()
        self.update()

    def set_image(self, image: QImage, note: str = "") -> None:
        """Show a picture, and what is to be said of it; the one before stands until then."""
        self._image, self._note = image, note
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a card."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.raised))
        painter.setPen(QColor(tokens.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        box = QRect(QPoint((self.width() - self._box.width()) // 2, _PAD), self._box)
        painter.fillRect(box, QColor(tokens.canvas))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._image.size().scaled(self._box, Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(QPoint(), size)
            target.moveCenter(box.center())
            painter.drawImage(target, self._image)
            self._draw_note(painter, target)
        painter.setPen(QColor(tokens.text))
        painter.setFont(number_font(self.font()))
        below = QRect(_PAD, box.bottom() + _PAD, self.width() - 2 * _PAD, self.height() - box.bottom() - _PAD)
        lines = self._words.split("\n")
        for n, line in enumerate(lines):
            row = below.translated(0, n * self.fontMetrics().height())
            said = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, said)
        painter.end()

    def _draw_note(self, painter: QPainter, picture: QRect) -> None:
        if self._note:
            size = self.fontMetrics().size(0, self._note)
            strip = QRect(
                picture.left(), picture.bottom() - size.height() - 1, size.width() + 8, size.height() + 2
            )
            painter.fillRect(strip, QColor(current().raised))
            painter.setPen(QColor(current().text))
            painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, self._note)


class Previews(QObject):
    """Asks for the picture of the newest place, not too often, and shows what comes in time."""

    _arrived = Signal(int, object, int)

    def __init__(self, popup: Preview) -> None:
        super().__init__(popup)
        self.popup = popup
        self._thumbnails: Thumbnails | None = None
        self._frame = -1
        self._asked = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_ASK_EVERY_MS)
        self._soon.timeout.connect(self._on_soon)
        self._arrived.connect(self._on_arrived)

    @property
    def available(self) -> bool:
        """Whether there are pictures to be had."""
        return self._thumbnails is not None

    def take(self, thumbnails: Thumbnails | None) -> None:
        """Have pictures from somewhere else, or none."""
        self.hide()
        self._thumbnails = thumbnails
        self._asked = -1
        self.popup.set_image(QImage())

    def show(self, frame: int, place: QPoint, *, words: str, picture: QSize, within: QRect) -> None:
        """Show a frame above a place of the screen; see `Preview.show_at`."""
        if self._thumbnails is None:
            return
        self._frame = frame
        self.popup.show_at(place, words, picture, within)
        if frame != self._asked and not self._soon.isActive():
            self._soon.start()

    def hide(self) -> None:
        """Show nothing."""
        self._frame = -1
        self._soon.stop()
        self.popup.hide()

    def _on_soon(self) -> None:
        if self._thumbnails is not None and self._frame >= 0:
            self._asked = self._frame
            self._thumbnails(self._frame, partial(self._arrived.emit, self._frame))

    def _on_arrived(self, frame: int, pixels: Pixels | None, shows: int) -> None:
        if pixels is not None and self._frame >= 0 and frame == self._asked:
            note = "" if shows == frame else self.tr("picture of frame {n}").format(n=shows)
            self.popup.set_image(image_of(pixels), note)
        if self._frame not in (-1, self._asked):
            self._soon.start()
