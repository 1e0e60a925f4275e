"""The one place that calls OpenCV for tracking: sparse optical flow between two frames.

OpenCV counts from the centre of the top-left pixel, the rest of the program from its corner; the half
pixel is taken off and put back here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Bools, Floats, Pixels

_PRECISION_PX = 0.01


@dataclass(frozen=True, slots=True)
class Lens:
    """How a point is looked for.

    Attributes
    ----------
    window_px
        Side of the window, odd.
    levels
        Of the pyramid above the picture.
    iterations
        At most so many on each level.
    """

    window_px: int = 21
    levels: int = 3
    iterations: int = 30


@dataclass(frozen=True, slots=True)
class Step:
    """Where M points went from one frame to the next.

    Attributes
    ----------
    positions
        ``(M, 2)`` px, corner origin of the full frame.
    found
        ``(M,)`` whether the flow converged, there and back.
    forward_backward
        ``(M,)`` px between the start and where tracking back ends; meaningless where not found.
    ncc
        ``(M,)`` normalised cross-correlation of the two patches, −1…1; 0 on a flat patch.
    """

    positions: Floats
    found: Bools
    forward_backward: Floats
    ncc: Floats


def follow(
    here: Pixels,
    there: Pixels,
    positions: Floats,
    *,
    guess: Floats,
    corner: tuple[int, int],
    lens: Lens,
) -> Step:
    """Follow points from one frame to another and back (pyramidal Lucas-Kanade, Bouguet 2001).

    Parameters
    ----------
    here, there
        The same crop, ``(h, w)`` uint8, of the two frames.
    positions, guess
        ``(M, 2)`` px of the full frame: where the points are here, and about where there.
    corner
        x and y of the crop's top-left corner in the full frame.
    """
    shift = np.array(corner, dtype=np.float64) + 0.5
    start = (positions - shift).astype(np.float32)
    expected = (guess - shift).astype(np.float32)
    moved, there_ok = lucas_kanade(here, there, start, expected, lens)
    back, back_ok = lucas_kanade(there, here, moved, moved - (expected - start), lens)
    return Step(
        positions=moved.astype(np.float64) + shift,
        found=there_ok & back_ok,
        forward_backward=np.hypot(*(back - start).astype(np.float64).T),
        ncc=_correlation(_patches(here, start, lens.window_px), _patches(there, moved, lens.window_px)),
    )


def lucas_kanade(
    here: Pixels, there: Pixels, start: NDArray[np.float32], guess: NDArray[np.float32], lens: Lens
) -> tuple[NDArray[np.float32], Bools]:
    """Return where points went, in OpenCV's own coordinates of the crops, and which of them were found."""
    import cv2

    moved, status, _ = cv2.calcOpticalFlowPyrLK(
        here,
        there,
        start.reshape(-1, 1, 2),
        guess.reshape(-1, 1, 2).copy(),
        winSize=(lens.window_px, lens.window_px),
        maxLevel=lens.levels,
        criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, lens.iterations, _PRECISION_PX),
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    points = np.asarray(moved, dtype=np.float32).reshape(-1, 2)
    return points, (np.asarray(status).reshape(-1) == 1) & np.isfinite(points).all(axis=1)


def _patches(image: Pixels, centres: NDArray[np.float32], side: int) -> Floats:
    """Return ``(M, side · side)`` grey values around points given in OpenCV's coordinates."""
    import cv2

    reach = np.arange(side, dtype=np.float32) - (side - 1) / 2
    x = np.repeat(centres[:, :1] + reach, side, axis=0)
    y = np.repeat((centres[:, 1:] + reach).reshape(-1, 1), side, axis=1)
    patches = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(patches, dtype=np.float64).reshape(len(centres), side * side)


def _correlation(first: Floats, second: Floats) -> Floats:
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    spread = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    product = (first * second).sum(axis=1)
    likeness: Floats = np.zeros_like(product)
    np.divide(product, spread, out=likeness, where=spread > 0)
    return likeness
