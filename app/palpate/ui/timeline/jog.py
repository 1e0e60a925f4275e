"""A strip that is dragged, or turned with the wheel, to go from frame to frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from palpate.ui.theme.apply import current
from palpate.ui.timeline.newest import Newest

_WIDTH, _HEIGHT = 88, 24
_TICK = 8
_PX_PER_FRAME = 4.0
_FINER = 4.0
_COARSER = 10.0
_NOTCH = 120


class JogStrip(QWidget):
    """Moves by distance: wherever the drag begins, so many px are a frame.

    Signals
    -------
    step_wanted
        (by) frames, at most once per turn of the event loop.
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = 0
        self._x: float | None = None
        self._rest = 0.0
        self._notches = 0
        self._sum = 0
        self._soon = Newest(self)
        self._soon.wanted.connect(self._on_summed)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(self.tr("Jog"))
        said = self.tr("Drag to go frame by frame, with Shift finer, with Ctrl ten at once; the wheel steps")
        self.setToolTip(said)
        self.setAccessibleDescription(said)

    def show_frame(self, frame: int) -> None:
        """Let the ticks follow the frame."""
        self._frame = frame
        self.update()

    def sizeHint(self) -> QSize:
        """Return its fixed size."""
        return QSize(_WIDTH, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._x, self._rest = event.position().x(), 0.0
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn what was dragged into frames; what is left of one counts for the next."""
        if self._x is None:
            return
        self._rest += (event.position().x() - self._x) / _px_per_frame(event.modifiers())
        self._x = event.position().x()
        whole = int(self._rest)
        self._rest -= whole
        self._step(whole)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._x = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step by whole notches; a touchpad sends parts of one."""
        self._notches += event.angleDelta().y() or event.angleDelta().x()
        whole = int(self._notches / _NOTCH)
        self._notches -= whole * _NOTCH
        self._step(-whole)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._step(by)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ticks that move with the frames, fading to the ends, and a mark in the middle."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = self.hasFocus() or self._x is not None
        painter.setPen(QColor(tokens.accent if framed else tokens.line))
        painter.setBrush(QColor(tokens.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        middle = self.width() / 2
        ink = QColor(tokens.text_quiet if self.isEnabled() else tokens.text_disabled)
        shift = self._frame * _PX_PER_FRAME % _TICK
        for n in range(-int(middle) // _TICK, int(middle) // _TICK + 2):
            x = round(middle + n * _TICK + shift)
            if 3 <= x <= self.width() - 4:
                ink.setAlphaF(max(1.0 - abs(x - middle) / middle, 0.12))
                painter.fillRect(QRectF(x, 7, 1, self.height() - 14), ink)
        accent = QColor(tokens.accent if self.isEnabled() else tokens.text_disabled)
        painter.fillRect(QRectF(QPointF(round(middle) - 1, 4), QPointF(round(middle) + 1, 20)), accent)
        painter.end()

    def _step(self, by: int) -> None:
        if by:
            self._sum += by
            self._soon.put(None)

    def _on_summed(self) -> None:
        by, self._sum = self._sum, 0
        if by:
            self.step_wanted.emit(by)


def _px_per_frame(keys: Qt.KeyboardModifier) -> float:
    if keys & Qt.KeyboardModifier.ShiftModifier:
        return _PX_PER_FRAME * _FINER
    if keys & Qt.KeyboardModifier.ControlModifier:
        return _PX_PER_FRAME / _COARSER
    return _PX_PER_FRAME
