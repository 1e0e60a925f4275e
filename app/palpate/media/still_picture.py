"""Small pictures that are kept as files of their own: cut out, decoded, made smaller."""

from __future__ import annotations

import numpy as np

from palpate.media.opencv import encode_png, opencv
from palpate.media.scaling import fitted, reduced
from palpate.model.arrays import Pixels


def as_png(bgra: Pixels) -> bytes:
    """Return a PNG file of ``(H, W, 4)`` uint8, blue first, pixel for pixel and without transparency."""
    return encode_png(np.ascontiguousarray(bgra[..., :3]))


def decoded(content: bytes, long_side: int | None = None) -> Pixels | None:
    """Return a JPEG or PNG as ``(h, w, 4)`` uint8, blue first and opaque; None if it is damaged.

    Its size must have been looked at before: all of it is decoded. Other threads go on meanwhile.

    Parameters
    ----------
    long_side
        To which it is made smaller, px; None leaves it as it is.
    """
    cv2 = opencv()
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if found is None:
        return None
    bgra: Pixels = cv2.cvtColor(found, cv2.COLOR_BGR2BGRA)
    if long_side is None:
        return bgra
    return np.ascontiguousarray(reduced(bgra, fitted((bgra.shape[1], bgra.shape[0]), long_side)))
