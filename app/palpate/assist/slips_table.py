"""Weights of the signs of a slip, as printed by ``python -m palpate.bench.slips_fit``."""

from __future__ import annotations

WEIGHTS = (2.16, -2.83, 2.44, -0.98, 2.21, 2.83)
SURE = 0.6
