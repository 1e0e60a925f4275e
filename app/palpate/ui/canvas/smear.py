"""The smear of the active keypoint, as a line with ends: where it was while the shutter was open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from palpate.ui.canvas.transform import ViewTransform

_LINE_PX, _SEAM_PX, _END_PX = 2.0, 2.0, 4.0  # logical; the seam adds to a line's width
_SEAM, _INK, _WARNING = "#000000", "#f2f2f2", "#f0c04a"  # upon pictures, whatever the theme
_LEAST_PX = 3.0  # on the screen; below that its own mark hides it


@dataclass(frozen=True, slots=True)
class SmearLine:
    """What to draw, all finite.

    Attributes
    ----------
    position, direction
        Image px, and a unit vector along the smear.
    extent
        Image px.
    contradicts
        Whether the point is called visible although that is not allowed.
    """

    position: tuple[float, float]
    direction: tuple[float, float]
    extent: float
    contradicts: bool


def draw_smear(painter: QPainter, view: ViewTransform, smear: SmearLine) -> None:
    """Draw it through the keypoint; the painter works in device px."""
    middle, half = np.array(smear.position), np.array(smear.direction) * smear.extent / 2.0
    ends = view.to_device(np.stack((middle - half, middle + half)))
    along = ends[1] - ends[0]
    length = float(np.hypot(*along))
    if length < _LEAST_PX * view.ratio:
        return
    across = np.array((-along[1], along[0])) / length * _END_PX * view.ratio
    lines = [(ends[0], ends[1]), *((end - across, end + across) for end in ends)]
    drawn = [QLineF(QPointF(*a.tolist()), QPointF(*b.tolist())) for a, b in lines]
    ink = _WARNING if smear.contradicts else _INK
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((_SEAM, _LINE_PX + _SEAM_PX), (ink, _LINE_PX)):
        painter.setPen(QPen(QColor(colour), width * view.ratio, c=Qt.PenCapStyle.FlatCap))
        painter.drawLines(drawn)
