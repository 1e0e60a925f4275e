"""Weights and calibration of the error to expect, as printed by ``python -m palpate.bench.drift_fit``."""

from __future__ import annotations

# fmt: off
WEIGHTS: dict[str, tuple[float, ...]] = {
    "deviation": (1.334, 0, 0),
    "stretch": (0.057, 1.97, 2.049),
    "apart": (0.101, 0),
    "strain": (0.059, 0),
    "disagreement": (0.535, 0, 0),
    "limb": (0, 0.538),
    "acceleration": (0, 0),
    "unlikeness": (0.287, 0, 2.09),
    "kin": (0.349, 0, 0.062),
    "lost": (0,),
}
RAW = (
    1.363, 1.965, 2.381, 2.766, 3.144, 3.513, 3.868, 4.22, 4.581, 4.95, 5.333, 5.717,
    6.126, 6.568, 7.05, 7.549, 8.086, 8.659, 9.279, 9.965, 10.735, 11.573, 12.501, 14.016,
)
MEAN_PX = (
    0.091, 0.159, 0.221, 0.288, 0.338, 0.396, 0.464, 0.56, 0.687, 0.843, 1.003, 1.214,
    1.444, 1.776, 2.157, 2.774, 3.512, 4.828, 6.713, 9.775, 16.274, 27.575, 49.598, 103.051,
)
# fmt: on
