"""Saving a frame as a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from palpate.base.atomic_write import write_bytes
from palpate.media.opencv import encode_png
from palpate.model.arrays import Pixels


def write_png(pixels: Pixels, path: Path, *, force: bool = True) -> None:
    """Write ``(H, W, 4)`` blue-first or ``(H, W)`` grey uint8 as PNG, without transparency.

    Raises
    ------
    TargetExists
        If the file exists and may not be replaced.
    FileUnwritable
        If the folder cannot be written or the disk is full.
    """
    opaque = np.ascontiguousarray(pixels[..., :3]) if pixels.ndim == 3 else pixels
    write_bytes(Path(path), encode_png(opaque), force=force)
