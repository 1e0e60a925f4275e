"""Agreement on lengths that a body keeps: what a measurement on these labels is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton
from palpate.quality.json_numbers import Json, number, numbers
from palpate.quality.pairs import Compared, Pairs
from palpate.quality.points import lengths_of
from palpate.quality.position import adjusted
from palpate.quality.scalars import Intraclass, Limits, intraclass, limits_of_agreement
from palpate.quality.units import Timeline

TOO_FEW = "fewer than two poses in which both sides have both ends"
NO_SPREAD = "all lengths are equal"


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """Agreement of labels and gold on the length of one rigid segment.

    Attributes
    ----------
    ends
        Names of its keypoints.
    n
        Poses, far enough apart in time.
    limits
        Bland–Altman limits of labels − gold in px; None where `reason` says why.
    intraclass
        Correlation and errors of a single measurement; None likewise.
    """

    ends: tuple[str, str]
    n: int
    limits: Limits | None
    intraclass: Intraclass | None
    reason: str = ""

    def to_json(self) -> Json:
        """Return an entry under ``segments``."""
        limits, found = self.limits, self.intraclass
        return {
            "ends": list(self.ends),
            "n": self.n,
            "unit": "px",
            "bias": number(limits.bias) if limits else None,
            "bias_ci": numbers(limits.bias_ci) if limits else None,
            "sd": number(limits.sd) if limits else None,
            "loa": numbers((limits.low, limits.high)) if limits else None,
            "icc21": number(found.icc21) if found else None,
            "sem": number(found.sem_agreement) if found else None,
            "mdc95": number(found.mdc95_agreement) if found else None,
            "reason": self.reason or None,
        }


def length_bias_p(segments: Sequence[SegmentScore]) -> Floats:
    """Return ``(S,)`` probability of each mean difference in length by chance; NaN where it is unknown.

    Student's t of independent poses, adjusted by Benjamini and Hochberg over the segments.
    """
    from scipy.special import stdtr

    limits = [one.limits for one in segments]
    bias, sd = (
        np.array([np.nan if one is None else getattr(one, name) for one in limits]) for name in ("bias", "sd")
    )
    n = np.array([float(one.n) for one in segments])
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2.0 * stdtr(n - 1.0, -np.abs(bias) / (sd / np.sqrt(n)))
    return adjusted(np.where(sd > 0.0, p, np.nan))


def segment_scores(
    pairs: Pairs, compared: Compared, skeleton: Skeleton, rows: Timeline
) -> tuple[SegmentScore, ...]:
    """Compare the lengths of the skeleton's rigid segments, one pose of each stretch of time.

    Notes
    -----
    Lengths and not coordinates: the spread of raw positions between frames makes any ICC look perfect
    (domain reference 1.6). ICC(2,1), SEM and MDC are those of single measurements, absolute agreement.
    """
    ends = skeleton.rigid_indices
    known = ~np.isnan(compared.distances[:, ends[:, 0]] + compared.distances[:, ends[:, 1]])
    found = []
    for k, at in enumerate(rows.independent_by_column(known)):
        first, last = ends[k].tolist()
        lengths = np.stack(
            [
                lengths_of(side[at, last] - side[at, first])
                for side in (pairs.gold_positions, pairs.labels_positions)
            ],
            axis=1,
        )
        limits, table = limits_of_agreement(lengths[:, 1] - lengths[:, 0]), intraclass(lengths)
        reason = "" if limits else TOO_FEW
        if table is not None and np.isnan(table.icc21):
            reason = NO_SPREAD
        found.append(SegmentScore(skeleton.rigid_segments[k], len(at), limits, table, reason))
    return tuple(found)
