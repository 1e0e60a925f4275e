"""Bias in the body's own axes, where it does not cancel out when athletes face both ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.base.geometry import rotated
from palpate.model.arrays import Floats
from palpate.model.skeleton import Side, Skeleton
from palpate.quality.limbs import Body, Limbs, unit
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
        along = limbs.directions(positions[rows])
        left, front = body.axes(positions[rows], scale_px[rows])
        sums += _sums_by_view(rotated(errors[rows], along), along, left=left[:, None], front=front[:, None])
    return [_reported(sums[:, :, k], point.side) for k, point in enumerate(skeleton.keypoints)]


def _sums_by_view(local: Floats, along: Floats, *, left: Floats, front: Floats) -> Floats:
    """``(V, 3, K)`` placements, sums along and signed sums across, of each of `_VIEWS`."""
    usable = placed(local)
    across = unit(np.stack([along[..., 1], -along[..., 0]], axis=-1))
    to_left, to_front = (across * left).sum(axis=-1), (across * front).sum(axis=-1)
    frontal = usable & (np.abs(to_left) >= MIN_COSINE)
    sagittal = usable & ~frontal & (np.abs(to_front) >= MIN_COSINE)
    signs = (
        np.where(frontal, np.sign(to_left), 0.0),
        np.where(sagittal, np.sign(to_front), 0.0),
        usable.astype(np.float64),
    )
    known = np.where(usable[..., None], local, 0.0)
    return np.array(
        [
            [np.abs(s).sum(axis=0), (known[..., 0] * np.abs(s)).sum(axis=0), (known[..., 1] * s).sum(axis=0)]
            for s in signs
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
