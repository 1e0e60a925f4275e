"""Grey cut-outs around a moving instance, one per frame and all of one size, each frame fetched once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from palpate.assist.crops import GreyFrames
from palpate.base.errors import MediaError
from palpate.model.arrays import Bools, Floats, Ints, Pixels

_ALIGNMENT = 8
_THUMB = (48, 32)
_APART, _AROUND = 4, 5  # px between the places where contrast is measured, and places around one
_CONTRAST, _GRAIN = 48.0, 30.0  # grey levels: a standard deviation afterwards, and what counts little before


@dataclass(frozen=True, slots=True)
class Glimpses:
    """F frames as they are looked at: shrunken if the instance is large, cut to where it is.

    Attributes
    ----------
    images
        F of ``(h, w)`` uint8, or None where a frame could not be had.
    corners
        ``(F, 2)`` x and y of each one's top-left corner, in px of the shrunken frame.
    shrink
        Px of the frame in one px of a cut-out: 1, 2, 4 …
    size
        ``(2,)`` width and height of the shrunken frame.
    cut
        ``(F − 1,)`` whether the scene changes from a frame to the next.
    """

    images: list[Pixels | None]
    corners: Ints
    shrink: int
    size: Ints
    cut: Bools

    def __len__(self) -> int:
        return len(self.images)

    @property
    def readable(self) -> Bools:
        """``(F,)`` which frames could be had."""
        return np.array([image is not None for image in self.images], dtype=np.bool_)

    @property
    def extent(self) -> int:
        """The longer side of the cut-outs in px; 0 if no frame could be had."""
        return max((max(image.shape) for image in self.images if image is not None), default=0)

    def halved(self) -> Glimpses:
        """Return them in half size."""
        images = [None if image is None else _shrunken(image, 2) for image in self.images]
        return Glimpses(images, self.corners // 2, 2 * self.shrink, self.size // 2, self.cut)

    def evened(self, tick: Callable[[int], None]) -> Glimpses:
        """Return them with about the same contrast everywhere: dark cloth tells of motion as edges do.

        `tick` is called before each frame with how many are done; it may raise to stop.
        """
        images: list[Pixels | None] = []
        for row, image in enumerate(self.images):
            tick(row)
            images.append(None if image is None else _evened(image))
        return replace(self, images=images)

    def inside(self, positions: Floats) -> Bools:
        """Tell which positions ``(…, 2)``, in px of the shrunken frame, lie in the picture."""
        return np.asarray(((positions >= 0) & (positions < self.size)).all(axis=-1))


def glimpse(
    grey: GreyFrames,
    frames: range,
    positions: Floats,
    *,
    margin_px: int,
    shrink: int = 1,
    tick: Callable[[int], None],
) -> Glimpses:
    """Fetch frames in ascending order and keep what lies around an instance.

    Parameters
    ----------
    grey
        Returns ``(H, W)`` uint8 of a frame; one that fails with a `MediaError` leaves a gap.
    positions
        ``(F, K, 2)`` px of the full frame, about where the keypoints are; NaN is nowhere.
    margin_px
        What is kept around them, in px of the shrunken frame.
    tick
        Called before each fetch with how many are done; may raise to stop.
    """
    images: list[Pixels | None] = []
    thumbs: list[Pixels | None] = []
    corners = np.zeros((len(frames), 2), dtype=np.int64)
    low, wanted = _framed(positions / shrink, margin_px)
    size = np.zeros(2, dtype=np.int64)
    for row, frame in enumerate(frames):
        tick(row)
        try:
            image = _shrunken(grey(frame), shrink)
        except MediaError:
            images.append(None)
            thumbs.append(None)
            continue
        size = np.array(image.shape[::-1])
        extent = np.minimum(wanted, size)
        corners[row] = np.clip(low[row], 0, size - extent) // _ALIGNMENT * _ALIGNMENT
        (x, y), (w, h) = corners[row], extent
        images.append(image[y : y + h, x : x + w].copy())
        thumbs.append(_thumb(image))
    return Glimpses(images, corners, shrink, size, _cuts(thumbs))


def _framed(positions: Floats, margin_px: int) -> tuple[Ints, Ints]:
    """Return the ``(F, 2)`` top-left corner wanted in each frame, and the ``(2,)`` size that holds all."""
    known = np.isfinite(positions[..., :1])
    low = np.where(known, positions, np.inf).min(axis=1)
    high = np.where(known, positions, -np.inf).max(axis=1)
    somewhere = known.any(axis=(1, 2))
    if not somewhere.any():
        return np.zeros(low.shape, dtype=np.int64), np.full(2, _ALIGNMENT, dtype=np.int64)
    rows = np.arange(len(low))
    nearest = np.flatnonzero(somewhere)[np.abs(rows[:, None] - np.flatnonzero(somewhere)).argmin(axis=1)]
    low, high = low[nearest] - margin_px, high[nearest] + margin_px
    size = np.ceil((high - low).max(axis=0) / _ALIGNMENT + 1) * _ALIGNMENT
    return np.floor((low + high - size) / 2).astype(np.int64), size.astype(np.int64)


def _shrunken(image: Pixels, shrink: int) -> Pixels:
    import cv2

    if shrink == 1:
        return image
    height, width = (side // shrink for side in image.shape)
    even = image[: height * shrink, : width * shrink]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _evened(image: Pixels) -> Pixels:
    """Take off the mean around each pixel and divide by the spread, both known a few px apart."""
    import cv2

    height, width = image.shape
    coarse, around = (max(width // _APART, 1), max(height // _APART, 1)), (_AROUND, _AROUND)
    grey = image.astype(np.float32)
    mean, square = (
        cv2.blur(cv2.resize(part, coarse, interpolation=cv2.INTER_AREA), around)
        for part in (grey, cv2.multiply(grey, grey))
    )
    gain = _CONTRAST / (np.sqrt(np.maximum(square - mean * mean, 0.0)) + _GRAIN)
    whole, level = (cv2.resize(part, (width, height)) for part in (gain, 128 - gain * mean))
    return np.asarray(cv2.add(cv2.multiply(grey, whole), level, dtype=cv2.CV_8U), dtype=np.uint8)


def _thumb(image: Pixels) -> Pixels:
    import cv2

    step = max(1, min(image.shape) // (4 * _THUMB[1]))
    return np.asarray(
        cv2.resize(image[::step, ::step], _THUMB, interpolation=cv2.INTER_LINEAR), dtype=np.uint8
    )


def _cuts(thumbs: list[Pixels | None]) -> Bools:
    """Tell between which neighbours the scene changes.

    A cut changes the whole picture at once: far more than the frames around do, and so that hardly anything
    of it is found again.
    """
    if len(thumbs) < 2:
        return np.zeros(0, dtype=np.bool_)
    change = np.array([_unlikeness(a, b) for a, b in pairwise(thumbs)], dtype=np.float64)
    around = np.array([np.nanmedian(change[max(0, n - 6) : n + 7]) for n in range(len(change))])
    return np.asarray((change > 0.5) & (change > 4 * around + 0.05) | (change > 0.8))


def _unlikeness(one: Pixels | None, other: Pixels | None) -> float:
    """Return 1 − the correlation of two thumbnails, 0 where one is missing or blank."""
    if one is None or other is None:
        return 0.0
    a, b = one.astype(np.float64).ravel(), other.astype(np.float64).ravel()
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    flat = len(a) * 4.0  # two grey levels of noise
    return 1.0 - float(a @ b) / spread if spread > flat else 0.0
