"""Which kinds of measures a skeleton may have."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.store.skeleton_parts import MEASURE_KINDS, MeasureKind

__all__ = ["MeasureKind", "measure_kinds"]


def measure_kinds() -> Mapping[str, MeasureKind]:
    """Return how many keypoints each kind takes and what its zero may be, by name."""
    return MEASURE_KINDS
