"""From frames to pixel columns: cost follows the screen, not the clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Ints
from palpate.ui.timeline.axis import TimeAxis


@dataclass(frozen=True, slots=True)
class Columns:
    """The frames that fall on each of W device columns.

    Attributes
    ----------
    first
        ``(W + 1,)`` first frame of each column, and one past the last.
    left
        Number of the first column, counted from the clip's beginning: what lies in a column depends on its
        number and the zoom alone, so that pictures of neighbouring columns fit together.
    px_per_frame
        Device px; below 1 a column stands for several frames.
    """

    first: Ints
    left: int
    px_per_frame: float

    @staticmethod
    def of(axis: TimeAxis, ratio: float) -> Columns:
        """Lay an axis on device px."""
        return Columns.numbered(axis, ratio, left_of(axis, ratio), round(axis.width * ratio))

    @staticmethod
    def numbered(axis: TimeAxis, ratio: float, left: int, width: int) -> Columns:
        """Return so many columns of an axis' zoom from one on."""
        scale = axis.px_per_frame * ratio
        places = np.arange(left, left + width + 1)
        return Columns(np.floor(places / scale + 1e-9).astype(np.int64), left, scale)

    @property
    def numbers(self) -> Ints:
        """``(W,)`` numbers of the columns."""
        return np.arange(self.left, self.left + len(self))

    def __len__(self) -> int:
        return len(self.first) - 1

    def most(self, values: NDArray[Any], start: int) -> NDArray[Any]:
        """Return the maximum in each column.

        Parameters
        ----------
        values
            ``(…, F)``, of the frames from ``start`` on; nowhere negative.

        Returns
        -------
        ``(…, W)``, 0 where there is no frame.
        """
        n = values.shape[-1]
        result = np.zeros((*values.shape[:-1], len(self)), dtype=values.dtype)
        begin, end = self.first[:-1] - start, self.first[1:] - start
        if self.px_per_frame >= 1.0:
            inside = np.flatnonzero((begin >= 0) & (begin < n))
            result[..., inside] = values[..., begin[inside]]
            return result
        inside = np.flatnonzero((end > 0) & (begin < n))
        if len(inside):
            stop = int(min(end[inside[-1]], n))
            starts = np.maximum(begin[inside], 0)
            result[..., inside] = np.maximum.reduceat(values[..., :stop], starts, axis=-1)
        return result

    def middles(self, values: NDArray[Any], start: int) -> NDArray[Any]:
        """Return ``(…, W)`` values in the middle column of their frame alone, for marks; 0 elsewhere."""
        if self.px_per_frame < 1.0:
            return self.most(values, start)
        result = np.zeros((*values.shape[:-1], len(self)), dtype=values.dtype)
        frames = np.arange(
            max(int(self.first[0]), start), min(int(self.first[-1]) + 1, start + values.shape[-1])
        )
        places = np.floor((frames + 0.5) * self.px_per_frame).astype(np.int64) - self.left
        inside = (places >= 0) & (places < len(self))
        result[..., places[inside]] = values[..., frames[inside] - start]
        return result


def left_of(axis: TimeAxis, ratio: float) -> int:
    """Return the number of the column at the left edge of an axis."""
    return round(axis.first * axis.px_per_frame * ratio)
