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
    1.445, 2.059, 2.482, 2.876, 3.245, 3.601, 3.938, 4.279, 4.62, 4.97, 5.326, 5.691,
    6.076, 6.482, 6.921, 7.379, 7.864, 8.377, 8.934, 9.535, 10.211, 10.949, 11.78, 13.152,
)
MEAN_PX = (
    0.094, 0.16, 0.228, 0.292, 0.339, 0.399, 0.479, 0.577, 0.706, 0.849, 1.029, 1.227,
    1.435, 1.733, 2.167, 2.785, 3.586, 4.874, 6.706, 10.094, 16.656, 27.294, 49.848,
    102.182,
)
# fmt: on
