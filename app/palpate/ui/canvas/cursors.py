"""What the pointer looks like, by what a press would do."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPixmap


class CursorKind(Enum):
    """What a press would do, or does."""

    HIDDEN = auto()
    PANNING = auto()
    PAN = auto()
    PLACE = auto()
    GRAB = auto()
    MOVE = auto()
    SCALE_FALLING = auto()
    SCALE_RISING = auto()
    NOTHING = auto()


_SHAPES = {
    CursorKind.HIDDEN: Qt.CursorShape.BlankCursor,
    CursorKind.PANNING: Qt.CursorShape.ClosedHandCursor,
    CursorKind.PAN: Qt.CursorShape.OpenHandCursor,
    CursorKind.GRAB: Qt.CursorShape.PointingHandCursor,
    CursorKind.MOVE: Qt.CursorShape.SizeAllCursor,
    CursorKind.SCALE_FALLING: Qt.CursorShape.SizeFDiagCursor,
    CursorKind.SCALE_RISING: Qt.CursorShape.SizeBDiagCursor,
    CursorKind.NOTHING: Qt.CursorShape.ArrowCursor,
}
_HALF, _ARM = 13, 9


def cursor(kind: CursorKind, ratio: float) -> QCursor:
    """Return the cursor for a screen with so many device px per logical px."""
    return _cross(ratio) if kind is CursorKind.PLACE else QCursor(_SHAPES[kind])


def _cross(ratio: float) -> QCursor:
    """Return a cross whose middle is open, so that the pixel which a click takes is seen."""
    side = 2 * _HALF + 1
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for colour, width in ((QColor(0, 0, 0, 200), 3), (QColor(255, 255, 255), 1)):
        for start in (0, side - _ARM):
            painter.fillRect(start, _HALF - width // 2, _ARM, width, colour)
            painter.fillRect(_HALF - width // 2, start, width, _ARM, colour)
    painter.end()
    return QCursor(pixmap, _HALF, _HALF)
