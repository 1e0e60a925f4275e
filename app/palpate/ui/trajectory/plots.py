"""The plots themselves, one above the other on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.session.filling.comparing import Way
from palpate.session.filling.trajectories import Trajectory
from palpate.ui.theme.apply import current
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.trajectory.look import SYMBOL_PX, Quantity, is_full, symbol_of
from palpate.ui.trajectory.overlay import Overlay
from palpate.ui.trajectory.sampling import line_of, range_in_sight

AXIS = 60  # width of the numbers at the left, px
_ROOM = 11.0  # px between keyframes that are drawn as handles; closer ones are dots
_SMOOTH_UP_TO = 6000  # points of all curves that are drawn with smooth edges within a few ms
_TITLE_PAD = 6.0
_BETWEEN = 5
_LEAST_SPAN = 4.0  # px or px/s; a still point is a line, not noise


@dataclass(frozen=True, slots=True)
class Curve:
    """A keypoint that is shown, with its colour."""

    keypoint: int
    name: str
    colour: QColor
    way: Trajectory

    def values(self, quantity: Quantity) -> Floats:
        """Return ``(F,)`` values over the frames of the way."""
        if quantity is Quantity.SPEED:
            return self.way.speed
        return self.way.positions[:, 0 if quantity is Quantity.X else 1]

    def keyframe_values(self, quantity: Quantity) -> Floats:
        """Return ``(N,)`` values at its keyframes."""
        return self.values(quantity)[self.way.keyframes - self.way.start]


class Plots:
    """Curves, keyframes, the playhead and the range, drawn as they are told."""

    def __init__(self, parent: QWidget) -> None:
        self.widget: Any = pg.GraphicsLayoutWidget(parent)
        self.widget.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.widget.ci.layout.setSpacing(_BETWEEN)
        self.widget.setFrameShape(self.widget.Shape.NoFrame)
        self._plots: dict[Quantity, _Plot] = {}
        self._curves: Sequence[Curve] = ()
        self._axis = TimeAxis.fitted(0, 1.0)

    @property
    def quantities(self) -> list[Quantity]:
        """What is shown, from the top down."""
        return list(self._plots)

    def set_quantities(self, wanted: Sequence[tuple[Quantity, str]]) -> None:
        """Show these, each with its title."""
        self.widget.clear()
        self._plots = {}
        for row, (quantity, title) in enumerate(wanted):
            plot = self.widget.addPlot(row=row, col=0)
            self._plots[quantity] = _Plot(plot, quantity, title)

    def draw(self, curves: Sequence[Curve], axis: TimeAxis) -> None:
        """Draw curves over a part of the clip."""
        self._curves, self._axis = curves, axis
        for plot in self._plots.values():
            plot.draw(curves, axis, smooth=len(curves) * len(self._plots) * axis.width <= _SMOOTH_UP_TO)

    def draw_spread(self, curve: Curve | None, sd: Floats | None) -> None:
        """Draw how sure a curve is, ``(F,)`` px over its frames; nothing without it."""
        for quantity, plot in self._plots.items():
            if curve is None or sd is None:
                plot.overlay.clear_band()
            else:
                way = curve.way
                plot.overlay.draw_band(way.start, curve.values(quantity), sd, curve.colour, self._axis)

    def draw_ways(self, ways: Sequence[Way]) -> None:
        """Draw the ways of the active keypoint by several methods."""
        for plot in self._plots.values():
            plot.overlay.draw_ways(ways)

    def set_playhead(self, frame: int) -> None:
        """Show where the work is."""
        for plot in self._plots.values():
            plot.playhead.setPos(frame + 0.5)

    def set_range(self, chosen: tuple[int, int] | None) -> None:
        """Show the chosen frames."""
        for plot in self._plots.values():
            plot.range.setVisible(chosen is not None)
            if chosen is not None:
                plot.range.setRegion((chosen[0], chosen[1] + 1))

    def preview(self, quantity: Quantity, curve: Curve, frame: int, value: float) -> None:
        """Show where a keyframe would go, and straight lines to its neighbours."""
        near = int(np.searchsorted(curve.way.keyframes, frame))
        rows = np.arange(max(near - 1, 0), min(near + 2, len(curve.way.keyframes)))
        values = curve.keyframe_values(quantity)[rows]
        values[rows == near] = value
        self._plots[quantity].preview.setData(curve.way.keyframes[rows] + 0.5, values)

    def end_preview(self) -> None:
        """Show it no longer."""
        for plot in self._plots.values():
            plot.preview.setData([], [])

    def quantity_at(self, at: QPointF) -> Quantity | None:
        """Return whose plot lies under a place of the widget."""
        scene = self.widget.mapToScene(at.toPoint())
        for quantity, plot in self._plots.items():
            if plot.box.sceneBoundingRect().contains(scene):
                return quantity
        return None

    def value_at(self, quantity: Quantity, at: QPointF) -> float:
        """Return the value at the height of a place of the widget."""
        scene = self.widget.viewportTransform().inverted()[0].map(at)
        return float(self._plots[quantity].box.mapSceneToView(scene).y())

    def place_of(self, quantity: Quantity, frame: int, value: float) -> QPointF:
        """Return where a value of a frame lies on the widget."""
        scene = self._plots[quantity].box.mapViewToScene(QPointF(frame + 0.5, value))
        place: QPointF = self.widget.viewportTransform().map(scene)
        return place

    def grip_at(self, at: QPointF, reach: float) -> tuple[Quantity, Curve, int] | None:
        """Return the keyframe under a place of the widget: quantity, curve and frame."""
        quantity = self.quantity_at(at)
        if quantity is None:
            return None
        found: list[tuple[float, Curve, int]] = []
        for curve in self._curves:
            frames, values = curve.way.keyframes, curve.keyframe_values(quantity)
            near = frames[
                np.abs((frames + 0.5 - self._axis.first) * self._axis.px_per_frame - self._x(at)) <= reach
            ]
            for frame in near.tolist():
                value = float(values[np.searchsorted(frames, frame)])
                away = self.place_of(quantity, frame, value) - at if np.isfinite(value) else QPointF(1e9, 0)
                if max(abs(away.x()), abs(away.y())) <= reach:
                    found.append((abs(away.x()) + abs(away.y()), curve, frame))
        nearest = min(found, key=lambda grip: grip[0], default=None)
        return None if nearest is None else (quantity, nearest[1], nearest[2])

    def _x(self, at: QPointF) -> float:
        return at.x() - AXIS


class _Plot:
    """One quantity."""

    def __init__(self, plot: Any, quantity: Quantity, title: str) -> None:  # noqa: ANN401
        tokens = current()
        self._plot, self._quantity = plot, quantity
        self.box = plot.getViewBox()
        self.box.setMouseEnabled(x=False, y=False)
        self.box.disableAutoRange()
        self.box.invertY(quantity is Quantity.Y)  # as on the picture: down is more
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.hideAxis("bottom")
        left = plot.getAxis("left")
        left.setWidth(AXIS)
        left.setPen(tokens.line)
        left.setTextPen(tokens.text_quiet)
        self._title = title
        self.box.sigResized.connect(self._name)
        self._name()
        left.enableAutoSIPrefix(False)
        left.setStyle(hideOverlappingLabels=True)  # or the outermost reach over the plots around
        left.setStyle(maxTickLevel=0)  # no lines of a grid either: they cost ten times what curves do
        self.overlay = Overlay(plot, quantity)
        self._curves: list[Any] = []
        self._grips = pg.ScatterPlotItem(pxMode=True)
        self.preview = pg.PlotDataItem(
            pen=pg.mkPen(tokens.accent, width=1), symbol="d", symbolSize=SYMBOL_PX, symbolBrush=tokens.accent
        )
        self.playhead = pg.InfiniteLine(0.0, pen=pg.mkPen(tokens.accent, width=2))
        tint = QColor(tokens.accent)
        tint.setAlpha(30)
        self.range = pg.LinearRegionItem(movable=False, brush=tint, pen=pg.mkPen(tokens.accent, width=1))
        self.range.setVisible(False)
        for item, depth in ((self.range, -10), (self._grips, 10), (self.playhead, 20), (self.preview, 30)):
            item.setZValue(depth)
            plot.addItem(item, ignoreBounds=True)

    def _name(self, *_: object) -> None:
        """Write so much of the title as there is height for."""
        left = self._plot.getAxis("left")
        room = self.box.sceneBoundingRect().height() - _TITLE_PAD
        metrics = QFontMetricsF(QApplication.font())
        words = [self._title, self._title.split()[0], ""]
        fitting = next(text for text in words if not text or metrics.horizontalAdvance(text) <= room)
        if left.labelText != fitting:
            left.setLabel(fitting, color=current().text)
            left.showLabel(True)  # an empty one keeps its room: numbers stand below each other

    def draw(self, curves: Sequence[Curve], axis: TimeAxis, *, smooth: bool) -> None:
        """Draw all curves, the first one on top."""
        while len(self._curves) < len(curves):
            self._curves.append(pg.PlotCurveItem())
            self._plot.addItem(self._curves[-1], ignoreBounds=True)
        for spare in self._curves[len(curves) :]:
            spare.setData([], [])
        for number, curve in enumerate(curves):
            item, line = self._curves[number], self._line(curve, axis)
            item.setZValue(-number)
            item.setData(
                line.frames,
                line.values,
                connect=line.joined.astype(np.int32),
                pen=pg.mkPen(curve.colour, width=1),
                antialias=smooth,
                skipFiniteCheck=True,
            )
        self._draw_grips(curves, axis)
        self.box.setXRange(axis.first, axis.last, padding=0)
        self._fit_values(curves, axis)

    def _line(self, curve: Curve, axis: TimeAxis) -> Any:  # noqa: ANN401
        way = curve.way
        return line_of(curve.values(self._quantity), way.origin, start=way.start, axis=axis)

    def _fit_values(self, curves: Sequence[Curve], axis: TimeAxis) -> None:
        found = [
            range_in_sight(curve.values(self._quantity), start=curve.way.start, axis=axis) for curve in curves
        ]
        spans = [span for span in found if span is not None]
        if spans:
            low, high = min(span[0] for span in spans), max(span[1] for span in spans)
            spare = max(_LEAST_SPAN - (high - low), 0.0) / 2 + 0.08 * (high - low)
            self.box.setYRange(low - spare, high + spare, padding=0)

    def _draw_grips(self, curves: Sequence[Curve], axis: TimeAxis) -> None:
        """Draw keyframes as handles where there is room, as dots where they crowd, and none of thousands.

        Speed cannot be dragged and has dots alone.
        """
        x: list[float] = []
        y: list[float] = []
        looks: list[_Look] = []
        for curve in reversed(curves):
            frames, values = curve.way.keyframes, curve.keyframe_values(self._quantity)
            seen = np.flatnonzero((frames >= axis.first - 1) & (frames <= axis.last) & np.isfinite(values))
            if not len(seen) or len(seen) * 2 > axis.width:
                continue
            x += (frames[seen] + 0.5).tolist()
            y += values[seen].tolist()
            crowded = len(seen) * _ROOM > axis.width or self._quantity is Quantity.SPEED
            known = {origin: _look(curve, origin, crowded=crowded) for origin in range(len(Origin))}
            looks += [known[origin] for origin in curve.way.key_origin[seen].tolist()]
        symbols, sizes, pens, brushes = zip(*looks, strict=True) if looks else ((), (), (), ())
        self._grips.setData(
            x=x, y=y, symbol=list(symbols), size=list(sizes), pen=list(pens), brush=list(brushes)
        )


_Look = tuple[str, int, Any, Any]


def _look(curve: Curve, origin: int, *, crowded: bool) -> _Look:
    """Return symbol, size, pen and brush of a keyframe."""
    if crowded:
        return "o", 3, pg.mkPen(None), pg.mkBrush(curve.colour)
    ground = curve.colour if is_full(origin) else QColor(current().panel)
    return symbol_of(origin), SYMBOL_PX, pg.mkPen(curve.colour, width=1.5), pg.mkBrush(ground)
