"""The one place of this package that imports OpenCV, late, and cleans up after the import."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Pixels

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


@cache
def opencv() -> ModuleType:
    """Return the module `cv2`.

    Its variant with windows, if a user has installed that one, points Qt to plug-ins of its own; a Qt
    program started from here would then find the wrong ones or none.
    """
    import cv2

    own = str(Path(cv2.__file__).parent)
    for variable in _QT_VARIABLES:
        if os.environ.get(variable, "").startswith(own):
            del os.environ[variable]
    return cv2


def decode_image(content: bytes) -> NDArray[np.generic] | None:
    """Return ``(H, W, 3)`` of whatever depth, blue first, as stored (not turned); None if it is no image."""
    cv2 = opencv()
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels: NDArray[np.generic] | None = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    except cv2.error:
        return None
    return pixels


def encode_png(pixels: Pixels) -> bytes:
    """Return a PNG file of ``(H, W, 4)``, ``(H, W, 3)`` (blue first) or ``(H, W)`` uint8."""
    fine, encoded = opencv().imencode(".png", pixels)
    if not fine:
        raise ValueError(f"cannot be written as PNG: shape {pixels.shape}")
    return bytes(encoded)
