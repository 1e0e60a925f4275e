"""A plate from near: the exact place in a cross-hair ring, its neighbours faint."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.session.guidelines.plates import Sight
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens

PicturesOf = Callable[[Sight, float, bool], "QImage | None"]
"""Return a print by sight, device px per unit, and whether the theme is dark."""

_RING = 10.0
_TICK = (5.0, 17.0)  # px from the middle, which stays free
_DOT = 1.25
_NEIGHBOUR = 3.0
_REACH = 9.0  # px around a neighbour in which its name is told
_MARGIN = 8.0
_PAD = 4.0
_ROUND_MM = (200, 100, 50, 20, 10, 5, 2)


class Framing:
    """Which part of a plate a view shows, in px of the view.

    What room is left over beside the surroundings of the target shows more of the plate.

    Parameters
    ----------
    cut
        How much larger than wholly in sight the surroundings may be, so that a flat view is filled.

    Attributes
    ----------
    scale
        Px per unit of the plate.
    box
        The whole plate.
    """

    def __init__(self, sight: Sight, width: float, height: float, *, cut: float = 1.0) -> None:
        across, down = sight.plate.size
        left, top, wide, high = sight.target.zoom
        ratios = width / (wide * across), height / (high * down)
        self.scale = min(max(ratios), cut * min(ratios))
        size = across * self.scale, down * self.scale
        middle = [(left + wide / 2) * size[0], (top + high / 2) * size[1]]
        for axis, ratio in enumerate(ratios):
            if ratio < self.scale:  # the target is what must be seen, from all sides
                middle[axis] = sight.target.at[axis] * size[axis]
        self.box = QRectF(_begin(width, size[0], middle[0]), _begin(height, size[1], middle[1]), *size)

    def place(self, at: tuple[float, float]) -> QPointF:
        """Return where a place of the plate is in the view."""
        return QPointF(self.box.x() + at[0] * self.box.width(), self.box.y() + at[1] * self.box.height())


class PlateView(QWidget):
    """Shows one sight; pixels are asked for when it is painted, and it waits for those not there.

    Parameters
    ----------
    pictures
        Where prints come from.
    cut
        See `Framing`.

    Signals
    -------
    resized
        It has another size, so other prints are needed.
    """

    resized = Signal()

    def __init__(self, pictures: PicturesOf, parent: QWidget, *, cut: float = 1.0) -> None:
        super().__init__(parent)
        self._pictures, self._cut = pictures, cut
        self._sight: Sight | None = None
        self._called: dict[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 96)

    @property
    def sight(self) -> Sight | None:
        """What is shown."""
        return self._sight

    @property
    def marked(self) -> bool:
        """Whether the exact place is marked."""
        return True

    @property
    def framing(self) -> Framing | None:
        """Where it is shown."""
        if self._sight is None:
            return None
        return Framing(self._sight, self.width(), self.height(), cut=self._cut)

    def show_sight(self, sight: Sight | None, called: dict[str, str]) -> None:
        """Show a keypoint.

        Parameters
        ----------
        called
            What people call its neighbours.
        """
        if (sight, called) == (self._sight, self._called):
            return
        self._sight, self._called = sight, called
        self.setAccessibleName("" if sight is None else sight.title)
        self.update()

    def name_at(self, pointer: QPointF) -> str:
        """Return what the neighbour at a place of the view is called; empty where there is none."""
        framing = self.framing
        if self._sight is None or framing is None:
            return ""
        for name, at in self._sight.target.neighbours.items():
            if (framing.place(at) - pointer).manhattanLength() <= _REACH:
                return self._called.get(name, name)
        return ""

    def sizeHint(self) -> QSize:
        """Wide rather than high."""
        return QSize(320, 240)

    def event(self, event: QEvent) -> bool:
        """Tell the name of the neighbour under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.name_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for other prints."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plate, and upon it the marks."""
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.raised if tokens.name == "light" else tokens.canvas))
        framing = self.framing
        if self._sight is not None and framing is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._draw_plate(painter, self._sight, framing, dark=tokens.name == "dark")
            self._draw_neighbours(painter, self._sight, framing, tokens)
            if self.marked:
                _draw_target(painter, framing.place(self._sight.target.at), tokens)
            _draw_bar(painter, self._sight, framing, self.rect().toRectF(), tokens)
        painter.end()

    def _draw_plate(self, painter: QPainter, sight: Sight, framing: Framing, *, dark: bool) -> None:
        print_ = self._pictures(sight, framing.scale * self.devicePixelRatioF(), dark)
        if print_ is None:
            return
        painter.save()
        painter.translate(framing.box.topLeft())
        if sight.target.mirrored:
            painter.translate(framing.box.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(QRectF(QPointF(0, 0), framing.box.size()), print_)
        painter.restore()

    def _draw_neighbours(self, painter: QPainter, sight: Sight, framing: Framing, tokens: Tokens) -> None:
        ink = QColor(tokens.accent)
        ink.setAlphaF(0.55)
        painter.setPen(QPen(QColor(tokens.panel), 1))
        painter.setBrush(ink)
        for at in sight.target.neighbours.values():
            painter.drawEllipse(framing.place(at), _NEIGHBOUR, _NEIGHBOUR)


def _begin(room: float, size: float, middle: float) -> float:
    """Return where a plate begins in a view, so that its middle is in sight and no room is wasted."""
    if size <= room:
        return (room - size) / 2
    return min(max(room / 2 - middle, room - size), 0.0)


def _draw_target(painter: QPainter, place: QPointF, tokens: Tokens) -> None:
    """Draw ring and ticks on a halo that parts them from any line beneath; the place itself stays open."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    halo = QColor(tokens.canvas if tokens.name == "dark" else tokens.raised)
    halo.setAlphaF(0.85)
    for pen in (QPen(halo, 5), QPen(QColor(tokens.accent), 2)):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(place, _RING, _RING)
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(place + QPointF(x, y) * _TICK[0], place + QPointF(x, y) * _TICK[1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawEllipse(place, _DOT, _DOT)


def draw_words(painter: QPainter, words: str, middle: QPointF, ink: str) -> None:
    """Draw a line of words on a ground of its own, so that nothing beneath runs into it.

    Parameters
    ----------
    middle
        Of the ground, px of the view.
    """
    metrics = painter.fontMetrics()
    size = QSizeF(metrics.horizontalAdvance(words) + 2 * _PAD, metrics.height() + 2)
    ground = QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)
    _draw_ground(painter, ground)
    painter.setPen(QColor(ink))
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), words)


def _draw_bar(painter: QPainter, sight: Sight, framing: Framing, view: QRectF, tokens: Tokens) -> None:
    """Draw a bar of a round length in the lower right corner, where the plate is to scale."""
    if sight.plate.width_mm is None:
        return
    px_per_mm = framing.box.width() / sight.plate.width_mm
    length = next((mm for mm in _ROUND_MM if mm * px_per_mm <= view.width() / 4), 0)
    if not length:
        return
    right, y = view.right() - _MARGIN, view.bottom() - _MARGIN
    words, metrics, wide = f"{length} mm", painter.fontMetrics(), length * px_per_mm
    across = max(wide, metrics.horizontalAdvance(words))
    said = QRectF(right - across, y - 4 - metrics.height(), across, metrics.height())
    _draw_ground(painter, said.adjusted(-_PAD, -1, _PAD, 4 + _PAD))
    painter.setPen(QPen(QColor(tokens.text_quiet), 2))
    painter.drawLine(QPointF(right - wide, y), QPointF(right, y))
    painter.drawText(said, int(Qt.AlignmentFlag.AlignRight), words)


def _draw_ground(painter: QPainter, ground: QRectF) -> None:
    tokens = current()
    paper = QColor(tokens.canvas if tokens.name == "dark" else tokens.raised)
    paper.setAlphaF(0.92)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.drawRoundedRect(ground, 3, 3)
