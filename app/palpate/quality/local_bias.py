"""Bias in the body's own axes, where it does not cancel out when athletes face both ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.skeleton import Side, Skeleton
from palpate.quality.limbs import Body, Limbs

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
    errors: Floats, skeleton: Skeleton, *, positions: Floats, scale_px: Floats
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

    Notes
    -----
    Domain reference 1.5. t runs from the proximal to the distal neighbour, n = (t_y, −t_x) and is turned
    towards the subject's left where |n·left| ≥ 0.3, else towards the front. What most placements allow is
    reported; a two-dimensional image cannot tell the two apart otherwise.
    """
    limbs, body = Limbs.of(skeleton), Body.of(skeleton)
    sums = np.zeros((len(_VIEWS), 3, len(skeleton)))
    for start in range(0, len(errors), _CHUNK):
        rows = slice(start, start + _CHUNK)
        left, front = body.axes(positions[rows], scale_px[rows])
        sums += _sums_by_view(errors[rows], positions[rows], limbs, left=left, front=front)
    return [_reported(sums[:, :, k], point.side) for k, point in enumerate(skeleton.keypoints)]


def _sums_by_view(errors: Floats, positions: Floats, limbs: Limbs, *, left: Floats, front: Floats) -> Floats:
    """``(V, 3, K)`` placements, sums along and signed sums across, of each of `_VIEWS`.

    x and y are kept apart: in a row they are read faster than in pairs.
    """
    x, y = (limbs.directions(np.ascontiguousarray(positions[..., axis])) for axis in (0, 1))
    length = np.sqrt(x * x + y * y)
    length[length == 0.0] = np.nan
    x /= length
    y /= length
    off_x, off_y = (np.ascontiguousarray(errors[..., axis]) for axis in (0, 1))
    along, across = off_x * x + off_y * y, off_x * y - off_y * x
    usable = ~np.isnan(along)
    along[~usable] = across[~usable] = 0.0
    to_left, to_front = (y * axis[:, :1] - x * axis[:, 1:] for axis in (left, front))
    frontal = usable & (np.abs(to_left) >= MIN_COSINE)
    sagittal = usable & ~frontal & (np.abs(to_front) >= MIN_COSINE)
    turned = (
        np.where(to_left > 0, across, -across) * frontal,
        np.where(to_front > 0, across, -across) * sagittal,
        across,
    )
    return np.array(
        [
            [seen.sum(axis=0), (along * seen).sum(axis=0), signed.sum(axis=0)]
            for seen, signed in zip((frontal, sagittal, usable), turned, strict=True)
        ]
    )


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
