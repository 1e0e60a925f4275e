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
_LOOKS_UP_DEEP = 5  # the first major version that looks up 16 bits; sixteen times as fast as NumPy

MOST_PIXELS = 1 << 30
MOST_ON_A_SIDE = 1 << 20
"""OpenCV's own limits of an image, which it refuses to go beyond."""


@cache
def opencv() -> ModuleType:
    """Return the module `cv2`, silent.

    Its variant with windows, if a user has installed that one, points Qt to plug-ins of its own; a Qt
    program started from here would then find the wrong ones or none.
    """
    import cv2

    own = str(Path(cv2.__file__).parent)
    for variable in _QT_VARIABLES:
        if os.environ.get(variable, "").startswith(own):
            del os.environ[variable]
    # it writes of each damaged image to the standard error, which belongs to the command line
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2


def decode_image(content: bytes | bytearray) -> NDArray[np.generic] | None:
    """Return ``(H, W)`` or ``(H, W, 3)`` blue first, of whatever depth, as stored; None if it is no image.

    Transparency is ignored: colours come out as stored.
    """
    cv2 = opencv()
    flags = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels: NDArray[np.generic] | None = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    except cv2.error:
        return None
    return pixels


def decode_on_white(content: bytes) -> NDArray[np.generic] | None:
    """Return ``(H, W)`` or ``(H, W, 3)`` blue first as stored, with white where it is transparent."""
    cv2 = opencv()
    try:
        pixels: NDArray[np.generic] | None = cv2.imdecode(
            np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED
        )
    except cv2.error:
        return None
    if pixels is None or pixels.ndim == 2 or pixels.shape[2] != 4:
        return pixels
    most = 255 if pixels.dtype == np.uint8 else 65535
    colours, cover = pixels[..., :3].astype(np.float32), pixels[..., 3:].astype(np.float32) / most
    return np.asarray(np.round(colours * cover + most * (1 - cover)), dtype=pixels.dtype)


def shrink(pixels: Pixels, longest: int) -> Pixels:
    """Return ``(H, W, 3)`` whose longer side is at most so many px."""
    height, width = pixels.shape[:2]
    if max(width, height) <= longest:
        return pixels
    ratio = longest / max(width, height)
    size = max(round(width * ratio), 1), max(round(height * ratio), 1)
    small: Pixels = opencv().resize(pixels, size, interpolation=opencv().INTER_AREA)
    return small


def as_bgra(eight: Pixels) -> Pixels:
    """Return ``(H, W, 4)`` opaque of ``(H, W)`` or ``(H, W, 3)``; a `MemoryError` where it is too large."""
    cv2 = opencv()
    way = cv2.COLOR_GRAY2BGRA if eight.ndim == 2 else cv2.COLOR_BGR2BGRA
    pixels = np.empty((*eight.shape[:2], 4), np.uint8)
    cv2.cvtColor(eight, way, pixels)
    return pixels


def look_up(deep: NDArray[np.uint16], table: Pixels) -> Pixels:
    """Return ``table[deep]`` for a table of 65536 values."""
    cv2 = opencv()
    if int(cv2.__version__.split(".")[0]) >= _LOOKS_UP_DEEP:
        found: Pixels = cv2.LUT(deep, table)
        return found
    return table.take(deep)


def encode_png(pixels: Pixels) -> bytes:
    """Return a PNG file of ``(H, W, 4)``, ``(H, W, 3)`` (blue first) or ``(H, W)`` uint8."""
    fine, encoded = opencv().imencode(".png", pixels)
    if not fine:
        raise ValueError(f"cannot be written as PNG: shape {pixels.shape}")
    return bytes(encoded)


def encode_jpeg(pixels: Pixels, quality: int) -> bytes:
    """Return a JPEG file of ``(H, W, 3)`` (blue first) uint8; `quality` is 0…100."""
    cv2 = opencv()
    fine, encoded = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
    if not fine:
        raise ValueError(f"cannot be written as JPEG: shape {pixels.shape}")
    return bytes(encoded)
