"""The mouse on the ruler: going through frames, and choosing a range of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.newest import Newest
from palpate.ui.timeline.range_band import Range, end_at


class RulerHand(QObject):
    """One drag at a time; places are px of the axis.

    Signals
    -------
    frame_wanted
        (frame) newest place of a drag.
    range_wanted
        (first and last frame, or None) newest state of a drag that chooses.
    """

    frame_wanted = Signal(int)
    range_wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._scrubs = False
        self._fixed: int | None = None
        self._frame = Newest(self)
        self._frame.wanted.connect(self.frame_wanted.emit)
        self._range = Newest(self)
        self._range.wanted.connect(self.range_wanted.emit)

    def scrub(self, axis: TimeAxis, x: float) -> None:
        """Go through the frames from here."""
        self._scrubs = True
        self.move(axis, x)

    def choose(self, axis: TimeAxis, x: float) -> None:
        """Choose frames from here."""
        self._fixed = axis.frame_at(x)

    def take_end(self, chosen: Range | None, axis: TimeAxis, x: float) -> bool:
        """Take hold of an end of the range, if one lies here."""
        end = end_at(chosen, axis, x)
        if chosen is None or end is None:
            return False
        self._fixed = chosen[1 - end]
        return True

    def clear(self) -> None:
        """Choose nothing."""
        self._range.put(None)

    def move(self, axis: TimeAxis, x: float) -> None:
        """Go on with what was begun."""
        frame = axis.frame_at(x)
        if self._fixed is not None:
            self._range.put((min(self._fixed, frame), max(self._fixed, frame)))
        elif self._scrubs:
            self._frame.put(frame)

    def release(self) -> None:
        """End it."""
        self._scrubs, self._fixed = False, None

    def over_end(self, chosen: Range | None, axis: TimeAxis, x: float) -> bool:
        """Tell whether a press here would move, or a drag moves, an end of the range."""
        return self._fixed is not None or (not self._scrubs and end_at(chosen, axis, x) is not None)
