"""Weights and calibration of the error to expect, as printed by ``python -m palpate.bench.drift_fit``."""

from __future__ import annotations

# fmt: off
WEIGHTS: dict[str, tuple[float, ...]] = {
    "deviation": (1.167, 0.074, 0.063),
    "stretch": (0.474, 1.288, 0.941),
    "apart": (0.163, 0),
    "strain": (0.149, 0),
    "disagreement": (0.467, 0, 0),
    "limb": (0, 0.527),
    "acceleration": (0, 0),
    "unlikeness": (0.711, 0.053, 0.588),
    "kin": (0, 0, 0.828),
    "lost": (0,),
}
RAW = (
    1.526, 2.165, 2.586, 2.967, 3.324, 3.667, 3.989, 4.313, 4.636, 4.965, 5.294, 5.627,
    5.962, 6.317, 6.693, 7.094, 7.519, 7.981, 8.497, 9.083, 9.749, 10.554, 11.475, 12.955,
)
MEAN_PX = (
    0.101, 0.17, 0.246, 0.326, 0.392, 0.445, 0.56, 0.685, 0.818, 0.985, 1.198, 1.414,
    1.594, 1.891, 2.243, 2.62, 3.228, 3.988, 5.395, 7.386, 11.52, 21.212, 39.17, 94.177,
)
# fmt: on
