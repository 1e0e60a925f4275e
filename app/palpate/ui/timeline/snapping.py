"""A press on the strip of marks means the mark beside it: in a long clip a frame is less than a px wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import MARKS_END, NAMES, RULER
from palpate.ui.timeline.event_labels import EventLabel, event_at
from palpate.ui.timeline.state import Marks

_NEAR = 5.0  # px


def snapped(at: QPointF, axis: TimeAxis, marks: Marks, labels: Sequence[EventLabel]) -> float:
    """Return the place in time that a press means, px from the end of the names on.

    Parameters
    ----------
    at
        Of the press, px of the viewport.
    labels
        The names of events; a press on one means its event.
    """
    x = at.x() - NAMES
    if not RULER <= at.y() < MARKS_END:
        return x
    named = event_at(labels, at)
    if named is not None:
        return axis.centre_of(named.frame)
    places = [axis.centre_of(frame) for frame in marks.frames]
    nearest = min(places, key=lambda place: abs(place - x), default=x)
    return nearest if abs(nearest - x) <= _NEAR else x
