"""The picture behind everything: scaled once per frame and view, then only copied."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Ints, Pixels
from palpate.ui.canvas.transform import GRID_FROM, ViewTransform

_GRID = QColor(0, 0, 0, 80)
_GRID_LIGHT = QColor(255, 255, 255, 36)
_ALIASES_BELOW = 0.5


def wrapped(pixels: Pixels) -> QImage:
    """Look at ``(H, W, 4)`` BGRA as an image without a copy; the array must outlive it."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)


def needs_refining(view: ViewTransform) -> bool:
    """Tell whether the quick picture skips source pixels, so that a slower one would look better."""
    return view.zoom < _ALIASES_BELOW


def view_image(pixels: Pixels, view: ViewTransform, surround: QColor, *, fine: bool = False) -> QImage:
    """Return what the viewport shows of a picture, in device px.

    Parameters
    ----------
    pixels
        ``(H, W, 4)`` uint8 BGRA, contiguous.
    surround
        Colour where the picture does not reach.
    fine
        Average all source pixels when shrinking; several times slower than the quick way.
    """
    if not view.unsmoothed:
        return _smooth(pixels, view, surround, fine=fine)
    image = _nearest(pixels, view, surround)
    if view.zoom >= GRID_FROM:
        _draw_grid(image, view)
    return image


def _nearest(pixels: Pixels, view: ViewTransform, surround: QColor) -> QImage:
    width, height = view.device_size
    shown = np.full((height, width), surround.rgb(), dtype=np.uint32)
    columns, left = _sources(width, view.origin_device[0], view.zoom, view.image[0])
    rows, top = _sources(height, view.origin_device[1], view.zoom, view.image[1])
    if len(columns) and len(rows):
        source = pixels.view(np.uint32)[..., 0]
        # Widen the few source rows first, then repeat whole rows.
        wide = source[rows[0] : rows[-1] + 1].take(columns, axis=1)
        shown[top : top + len(rows), left : left + len(columns)] = wide[rows - rows[0]]
    # The copy makes the image own its memory.
    return QImage(shown.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def _sources(extent: int, origin: int, zoom: float, side: int) -> tuple[Ints, int]:
    """Return the source pixel of each device pixel that shows one, and the first such device pixel."""
    index = np.floor((np.arange(extent) + 0.5 - origin) / zoom).astype(np.int64)
    inside = np.flatnonzero((index >= 0) & (index < side))
    return index[inside], int(inside[0]) if len(inside) else 0


def _smooth(pixels: Pixels, view: ViewTransform, surround: QColor, *, fine: bool) -> QImage:
    image = QImage(*view.device_size, QImage.Format.Format_RGB32)
    image.fill(surround)
    source, target = _visible_part(view)
    if source.isEmpty():
        return image
    picture = wrapped(pixels)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.zoom != 1.0)
    if fine:
        part = _averaged(picture.copy(source), target)
        # Into the exact rectangle: its size is not whole, and half a px here is two in the image.
        painter.drawImage(target, part, QRectF(part.rect()))
    else:
        painter.drawImage(target, picture, QRectF(source))
    painter.end()
    return image


def _averaged(part: QImage, target: QRectF) -> QImage:
    mode = Qt.TransformationMode.SmoothTransformation
    return part.scaled(target.toRect().size(), Qt.AspectRatioMode.IgnoreAspectRatio, mode)


def _visible_part(view: ViewTransform) -> tuple[QRect, QRectF]:
    """Return the part of the image in sight, of whole px, and where it lies in device px."""
    left, top, right, bottom = view.visible()
    x0, y0 = max(math.floor(left), 0), max(math.floor(top), 0)
    x1, y1 = min(math.ceil(right), view.image[0]), min(math.ceil(bottom), view.image[1])
    if x1 <= x0 or y1 <= y0:
        return QRect(), QRectF()
    u, v = view.origin_device
    target = QRectF(u + x0 * view.zoom, v + y0 * view.zoom, (x1 - x0) * view.zoom, (y1 - y0) * view.zoom)
    return QRect(x0, y0, x1 - x0, y1 - y0), target


def _draw_grid(image: QImage, view: ViewTransform) -> None:
    source, target = _visible_part(view)
    left, top, width, height = target.x(), target.y(), target.width(), target.height()
    painter = QPainter(image)
    # A dark line beside a light one shows on any picture.
    for k in range(source.width() + 1):
        x = math.ceil(left + k * view.zoom - 0.5)
        painter.fillRect(QRectF(x, top, 1, height), _GRID)
        painter.fillRect(QRectF(x - 1, top, 1, height), _GRID_LIGHT)
    for k in range(source.height() + 1):
        y = math.ceil(top + k * view.zoom - 0.5)
        painter.fillRect(QRectF(left, y, width, 1), _GRID)
        painter.fillRect(QRectF(left, y - 1, width, 1), _GRID_LIGHT)
    painter.end()
