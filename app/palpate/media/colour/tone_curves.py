"""How bright the numbers of high-dynamic-range video are, and how that is brought onto an ordinary screen.

All light is in units of reference white, 203 cd/m² (ITU-R BT.2408), which an ordinary screen shows as its
white. Highlights above a knee are rolled off so that 1,000 cd/m² becomes white; what is brighter is white.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from palpate.media.colour.facts import BT601, BT601_NTSC, BT709, SMPTE240
from palpate.model.arrays import Floats

WHITE_NITS = 203.0
_PEAK_NITS = 1000.0
PEAK = _PEAK_NITS / WHITE_NITS

# SMPTE ST 2084, as in BT.2100 table 4
_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_PQ_NITS = 10_000.0

# ARIB STD-B67, as in BT.2100 table 5
_A = 0.17883277
_B = 1 - 4 * _A
_C = 0.5 - _A * np.log(4 * _A)
_SYSTEM_GAMMA = 1.2  # of a display of 1,000 cd/m²

# x and y of red, green and blue; all with the white of D65
_D65 = (0.3127, 0.3290)
_BT709 = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
_BT2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
_P3_NUMBERS = (11, 12)
_NARROW = (BT709, BT601, BT601_NTSC, SMPTE240)


def pq_light(signal: Floats) -> Floats:
    """Return the light of PQ signals in 0 to 1. Source: BT.2100 table 4, EOTF."""
    power = np.clip(signal, 0.0, 1.0) ** (1 / _M2)
    ratio = np.maximum(power - _C1, 0.0) / (_C2 - _C3 * power)
    return np.asarray(_PQ_NITS / WHITE_NITS * ratio ** (1 / _M1))


def pq_signal(light: Floats) -> Floats:
    """Return the PQ signal in 0 to 1 of light."""
    power = (light * (WHITE_NITS / _PQ_NITS)) ** _M1
    return np.asarray(((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2)


def hlg_scene(signal: Floats) -> Floats:
    """Return the light of the scene, 0 to 1, of HLG signals. Source: BT.2100 table 5, inverse OETF."""
    bright = (np.exp((np.maximum(signal, 0.5) - _C) / _A) + _B) / 12
    return np.asarray(np.where(signal <= 0.5, signal**2 / 3, bright))


def hlg_gain(luminance: Floats) -> Floats:
    """Return what the light of a scene is multiplied with for display. Source: BT.2100 table 5, OOTF.

    Parameters
    ----------
    luminance
        Of the scene, 0 to 1: red, green and blue weighted by `luminance_weights`.
    """
    return np.asarray(PEAK * luminance ** (_SYSTEM_GAMMA - 1.0))


def rolled_off(light: Floats) -> Floats:
    """Return light between black and white for light up to the peak. Source: BT.2390, 5.4.1, EETF."""
    peak = pq_signal(np.asarray(PEAK))
    signal = np.minimum(pq_signal(light) / peak, 1.0)
    white = float(pq_signal(np.asarray(1.0)) / peak)
    knee = 1.5 * white - 0.5
    t = np.maximum(signal - knee, 0.0) / (1.0 - knee)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1.0 - knee)
        + (-2 * t**3 + 3 * t**2) * white
    )
    return pq_light(np.where(signal < knee, signal, spline) * peak)


def share_kept(light: Floats) -> Floats:
    """Return how much of light, 0 to any, stays when it is rolled off."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(light > 0, rolled_off(light) / light, 1.0))


def screen_signal(light: Floats) -> Floats:
    """Return the signal in 0 to 1 an ordinary screen is given for light. Source: IEC 61966-2-1 (sRGB)."""
    light = np.clip(light, 0.0, 1.0)
    root = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.asarray(np.where(light <= 0.0031308, 12.92 * light, root))


def luminance_weights(primaries: int) -> Floats:
    """Return how much red, green and blue of primaries (H.273 number) add to luminance, ``(3,)``."""
    return np.asarray(_to_xyz(_chromaticities(primaries))[1])


def to_screen_primaries(primaries: int) -> Floats:
    """Return the matrix ``(3, 3)`` from red, green and blue of primaries (H.273 number) to BT.709's.

    Unspecified means BT.2020, which comes with PQ and HLG. The white is D65 in all of them.
    """
    return np.asarray(np.linalg.solve(_to_xyz(_BT709), _to_xyz(_chromaticities(primaries))))


def _chromaticities(primaries: int) -> tuple[tuple[float, float], ...]:
    if primaries in _NARROW:
        return _BT709
    return _P3 if primaries in _P3_NUMBERS else _BT2020


def _to_xyz(corners: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    """Source: SMPTE RP 177."""
    columns = np.array([_xyz(corner) for corner in corners]).T
    return np.asarray(columns * np.linalg.solve(columns, _xyz(_D65)))


def _xyz(corner: tuple[float, float]) -> Floats:
    x, y = corner
    return np.array([x / y, 1.0, (1 - x - y) / y])
