"""Agreement of several raters on lengths that a body keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.skeleton import Skeleton
from palpate.quality.points import lengths_of
from palpate.quality.ratings import Ratings
from palpate.quality.scalars import Intraclass, intraclass
from palpate.quality.segments import NO_SPREAD
from palpate.quality.units import timeline

LEAST = 10
"""Poses below which no correlation is told: it would be chance."""

_FLAT_PX = 1e-6  # less spread than this is rounding

TOO_FEW = f"fewer than {LEAST} poses, far enough apart in time, in which everybody has both ends"


@dataclass(frozen=True, slots=True)
class RaterLengths:
    """Agreement on the length of one rigid segment.

    Attributes
    ----------
    ends
        Names of its keypoints.
    n
        Poses, far enough apart in time, in which all raters have both ends.
    intraclass
        Correlation and errors of a single measurement; None where `reason` says why.
    """

    ends: tuple[str, str]
    n: int
    intraclass: Intraclass | None
    reason: str = ""


def rater_lengths(ratings: Ratings, skeleton: Skeleton) -> tuple[RaterLengths, ...]:
    """Compare the lengths of the skeleton's rigid segments as all raters have them.

    Notes
    -----
    ICC(2,1), two-way random, absolute agreement (Shrout and Fleiss 1979), of lengths and not of coordinates:
    these spread so far over frames that any ICC of them looks perfect (domain reference 1.6).
    """
    rows = timeline(
        clips=ratings.clips,
        instances=ratings.instances,
        frames=ratings.frames,
        min_gap=skeleton.policy.min_gap,
    )
    found = []
    for (first, last), ends in zip(skeleton.rigid_indices.tolist(), skeleton.rigid_segments, strict=True):
        lengths = lengths_of(ratings.positions[:, :, last] - ratings.positions[:, :, first])
        known = np.asarray(~np.isnan(lengths).any(axis=1))
        table = lengths[rows.independent_rows(known)]
        one = intraclass(table)
        if one is None or len(table) < LEAST:
            found.append(RaterLengths(ends, len(table), None, TOO_FEW))
        elif np.isnan(one.icc21) or np.ptp(table) < _FLAT_PX:
            found.append(RaterLengths(ends, len(table), None, NO_SPREAD))
        else:
            found.append(RaterLengths(ends, len(table), one))
    return tuple(found)
