"""What was expected of points, beside what they were: a detector's and a yardstick's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints

WRONG_PX, NEARLY_PX = 4.0, 3.0
RECALL, PRECISION = 0.95, 0.8
BINS_PX = (0.25, 0.5, 1, 2, 4, 8, 16, 32)
LEAST_IN_BIN = 50
_CURVE = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Judged:
    """Derived points: what they were expected to be off, and what they were, ``(N,)`` px each."""

    expected: Floats
    off: Floats

    @staticmethod
    def joined(several: Sequence[Judged]) -> Judged:
        """Return all points of several."""
        return Judged(*(np.concatenate([getattr(j, part) for j in several]) for part in ("expected", "off")))

    def figures(self) -> dict[str, float]:
        """Return recall and precision, and the worst ratio of means over the bins of what was expected.

        ``precision_3px`` counts as right also what is more than 3 px off, of the points that have to be
        looked at to find 95 % of those more than 4 px off: what is just below is hardly a false alarm.
        """
        wrong = self.off > WRONG_PX
        order, recall, precision = self._ordered(wrong)
        at = _first(recall, RECALL)
        precise = np.flatnonzero(precision >= PRECISION)
        flagged = self.expected >= WRONG_PX
        found = (flagged & wrong).sum()
        return {
            "wrong_share": float(wrong.mean()),
            "recall_at_4px": float(found / max(wrong.sum(), 1)),
            "precision_at_4px": float(found / max(flagged.sum(), 1)),
            "precision_at_recall_95": float(precision[at]),
            "precision_3px": float((self.off[order][: at + 1] > NEARLY_PX).mean()),
            "threshold_px": float(self.expected[order][at]),
            "to_look_at": float((at + 1) / len(recall)),
            "recall_at_precision_80": float(recall[precise[-1]]) if len(precise) else 0.0,
            "worst_ratio": self.worst_ratio(),
        }

    def _ordered(self, wrong: Bools) -> tuple[Ints, Floats, Floats]:
        order = np.argsort(-self.expected, kind="stable")
        hits = np.cumsum(wrong[order])
        return order, hits / max(hits[-1], 1), hits / np.arange(1, len(hits) + 1)

    def curve(self) -> dict[str, float]:
        """Return the precision at some recalls of points more than 4 px off."""
        _, recall, precision = self._ordered(self.off > WRONG_PX)
        return {
            f"precision_at_{100 * share:.0f}": float(precision[_first(recall, share)]) for share in _CURVE
        }

    def calibration(self) -> dict[str, dict[str, float]]:
        """Return by bin of what was expected, if it holds enough points, both means and their ratio."""
        edges = (0.0, *BINS_PX, np.inf)
        table = {}
        for low, high in pairwise(edges):
            here = (self.expected >= low) & (self.expected < high)
            if here.sum() >= LEAST_IN_BIN and self.off[here].any():
                expected, found = float(self.expected[here].mean()), float(self.off[here].mean())
                line = {"expected_px": expected, "found_px": found, "ratio": found / expected}
                table[f"{low:g}_to_{high:g}_px"] = line | {"points": int(here.sum())}
        return table

    def worst_ratio(self) -> float:
        """Return the largest factor between expected and found means in any bin with enough points."""
        ratios = [line["ratio"] for line in self.calibration().values()]
        return max([1.0, *(max(ratio, 1 / ratio) for ratio in ratios)])


def _first(rising: Floats, value: float) -> int:
    return min(int(np.searchsorted(rising, value)), len(rising) - 1)
