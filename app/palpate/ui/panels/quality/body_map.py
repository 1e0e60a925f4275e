"""The skeleton drawn once: each keypoint a disc as large as its mean distance, its bias an arrow in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.session.judging.quality_view import KeypointScore, QualityView
from palpate.session.skeletons.skeleton_files import drawn
from palpate.ui.panels.quality.legend import round_length
from palpate.ui.panels.quality.plot import draw_arrow
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import Tokens

LARGEST = 0.04  # of the height of the figure, radius of the disc of the largest error
LEAST = 2.0  # px; radius of what is almost right, or not known
_MARGIN, _FOOT = 16.0, 24.0
_WASH = 0.30


@dataclass(frozen=True, eq=False)
class BodyMap:
    """Where everything is in a figure of height 1, before it is zoomed.

    Attributes
    ----------
    places
        ``(K, 2)`` x from 0 to `aspect`, y from 0 to 1.
    edges
        ``(E, 2)``.
    points
        ``K`` scores, in the order of the places.
    per_px
        Of the figure's height, for one px of error; the same for discs and arrows, so that an arrow that
        reaches the rim says that every error leads there.
    """

    places: Floats
    aspect: float
    edges: Ints
    points: tuple[KeypointScore, ...]
    per_px: float

    @staticmethod
    def of(view: QualityView, skeleton: Skeleton) -> BodyMap | None:
        """Return the map of a score; None where it has no keypoint of the skeleton."""
        names = [name for name in skeleton.names if name in view.score.keypoints]
        if not names:
            return None
        rows = np.array([skeleton.position_of[name] for name in names])
        aspect = 1.0 if np.isnan(skeleton.rest).any() else view.aspect
        known = {name: n for n, name in enumerate(names)}
        edges = [(known[a], known[b]) for a, b in skeleton.edges if a in known and b in known]
        points = tuple(view.score.keypoints[name] for name in names)
        return BodyMap(
            places=drawn(skeleton)[rows] * (aspect, 1.0),
            aspect=aspect,
            edges=np.array(edges, dtype=np.int64).reshape(-1, 2),
            points=points,
            per_px=LARGEST / _largest(points),
        )

    def radius(self, point: KeypointScore) -> float:
        """Return the radius of a disc, of the figure's height; 0 where the error is not known."""
        return 0.0 if math.isnan(point.mpjpe_px) else point.mpjpe_px * self.per_px


