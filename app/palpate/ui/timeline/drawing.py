"""What is drawn around the lanes: names, ruler, marks and the playhead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from palpate.model.arrays import distinct
from palpate.ui.theme.apply import current, number_font
from palpate.ui.theme.tokens import instance_colour
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.state import Marks
from palpate.ui.widgets.colours import active_field, mixed
from palpate.ui.widgets.mark_glyphs import draw_bubble

NAMES = 184
RULER = 32
EVENTS = 16
MARKS = EVENTS + 8  # events, and gold below their names
MARKS_END = RULER + MARKS
OVERVIEW = 16  # the worst of each frame, and what was looked at
HEAD = MARKS_END + OVERVIEW
FOLD = 24  # width of the place where a row is unfolded
TICK_ROOM = 88.0
_BESIDE = 8.0  # of a note's bubble from the line of a flag or an event in its frame


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows lie on the viewport, logical px: width, height, and how far they are scrolled."""

    width: int
    height: int
    scrolled: int

    @property
    def lanes(self) -> QRectF:
        """The rectangle of the lanes."""
        return QRectF(NAMES, HEAD, self.width - NAMES, self.height - HEAD)


def small(font: QFont) -> QFont:
    """Return the font of lanes and ticks."""
    smaller = number_font(font)
    smaller.setPointSizeF(max(font.pointSizeF() - 1.0, 7.0))
    return smaller


def draw_names(
    painter: QPainter,
    rows: Iterable[Row],
    place: Place,
    font: QFont,
    *,
    active: tuple[str, int],
    unfolded: Collection[str],
) -> None:
    """Draw the column of names, with a triangle before each instance."""
    tokens = current()
    painter.save()
    painter.setClipRect(QRectF(0, HEAD, NAMES, place.height - HEAD))
    painter.fillRect(QRectF(0, HEAD, NAMES, place.height - HEAD), QColor(tokens.window))
    lane_font, hairline = small(font), QColor(mixed(tokens.window, tokens.line, 0.7))
    for row in rows:
        box = QRectF(0, HEAD + row.top - place.scrolled, NAMES, row.height)
        is_active = (row.instance.id, row.keypoint) == active
        if is_active:
            painter.fillRect(box, QColor(active_field(tokens.window, tokens.accent)))
            painter.fillRect(QRectF(0, box.top(), 3, box.height()), QColor(tokens.accent))
        if row.keypoint < 0:
            _draw_instance_name(
                painter, row, box, font, row.instance.id in unfolded, row.instance.id == active[0]
            )
        else:
            painter.setFont(lane_font)
            painter.setPen(QColor(tokens.text if is_active else tokens.text_quiet))
            _draw_text(painter, box.adjusted(40, 0, -8, 0), row.label)
        painter.fillRect(QRectF(0, box.bottom() - 1, NAMES, 1), hairline)
    painter.restore()


def _draw_instance_name(
    painter: QPainter, row: Row, box: QRectF, font: QFont, unfolded: bool, active: bool
) -> None:
    tokens = current()
    middle = box.center().y()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.text_quiet))
    x = 14.0
    corners = (
        ((x - 4, -2.5), (x + 4, -2.5), (x, 3)) if unfolded else ((x - 2.5, -4), (x - 2.5, 4), (x + 3, 0))
    )
    painter.drawPolygon(QPolygonF([QPointF(a, middle + b) for a, b in corners]))
    painter.setBrush(QColor(instance_colour(row.instance.colour)))
    painter.drawRoundedRect(QRectF(FOLD + 2, middle - 5, 10, 10), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold if active else QFont.Weight.Normal)
    painter.setFont(bold)
    painter.setPen(QColor(tokens.text))
    _draw_text(painter, box.adjusted(40, 0, -8, 0), row.label)


def draw_ruler(
    painter: QPainter, axis: TimeAxis, place: Place, font: QFont, time_of: Callable[[int], str]
) -> None:
    """Draw frame numbers with their capture times, and ticks between them."""
    tokens = current()
    painter.fillRect(QRectF(0, 0, place.width, HEAD), QColor(tokens.window))
    painter.setFont(small(font))
    high = QFontMetricsF(small(font)).height()
    step = axis.tick_step(TICK_ROOM)
    minor = max(step // (5 if step % 5 == 0 else 2), 1)
    painter.save()
    painter.setClipRect(QRectF(NAMES, 0, place.width - NAMES, HEAD))
    painter.setPen(QColor(tokens.line))
    for frame in range(axis.ticks(TICK_ROOM).start, axis.ticks(TICK_ROOM).stop, minor):
        x = NAMES + axis.x_of(frame)
        length = 8 if frame % step == 0 else 4
        painter.drawLine(QPointF(x, RULER - length), QPointF(x, RULER - 1))
    for frame in axis.ticks(TICK_ROOM):
        x = NAMES + axis.x_of(frame)
        painter.drawLine(QPointF(x, 4), QPointF(x, RULER - 1))
        number = str(frame)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(x + 4, 1, TICK_ROOM, high), number)
        painter.setPen(QColor(tokens.text_quiet))
        painter.drawText(QRectF(x + 4, high - 1, TICK_ROOM, high), time_of(frame))
        painter.setPen(QColor(tokens.line))
    painter.restore()


