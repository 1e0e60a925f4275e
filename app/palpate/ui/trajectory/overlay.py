"""What lies behind the curves of a plot: how sure the active one is, and its ways by other methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from palpate.model.arrays import Floats
from palpate.session.filling.comparing import Way
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import METHOD_COLOURS
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.trajectory.look import Quantity
from palpate.ui.widgets.colours import mixed

_BAND_ALPHA = 48
_WAY_PX = 1.0


class Overlay:
    """A band and thin lines, made when there is first something to draw."""

    def __init__(self, plot: Any, quantity: Quantity) -> None:  # noqa: ANN401
        self._plot, self._quantity = plot, quantity
        self._edges: tuple[Any, Any] | None = None
        self._ways: list[Any] = []

    def draw_band(self, start: int, values: Floats, sd: Floats, colour: QColor, axis: TimeAxis) -> None:
        """Draw one standard deviation to either side of ``(F,)`` values, where it is known."""
        rows = _rows_in_sight(start, len(values), axis)
        known = np.isfinite(sd[rows]) & np.isfinite(values[rows])
        if self._quantity is Quantity.SPEED or not known.any():
            self.clear_band()
            return
        low, high = self._band(colour)
        frames = np.arange(rows.start, rows.stop) + start + 0.5
        middle, half = np.where(known, values[rows], np.nan), np.where(known, sd[rows], np.nan)
        low.setData(frames, middle - half, connect="finite")
        high.setData(frames, middle + half, connect="finite")

    def clear_band(self) -> None:
        """Draw none."""
        for edge in self._edges or ():
            edge.setData([], [])

    def draw_ways(self, ways: Sequence[Way]) -> None:
        """Draw the ways by methods; none takes them away. Speed is not compared."""
        shown = [] if self._quantity is Quantity.SPEED else list(ways)
        while len(self._ways) < len(shown):
            self._ways.append(pg.PlotCurveItem())
            self._ways[-1].setZValue(5)
            self._plot.addItem(self._ways[-1], ignoreBounds=True)
        for spare in self._ways[len(shown) :]:
            spare.setData([], [])
        for item, way in zip(self._ways, shown, strict=False):
            values = way.positions[:, 0 if self._quantity is Quantity.X else 1]
            frames = np.arange(len(values)) + way.start + 0.5
            pen = pg.mkPen(method_ink(way), width=_WAY_PX)
            item.setData(frames, values, connect="finite", pen=pen, antialias=True)

    def _band(self, colour: QColor) -> tuple[Any, Any]:
        tint = QColor(colour)
        tint.setAlpha(_BAND_ALPHA)
        if self._edges is None:
            self._edges = pg.PlotCurveItem(pen=None), pg.PlotCurveItem(pen=None)
            self._fill = pg.FillBetweenItem(*self._edges)
            for item in (*self._edges, self._fill):
                item.setZValue(-20)
                self._plot.addItem(item, ignoreBounds=True)
        pen = QColor(tint)
        pen.setAlpha(2 * _BAND_ALPHA)
        for edge in self._edges:
            edge.setPen(pg.mkPen(pen, width=1))
        self._fill.setBrush(pg.mkBrush(tint))
        return self._edges


def method_ink(way: Way) -> QColor:
    """Return the colour of a method's line; deeper on a light ground."""
    colour = METHOD_COLOURS[way.method]
    return QColor(colour if current().name == "dark" else mixed(colour, "#000000", 0.45))


def _rows_in_sight(start: int, n_rows: int, axis: TimeAxis) -> slice:
    low = max(int(axis.first) - 1 - start, 0)
    return slice(low, max(min(int(axis.last) + 2 - start, n_rows), low))
