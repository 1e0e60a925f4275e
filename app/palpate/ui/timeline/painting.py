"""Painting the timeline from three kept pictures: head, names and rows; what moves is drawn over them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from palpate.session.selection import Focus
from palpate.ui.theme.apply import current
from palpate.ui.timeline import drawing
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES, OVERVIEW, Place
from palpate.ui.timeline.event_labels import EventLabel, draw_event_lines, draw_events, event_labels
from palpate.ui.timeline.found_marks import draw_found, draw_suggested
from palpate.ui.timeline.kept import KeptRows, Sight
from palpate.ui.timeline.overview import Overview
from palpate.ui.timeline.overview_strip import overview_image
from palpate.ui.timeline.range_band import draw_range, draw_range_in_lanes
from palpate.ui.timeline.rows import Row, visible_rows
from palpate.ui.timeline.state import TimelineState
from palpate.ui.timeline.telling import Teller


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where on the viewport."""

    axis: TimeAxis
    place: Place
    rows: list[Row]
    unfolded: frozenset[str]
    font: QFont
    ratio: float


class LanesPainter:
    """Keeps pictures as long as they hold."""

    def __init__(self, state: TimelineState, teller: Teller, overview: Overview) -> None:
        self.overview = overview
        self.rows = KeptRows(state)
        self._state = state
        self._teller = teller
        self._names: tuple[tuple[object, ...], QPixmap] | None = None
        self._head: tuple[tuple[object, ...], QPixmap] | None = None
        self._strip: tuple[tuple[object, ...], QPixmap] | None = None
        self._labels: list[EventLabel] = []

    def forget(self) -> None:
        """Draw everything anew at the next paint."""
        self._names = self._head = self._strip = None
        self.rows.forget()

    def forget_marks(self) -> None:
        """Draw the head anew at the next paint."""
        self._head = None

    def labels(self, layout: Layout) -> list[EventLabel]:
        """Return where the names of events stand."""
        self._head_of(layout)
        return self._labels

    def paint(self, painter: QPainter, box: QRect, layout: Layout, focus: Focus) -> None:
        """Paint a part of the viewport."""
        place, ratio = layout.place, layout.ratio
        active = (focus.instance, focus.keypoint)
        _copy(painter, self._head_of(layout), QRect(0, 0, place.width, HEAD), box, ratio)
        strip = QRect(NAMES, MARKS_END, max(place.width - NAMES, 0), OVERVIEW - 1)
        _copy(painter, self._strip_of(layout), strip, box, ratio)
        names = QRect(0, HEAD, NAMES, place.height - HEAD)
        _copy(painter, self._names_of(layout, active), names, box, ratio)
        lanes = place.lanes.toRect()
        sight = Sight(layout.axis, place, active, ratio)
        _copy(painter, self.rows.look(layout.rows, sight), lanes, box, ratio)
        if self._state.clip is None:
            return
        painter.save()
        painter.setClipRect(lanes)
        draw_event_lines(painter, self._labels, box, place)
        drawing.draw_lane_notes(painter, self._state.marks, layout.axis, place, _in_sight(layout))
        draw_range_in_lanes(painter, layout.axis, place, layout.rows, focus)
        painter.restore()
        draw_range(painter, layout.axis, place, focus.chosen_frames, loops=focus.loops)
        drawing.draw_playhead(painter, layout.axis, place, focus.frame)

    def _head_of(self, layout: Layout) -> QPixmap:
        place, axis = layout.place, layout.axis
        key = (axis, place.width, layout.font.key(), layout.ratio, current().name)
        if self._head is None or self._head[0] != key:
            self._labels = event_labels(self._state.marks.events, axis, place, layout.font)
            self._head = key, self._drawn_head(layout)
        return self._head[1]

    def _strip_of(self, layout: Layout) -> QPixmap:
        """Return the strip of the whole clip; some columns of a few px of height are drawn at once."""
        overview, axis = self.overview, layout.axis
        key = (axis, layout.place.width, layout.ratio, current().name, overview.turn)
        if self._strip is None or self._strip[0] != key:
            columns = Columns.of(axis, layout.ratio)
            unit = max(round(layout.ratio), 1)
            image = overview_image(overview.heat, overview.unseen, overview.anew, columns=columns, unit=unit)
            self._strip = key, QPixmap.fromImage(image)
        return self._strip[1]

    def _drawn_head(self, layout: Layout) -> QPixmap:
        place, axis, tokens = layout.place, layout.axis, current()
        pixmap = _blank(QSize(place.width, HEAD), layout.ratio)
        painter = QPainter(pixmap)
        drawing.draw_ruler(painter, axis, place, layout.font, self._teller.time_of)
        draw_found(painter, self._state.cuts, self._state.doubles, axis=axis, place=place)
        draw_suggested(painter, self._state.suggested_frames, axis=axis, place=place)
        painter.save()
        painter.setClipRect(QRectF(NAMES, drawing.RULER, place.width - NAMES, drawing.MARKS))
        drawing.draw_marks(painter, self._state.marks, axis, place)
        draw_events(painter, self._labels, layout.font)
        painter.restore()
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, HEAD - 1, place.width, HEAD - 1)
        painter.drawLine(NAMES - 1, 0, NAMES - 1, HEAD)
        self._teller.draw_corner(painter, layout.font)
        painter.end()
        return pixmap

    def _names_of(self, layout: Layout, active: tuple[str, int]) -> QPixmap:
        place = layout.place
        looks = (layout.font.key(), layout.ratio, current().name)
        key = (id(layout.rows), layout.unfolded, place.height, place.scrolled, active, *looks)
        if self._names is None or self._names[0] != key:
            self._names = key, self._drawn_names(layout, active)
        return self._names[1]

    def _drawn_names(self, layout: Layout, active: tuple[str, int]) -> QPixmap:
        place = layout.place
        pixmap = _blank(QSize(NAMES, max(place.height - HEAD, 0)), layout.ratio)
        if pixmap.isNull():  # no rows are shown below the head
            return pixmap
        painter = QPainter(pixmap)
        painter.translate(0, -HEAD)
        rows = _in_sight(layout)
        drawing.draw_names(painter, rows, place, layout.font, active=active, unfolded=layout.unfolded)
        painter.setPen(QColor(current().line))
        painter.drawLine(NAMES - 1, HEAD, NAMES - 1, place.height)
        painter.end()
        return pixmap


def _in_sight(layout: Layout) -> list[Row]:
    place = layout.place
    return visible_rows(layout.rows, place.scrolled, place.scrolled + place.height - HEAD)


def _blank(size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(current().window))
    return pixmap


def _copy(painter: QPainter, pixmap: QPixmap, whole: QRect, box: QRect, ratio: float) -> None:
    """Copy the part of a picture that falls on a box of the viewport."""
    part = whole.intersected(box)
    if not part.isEmpty():
        inside = part.translated(-whole.topLeft())
        source = QRectF(
            inside.x() * ratio, inside.y() * ratio, inside.width() * ratio, inside.height() * ratio
        )
        painter.drawPixmap(QRectF(part), pixmap, source)
