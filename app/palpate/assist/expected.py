"""How far off a fused position is expected to be, in px: its components weighed and calibrated.

A product of powers of the components, fitted on films with exact answers in every frame, at keyframes 5 to 40
frames apart, then carried over by a monotone table to the mean error that was found there. Both tables below
come from ``palpate.bench.drift`` (`fitted`), which prints them anew. More in any component never means less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.fusing import Fused
from palpate.assist.traced import Traced
from palpate.model.arrays import Floats

UNITS_PX = {"deviation": 0.3, "apart": 1.0, "strain": 0.3, "disagreement": 1.0}
"""What counts as 1 in each component: log(1 + component / unit) is weighed."""

WEIGHTS = {"deviation": 1.528, "apart": 0.033, "strain": 0.285, "disagreement": 0.33, "lost": 0.198}
CONSTANT = -2.74
# fmt: off
RAW_PX = (0.176, 0.25, 0.323, 0.419, 0.544, 0.711, 0.944, 1.302, 1.857, 2.733, 4.205, 6.981, 12.947, 35.452)
MEAN_PX = (0.1, 0.2, 0.313, 0.447, 0.637, 0.854, 1.321, 1.921, 2.882, 4.197, 6.804, 12.289, 26.877, 77.815)
# fmt: on


@dataclass(frozen=True, slots=True)
class Components:
    """What speaks of an error in F frames and K keypoints, ``(F, K)`` px each; NaN is unknown.

    Attributes
    ----------
    deviation
        The smoother's standard deviation.
    apart
        Between the tracks from the keyframe before and the one after.
    strain
        By which the estimate contradicts what was measured in its steps.
    disagreement
        Between the estimate and plain interpolation.
    lost
        1 where one of the two tracks was lost.
    """

    deviation: Floats
    apart: Floats
    strain: Floats
    disagreement: Floats
    lost: Floats


def components_of(fused: Fused | Traced, interpolated: Floats) -> Components:
    """Return the components, given ``(F, K, 2)`` px of plain interpolation in the same frames."""
    disagreement = np.hypot(*np.moveaxis(fused.positions - interpolated, -1, 0))
    lost = np.isnan(fused.apart).astype(np.float64)
    return Components(fused.sd, fused.apart, fused.strain, disagreement, lost)


def raw_px(components: Components) -> Floats:
    """Return the product of powers before calibration, ``(F, K)`` px."""
    total = np.full(components.deviation.shape, CONSTANT)
    for name, unit in UNITS_PX.items():
        total += WEIGHTS[name] * np.log1p(np.nan_to_num(getattr(components, name)) / unit)
    return np.asarray(np.exp(total + WEIGHTS["lost"] * components.lost))


def expected_px(components: Components) -> Floats:
    """Return the mean error to expect of fused positions, ``(F, K)`` px; NaN where nothing was estimated."""
    calibrated = np.interp(np.log(raw_px(components)), np.log(RAW_PX), np.log(MEAN_PX))
    return np.where(np.isfinite(components.deviation), np.exp(calibrated), np.nan)


def expected_of(positions: Floats, fused: Fused | Traced, components: Components) -> Floats:
    """Return the error to expect of positions that came by another method, ``(F, K)`` px.

    How far they lie from the fused ones joins what those may be off themselves.
    """
    away = np.hypot(*np.moveaxis(positions - fused.positions, -1, 0))
    return np.asarray(np.hypot(expected_px(components), away))
