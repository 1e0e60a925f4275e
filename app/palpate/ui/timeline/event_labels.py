"""The names of events beside their lines: whole where there is room on either side, cut where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from palpate.model.event import Event
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import EVENTS, HEAD, NAMES, RULER, Place, small

_PAD = 4.0
_LEAST = 24.0  # px; less would show no more than a letter


@dataclass(frozen=True, slots=True)
class EventLabel:
    """Where an event's line and name lie on the viewport; nothing is written where there is no room."""

    event: Event
    x: float
    box: QRectF
    text: str


def event_labels(events: Sequence[Event], axis: TimeAxis, place: Place, font: QFont) -> list[EventLabel]:
    """Lay the names out, right of their lines, or left where only that has room for all of one."""
    metrics = QFontMetricsF(small(font))
    ordered = sorted(events, key=lambda event: event.frame)
    lines = [NAMES + axis.centre_of(event.frame) for event in ordered]
    ends = [*lines[1:], float(place.width)]
    labels: list[EventLabel] = []
    taken = float(NAMES)
    for event, x, end in zip(ordered, lines, ends, strict=False):  # without an event one end is left
        name = event.name.replace("_", " ")
        width = metrics.horizontalAdvance(name) + 1.0
        right, left = min(end, place.width) - x - 2 * _PAD, min(x, place.width) - taken - 2 * _PAD
        on_left = width > right and (width <= left or left > right)
        room = min(max(left if on_left else right, 0.0), width)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) if room >= _LEAST else ""
        if room >= width:
            text = name
        start = x - _PAD - room if on_left else x + _PAD
        labels.append(EventLabel(event, x, QRectF(start, RULER, room if text else 0.0, EVENTS), text))
        taken = x if on_left or not text else start + room
    return labels


def draw_events(painter: QPainter, labels: Sequence[EventLabel], font: QFont) -> None:
    """Draw the names of events, and a line beside each."""
    tokens = current()
    painter.setFont(small(font))
    for label in labels:
        painter.fillRect(QRectF(label.x - 0.5, RULER, 1, HEAD - RULER), QColor(tokens.text_quiet))
        painter.setPen(QColor(tokens.text))
        painter.drawText(label.box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, label.text)


def draw_event_lines(painter: QPainter, labels: Sequence[EventLabel], box: QRect, place: Place) -> None:
    """Draw the line of each event that falls on a box of the viewport on through all rows."""
    line = QColor(current().text_quiet)
    line.setAlpha(110)
    for label in labels:
        if box.left() - 1 <= label.x <= box.right() + 1:
            painter.fillRect(QRectF(label.x - 0.5, HEAD, 1, place.height - HEAD), line)


def event_at(labels: Sequence[EventLabel], at: QPointF) -> Event | None:
    """Return the event whose name lies under a place of the viewport."""
    return next((label.event for label in labels if label.box.contains(at)), None)
