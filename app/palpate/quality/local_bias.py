"""Bias in the body's own axes, where it does not cancel out when athletes face both ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Side, Skeleton
from palpate.quality.limbs import Body, Limbs
from palpate.quality.points import placed

MIN_COSINE = 0.3
"""An axis that is nearer than this to the line of sight has no sign that the image could tell."""

_CHUNK = 512  # rows at a time, so that a pass over them stays in cache
_VIEWS = ("left", "anterior", "")


@dataclass(frozen=True, slots=True)
class LocalBias:
    """Mean error of one keypoint along and across its limb.

    Attributes
    ----------
    along
        px, positive away from the body's centre (spine: downwards).
    across
        px, positive towards what `axis` names.
    axis
        ``left`` (the subject's own), ``lateral`` (away from the midline), ``anterior``, or empty where
        the image cannot tell: then positive is the limb's direction turned to the right of the screen
        when it points down.
    n
        Placements of this axis; those seen from another side are left out.
    """

    along: float
    across: float
    axis: str
    n: int


def local_biases(
    errors: Floats,
    skeleton: Skeleton,
    *,
    positions: Floats,
    scale_px: Floats,
    chosen: Ints | None = None,
) -> list[LocalBias | None]:
    """Return each keypoint's mean error along and across its limb, None where it has no limb.

    Parameters
    ----------
    errors
        ``(N, K, 2)`` px, NaN where not compared.
    positions
        ``(N, K, 2)`` px of the reference.
    scale_px
        ``(N,)`` s in px, NaN where unknown.
    chosen
        Numbers of the rows to take; all if None.

    Notes
    -----
    Domain reference 1.5. t runs from the proximal to the distal neighbour, n = (t_y, −t_x) and is turned
    towards the subject's left where |n·left| ≥ 0.3, else towards the front. What most placements allow is
    reported; a two-dimensional image cannot tell the two apart otherwise.
    """
    sums = LocalSums.of(skeleton)
    every = np.arange(len(errors)) if chosen is None else chosen
    for start in range(0, len(every), _CHUNK):
        rows = every[start : start + _CHUNK]
        known = placed(errors[rows]).T
        off, gold = np.moveaxis(errors[rows], 0, -1), np.moveaxis(positions[rows], 0, -1)
        sums.add(
            np.where(known[:, None], off, 0.0),
            gold,
            known=known,
            scale_px=scale_px[rows],
        )
    return sums.biases(skeleton)


@dataclass(frozen=True, slots=True)
class LocalSums:
    """What the biases along and across limbs are the means of, gathered block by block.

    Attributes
    ----------
    sums
        ``(V, 3, K)`` placements, sums along and signed sums across, of each of `_VIEWS`.
    """

    limbs: Limbs
    body: Body
    sums: Floats

    @staticmethod
    def of(skeleton: Skeleton) -> LocalSums:
        """Return those of no placement."""
        return LocalSums(Limbs.of(skeleton), Body.of(skeleton), np.zeros((len(_VIEWS), 3, len(skeleton))))

    def add(self, errors: Floats, gold: Floats, *, known: Bools | None, scale_px: Floats) -> None:
        """Add errors, 0 where not known (all are if None), and gold's positions, ``(K, 2, B)`` px."""
        unit = self.limbs.directions_first(gold)
        x, y = unit[:, 0], unit[:, 1]
        length, more = x * x, y * y
        length += more
        np.sqrt(length, out=length)
        usable = length > 0.0  # not where NaN
        if known is not None:
            usable &= known
        if not usable.all():
            np.copyto(unit, 0.0, where=~usable[:, None])
            np.copyto(length, 1.0, where=~usable)
        x /= length
        y /= length
        along, across = errors[:, 0] * x, errors[:, 0] * y
        along += np.multiply(errors[:, 1], y, out=more)
        across -= np.multiply(errors[:, 1], x, out=more)
        self.sums[2] += [usable.sum(axis=1), along.sum(axis=1), across.sum(axis=1)]
        # Where an axis is unknown, NaN is not beyond any limit, and no sum below sees it.
        others, side = None, length
        for view, axis in enumerate(self.body.axes_first(gold, scale_px)):
            np.multiply(y, axis[0], out=side)
            side -= np.multiply(x, axis[1], out=more)
            seen = np.abs(side, out=more) >= MIN_COSINE
            if others is not None:
                seen &= others
            if seen.any():
                self._add_view(view, along, across, sign=np.copysign(seen, side, out=side))
            others = ~seen

    def _add_view(self, view: int, along: Floats, across: Floats, *, sign: Floats) -> None:
        """Add what counts in a view, by ``(K, B)`` signs, 0 where it does not count; spoils the signs."""
        signed = np.einsum("kb,kb->k", across, sign)
        size = np.abs(sign, out=sign)
        self.sums[view] += [size.sum(axis=1), np.einsum("kb,kb->k", along, size), signed]

    def biases(self, skeleton: Skeleton) -> list[LocalBias | None]:
        """Return the means."""
        return [_reported(self.sums[:, :, k], point.side) for k, point in enumerate(skeleton.keypoints)]


def _reported(sums: Floats, side: Side) -> LocalBias | None:
    """The bias in the view that most placements allow, from one keypoint's ``(V, 3)`` sums."""
    counts = sums[:, 0]
    if not counts.any():
        return None
    view = int(np.argmax(counts[:2])) if counts[:2].any() else 2
    n, along, across = sums[view]
    axis = _VIEWS[view]
    if axis == "left" and side is not Side.MIDLINE:
        axis = "lateral"
        across = across if side is Side.LEFT else -across
    return LocalBias(along=float(along / n), across=float(across / n), axis=axis, n=int(n))
