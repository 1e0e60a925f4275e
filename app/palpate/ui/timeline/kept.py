"""The picture of the rows, kept: of what scrolls, only the strip that comes into sight is drawn anew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from palpate.session.frames.renewals import Window, hull
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.columns import Columns, left_of
from palpate.ui.timeline.drawing import TICK_ROOM, Place
from palpate.ui.timeline.raster import picture, sheet_of
from palpate.ui.timeline.rows import Row, visible_rows
from palpate.ui.timeline.state import TimelineState

_MARGIN = 24  # logical px; farther apart, two keyframes know nothing of each other


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at.

    Attributes
    ----------
    axis
        On device px, see `TimeAxis.on_pixels`.
    active
        Instance id and keypoint that are being worked on.
    ratio
        Device px per logical px.
    """

    axis: TimeAxis
    place: Place
    active: tuple[str, int]
    ratio: float

    @property
    def left(self) -> int:
        """Number of the column at the left edge."""
        return left_of(self.axis, self.ratio)

    @property
    def top(self) -> int:
        """Device px that are scrolled away above."""
        return round(self.place.scrolled * self.ratio)

    @property
    def size(self) -> QSize:
        """Of the rows' part of the viewport, device px."""
        lanes = self.place.lanes.size() * self.ratio
        return QSize(max(round(lanes.width()), 0), max(round(lanes.height()), 0))

    def scrolls_to(self, other: Sight) -> bool:
        """Whether another one is a matter of scrolling, and perhaps of another active row."""
        same_zoom = self.axis.px_per_frame == other.axis.px_per_frame and self.ratio == other.ratio
        return same_zoom and self.size == other.size


class KeptRows:
    """The rows of a timeline as one picture, made to follow what is looked at."""

    def __init__(self, state: TimelineState) -> None:
        self._state = state
        self._pixmap = QPixmap()
        self._seen: Sight | None = None
        self._rows: list[Row] = []
        self._theme = ""
        self._stale: dict[str, Window | None] = {}
        self.drawn_px = 0  # device px that the last look cost

    def forget(self, stale: Mapping[str, Window | None] | None = None) -> None:
        """Draw rows anew when they are looked at next; everything for None.

        Parameters
        ----------
        stale
            Frames by instance, None for all of them.
        """
        if stale is None:
            self._seen = None
            return
        for instance, window in stale.items():
            before = self._stale.get(instance, window)
            self._stale[instance] = hull([before, window]) if before and window else None

    def look(self, rows: list[Row], sight: Sight) -> QPixmap:
        """Return the picture of what is looked at, device px with a ratio of 1."""
        known, theme = self._seen, current().name
        if known is not None and known.scrolls_to(sight) and rows is self._rows and theme == self._theme:
            region = self._scrolled(known, sight)
            for row in rows:
                if self._changed_hands(row, known, sight):
                    region += self._rect_of(row, sight)
                elif row.instance.id in self._stale:
                    region += self._part_of(row, sight, self._stale[row.instance.id])
        else:
            self._pixmap = QPixmap(sight.size)
            region = QRegion(self._pixmap.rect())
        self._seen, self._rows, self._theme = sight, rows, theme
        self._stale.clear()
        self._draw(region.intersected(self._pixmap.rect()), sight)
        return self._pixmap

    def _scrolled(self, known: Sight, sight: Sight) -> QRegion:
        """Move the picture and return what came into sight."""
        dx, dy = known.left - sight.left, known.top - sight.top
        box = self._pixmap.rect()
        if not dx and not dy:
            return QRegion()
        if abs(dx) >= box.width() or abs(dy) >= box.height():
            return QRegion(box)
        self._pixmap.scroll(dx, dy, box)
        return QRegion(box) - QRegion(box.translated(dx, dy))

    @staticmethod
    def _changed_hands(row: Row, known: Sight, sight: Sight) -> bool:
        place = (row.instance.id, row.keypoint)
        return known.active != sight.active and place in (known.active, sight.active)

    def _rect_of(self, row: Row, sight: Sight) -> QRect:
        top, bottom = (round(y * sight.ratio) - sight.top for y in (row.top, row.bottom))
        return QRect(0, top, self._pixmap.width(), bottom - top)

    def _part_of(self, row: Row, sight: Sight, window: Window | None) -> QRect:
        whole = self._rect_of(row, sight)
        if window is None:
            return whole
        first, stop = window
        scale, margin = sight.axis.px_per_frame * sight.ratio, 2 * _MARGIN * sight.ratio
        # One frame more: where absence begins is seen by the frame before.
        left = math.floor(first * scale - margin) - sight.left
        right = math.ceil((stop + 1) * scale + margin) - sight.left
        return whole.intersected(QRect(left, whole.top(), right - left, whole.height()))

    def _draw(self, region: QRegion, sight: Sight) -> None:
        self.drawn_px = 0
        if region.isEmpty():
            return
        painter = QPainter(self._pixmap)
        # PySide hands out a copy of each rectangle; one of many thin ones is not worth the calls.
        boxes = list(region)  # type: ignore[call-overload]
        for box in boxes:
            painter.fillRect(box, QColor(current().panel))
            self._draw_box(painter, box, sight)
            self.drawn_px += box.width() * box.height()
        painter.end()

    def _draw_box(self, painter: QPainter, box: QRect, sight: Sight) -> None:
        ratio, top = sight.ratio, sight.top + box.top()
        rows = visible_rows(self._rows, top / ratio, (top + box.height()) / ratio)
        if not rows or self._state.clip is None:
            return
        margin = round(_MARGIN * ratio)
        left, width = sight.left + box.left() - margin, box.width() + 2 * margin
        columns = Columns.numbered(sight.axis, ratio, left, width)
        sheet = sheet_of(self._state, rows, sight.active, sight.axis.ticks(TICK_ROOM))
        image = picture(sheet, columns, ratio)
        above = top - round(rows[0].top * ratio)
        source = QRect(margin, max(above, 0), box.width(), min(box.height(), image.height() - max(above, 0)))
        painter.drawImage(QPoint(box.left(), box.top() - min(above, 0)), image, source)
