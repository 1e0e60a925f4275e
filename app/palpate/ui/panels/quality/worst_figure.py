"""Both poses over a small picture: gold dashed, the labels in full lines, what lies between in red."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.model.arrays import Floats, Ints
from palpate.model.picture import Region
from palpate.session.judging.worst_poses import WorstPose
from palpate.ui.canvas.gold_errors import BEYOND_INK, GOLD_INK

LABELS_INK, _BLACK = "#8fd0ff", "#000000"
_LINE, _SEAM = 1.4, 1.6  # the seam adds to a line's width
_LEAST = 2.0  # px between two places that can be told apart
_RING = 5.0


@dataclass(frozen=True, slots=True)
class Figure:
    """Both poses as paths within a box; worked out before anything is painted."""

    gold: QPainterPath
    labels: QPainterPath
    between: QPainterPath
    ring: QPointF | None
    picture: QRectF


def figure_of(pose: WorstPose, edges: Ints, worst: int, region: Region, box: QRectF) -> Figure:
    """Return what is drawn of a pose.

    Parameters
    ----------
    edges
        ``(E, 2)`` keypoints that a line joins.
    worst
        The keypoint that is ringed; −1 for none.
    region
        What of the frame lies in the box, as large as it fits.
    """
    scale = min(box.width() / max(region.width, 1), box.height() / max(region.height, 1))
    wide, high = region.width * scale, region.height * scale
    left, top = box.left() + (box.width() - wide) / 2.0, box.top() + (box.height() - high) / 2.0
    origin = np.array([left - region.left * scale, top - region.top * scale])
    gold, labels = (side * scale + origin for side in (pose.gold, pose.labels))
    apart = np.hypot(*(labels - gold).T)
    far = np.flatnonzero(apart >= _LEAST)
    ring = None
    if worst >= 0 and np.isfinite(gold[worst]).all():
        ring = QPointF(*gold[worst].tolist())
    return Figure(
        gold=_joined(gold, edges),
        labels=_joined(labels, edges),
        between=_lines(np.concatenate([gold[far], labels[far]], axis=1)),
        ring=ring,
        picture=QRectF(left, top, wide, high),
    )


def draw_figure(painter: QPainter, figure: Figure) -> None:
    """Draw it; the painter works in logical px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path in (figure.labels, figure.gold):  # neither may hide the other
        painter.strokePath(path, QPen(QColor(_BLACK), _LINE + _SEAM))
    _ink(painter, figure.labels, LABELS_INK, dashed=False)
    _ink(painter, figure.gold, GOLD_INK, dashed=True)
    _stroke(painter, figure.between, BEYOND_INK, dashed=False)
    if figure.ring is not None:
        ring = QPainterPath()
        ring.addEllipse(figure.ring, _RING, _RING)
        _stroke(painter, ring, BEYOND_INK, dashed=False)


def draw_sample(painter: QPainter, start: QPointF, width: float, ink: str, *, dashed: bool) -> None:
    """Draw a piece of a line for a legend."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath(start)
    path.lineTo(start + QPointF(width, 0.0))
    _stroke(painter, path, ink, dashed=dashed)


def _joined(places: Floats, edges: Ints) -> QPainterPath:
    ends = places[edges].reshape(-1, 4)
    return _lines(ends[np.isfinite(ends).all(axis=1)])


def _lines(ends: Floats) -> QPainterPath:
    path = QPainterPath()
    for x, y, to_x, to_y in ends.tolist():
        path.moveTo(x, y)
        path.lineTo(to_x, to_y)
    return path


def _stroke(painter: QPainter, path: QPainterPath, ink: str, *, dashed: bool) -> None:
    painter.strokePath(path, QPen(QColor(_BLACK), _LINE + _SEAM))
    _ink(painter, path, ink, dashed=dashed)


def _ink(painter: QPainter, path: QPainterPath, ink: str, *, dashed: bool) -> None:
    pen = QPen(QColor(ink), _LINE)
    if dashed:
        pen.setDashPattern([3.0, 3.0])
    painter.strokePath(path, pen)
