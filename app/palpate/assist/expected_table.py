"""Weights and calibration of the error to expect, as printed by ``python -m palpate.bench.drift_fit``."""

from __future__ import annotations

# fmt: off
WEIGHTS: dict[str, tuple[float, ...]] = {
    "deviation": (1.51, 0, 0),
    "stretch": (1.47, 0.017, 0),
    "apart": (0.106, 0),
    "strain": (0.067, 0),
    "disagreement": (0.254, 0, 0),
    "limb": (0, 0.263),
    "acceleration": (0, 0.254),
    "unlikeness": (0.453, 0, 1.124),
    "kin": (0, 0.001, 0.376),
    "pull": (0.22, 0),
    "lost": (0,),
}
RAW = (
    1.683, 2.261, 2.657, 3.015, 3.361, 3.699, 4.03, 4.368, 4.715, 5.078, 5.452, 5.838,
    6.248, 6.688, 7.168, 7.661, 8.158, 8.702, 9.302, 9.949, 10.701, 11.536, 12.563, 14.249,
)
MEAN_PX = (
    0.077, 0.131, 0.188, 0.241, 0.293, 0.358, 0.42, 0.496, 0.625, 0.749, 0.89, 1.081,
    1.265, 1.504, 2.01, 2.609, 3.317, 4.566, 6.284, 9.044, 14.963, 26.095, 51.464, 100.055,
)
# fmt: on
