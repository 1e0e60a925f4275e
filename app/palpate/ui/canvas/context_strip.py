"""A strip of small pictures at the edge of the canvas: one keypoint in the frames around."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from palpate.model.arrays import Pixels
from palpate.model.picture import Part, Picture
from palpate.session.frames.enhancing import Lens
from palpate.ui.canvas.background import wrapped
from palpate.ui.canvas.loupe import closer
from palpate.ui.canvas.sprites import ring
from palpate.ui.theme.apply import current, number_font

_GAP, _EDGE, _CLEAR = 6, 12, 24
_LEAST, _USUAL, _WIDE = 48, 96, 128
_WIDE_FROM_PX = 1500
_RING_PX = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """One frame of the strip.

    Attributes
    ----------
    title
        How far away the frame is.
    words
        What the position is, or why there is no picture.
    sentence
        The same for a tooltip.
    part
        Some of the frame; None until it has come.
    centre
        Image px in the middle of the tile.
    zoom
        Device px per image px across and down.
    ringed
        Colour of a ring around the position; empty for none.
    here
        Whether it is the frame in hand.
    lens
        What it is looked at through; None if it is shown as it is stored.
    picture
        What else is at hand of the frame, from which a lens knows its brightness.
    """

    frame: int
    title: str
    words: str
    sentence: str
    part: Part | None = None
    centre: tuple[float, float] = (0.0, 0.0)
    zoom: tuple[float, float] = (1.0, 1.0)
    ringed: str = ""
    here: bool = False
    lens: Lens | None = None
    picture: Picture | None = None
    _kept: list[tuple[str, QImage]] = field(default_factory=list, repr=False)

    def looks_like(self, other: Tile) -> bool:
        """Tell whether another tile shows the same, of one and the same array of pixels."""
        if self.part is not other.part or self.lens is not other.lens:
            return False
        return self._said == other._said

    @property
    def _said(self) -> tuple[object, ...]:
        placed = (self.centre, self.zoom, self.ringed, self.here)
        return (self.frame, self.title, self.words, self.sentence, *placed)


class ContextStrip(QWidget):
    """Shows tiles in the bottom right corner of the widget that it lies on, or in the top right one.

    A click goes to a frame.

    Signals
    -------
    frame_wanted
        (frame) its tile was clicked.
    foot_changed
        (width, height) logical px in the bottom right corner that it takes now, 0 while it is away.
    """

    frame_wanted = Signal(int)
    foot_changed = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._tiles: tuple[Tile, ...] = ()
        self._foot = (0, 0)
        self._spot: QPointF | None = None
        # Not opaque: where an opaque child lies, the picture below is drawn span by span.
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("The active keypoint in the frames around"))
        self.hide()
        parent.installEventFilter(self)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown."""
        return self._tiles

    @property
    def side(self) -> int:
        """Width and height of a picture, logical px, for five of them on this canvas."""
        width = self._canvas.width()
        usual = _WIDE if width >= _WIDE_FROM_PX else _USUAL
        return max(min(usual, (width - 2 * _EDGE - 6 * _GAP) // 5), _LEAST)

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        """Show these; none hide the strip."""
        alike = len(tiles) == len(self._tiles) and all(map(Tile.looks_like, tiles, self._tiles))
        if alike and self.isVisible() == bool(tiles):
            return
        for tile in tiles:
            for known in self._tiles:
                if tile.looks_like(known):
                    tile._kept[:] = known._kept
        self._tiles = tiles
        self.setAccessibleDescription("; ".join(tile.sentence for tile in tiles))
        self.setVisible(bool(tiles))
        self._place()
        self.update()

    def keep_off(self, spot: QPointF | None) -> None:
        """Leave a place of the widget below free, logical px: go to the other edge if it would be covered."""
        if spot != self._spot:
            self._spot = spot
            self._place()

    def area_of(self, index: int) -> QRect:
        """Return where a tile's picture is, logical px."""
        side = self.side
        return QRect(_GAP + index * (side + _GAP), _GAP, side, side)

    def sizeHint(self) -> QSize:
        """Ask for as much as the tiles take."""
        side, count = self.side, max(len(self._tiles), 1)
        return QSize(count * (side + _GAP) + _GAP, side + self.fontMetrics().height() + 2 * _GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Say of each tile what it shows."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tile = self._tile_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tile.sentence if tile is not None else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep presses from the canvas below."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to a frame."""
        tile = self._tile_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and tile is not None and tile.frame >= 0:
            self.frame_wanted.emit(tile.frame)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tiles on a quiet ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().window))
        painter.setPen(QColor(current().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for index, tile in enumerate(self._tiles):
            self._draw(painter, tile, self.area_of(index))
        painter.end()

    def _draw(self, painter: QPainter, tile: Tile, area: QRect) -> None:
        tokens = current()
        painter.drawImage(area.topLeft(), self._picture(tile, area.width()))
        painter.setPen(QPen(QColor(tokens.accent if tile.here else tokens.line), 2.0 if tile.here else 1.0))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.setFont(number_font(self.font()))
        line = painter.fontMetrics().height()
        row = QRect(area.left(), area.bottom() + 2, area.width(), line)
        painter.setPen(QColor(tokens.text))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, tile.title)
        row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(tile.title) + _GAP)
        painter.setPen(QColor(tokens.text_quiet))
        painter.setFont(self.font())
        words = painter.fontMetrics().elidedText(tile.words, Qt.TextElideMode.ElideRight, row.width())
        painter.drawText(row, Qt.AlignmentFlag.AlignRight, words)

    def _picture(self, tile: Tile, side: int) -> QImage:
        """Return a tile's picture; drawn once."""
        ratio = self.devicePixelRatioF()
        extent = round(side * ratio)
        kept, theme = tile._kept, current().name
        if not kept or kept[0][0] != theme or kept[0][1].width() != extent:
            kept[:] = [(theme, drawn(tile, extent, ratio))]
            kept[0][1].setDevicePixelRatio(ratio)
        return kept[0][1]

    def _place(self) -> None:
        size, room = self.sizeHint(), self._canvas.size()
        left = max(room.width() - _EDGE - size.width(), 0)
        top = max(room.height() - _EDGE - size.height(), 0)
        low = QRect(left, top, min(size.width(), room.width()), size.height())
        at_top = self._spot is not None and _around(low).contains(self._spot)
        self.setGeometry(low.translated(0, _EDGE - top) if at_top else low)
        stands = self._tiles and not at_top
        foot = (size.width() + _EDGE, size.height() + _EDGE) if stands else (0, 0)
        if foot != self._foot:
            self._foot = foot
            self.foot_changed.emit(*foot)

    def _tile_at(self, spot: QPointF) -> Tile | None:
        for index, tile in enumerate(self._tiles):
            area = self.area_of(index).adjusted(-_GAP // 2, -_GAP, _GAP // 2, self.height())
            if area.contains(spot.toPoint()):
                return tile
        return None


def _around(area: QRect) -> QRectF:
    return QRectF(area).adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)


def drawn(tile: Tile, extent: int, unit: float) -> QImage:
    """Return what a tile shows, ``extent`` device px wide and high; pixels as squares, not smoothed."""
    image = QImage(extent, extent, QImage.Format.Format_RGB32)
    image.fill(QColor(current().canvas))
    if tile.part is None:
        return image
    (x, y), (across, down), part = tile.centre, tile.zoom, tile.part
    height, width = part.pixels.shape[:2]
    across, down = across / part.scale, down / part.scale
    target = QRectF(
        extent / 2.0 + (part.left - x * part.scale) * across,
        extent / 2.0 + (part.top - y * part.scale) * down,
        width * across,
        height * down,
    )
    source = wrapped(_seen(tile, part))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, part.scale < 1.0)
    painter.drawImage(target, source)
    if tile.ringed:
        mark = ring(_RING_PX * unit, unit, tile.ringed, ticks=False)
        painter.drawImage(extent // 2 - mark.width() // 2, extent // 2 - mark.height() // 2, mark)
    painter.end()
    return image


def _seen(tile: Tile, part: Part) -> Pixels:
    """Return the pixels of a part as they are to be shown; they must outlive what is drawn of them."""
    if tile.lens is None or tile.picture is None:
        return part.pixels
    shown = np.empty(part.pixels.shape, np.uint8)
    corner, step = (part.left / part.scale, part.top / part.scale), (1.0 / part.scale, 1.0 / part.scale)
    tile.lens.seen(closer(tile.picture, part)).show(part.pixels, shown, corner=corner, step=step)
    return shown
