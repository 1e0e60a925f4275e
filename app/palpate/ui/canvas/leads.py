"""A thin arrow from a keyframe to where the picture leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from palpate.ui.canvas.figures import MARGIN_PX
from palpate.ui.canvas.geometry import clipped_segments
from palpate.ui.canvas.transform import ViewTransform

_INK, _BLACK = "#ffd23f", "#000000"
_LINE_PX, _SEAM_PX, _BARB_PX = 1.4, 1.6, 7.0  # logical; the seam adds to the line's width


@dataclass(frozen=True, slots=True)
class Lead:
    """From where to where; image px."""

    frame: int
    start: tuple[float, float]
    end: tuple[float, float]


def draw_lead(painter: QPainter, view: ViewTransform, lead: Lead) -> None:
    """Draw it; the painter works in device px."""
    path = arrow(view, lead)
    for colour, width in ((_BLACK, _LINE_PX + _SEAM_PX), (_INK, _LINE_PX)):
        pen = QPen(QColor(colour), width * view.ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)


def arrow(view: ViewTransform, lead: Lead) -> QPainterPath:
    """Return its outline in device px; empty where it is out of sight or too short to point anywhere."""
    path = QPainterPath()
    start, end = view.to_device(np.array([lead.start, lead.end]))
    way, length = end - start, float(np.hypot(*(end - start)))
    barb = _BARB_PX * view.ratio
    (shaft,) = clipped_segments(np.concatenate([start, end])[None], view.device_size, margin=MARGIN_PX)
    if not np.isfinite(shaft).all() or length < barb:
        return path
    path.moveTo(*shaft[:2].tolist())
    path.lineTo(*shaft[2:].tolist())
    if np.allclose(shaft[2:], end):
        along, aside = way / length, np.array([-way[1], way[0]]) / length
        left, right = (end - barb * (along + side * 0.5 * aside) for side in (1, -1))
        path.moveTo(*left.tolist())
        path.lineTo(*end.tolist())
        path.lineTo(*right.tolist())
    return path
