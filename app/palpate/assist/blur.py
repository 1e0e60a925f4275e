"""How far and in which direction a point is smeared by motion, and what that allows to be called visible.

Domain reference 6. The extent to expect is the way a point goes while the shutter is open; where the shutter
is not known, the pictures of the fast points tell it: it is one number for a clip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints, Pixels
from palpate.model.visibility import Visibility

_BORDER = 2
_COHERENT = 0.3
_FAST_PX = 20.0  # per frame; in slower ones texture tells more of the lag than the shutter does
_ALONG = np.cos(np.radians(25.0))
_LEAST_VOTES = 20


@dataclass(frozen=True, slots=True)
class Smear:
    """What M patches show.

    Attributes
    ----------
    extent
        ``(M,)`` px along the direction; NaN where the patch has no clear direction.
    direction
        ``(M, 2)`` unit vector of least change; its sign means nothing.
    coherence
        ``(M,)`` 0…1, how much one direction stands out.
    sharpness
        ``(M,)`` variance of the Laplacian, to be compared with the same point in other frames only.
    """

    extent: Floats
    direction: Floats
    coherence: Floats
    sharpness: Floats


def smear_of(image: Pixels, positions: Floats, *, side: int) -> Smear:
    """Measure the smear of patches around points.

    The direction is that of the structure tensor's smaller eigenvalue; the extent the lag of the least
    autocorrelation of the derivative along it, valid from a coherence of 0.3 on.

    Parameters
    ----------
    image
        ``(H, W)`` uint8.
    positions
        ``(M, 2)`` px of that picture, corner origin.
    side
        Of a patch in px, 2 to 3 local widths; odd.
    """
    upright = _patches(image, positions, np.zeros(len(positions)), side)
    across, down = np.gradient(upright, axis=2), np.gradient(upright, axis=1)
    inner = np.s_[:, _BORDER:-_BORDER, _BORDER:-_BORDER]
    xx, yy, xy = (
        (a * b)[inner].mean(axis=(1, 2)) for a, b in ((across, across), (down, down), (across, down))
    )
    apart = np.hypot(xx - yy, 2 * xy)
    total = xx + yy
    coherence = np.divide(apart, total, out=np.zeros_like(total), where=total > 0)
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    turned = _patches(image, positions, angle, side)
    extent = np.where(coherence >= _COHERENT, _least_lag(turned), np.nan)
    direction = np.stack((np.cos(angle), np.sin(angle)), axis=1)
    return Smear(extent, direction, coherence, variance_of_laplacian(upright))


def variance_of_laplacian(patches: Floats) -> Floats:
    """Return the variance of the 4-neighbour Laplacian inside ``(M, h, w)`` patches, ``(M,)``."""
    middle = patches[:, 1:-1, 1:-1]
    around = patches[:, :-2, 1:-1] + patches[:, 2:, 1:-1] + patches[:, 1:-1, :-2] + patches[:, 1:-1, 2:]
    return np.asarray((around - 4 * middle).var(axis=(1, 2)))


def extent_px(velocities: Floats, exposure: float) -> Floats:
    """Return the extent to expect, ``(…)`` px, of velocities ``(…, 2)`` in px per frame.

    Parameters
    ----------
    exposure
        Share of the frame interval that the shutter is open.
    """
    return np.asarray(exposure * np.hypot(velocities[..., 0], velocities[..., 1]))


def exposure_of(smear: Smear, velocities: Floats) -> float | None:
    """Return the share of the frame interval that the shutter seems to be open, or None if too little tells.

    Parameters
    ----------
    smear, velocities
        Of M patches, and ``(M, 2)`` px per frame of the points in them. Slow points, and patches smeared in
        another direction than the motion's, are left out.
    """
    speed = np.hypot(*velocities.T)
    unit = velocities / np.maximum(speed, 1e-9)[:, np.newaxis]
    along = np.abs((unit * smear.direction).sum(axis=1)) >= _ALONG
    votes = along & (speed >= _FAST_PX) & np.isfinite(smear.extent)
    if votes.sum() < _LEAST_VOTES:
        return None
    return float(np.clip(np.median(smear.extent[votes] / speed[votes]), 0.0, 1.0))


def tier_allowed(extent: Floats, widths: Floats, *, ratio: float, limit_px: float, most: float) -> Codes:
    """Return the highest tier that a smear allows, ``(…)`` codes.

    Up to `ratio` of the local width and `limit_px` a point may be visible; up to `most` widths it is
    estimated, beyond that there is nothing to judge by in this frame alone. Domain reference 6.

    Parameters
    ----------
    extent, widths
        ``(…)`` px; an unknown width is judged by the limit alone.
    """
    width = np.where(np.isfinite(widths), widths, np.inf)
    visible = (extent <= ratio * width) & (extent <= limit_px)
    tier = np.where(visible, Visibility.VISIBLE, Visibility.ESTIMATED)
    tier = np.where(extent > most * width, Visibility.ABSENT, tier)
    return np.where(np.isfinite(extent), tier, Visibility.NOT_PLACED).astype(np.int8)


def contradictions(visibility: Codes, allowed: Codes) -> Bools:
    """Tell which points are called visible although their smear does not allow it."""
    too_smeared = (allowed == Visibility.ESTIMATED) | (allowed == Visibility.ABSENT)
    return np.asarray((visibility == Visibility.VISIBLE) & too_smeared)


def _patches(image: Pixels, centres: Floats, angles: Floats, side: int) -> Floats:
    """Return ``(M, side, side)`` grey values around points, turned so that the angle is their x axis."""
    import cv2

    reach = np.arange(side) - (side - 1) / 2
    u, v = np.meshgrid(reach, reach)
    c, s = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    x = centres[:, 0, None, None] - 0.5 + c * u - s * v
    y = centres[:, 1, None, None] - 0.5 + s * u + c * v
    columns, rows = (part.reshape(-1, side).astype(np.float32) for part in (x, y))
    patches = cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(patches, dtype=np.float64).reshape(len(centres), side, side)


def _least_lag(patches: Floats) -> Floats:
    """Return the lag in px of the least mean row autocorrelation of the x-derivative, ``(M,)``."""
    slope = np.diff(patches, axis=2)[:, _BORDER:-_BORDER]
    slope = slope - slope.mean(axis=2, keepdims=True)
    width = slope.shape[2]
    power = np.abs(np.fft.rfft(slope, n=2 * width, axis=2)) ** 2
    correlation = np.fft.irfft(power, axis=2)[..., : 2 * width // 3].mean(axis=1)
    at = 1 + correlation[:, 1:].argmin(axis=1)
    return _between(correlation, at)


def _between(values: Floats, at: Ints) -> Floats:
    """Return where a parabola through the three values around `at` is least, ``(M,)``."""
    rows = np.arange(len(values))
    last = values.shape[1] - 1
    before, here, after = (values[rows, np.clip(at + d, 0, last)] for d in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.divide(before - after, 2 * bend, out=np.zeros_like(bend), where=bend > 1e-12)
    return np.asarray(at + np.clip(shift, -0.5, 0.5))
