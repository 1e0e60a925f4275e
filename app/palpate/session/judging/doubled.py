"""Subjects that a label set has twice in a frame: who lies on whom, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.quality.duplicates import coinciding
from palpate.session.judging.score_rows import Rows

LABELS, GOLD = "the labels", "gold"


@dataclass(frozen=True, slots=True)
class Doubled:
    """Two instances of a clip that lie on each other.

    Attributes
    ----------
    whose
        `LABELS` or `GOLD`.
    instances
        Their names, in order.
    frames
        In which they do, ascending.
    """

    whose: str
    clip: str
    instances: tuple[str, str]
    frames: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        one, other = self.instances
        n = len(self.frames)
        return (
            f"{self.whose} seem to have one subject twice: {one} and {other} lie on each other in "
            f"{n} {'frame' if n == 1 else 'frames'} of {self.clip}, first in {self.frames[0]}"
        )


def doubled(rows: Rows, keys: Ints, scale_px: Floats, whose: str) -> tuple[Doubled, ...]:
    """Find subjects that a label set has twice in a frame.

    Parameters
    ----------
    keys
        ``(N,)`` one number per frame.
    scale_px
        Some scales in px of such subjects; their median is what "close" is measured by.
    """
    known = scale_px[np.isfinite(scale_px)]
    typical = float(np.median(known)) if len(known) else np.nan
    found = coinciding(rows.positions, frames=keys, scale_px=np.full(len(keys), typical))
    frames: dict[tuple[str, str, str], set[int]] = {}
    for first, second in found.tolist():
        one, other = sorted((str(rows.names[first]), str(rows.names[second])))
        frames.setdefault((str(rows.clips[first]), one, other), set()).add(int(rows.frames[first]))
    return tuple(
        Doubled(whose, clip, (one, other), tuple(sorted(at)))
        for (clip, one, other), at in sorted(frames.items())
    )
