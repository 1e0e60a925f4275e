"""How far off is what was filled in between placements: it tells of keyframes, not of who set them."""

from __future__ import annotations

import numpy as np

from palpate.model.labels import Labels
from palpate.quality.pairs import Pairs
from palpate.quality.points import lengths_of
from palpate.report.quality.content import FilledIn
from palpate.session.judging.by_clip import ByClip
from palpate.session.judging.pairing import Pairing


def filled_in(every: Labels | ByClip, gold: Labels | ByClip, placed: Pairs) -> FilledIn | None:
    """Measure what labels hold beside placements.

    Parameters
    ----------
    every
        Everything that the labels resolve to.
    placed
        The pairs of what was placed alone, with the same gold.

    Returns
    -------
    None where gold judges nothing beside placements.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    n, total = _summed(placed)
    n_filled, filled = -n, -total
    for part in Pairing(every, gold).parts():
        n, total = _summed(part)
        n_filled, filled = n_filled + n, filled + total
        del part  # one clip at a time
    return FilledIn(n_filled, max(filled, 0.0) / n_filled) if n_filled > 0 else None


def _summed(pairs: Pairs) -> tuple[int, float]:
    """Return how many distances there are, and their sum in px."""
    distances = lengths_of(pairs.labels_positions - pairs.gold_positions)
    return int(np.isfinite(distances).sum()), float(np.nansum(distances))
