"""The poses that agree least with gold side by side, small, both poses over the picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.model.arrays import Ints
from palpate.model.picture import Region
from palpate.session.judging.worst_poses import WorstPose
from palpate.ui.panels.quality.worst_figure import Figure, draw_figure, figure_of
from palpate.ui.theme.apply import current

_GAP = 8
_MOST = 240  # px of width of one
_LINES = 2

PictureAt = Callable[[WorstPose], "QImage | str | None"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A pose with what is said of it.

    Attributes
    ----------
    lines
        Two short ones, that stand below it.
    sentence
        All that is known.
    region
        What of the frame is seen.
    worst
        Which keypoint is ringed; −1 for none.
    """

    pose: WorstPose
    lines: tuple[str, str]
    sentence: str
    region: Region
    edges: Ints
    worst: int


class WorstGrid(QWidget):
    """Takes the height that it needs.

    Signals
    -------
    chosen
        (index) clicked, or Enter was pressed on it.
    """

    chosen = Signal(int)

    def __init__(self, picture_at: PictureAt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture_at = picture_at
        self._shown: tuple[Shown, ...] = ()
        self._boxes: list[QRectF] = []
        self._figures: list[Figure] = []
        self._current = 0
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Worst frames"))

    @property
    def current(self) -> int:
        """Which one the keyboard is on."""
        return self._current

    def show_poses(self, shown: Sequence[Shown]) -> None:
        """Show these."""
        self._shown = tuple(shown)
        self._current, self._hovered = 0, -1
        self._set()

    def box_of(self, index: int) -> QRectF:
        """Return where one stands."""
        return self._boxes[index]

    def at(self, place: QPointF) -> int:
        """Return which one is at a place; −1 if none is."""
        return next((n for n, box in enumerate(self._boxes) if box.contains(place)), -1)

    # ---- setting ---------------------------------------------------------------------------------------

    def _set(self) -> None:
        """Work out where everything stands."""
        columns = max(2, -(-(self.width() + _GAP) // (_MOST + _GAP)))
        side = (self.width() - (columns - 1) * _GAP) / columns
        high = side + _LINES * self.fontMetrics().lineSpacing() + _GAP
        self._boxes, self._figures = [], []
        for n, one in enumerate(self._shown):
            row, column = divmod(n, columns)
            box = QRectF(column * (side + _GAP), row * (high + _GAP), side, high)
            self._boxes.append(box)
            room = QRectF(box.left(), box.top(), side, side)
            self._figures.append(figure_of(one.pose, one.edges, one.worst, one.region, room))
        rows = -(-len(self._shown) // columns)
        self.setFixedHeight(math.ceil(rows * (high + _GAP)) or 1)
        self._describe()
        self.update()

    def _describe(self) -> None:
        said = self._shown[self._current].sentence if self._shown else ""
        self.setAccessibleDescription(said)

    # ---- Qt --------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set them anew in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw those that are in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for n, box in enumerate(self._boxes):
            if box.intersects(QRectF(event.rect())):
                self._paint(painter, n)
        painter.end()

    def _paint(self, painter: QPainter, n: int) -> None:
        one, box, figure, tokens = self._shown[n], self._boxes[n], self._figures[n], current()
        square = QRectF(box.left(), box.top(), box.width(), box.width())
        painter.fillRect(square, QColor(tokens.canvas))
        found = self._picture_at(one.pose)
        painter.save()
        painter.setClipRect(square)
        if isinstance(found, QImage):
            painter.drawImage(figure.picture, found)
        draw_figure(painter, figure)
        painter.restore()
        if not isinstance(found, QImage):
            self._say(painter, square, found or self.tr("on its way"))
        self._caption(painter, one, box)
        if n == self._hovered or (n == self._current and self.hasFocus()):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2.0))
            painter.drawRect(square.adjusted(1, 1, -1, -1))

    def _say(self, painter: QPainter, square: QRectF, words: str) -> None:
        """Say in a corner of a picture why it is not there."""
        tokens = current()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        room = square.adjusted(6, 6, -6, -6)
        place = painter.boundingRect(room, int(flags), words)
        painter.fillRect(place.adjusted(-3, -2, 3, 2), QColor(tokens.panel))
        painter.setPen(QColor(tokens.text_quiet))
        painter.drawText(room, int(flags), words)

    def _caption(self, painter: QPainter, one: Shown, box: QRectF) -> None:
        tokens, metrics = current(), self.fontMetrics()
        top = box.top() + box.width() + 2.0
        for line, ink in zip(one.lines, (tokens.text, tokens.text_quiet), strict=True):
            painter.setPen(QColor(ink))
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(QRectF(box.left(), top, box.width(), metrics.lineSpacing()), 0, shown)
            top += metrics.lineSpacing()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which one a click would go to."""
        self._hover(self.at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the one that was clicked."""
        at = self.at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._turn_to(at)
            self.chosen.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        """None is meant any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrows; Enter goes there."""
        columns = int(np.searchsorted([box.top() for box in self._boxes], 0.5)) or 1
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._shown:
            self._turn_to(min(max(self._current + step, 0), len(self._shown) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._shown:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip all that is known of one."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._shown[at].sentence if at >= 0 else "", self)
            return True
        return super().event(event)

    def _turn_to(self, index: int) -> None:
        self._current = index
        self._describe()
        self.update()

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()
