"""Names on the canvas: boxes that can be read on any picture, and where there is room for them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from palpate.model.arrays import Floats

_GAP = 4.0
_ROOM_PER_LABEL = 5.0


@lru_cache(maxsize=512)
def text_box(
    lines: tuple[str, str], font: str, colours: tuple[str, str, str], unit: float, *, strong: bool = False
) -> QImage:
    """Return text in a box, in device px.

    Parameters
    ----------
    lines
        The second is quieter; an empty one is left out.
    font
        As `QFont.toString` describes it.
    colours
        Ink of the first line, ink of the second, and ground as ``#aarrggbb``.
    unit
        Device px per logical px.
    strong
        Whether the first line stands out.
    """
    second = QFont()
    second.fromString(font)
    first = QFont(second)
    first.setBold(strong)
    shown = [row for row in zip(lines, (first, second), colours, strict=False) if row[0]]
    metrics = QFontMetricsF(second)
    width = max(QFontMetricsF(face).horizontalAdvance(line) for line, face, _ in shown) + 12.0
    height = metrics.height() * len(shown) + 6.0
    image = QImage(round(width * unit), round(height * unit), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[2]))
    painter.drawRoundedRect(QRectF(QPointF(0, 0), QSizeF(width, height)), 3.0, 3.0)
    for k, (line, face, ink) in enumerate(shown):
        painter.setFont(face)
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(6.0, 3.0 + metrics.ascent() + k * metrics.height()), line)
    painter.end()
    return image


def beside(
    at: tuple[float, float], size: tuple[float, float], bounds: tuple[float, float], gap: float
) -> QPointF:
    """Return the top-left of a box right and below of a point, on the other side where it would not fit."""
    x, y = (
        point + gap if point + gap + extent <= bound else point - gap - extent
        for point, extent, bound in zip(at, size, bounds, strict=True)
    )
    return QPointF(round(max(x, 0.0)), round(max(y, 0.0)))


def room_for_labels(points: Floats, height: float) -> bool:
    """Tell whether points ``(n, 2)`` stand so far apart that names between them leave the picture free.

    Half of the points must have their nearest neighbour some lines of text away.
    """
    finite = points[np.isfinite(points).all(axis=1)]
    if len(finite) < 2:
        return True
    away = np.hypot(*np.moveaxis(finite[:, None] - finite[None], -1, 0))
    np.fill_diagonal(away, np.inf)
    return bool(np.median(away.min(axis=1)) >= _ROOM_PER_LABEL * height)


def placed_labels(
    points: Floats, sizes: Floats, others: Floats, *, clearance: float
) -> list[tuple[float, float] | None]:
    """Return the top-left of each label, or None where it would lie on another label or keypoint.

    Parameters
    ----------
    points, sizes
        ``(n, 2)`` device px: keypoints in order of importance, and widths and heights of their labels.
    others
        ``(m, 2)`` device px of keypoints that no label may cover.
    clearance
        Free space around a keypoint, device px.
    """
    taken = np.empty((0, 4))
    found: list[tuple[float, float] | None] = []
    for (x, y), (width, height) in zip(points.tolist(), sizes.tolist(), strict=True):
        spot = None
        for left, top in _spots(x, y, width, height, clearance):
            box = (left, top, left + width, top + height)
            if not _hits(box, taken) and not _covers(box, others, clearance * 0.6):
                spot = (left, top)
                taken = np.vstack([taken, box])
                break
        found.append(spot)
    return found


def _spots(x: float, y: float, width: float, height: float, clearance: float) -> list[tuple[float, float]]:
    gap = clearance + _GAP
    return [
        (x + gap, y - height / 2.0),
        (x - gap - width, y - height / 2.0),
        (x - width / 2.0, y - gap - height),
        (x - width / 2.0, y + gap),
    ]


def _hits(box: tuple[float, float, float, float], taken: Floats) -> bool:
    left, top, right, bottom = box
    apart = (taken[:, 2] <= left) | (taken[:, 0] >= right) | (taken[:, 3] <= top) | (taken[:, 1] >= bottom)
    return not bool(apart.all())


def _covers(box: tuple[float, float, float, float], points: Floats, clearance: float) -> bool:
    left, top, right, bottom = box
    inside = (points[:, 0] > left - clearance) & (points[:, 0] < right + clearance)
    inside &= (points[:, 1] > top - clearance) & (points[:, 1] < bottom + clearance)
    return bool(inside.any())
