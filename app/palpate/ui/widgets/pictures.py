"""Arrays as pictures for widgets."""

from __future__ import annotations

from PySide6.QtGui import QImage

from palpate.model.arrays import Pixels


def image_of(pixels: Pixels) -> QImage:
    """Return a picture of its own from ``(h, w, 4)`` uint8, blue first; any thread may ask."""
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).copy()
