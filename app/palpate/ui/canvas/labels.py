"""Names on the canvas: boxes that can be read on any picture, and where there is room for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from palpate.model.arrays import Bools, Floats
from palpate.ui.theme.apply import current

_GAP = 4.0
_LIGHT = 128
_FARTHER = (2.0, 3.0, 4.5)  # times the usual gap


@lru_cache(maxsize=512)
def text_box(
    lines: tuple[str, str], font: str, colours: tuple[str, str, str], unit: float, *, strong: bool = False
) -> QImage:
    """Return text in a box, in device px.

    Parameters
    ----------
    lines
        The second is quieter and may have several lines; an empty one is left out.
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
    rows = [(lines[0], first, colours[0]), *((line, second, colours[1]) for line in lines[1].splitlines())]
    shown = [row for row in rows if row[0]]
    metrics = QFontMetricsF(second)
    width = max(QFontMetricsF(face).horizontalAdvance(line) for line, face, _ in shown) + 12.0
    height = metrics.height() * len(shown) + 6.0
    image = QImage(round(width * unit), round(height * unit), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(unit, unit)
    painter.setPen(edge_of(colours[2]))
    painter.setBrush(QColor(colours[2]))
    painter.drawRoundedRect(QRectF(QPointF(0.5, 0.5), QSizeF(width - 1.0, height - 1.0)), 3.0, 3.0)
    for k, (line, face, ink) in enumerate(shown):
        painter.setFont(face)
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(6.0, 3.0 + metrics.ascent() + k * metrics.height()), line)
    painter.end()
    return image


def edge_of(ground: str) -> QPen:
    """Return the pen round a box of a ground ``#aarrggbb``: a light one would vanish on a white sky."""
    line = QColor(current().line if QColor(ground).lightness() < _LIGHT else current().text_quiet)
    line.setAlpha(QColor(ground).alpha())
    return QPen(line, 1.0)


def beside(
    at: tuple[float, float], size: tuple[float, float], bounds: tuple[float, float], gap: float
) -> QPointF:
    """Return the top-left of a box right and below of a point, on the other side where it would not fit."""
    x, y = (
        point + gap if point + gap + extent <= bound else point - gap - extent
        for point, extent, bound in zip(at, size, bounds, strict=True)
    )
    return QPointF(round(max(x, 0.0)), round(max(y, 0.0)))


@lru_cache(maxsize=8)
def line_height(font: str) -> float:
    """Return the height of a line, logical px; the font as `QFont.toString` describes it."""
    face = QFont()
    face.fromString(font)
    return QFontMetricsF(face).height()


def nearest(points: Floats) -> Floats:
    """Return ``(n,)`` how far the nearest of the other points ``(n, 2)`` is; inf where there is none."""
    away = np.hypot(*np.moveaxis(points[:, None] - points[None], -1, 0))
    np.fill_diagonal(away, np.inf)
    return np.asarray(away.min(axis=1, initial=np.inf))


def placed_labels(
    points: Floats,
    sizes: Floats,
    others: Floats,
    *,
    clearance: float,
    bounds: tuple[int, int] | None = None,
    budget: float = math.inf,
    asked_for: int = 0,
) -> list[tuple[float, float] | None]:
    """Return the top-left of each label, or None where it has no place.

    It has none where it would lie on another label, on a keypoint or beyond the bounds, or where the budget
    is used up.

    Parameters
    ----------
    points, sizes
        ``(n, 2)`` device px: keypoints in order of importance, and widths and heights of their labels.
    others
        ``(m, 2)`` device px of keypoints that no label may cover.
    clearance
        Free space around a keypoint, device px.
    bounds
        Width and height that labels stay within.
    budget
        Area that all labels together may cover, px².
    asked_for
        How many of the first are placed whatever the budget, and farther away where it is crowded.
    """
    boxes = _around(points, sizes, clearance + _GAP)
    free = _free(boxes, others, clearance, bounds)
    areas, used = sizes.prod(axis=1), 0.0
    taken: list[tuple[float, ...]] = []
    found: list[tuple[float, float] | None] = []
    every: list[list[list[float]]] = boxes.tolist()
    for n, spots in enumerate(every):
        within = n < asked_for or used + areas[n] <= budget
        open_spots = [spots[k] for k in np.flatnonzero(free[n]).tolist() if within]
        box = next((spot for spot in open_spots if not _hits(spot, taken)), None)
        if box is None and n < asked_for:
            far = _farther(points[n : n + 1], sizes[n : n + 1], others, clearance, bounds)
            box = next((spot for spot in far if not _hits(spot, taken)), None)
        if box is not None:
            taken.append(tuple(box))
            used += float(areas[n])
        found.append(None if box is None else (box[0], box[1]))
    return found


def _free(boxes: Floats, others: Floats, clearance: float, bounds: tuple[int, int] | None) -> Bools:
    """Tell which of the boxes ``(n, 4, 4)`` cover no keypoint and lie within the bounds."""
    free = ~_cover(boxes, others, clearance * 0.6)
    if bounds is not None:
        free &= (boxes[..., :2] >= 0.0).all(axis=-1) & (boxes[..., 2:] <= bounds).all(axis=-1)
    return np.asarray(free)


def _farther(
    point: Floats, size: Floats, others: Floats, clearance: float, bounds: tuple[int, int] | None
) -> list[list[float]]:
    """Return free boxes farther from a point ``(1, 2)`` than usual, the nearest first."""
    gap = clearance + _GAP
    boxes = np.concatenate([_around(point, size, gap * times) for times in _FARTHER], axis=1)
    found: list[list[float]] = boxes[_free(boxes, others, clearance, bounds)].tolist()
    return found


def _around(points: Floats, sizes: Floats, gap: float) -> Floats:
    """Return ``(n, 4, 4)`` the boxes right of, left of, above and below points: left, top, right, bottom."""
    half = sizes / 2.0
    aside, over = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    middles = [points + way * (half + gap) for way in (aside, -aside, -over, over)]
    return np.stack([np.concatenate([middle - half, middle + half], axis=1) for middle in middles], axis=1)


def _cover(boxes: Floats, points: Floats, clearance: float) -> Bools:
    """Tell which of the boxes ``(n, 4, 4)`` have one of the points ``(m, 2)`` in them or close by."""
    low, high = boxes[..., :2] - clearance, boxes[..., 2:] + clearance
    # Single precision will do, and a last axis of two would take numpy most of the time.
    near = ((points > low.min(axis=(0, 1))) & (points < high.max(axis=(0, 1)))).all(axis=1)
    x, y = points[near].T.astype(np.float32)
    (left, top), (right, bottom) = (
        np.moveaxis(ends.astype(np.float32), -1, 0)[..., None] for ends in (low, high)
    )
    return np.asarray(((x > left) & (x < right) & (y > top) & (y < bottom)).any(axis=-1))


def _hits(box: Sequence[float], taken: Sequence[Sequence[float]]) -> bool:
    left, top, right, bottom = box
    return any(c > left and a < right and d > top and b < bottom for a, b, c, d in taken)
