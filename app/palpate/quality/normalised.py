"""Errors as fractions of a length, for every length that a skeleton knows: PCK, and NME of faces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.model.skeleton import Skeleton, Subject
from palpate.quality.blocks import Block, weighted
from palpate.quality.faces import auc, failure_rate, nme
from palpate.quality.json_numbers import Json, number


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


@dataclass(slots=True)
class NormalisedSums:
    """What errors as fractions of lengths are made of, gathered block by block.

    Attributes
    ----------
    alpha
        Fraction of a length up to which a placement is correct.
    sums, counts
        ``(K,)`` of d / s.
    hits, judged
        Correct placements and all of those that have the length, by its name.
    of_faces
        NME of each pose by the name of the length, in blocks; None for other subjects.
    """

    alpha: float
    sums: Floats
    counts: Floats
    hits: Counter[str]
    judged: Counter[str]
    of_faces: dict[str, list[Floats]] | None

    @staticmethod
    def of(skeleton: Skeleton) -> NormalisedSums:
        """Return those of no pose."""
        sums, counts = np.zeros((2, len(skeleton)))
        faces: dict[str, list[Floats]] | None = {} if skeleton.subject is Subject.FACE else None
        return NormalisedSums(skeleton.policy.pck_alpha, sums, counts, Counter(), Counter(), faces)

    def add(
        self,
        block: Block,
        scale_px: Floats,
        lengths: Mapping[str, Floats],
        *,
        known: Mapping[str, tuple[Bools, Floats]] | None = None,
    ) -> None:
        """Add a block of B pairs.

        Parameters
        ----------
        scale_px
            ``(B,)`` s in px, NaN where unknown.
        lengths
            ``(B,)`` px by name, NaN or 0 where unknown.
        known
            What `within` says of some of them, where it has been asked already.
        """
        scaled = scale_px > 0
        self.sums += weighted(block.distances, scaled / np.where(scaled, scale_px, 1.0))
        self.counts += block.shares_compared(scaled.astype(np.float64))
        for name, px in lengths.items():
            correct, judged = (known or {}).get(name) or within(block, px, self.alpha)
            self.hits[name] += int(np.count_nonzero(correct))
            self.judged[name] += int(judged.sum())
            if self.of_faces is not None:
                lacking = None if block.compared is None else ~block.compared.T
                off = block.distances.T if lacking is None else np.where(lacking, np.nan, block.distances.T)
                self.of_faces.setdefault(name, []).append(nme(off, px))

    def normalised(self) -> Normalised:
        """Return the fractions of all."""
        total = self.counts.sum()
        faces = self.of_faces or {}
        return Normalised(
            mpjpe_s=float(self.sums.sum() / total) if total else np.nan,
            per_keypoint=self.sums / np.where(self.counts > 0, self.counts, np.nan),
            pck={
                name: self.hits[name] / judged if judged else np.nan for name, judged in self.judged.items()
            },
            nme={name: _face_error(np.concatenate(parts), self.alpha) for name, parts in faces.items()},
        )


def within(block: Block, lengths: Floats, alpha: float) -> tuple[Bools, Floats]:
    """Tell which placements of a block lie within a fraction of ``(B,)`` lengths in px.

    ``(K, B)`` true where one does, and ``(K,)`` how many could: not where the length is NaN or not above 0.
    """
    known = lengths > 0
    correct = block.distances <= np.where(known, lengths * alpha, -1.0)
    if block.compared is not None:
        correct &= block.compared
    return correct, block.shares_compared(known.astype(np.float64))


def _face_error(errors: Floats, limit: float) -> FaceError:
    known = errors[~np.isnan(errors)]
    mean = float(known.mean()) if len(known) else np.nan
    return FaceError(mean, auc(known, limit), failure_rate(known, limit), limit, len(known))
