"""Weights of the signs of a slip, as printed by ``python -m palpate.bench.slips_fit``."""

from __future__ import annotations

WEIGHTS = (3.8, -4.1, 2.67, -1.2, 2.44)
SURE = 0.7
