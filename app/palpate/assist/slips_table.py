"""Weights of the signs of a slip, as printed by ``python -m palpate.bench.slips_fit``."""

from __future__ import annotations

WEIGHTS = (4.37, -3.52, 2.81, -1.57, 2.31)
SURE = 0.7
