"""Weights and calibration of the error to expect, as printed by ``python -m palpate.bench.drift_fit``."""

from __future__ import annotations

# fmt: off
WEIGHTS: dict[str, tuple[float, ...]] = {
    "deviation": (1.127, 0.018, 0),
    "stretch": (1.166, 0.293, 0),
    "apart": (0.178, 0),
    "strain": (0.087, 0),
    "disagreement": (0.311, 0, 0),
    "limb": (0, 0.333),
    "acceleration": (0.002, 0.257),
    "unlikeness": (0.901, 0.015, 0.051),
    "kin": (0, 0, 0.712),
    "pull": (0.347, 0),
    "lost": (0,),
}
RAW = (
    1.724, 2.425, 2.911, 3.368, 3.797, 4.212, 4.611, 5.002, 5.396, 5.793, 6.198, 6.606,
    7.04, 7.491, 7.966, 8.472, 8.997, 9.568, 10.174, 10.834, 11.575, 12.387, 13.379,
    14.806,
)
MEAN_PX = (
    0.083, 0.147, 0.213, 0.267, 0.314, 0.362, 0.439, 0.543, 0.66, 0.828, 1, 1.195, 1.455,
    1.756, 2.229, 2.906, 3.77, 4.997, 7.01, 10.794, 18.813, 30.449, 55.524, 101.901,
)
# fmt: on
