"""What a track resolves to at present, in arrays that are renewed in place and grow at their ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from palpate.assist.drift import Drift
from palpate.assist.interpolate import Filled
from palpate.assist.traced import Traced
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.track import Resolved
from palpate.model.visibility import Visibility
from palpate.session.growing import Growing

_NOTHING = {
    "positions": np.nan,
    "visibility": Visibility.NOT_PLACED,
    "origin": Origin.NONE,
    "method": -1,
    "score": np.nan,
    "score_px": np.nan,
    "reasons": 0,
    "values": np.nan,
}
_FILLED = ("positions", "visibility", "origin", "method")
_TRACED = ("values",)
_RESOLVED = ("positions", "visibility", "origin")
_JUDGED = ("score", "reasons", "score_px")

Columns = dict[str, Growing]


class TrackState:
    """Interpolation, evidence, and what they give together, all for the same frames.

    Parameters
    ----------
    filled, traced, drift
        Taken over, to be written into.
    adopted
        Interpolation with what the picture told. Where it was never asked that is the interpolation, and not
        kept twice.

    Attributes
    ----------
    filled, traced, resolved
        Views, to be written into; others after `over`.
    drift_px
        ``(F, K)``.
    """

    def __init__(self, filled: Filled, traced: Traced | None, adopted: Filled, drift: Drift) -> None:
        self._filled = _columns(filled, _FILLED)
        self._traced = None if traced is None else _columns(traced, _TRACED)
        self._resolved = self._filled
        if traced is not None:
            self._resolved = {
                name: Growing(getattr(adopted, name).copy(), _NOTHING[name]) for name in _RESOLVED
            }
        self._judged = _columns(drift, _JUDGED)
        self._look(filled.first)

    def covers_some(self, start: int, stop: int) -> bool:
        """Tell whether any of its frames is in a range."""
        return max(start, self.resolved.start) < min(stop, self.resolved.stop)

    def over(self, start: int, stop: int) -> None:
        """Cover these frames: what was not covered before has nothing in it."""
        before, after = self.resolved.start - start, stop - self.resolved.stop
        if before == after == 0:
            return
        parts = [self._filled, self._judged]
        if self._traced is not None:
            parts += [self._traced, self._resolved]
        for part in parts:
            for column in part.values():
                column.widen(before, after)
        self._look(start)

    def _look(self, first: int) -> None:
        self.filled = Filled(first, **_rows(self._filled, _FILLED))
        self.traced: Traced | None = (
            None if self._traced is None else Traced(first, **_rows(self._traced, _TRACED))
        )
        judged = _rows(self._judged, _JUDGED)
        self.drift_px: Floats = judged["score_px"]
        self.resolved = Resolved(
            first, **_rows(self._resolved, _RESOLVED), drift=judged["score"], reasons=judged["reasons"]
        )


def window_of(filled: Filled, first: int, stop: int) -> Filled:
    """Return some of the frames, as views."""
    rows = slice(first - filled.first, stop - filled.first)
    return Filled(
        first, filled.positions[rows], filled.visibility[rows], filled.origin[rows], filled.method[rows]
    )


def _columns(part: Filled | Traced | Drift, names: tuple[str, ...]) -> Columns:
    return {name: Growing(getattr(part, name), _NOTHING[name]) for name in names}


def _rows(columns: Columns, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: columns[name].rows for name in names}
