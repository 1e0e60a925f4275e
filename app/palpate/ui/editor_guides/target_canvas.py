"""Plates to point at: the whole one with what is shown from near marked on it, and that part itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from palpate.model.plate import Point
from palpate.session.guidelines.plates import Sight
from palpate.ui.editor_guides.fields import heading
from palpate.ui.theme.apply import current
from palpate.ui.widgets.plate_view import Framing, PicturesOf, PlateView, draw_words

_STEP = 1.15  # of the surroundings, per notch of the wheel
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_HINT_Y = 20.0  # px of the view: the place that is looked for may be anywhere but at its edge
_COARSE, _FINE = 2.0, 0.25  # px of the view
_GROWS = {
    Qt.Key.Key_Plus: 1 / _STEP,
    Qt.Key.Key_Equal: 1 / _STEP,
    Qt.Key.Key_Minus: _STEP,
}


class TargetCanvas(PlateView):
    """A plate on which a place is pointed at.

    Parameters
    ----------
    whole
        Whether all of the plate is in sight; otherwise the surroundings of the place are.

    Attributes
    ----------
    writable
        Whether somebody may point here.
    pointed_at
        Whether somebody has: otherwise no place is marked, and it is said what to do.

    Signals
    -------
    pointed
        (x, y) of the plate as it is shown, as fractions.
    zoomed
        (factor) The surroundings are wanted so much larger.
    """

    pointed = Signal(float, float)
    zoomed = Signal(float)

    def __init__(self, pictures: PicturesOf, parent: QWidget, *, whole: bool) -> None:
        super().__init__(pictures, parent)
        self._whole = whole
        self.writable = False
        self.pointed_at = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 180)

    @property
    def framing(self) -> Framing | None:
        """Where the plate is in the view."""
        sight = self.sight
        if sight is None:
            return None
        return framing_of(sight, self.width(), self.height(), whole=self._whole)

    @property
    def marked(self) -> bool:
        """Whether the place is marked."""
        return self.pointed_at

    @property
    def hint(self) -> str:
        """What is written over the plate; empty for nothing."""
        wanted = self.sight is not None and self.writable and not self.pointed_at
        return self.tr("Click where it is") if wanted else ""

    @property
    def scale_of(self) -> Callable[[Sight], float]:
        """How large a sight is drawn here, in device px per unit of the plate; any thread may ask it."""
        size, whole, ratio = (self.width(), self.height()), self._whole, self.devicePixelRatioF()
        return lambda sight: framing_of(sight, *size, whole=whole).scale * ratio

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._point(event.position())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held; the part from near would run away from under it."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._whole:
            self._point(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show more or less around the place."""
        notches = event.angleDelta().y() / 120
        if self.writable and notches:
            self.zoomed.emit(_STEP**-notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge with the arrows, with Shift finely; plus and minus zoom."""
        key = Qt.Key(event.key())
        if self.writable and key in _NUDGES and self.sight is not None and self.framing is not None:
            step = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _COARSE
            dx, dy = _NUDGES[key]
            at, box = self.sight.target.at, self.framing.box
            self.pointed.emit(at[0] + dx * step / box.width(), at[1] + dy * step / box.height())
        elif self.writable and key in _GROWS:
            self.zoomed.emit(_GROWS[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plate, what is shown from near, and the focus."""
        super().paintEvent(event)
        sight, framing = self.sight, self.framing
        if sight is None or framing is None:
            return
        painter = QPainter(self)
        if self._whole and self.pointed_at:
            _draw_part(painter, framing, sight, self.rect().toRectF())
        if self.hint:
            draw_words(painter, self.hint, QPointF(self.width() / 2, _HINT_Y), current().text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _point(self, pointer: QPointF) -> None:
        framing = self.framing
        if framing is None or not self.writable or framing.box.isEmpty():
            return
        x = (pointer.x() - framing.box.x()) / framing.box.width()
        y = (pointer.y() - framing.box.y()) / framing.box.height()
        if -0.02 <= x <= 1.02 and -0.02 <= y <= 1.02:
            self.pointed.emit(x, y)


def beside(views: Sequence[TargetCanvas], titles: Sequence[str]) -> QHBoxLayout:
    """Return views next to each other, each below its title."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for view, title in zip(views, titles, strict=True):
        label = heading(title, view, view)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(view, 1)
        row.addLayout(column, 1)
        view.setAccessibleName(title)
    return row


def framing_of(sight: Sight, width: float, height: float, *, whole: bool) -> Framing:
    """Return where a plate is in a view that shows all of it, or a place from near."""
    return Framing(as_whole(sight) if whole else sight, width, height)


def as_whole(sight: Sight) -> Sight:
    """Return a sight with all of its plate around the place."""
    return replace(sight, target=replace(sight.target, zoom=(0.0, 0.0, 1.0, 1.0)))


def held(at: Point) -> Point:
    """Return a place that lies on the plate."""
    return min(max(at[0], 0.0), 1.0), min(max(at[1], 0.0), 1.0)


def _draw_part(painter: QPainter, framing: Framing, sight: Sight, view: QRectF) -> None:
    left, top, width, height = sight.target.zoom
    part = QRectF(framing.place((left, top)), framing.place((left + width, top + height)))
    tokens = current()
    veil = QColor(tokens.window)
    veil.setAlphaF(0.45)
    for side in _around(view, part):
        painter.fillRect(side, veil)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.drawRect(part)


def _around(view: QRectF, part: QRectF) -> tuple[QRectF, ...]:
    return (
        QRectF(view.left(), view.top(), view.width(), part.top() - view.top()),
        QRectF(view.left(), part.bottom(), view.width(), view.bottom() - part.bottom()),
        QRectF(view.left(), part.top(), part.left() - view.left(), part.height()),
        QRectF(part.right(), part.top(), view.right() - part.right(), part.height()),
    )
