"""Weights of the signs of a slip, as printed by ``python -m palpate.bench.slips_fit``."""

from __future__ import annotations

WEIGHTS = (2.17, -2.83, 2.44, -0.99, 2.2, 2.85)
SURE = 0.7