def draw_marks(painter: QPainter, marks: Marks, axis: TimeAxis, place: Place) -> None:
    """Draw gold frames as a line of ticks below the names of events, flags as pennants, notes as bubbles."""
    tokens = current()
    painter.fillRect(
        QRectF(NAMES, RULER, place.width - NAMES, MARKS), QColor(mixed(tokens.window, tokens.panel, 0.5))
    )
    _draw_gold(painter, marks, axis)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.bad), 1.5))
    painter.setBrush(QColor(tokens.bad))
    named = set(_places_of((e.frame for e in marks.events), axis, place))
    for x in _places_of(marks.flags, axis, place):
        aside = -1.0 if named & {x - 1.0, x, x + 1.0} else 1.0  # the name of an event stands at the right
        painter.drawLine(QPointF(x, RULER + 2), QPointF(x, MARKS_END - 1))
        tip = QPointF(x + 7 * aside, RULER + 5)
        painter.drawPolygon(QPolygonF([QPointF(x, RULER + 2), tip, QPointF(x, RULER + 8)]))
    poles = {*_places_of(marks.flags, axis, place), *_places_of((e.frame for e in marks.events), axis, place)}
    for x in _places_of((pin.note.frame for pin in marks.notes), axis, place):
        beside = _BESIDE if poles & {x - 1.0, x, x + 1.0} else 0.0
        draw_bubble(painter, QPointF(x + beside, MARKS_END - 5.0), is_open=True)
    painter.restore()


def draw_lane_notes(
    painter: QPainter, marks: Marks, axis: TimeAxis, place: Place, rows: Iterable[Row]
) -> None:
    """Draw a bubble in the lane of the keypoint that a note is pinned to."""
    lanes = {(row.instance.id, row.keypoint): row for row in rows if row.keypoint >= 0}
    if not lanes:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pin in marks.notes:
        lane = lanes.get((pin.note.instance, pin.keypoint))
        if lane is not None and axis.first - 1 <= pin.note.frame <= axis.last:
            y = HEAD + lane.top - place.scrolled + lane.height / 2
            draw_bubble(painter, QPointF(NAMES + axis.centre_of(pin.note.frame), max(y, HEAD)), is_open=True)
    painter.restore()


def _places_of(frames: Iterable[int], axis: TimeAxis, place: Place) -> list[float]:
    """Return where marks stand, px of the viewport; of several on one px only one is drawn."""
    held = np.fromiter(frames, dtype=np.int64)
    x = NAMES + (held + 0.5 - axis.first) * axis.px_per_frame
    seen: list[float] = distinct(np.round(x[(x >= NAMES - 8) & (x <= place.width)])).tolist()
    return seen


def _draw_gold(painter: QPainter, marks: Marks, axis: TimeAxis) -> None:
    inside = marks.gold[(marks.gold >= axis.first - 1) & (marks.gold <= axis.last)]
    places = distinct(np.round((inside + 0.5 - axis.first) * axis.px_per_frame).astype(np.int64))
    # One rectangle per run of neighbouring px: a gold layer may hold every frame of a long clip.
    ends = np.flatnonzero(np.diff(places, append=places[-1:] + 9) > 2)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(places) else ends
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().warning))
    runs = zip(places[starts].tolist(), places[ends].tolist(), strict=True)
    painter.drawRects([QRectF(NAMES + a - 1, MARKS_END - 6, b - a + 2, 6) for a, b in runs])


def draw_playhead(painter: QPainter, axis: TimeAxis, place: Place, frame: int) -> None:
    """Draw where the work is: the whole frame where it is wide enough, a line through its middle."""
    tokens = current()
    painter.save()
    painter.setClipRect(QRectF(NAMES, 0, place.width - NAMES, place.height))
    colour = QColor(tokens.accent)
    x = NAMES + axis.centre_of(frame)
    if axis.px_per_frame >= 6.0:
        cell = QColor(colour)
        cell.setAlpha(40)
        painter.fillRect(
            QRectF(NAMES + axis.x_of(frame), RULER, axis.px_per_frame, place.height - RULER), cell
        )
    painter.fillRect(QRectF(round(x) - 1, RULER - 8, 2, place.height - RULER + 8), colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x = float(round(x))
    painter.drawPolygon(
        QPolygonF([QPointF(x - 6, RULER - 10), QPointF(x + 6, RULER - 10), QPointF(x, RULER - 2)])
    )
    painter.restore()


def playhead_strip(axis: TimeAxis, frame: int) -> tuple[int, int]:
    """Return left edge and width of what `draw_playhead` touches, px of the viewport."""
    reach = max(8.0, axis.px_per_frame / 2.0 + 2.0)
    centre = NAMES + axis.centre_of(frame)
    return int(centre - reach) - 1, int(2 * reach) + 3


def _draw_text(painter: QPainter, box: QRectF, text: str) -> None:
    said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
