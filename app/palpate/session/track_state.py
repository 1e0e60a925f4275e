"""What a track resolves to at present, in arrays that are renewed in place and grow at their ends."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from palpate.assist.flow import Flow
from palpate.assist.interpolate import Filled
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.track import Resolved
from palpate.model.visibility import Visibility

Rows = TypeVar("Rows", Filled, Flow, Resolved)

_NOTHING = {
    "positions": np.nan,
    "visibility": Visibility.NOT_PLACED,
    "origin": Origin.NONE,
    "method": -1,
    "drift": np.nan,
    "reasons": 0,
    "forward_backward": np.nan,
    "parting": np.nan,
    "ncc": np.nan,
    "refused": False,
}


@dataclass(frozen=True, slots=True)
class TrackState:
    """Interpolation, evidence, and what they give together, all for the same frames.

    Attributes
    ----------
    drift_px
        ``(F, K)``.
    """

    filled: Filled
    flow: Flow | None
    resolved: Resolved
    drift_px: Floats

    def over(self, start: int, stop: int) -> TrackState:
        """Return the same with empty frames added at the ends, so that it covers ``start`` to ``stop``."""
        before, after = self.resolved.start - start, stop - self.resolved.stop
        if before == after == 0:
            return self
        return TrackState(
            filled=replace(_padded(self.filled, before, after), first=start),
            flow=None if self.flow is None else replace(_padded(self.flow, before, after), first=start),
            resolved=replace(_padded(self.resolved, before, after), start=start),
            drift_px=_pad(self.drift_px, before, after, np.nan),
        )


def window_of(filled: Filled, first: int, stop: int) -> Filled:
    """Return some of the frames, as views."""
    rows = slice(first - filled.first, stop - filled.first)
    return Filled(
        first, filled.positions[rows], filled.visibility[rows], filled.origin[rows], filled.method[rows]
    )


def _padded(rows: Rows, before: int, after: int) -> Rows:
    arrays: dict[str, Any] = {
        field.name: _pad(getattr(rows, field.name), before, after, _NOTHING[field.name])
        for field in fields(rows)
        if field.name in _NOTHING
    }
    return replace(rows, **arrays)


def _pad(array: Any, before: int, after: int, value: Any) -> Any:  # noqa: ANN401
    grown = np.full((before + len(array) + after, *array.shape[1:]), value, dtype=array.dtype)
    grown[before : before + len(array)] = array
    return grown
