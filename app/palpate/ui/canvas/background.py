"""The picture behind everything: drawn once per frame and view, then only copied."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Ints, Pixels
from palpate.model.picture import Part, Picture, Region, Sight
from palpate.session.frames.enhancing import Lens, Seen
from palpate.ui.canvas.transform import GRID_FROM, ViewTransform

# What a grid line makes of a channel: its share of 256, and what is added.
_DARKENED, _LIGHTENED = (np.uint16(176), np.uint16(0)), (np.uint16(220), np.uint16(36))
_SAME = 1e-9
_OPAQUE = np.uint32(0xFF000000)


def wrapped(pixels: Pixels) -> QImage:
    """Look at ``(H, W, 4)`` BGRA as an image without a copy; the array must outlive it."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)


def sight_of(view: ViewTransform) -> Sight:
    """Return what of the image can be seen, and how close."""
    left, top, right, bottom = view.visible()
    x0, y0 = max(math.floor(left), 0), max(math.floor(top), 0)
    x1, y1 = min(math.ceil(right), view.image[0]), min(math.ceil(bottom), view.image[1])
    if x1 <= x0 or y1 <= y0:
        return Sight(Region(0, 0, *view.image), max(view.zoom_xy))
    return Sight(Region(x0, y0, x1 - x0, y1 - y0), max(view.zoom_xy))


def view_image(picture: Picture, view: ViewTransform, surround: QColor, lens: Lens | None = None) -> QImage:
    """Return what the viewport shows of a picture, in device px.

    A part that was made for this zoom is copied as it is; else the coarsest that is fine enough is scaled,
    or the finest if none is. Pixels are drawn as squares only if they are the frame's own.

    Parameters
    ----------
    surround
        Colour where the picture does not reach.
    lens
        What the picture is looked at through, if it is not shown as it is stored.
    """
    part = picture.part_for(sight_of(view)) or picture.finest
    seen = lens.seen(picture) if lens is not None else None
    if not view.unsmoothed or part.scale < 1.0:
        return _smooth(part, view, surround, seen)
    return _nearest(part, view, surround, seen)


def _nearest(part: Part, view: ViewTransform, surround: QColor, seen: Seen | None) -> QImage:
    width, height = view.device_size
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(surround)
    (u, v), (across, down) = view.origin_device, view.zoom_xy
    columns, left = _sources(width, u, across, (part.left, part.pixels.shape[1]))
    rows, top = _sources(height, v, down, (part.top, part.pixels.shape[0]))
    if len(columns) and len(rows):
        source = part.pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if seen is not None:
            stored, source = source, np.empty(source.shape, np.uint8)
            seen.show(stored, source, corner=(part.left + columns[0], part.top + rows[0]), step=(1.0, 1.0))
        # Widen the few source rows first, then repeat whole rows.
        wide = source.view(np.uint32)[..., 0].take(columns - columns[0], axis=1)
        shown = np.frombuffer(image.bits(), dtype=np.uint32).reshape(height, width)
        shown = shown[top : top + len(rows), left : left + len(columns)]
        if view.least_zoom >= GRID_FROM:
            _rule(wide.T, columns)
        np.take(wide, rows - rows[0], axis=0, out=shown, mode="clip")
        if view.least_zoom >= GRID_FROM:
            _rule(shown, rows)
    return image


def _rule(lines: NDArray[np.uint32], sources: Ints) -> None:
    """Draw a dark and a light line, of which one shows on any picture, where another source pixel begins."""
    begins = np.flatnonzero(np.diff(sources)) + 1
    for at, (share, plus) in ((begins, _DARKENED), (begins - 1, _LIGHTENED)):
        channels = np.ascontiguousarray(lines[at]).view(np.uint8)
        changed = (np.multiply(channels, share, dtype=np.uint16) >> 8) + plus
        lines[at] = changed.astype(np.uint8).view(np.uint32)


def _sources(extent: int, origin: int, zoom: float, held: tuple[int, int]) -> tuple[Ints, int]:
    """Return the source pixel of each device pixel that shows one, and the first such device pixel.

    Parameters
    ----------
    held
        Where the source begins in the image, and how many pixels it has.
    """
    start, side = held
    index = np.floor((np.arange(extent) + 0.5 - origin) / zoom).astype(np.int64) - start
    inside = np.flatnonzero((index >= 0) & (index < side))
    return index[inside], int(inside[0]) if len(inside) else 0


def _smooth(part: Part, view: ViewTransform, surround: QColor, seen: Seen | None) -> QImage:
    image = QImage(*view.device_size, QImage.Format.Format_RGB32)
    source, target = _visible_part(part, view)
    if seen is not None:
        # A painter makes opaque what it draws to; Qt's own `fill` would do that everywhere.
        np.frombuffer(image.bits(), dtype=np.uint32).fill(surround.rgb() & 0xFFFFFF)
    elif not target.contains(QRectF(image.rect())):
        image.fill(surround)
    if source.isEmpty():
        image.fill(surround)
        return image
    painter = QPainter(image)
    if max(abs(zoom - part.scale) for zoom in view.zoom_xy) < _SAME:
        u, v = view.origin_device
        painter.drawImage(u + part.left, v + part.top, wrapped(part.pixels))
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, wrapped(part.pixels), QRectF(source))
    painter.end()
    if seen is not None:
        _enhance(image, view, seen, target.intersected(QRectF(image.rect())).center().toPoint())
    return image


def _enhance(image: QImage, view: ViewTransform, seen: Seen, inside: QPoint) -> None:
    """Enhance what was drawn of a picture, and nothing of its surround.

    After scaling: where this costs most the screen has fewer pixels than the frame.

    Parameters
    ----------
    inside
        A pixel that shows the picture.
    """
    pixels = np.frombuffer(image.bits(), dtype=np.uint32).reshape(image.height(), image.width())
    columns, rows = _drawn(pixels[inside.y()]), _drawn(pixels[:, inside.x()])
    (u, v), (across, down) = view.origin_device, view.zoom_xy
    corner = (columns.start - u) / across, (rows.start - v) / down
    shown = pixels[rows, columns, None].view(np.uint8)
    seen.show(shown, shown, corner=corner, step=(1.0 / across, 1.0 / down))
    if shown.size < image.sizeInBytes():
        pixels |= _OPAQUE


def _drawn(line: NDArray[np.uint32]) -> slice:
    """Return from where to where a line of pixels was drawn to, by what is no longer transparent."""
    drawn = np.flatnonzero(line & _OPAQUE)
    return slice(int(drawn[0]), int(drawn[-1]) + 1) if len(drawn) else slice(0, 0)


def _visible_part(part: Part, view: ViewTransform) -> tuple[QRect, QRectF]:
    """Return what of a part is in sight, in its own whole px, and where that lies in device px."""
    height, width = part.pixels.shape[:2]
    left, top, right, bottom = (edge * part.scale for edge in view.visible())
    x0, y0 = max(math.floor(left - part.left), 0), max(math.floor(top - part.top), 0)
    x1, y1 = min(math.ceil(right - part.left), width), min(math.ceil(bottom - part.top), height)
    if x1 <= x0 or y1 <= y0:
        return QRect(), QRectF()
    (u, v), (across, down) = view.origin_device, (zoom / part.scale for zoom in view.zoom_xy)
    corner = u + (part.left + x0) * across, v + (part.top + y0) * down
    return QRect(x0, y0, x1 - x0, y1 - y0), QRectF(*corner, (x1 - x0) * across, (y1 - y0) * down)
