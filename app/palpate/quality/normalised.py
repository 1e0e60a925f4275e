"""Errors as fractions of a length, for every length that a skeleton knows: PCK, and NME of faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton, Subject
from palpate.quality.faces import auc, failure_rate, nme
from palpate.quality.json_numbers import Json, number

_CHUNK = 512  # rows at a time, so that a pass over them stays in cache


@dataclass(frozen=True, slots=True)
class FaceError:
    """Normalised mean error of faces.

    Attributes
    ----------
    mean, auc, failure_rate
        Mean NME over faces, area under its cumulative curve up to the limit, and share above it.
    limit
        Of NME.
    n
        Faces that have one.
    """

    mean: float
    auc: float
    failure_rate: float
    limit: float
    n: int

    def to_json(self) -> Json:
        """Return an entry under ``nme``."""
        return {
            "mean": number(self.mean),
            "auc": number(self.auc),
            "failure_rate": number(self.failure_rate),
            "limit": self.limit,
            "n": self.n,
        }


@dataclass(frozen=True, slots=True)
class Normalised:
    """Errors as fractions of lengths.

    Attributes
    ----------
    mpjpe_s, per_keypoint
        Mean of d / s over all placements, and ``(K,)`` of each keypoint: what px would say of every size
        of subject.
    pck
        Share of correct placements at the policy's threshold, by the name of the length.
    nme
        Of faces, by the name of the length; empty for other subjects.
    """

    mpjpe_s: float
    per_keypoint: Floats
    pck: Mapping[str, float]
    nme: Mapping[str, FaceError]


def normalised(
    distances: Floats, *, scale_px: Floats, lengths: Mapping[str, Floats], skeleton: Skeleton
) -> Normalised:
    """Relate ``(N, K)`` distances to the scale and to every other length of the poses.

    Parameters
    ----------
    scale_px
        ``(N,)`` s in px, NaN where unknown.
    lengths
        ``(N,)`` px by name, NaN or 0 where unknown.
    """
    inverse = 1.0 / np.where(scale_px > 0, scale_px, np.nan)
    sums, counts = np.zeros(distances.shape[1]), np.zeros(distances.shape[1])
    hits, judged = dict.fromkeys(lengths, 0), dict.fromkeys(lengths, 0)
    usable = {name: np.where(px > 0, px, np.nan) for name, px in lengths.items()}
    for start in range(0, len(distances), _CHUNK):
        rows = slice(start, start + _CHUNK)
        part, known = distances[rows], ~np.isnan(distances[rows])
        ratio = part * inverse[rows, None]
        has_scale = known & ~np.isnan(ratio)
        sums += np.where(has_scale, ratio, 0.0).sum(axis=0)
        counts += has_scale.sum(axis=0)
        for name, px in usable.items():
            hits[name] += int((part <= skeleton.policy.pck_alpha * px[rows, None]).sum())
            judged[name] += int(known[~np.isnan(px[rows])].sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        per_keypoint = sums / counts
    total = counts.sum()
    return Normalised(
        mpjpe_s=float(sums.sum() / total) if total else np.nan,
        per_keypoint=per_keypoint,
        pck={name: hits[name] / judged[name] if judged[name] else np.nan for name in lengths},
        nme=_nme(distances, lengths, skeleton) if skeleton.subject is Subject.FACE else {},
    )


def _nme(distances: Floats, lengths: Mapping[str, Floats], skeleton: Skeleton) -> dict[str, FaceError]:
    limit = skeleton.policy.pck_alpha
    found = {}
    for name, px in lengths.items():
        errors = nme(distances, px)
        known = errors[~np.isnan(errors)]
        mean = float(known.mean()) if len(known) else np.nan
        found[name] = FaceError(mean, auc(known, limit), failure_rate(known, limit), limit, len(known))
    return found
