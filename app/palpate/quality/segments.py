"""Agreement on lengths that a body keeps: what a measurement on these labels is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.skeleton import Skeleton
from palpate.quality.json_numbers import Json, number, numbers
from palpate.quality.pairs import Pairs
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


@dataclass(frozen=True, slots=True)
class SegmentLengths:
    """Lengths of the skeleton's rigid segments in both label sets, gathered clip by clip.

    Attributes
    ----------
    names, ends
        The segments, and ``(R, 2)`` their keypoints.
    lengths
        For each segment ``(M, 2)`` px in gold and labels of each clip's poses, far enough apart in time.
    """

    names: tuple[tuple[str, str], ...]
    ends: Ints
    lengths: tuple[list[Floats], ...]

    @staticmethod
    def of(skeleton: Skeleton) -> SegmentLengths:
        """Begin with no clip."""
        ends = skeleton.rigid_indices
        return SegmentLengths(tuple(skeleton.rigid_segments), ends, tuple([] for _ in ends))

    def add_poses(self, gold: Floats, errors: Floats) -> None:
        """Add poses far enough apart in time that are complete on both sides, and what labels are off them.

        Both are ``(K, 2, M)`` px.
        """
        first, last = self.ends.T
        along = gold[last] - gold[first]
        lengths = [np.sqrt(np.square(along[:, 0]) + np.square(along[:, 1]))]
        along += errors[last]
        along -= errors[first]
        lengths.append(np.sqrt(np.square(along[:, 0]) + np.square(along[:, 1])))
        for found, both in zip(self.lengths, np.stack(lengths, axis=-1), strict=True):
            found.append(both)

    def join(self, other: SegmentLengths) -> None:
        """Add what another has gathered."""
        for found, more in zip(self.lengths, other.lengths, strict=True):
            found.extend(more)

    def add(self, pairs: Pairs, rows: Timeline, compared: Bools) -> None:
        """Add the pairs of a clip; ``(K, N)`` true where both sides have a position."""
        uses = [compared[first] & compared[last] for first, last in self.ends.tolist()]
        chosen = rows.independent_of(uses)
        for (first, last), at, found in zip(self.ends.tolist(), chosen, self.lengths, strict=True):
            sides = (pairs.gold_positions, pairs.labels_positions)
            found.append(np.stack([lengths_of(side[at, last] - side[at, first]) for side in sides], axis=1))

    def scores(self) -> tuple[SegmentScore, ...]:
        """Compare the lengths of all.

        Notes
        -----
        Lengths and not coordinates: the spread of raw positions between frames makes any ICC look perfect
        (domain reference 1.6). ICC(2,1), SEM and MDC are those of single measurements, absolute agreement.
        """
        return tuple(
            _score(ends, np.concatenate([np.empty((0, 2)), *parts]))
            for ends, parts in zip(self.names, self.lengths, strict=True)
        )


def _score(ends: tuple[str, str], lengths: Floats) -> SegmentScore:
    limits, table = limits_of_agreement(lengths[:, 1] - lengths[:, 0]), intraclass(lengths)
    reason = "" if limits else TOO_FEW
    if table is not None and np.isnan(table.icc21):
        reason = NO_SPREAD
    return SegmentScore(ends, len(lengths), limits, table, reason)