@dataclass(frozen=True, slots=True)
class Pane:
    """How a map lies on a widget.

    Attributes
    ----------
    unit
        px of the widget per height of the figure.
    origin
        Where its top left corner is.
    whole
        The unit in which all of it is seen: discs grow less than the figure, so that zooming parts them.
    """

    unit: float
    origin: QPointF
    whole: float

    @property
    def disc_unit(self) -> float:
        """Return px of the widget per height of the figure for discs and arrows."""
        return math.sqrt(self.unit * self.whole)

    @staticmethod
    def fitting(body: BodyMap, room: QRectF) -> Pane:
        """Return the whole figure in a room."""
        inner = room.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - _FOOT)
        unit = max(min(inner.height(), inner.width() / body.aspect), 1.0)
        left = inner.center().x() - body.aspect * unit / 2.0
        return Pane(unit, QPointF(left, inner.center().y() - unit / 2.0), unit)

    def zoomed(self, factor: float, at: QPointF) -> Pane:
        """Return it larger around a place that stays."""
        return Pane(self.unit * factor, at + (self.origin - at) * factor, self.whole)

    def moved(self, by: QPointF) -> Pane:
        """Return it elsewhere."""
        return Pane(self.unit, self.origin + by, self.whole)

    def spots(self, body: BodyMap) -> Floats:
        """``(K, 2)`` px of the widget."""
        return np.asarray(body.places * self.unit + (self.origin.x(), self.origin.y()))

    def radius(self, body: BodyMap, point: KeypointScore) -> float:
        """Return the radius of a disc, px of the widget."""
        return max(body.radius(point) * self.disc_unit, LEAST)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which keypoints stand out: the one that is looked at, and the one under the pointer; −1 for none."""

    selected: int = -1
    hovered: int = -1


def at(body: BodyMap, pane: Pane, place: QPointF) -> int:
    """Return which disc is at a place, the smallest where several are; −1 if none is."""
    spots, best = pane.spots(body), (math.inf, -1)
    for n, point in enumerate(body.points):
        radius = pane.radius(body, point)
        if math.dist(spots[n], (place.x(), place.y())) <= radius + 3.0:
            best = min(best, (radius, n))
    return best[1]


def draw_map(painter: QPainter, body: BodyMap, pane: Pane, chosen: Chosen, words: tuple[str, ...]) -> None:
    """Draw edges, discs from the largest on, arrows, and whoever stands out.

    Parameters
    ----------
    words
        What each keypoint is called.
    """
    tokens, spots = current(), pane.spots(body)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.line), 2.0))
    ends = spots[body.edges].reshape(-1, 4)
    painter.drawLines([QLineF(*line) for line in ends[np.isfinite(ends).all(axis=1)].tolist()])
    order = sorted(range(len(body.points)), key=lambda n: -body.radius(body.points[n]))
    for n in order:
        _draw_disc(painter, body.points[n], QPointF(*spots[n].tolist()), pane.radius(body, body.points[n]))
    for n in order:
        _draw_bias(painter, body, pane, n, QPointF(*spots[n].tolist()), tokens)
    for n in dict.fromkeys((chosen.selected, chosen.hovered)):
        if n >= 0:
            spot = QPointF(*spots[n].tolist())
            _draw_chosen(painter, spot, pane.radius(body, body.points[n]), words[n], tokens)


def draw_foot(
    painter: QPainter, body: BodyMap, pane: Pane, room: QRectF, words: tuple[str, str, str]
) -> None:
    """Draw how large a px is, and what the marks mean.

    Parameters
    ----------
    words
        For what fails, for what passes, and for an arrow.
    """
    tokens, metrics = current(), painter.fontMetrics()
    y = room.bottom() - _FOOT / 2.0
    painter.fillRect(QRectF(room.left(), room.bottom() - _FOOT, room.width(), _FOOT), QColor(tokens.panel))
    per_px = body.per_px * pane.disc_unit
    length = round_length(60.0 / per_px)
    right = room.left() + 8.0 + length * per_px
    painter.setPen(QPen(QColor(tokens.text), 2.0))
    painter.drawLine(QLineF(room.left() + 8.0, y, right, y))
    for x in (room.left() + 8.0, right):
        painter.drawLine(QLineF(x, y - 4.0, x, y + 4.0))
    base = y + metrics.ascent() / 2.0 - 1.0
    painter.drawText(QPointF(right + 6.0, base), f"{length:g} px")
    x = room.right() - 8.0
    for kind, word in reversed(list(zip(("fails", "passes", "bias"), words, strict=True))):
        x -= metrics.horizontalAdvance(word)
        painter.setPen(QColor(tokens.text_quiet))
        painter.drawText(QPointF(x, base), word)
        x -= 10.0
        middle = QPointF(x - 2.0, y)
        if kind == "bias":
            ink = QColor(tokens.text)
            draw_arrow(
                painter, middle - QPointF(8, 0), middle + QPointF(6, 0), casing=QColor(tokens.panel), ink=ink
            )
            x -= 14.0
        else:
            _paint_disc(painter, middle, 5.0, fails=kind == "fails")
            x -= 10.0
        x -= 8.0


def _largest(points: tuple[KeypointScore, ...]) -> float:
    """Return what the largest disc stands for: small errors are to look small."""
    errors = [point.mpjpe_px for point in points if math.isfinite(point.mpjpe_px)]
    tolerances = [point.tolerance_px for point in points if math.isfinite(point.tolerance_px)]
    usual = 2.0 * float(np.median(tolerances)) if tolerances else 0.0
    return max(*errors, usual, 1e-6) if errors else 1.0


def _draw_disc(painter: QPainter, point: KeypointScore, spot: QPointF, radius: float) -> None:
    if math.isnan(point.mpjpe_px):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(current().text_quiet), 1.0))
        painter.drawEllipse(spot, LEAST, LEAST)
    else:
        _paint_disc(painter, spot, radius, fails=bool(point.fails))


def _paint_disc(painter: QPainter, spot: QPointF, radius: float, *, fails: bool) -> None:
    ink = QColor(current().bad if fails else current().good)
    wash = QColor(ink)
    wash.setAlphaF(_WASH)
    painter.setBrush(wash)
    painter.setPen(QPen(ink, 2.0 if fails else 1.0))
    painter.drawEllipse(spot, radius, radius)


def _draw_bias(painter: QPainter, body: BodyMap, pane: Pane, n: int, spot: QPointF, tokens: Tokens) -> None:
    point = body.points[n]
    x, y = point.bias_px
    if not (math.isfinite(x) and math.isfinite(y)):
        return
    tip = spot + QPointF(x, y) * (body.per_px * pane.disc_unit)
    ink = QColor(tokens.text if point.systematic else tokens.text_quiet)
    if point.systematic:
        _draw_arrow(painter, spot, tip, tokens)
    else:
        painter.setPen(QPen(ink, 1.0))
        painter.drawLine(QLineF(spot, tip))


def _draw_arrow(painter: QPainter, start: QPointF, tip: QPointF, tokens: Tokens) -> None:
    """Draw a slim arrow: many lie close together."""
    line = QLineF(start, tip)
    if line.length() < 2.0:
        return
    angle = math.atan2(line.dy(), line.dx())
    wing = min(6.0, line.length() * 0.5)
    wings = [
        tip + QPointF(wing * math.cos(angle + turn), wing * math.sin(angle + turn)) for turn in (2.6, -2.6)
    ]
    lines = [line, *(QLineF(tip, end) for end in wings)]
    for ink, width in ((tokens.panel, 3.5), (tokens.text, 1.5)):
        pen = QPen(QColor(ink), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def _draw_chosen(painter: QPainter, spot: QPointF, radius: float, word: str, tokens: Tokens) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.accent), 2.0))
    painter.drawEllipse(spot, radius + 3.0, radius + 3.0)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(word) + 10.0
    view = painter.viewport()
    left = spot.x() + radius + 8.0
    if left + width > view.width() - 4.0:
        left = max(spot.x() - radius - 8.0 - width, 4.0)
    top = min(max(spot.y() - metrics.height() / 2.0, 2.0), view.height() - metrics.height() - 2.0)
    box = QRectF(left, top, width, metrics.height() + 2.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.raised))
    painter.drawRoundedRect(box, 3.0, 3.0)
    painter.setPen(QColor(tokens.text))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
