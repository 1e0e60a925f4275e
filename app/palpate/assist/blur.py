"""How far and in which direction a point is smeared by motion, and what that allows to be called visible.

Domain reference 6. The extent to expect is the way a point goes while the shutter is open; where the shutter
is not known, the pictures of the fast points tell it: it is one number for a clip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.patches import turned
from palpate.model.arrays import Bools, Codes, Floats, Ints, Pixels
from palpate.model.visibility import Visibility

_BORDER = 2
_COHERENT = 0.3
_FAST_PX = 20.0  # per frame; in slower ones texture tells more of the lag than the shutter does
_ALONG = np.cos(np.radians(25.0))
_LEAST_VOTES = 20
_SPAN = 1.2  # no smear is much longer than the way of a whole frame


@dataclass(frozen=True, slots=True)
class BlurLimits:
    """Up to where a smear allows what.

    Attributes
    ----------
    visible, estimated, absent
        Extent ÷ local width up to which a point may be visible, is estimated by itself, and is estimated only
        with support; for each of K points alike, or ``(K,)``.
    px
        Extent up to which a point may be visible, whatever its width.
    """

    visible: float | Floats = 0.25
    estimated: float | Floats = 1.0
    absent: float = 2.0
    px: float = 8.0


@dataclass(frozen=True, slots=True)
class Support:
    """What else speaks for points that are smeared, ``(…)`` each.

    Attributes
    ----------
    sharp_beside
        Its neighbours on both sides of the segment are sharp.
    within
        It has a position in the frame before and the frame after.
    keyframe_near
        It has a keyframe in one of the few frames around, other than this one.
    """

    sharp_beside: Bools
    within: Bools
    keyframe_near: Bools


@dataclass(frozen=True, slots=True)
class Smear:
    """What M patches show.

    Attributes
    ----------
    extent
        ``(M,)`` px along the direction; NaN where the patch has no clear direction, or lies too far outside
        of the picture.
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
        Of a patch in px, 1 to 3 local widths; odd.
    """
    if not len(positions):
        return Smear(np.empty(0), np.empty((0, 2)), np.empty(0), np.empty(0))
    upright = turned(image, positions, np.zeros(len(positions)), side, precision=np.float64)
    across, down = np.gradient(upright, axis=2), np.gradient(upright, axis=1)
    inner = np.s_[:, _BORDER:-_BORDER, _BORDER:-_BORDER]
    xx, yy, xy = (
        (a * b)[inner].mean(axis=(1, 2)) for a, b in ((across, across), (down, down), (across, down))
    )
    apart = np.hypot(xx - yy, 2 * xy)
    total = xx + yy
    coherence = np.divide(apart, total, out=np.zeros_like(total), where=total > 0)
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    along = turned(image, positions, angle, side, precision=np.float64)
    clear = (coherence >= _COHERENT) & _inside(image, positions, side)
    extent = np.where(clear, _least_lag(along), np.nan)
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
    votes = tells(smear.extent, smear.direction, velocities)
    speed = np.hypot(*velocities.T)
    if votes.sum() < _LEAST_VOTES:
        return None
    return float(np.clip(np.median(smear.extent[votes] / speed[votes]), 0.0, 1.0))


def tells(extent: Floats, direction: Floats, velocities: Floats) -> Bools:
    """Tell which measured extents ``(…)`` are those of a motion, and not of the texture of a picture.

    That is where the point is fast, the patch smeared along its motion, and no farther than it went.

    Parameters
    ----------
    direction, velocities
        ``(…, 2)`` unit vectors, and px per frame.
    """
    speed = np.hypot(velocities[..., 0], velocities[..., 1])
    along = np.abs((velocities * direction).sum(axis=-1)) >= _ALONG * speed
    return np.asarray(along & (speed >= _FAST_PX) & np.isfinite(extent) & (extent <= _SPAN * speed))


def tier_allowed(
    extent: Floats, widths: Floats, *, limits: BlurLimits, support: Support | None = None
) -> Codes:
    """Return the highest tier that a smear allows, ``(…)`` codes; NOT_PLACED where no extent is known.

    Parameters
    ----------
    extent, widths
        ``(…)`` px; an unknown width is judged by the limit in px alone.
    support
        What else speaks for a point; without it, up to the last limit a point is estimated.

    Notes
    -----
    Domain reference 6. Certain despite occlusion where both neighbours are sharp; between one and two widths
    only with the frames around, beyond that only with a keyframe near.
    """
    width = np.where(np.isfinite(widths), widths, np.inf)
    visible = (extent <= limits.visible * width) & (extent <= limits.px)
    short, long = extent <= limits.estimated * width, extent > limits.absent * width
    tier = np.where(visible, Visibility.VISIBLE, Visibility.ESTIMATED)
    if support is None:
        tier = np.where(long, Visibility.ABSENT, tier)
    else:
        held = np.where(long, support.keyframe_near, short | support.within)
        tier = np.where(~visible & short & support.sharp_beside, Visibility.CERTAIN, tier)
        tier = np.where(held | visible, tier, Visibility.ABSENT)
    return np.where(np.isfinite(extent), tier, Visibility.NOT_PLACED).astype(np.int8)


def contradictions(visibility: Codes, allowed: Codes) -> Bools:
    """Tell which points are called visible although their smear does not allow it."""
    too_smeared = np.isin(allowed, (Visibility.CERTAIN, Visibility.ESTIMATED, Visibility.ABSENT))
    return np.asarray((visibility == Visibility.VISIBLE) & too_smeared)


def _inside(image: Pixels, centres: Floats, side: int) -> Bools:
    """Tell of which patches at most a quarter lies outside: beyond the border a picture is drawn out."""
    size = np.array([image.shape[1], image.shape[0]])
    return np.asarray(((centres >= side / 4) & (centres <= size - side / 4)).all(axis=1))


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
