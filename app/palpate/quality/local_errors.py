"""Errors in the body's own axes, row by row: a bias that stays on the body turns with it in the picture."""

from __future__ import annotations

import numpy as np

from palpate.base.geometry import rotated
from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton
from palpate.quality.limbs import Body, Limbs, unit
from palpate.quality.local_bias import MIN_COSINE
from palpate.quality.points import placed


def errors_on_body(errors: Floats, skeleton: Skeleton, *, positions: Floats, scale_px: Floats) -> Floats:
    """Return errors along and across each keypoint's limb.

    Parameters
    ----------
    errors
        ``(N, K, 2)`` px, NaN where not compared.
    positions
        ``(N, K, 2)`` px of the whole poses, which tell where the limbs lie.
    scale_px
        ``(N,)`` s in px, NaN where unknown.

    Returns
    -------
    ``(N, K, 2)`` px: along the limb away from the body's centre, and across it, positive towards the
    subject's left where the picture tells, else towards its front; as they are where a keypoint has no limb,
    or its neighbours are not placed.

    Notes
    -----
    Domain reference 1.5, each row with the sign of its own view.
    """
    limbs, body = Limbs.of(skeleton), Body.of(skeleton)
    along = limbs.directions(positions)
    left, front = body.axes(positions, scale_px)
    local = rotated(errors, along)
    across = unit(np.stack([along[..., 1], -along[..., 0]], axis=-1))
    to_left = (across * left[:, None]).sum(axis=-1)
    to_front = (across * front[:, None]).sum(axis=-1)
    frontal, sagittal = np.abs(to_left) >= MIN_COSINE, np.abs(to_front) >= MIN_COSINE
    sign = np.where(frontal, np.sign(to_left), np.where(sagittal, np.sign(to_front), 1.0))
    local[..., 1] *= sign
    return np.where((placed(local) | ~placed(errors))[..., None], local, errors)
