"""Agreement of several raters on visibility: κ of all keypoints and of each, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Codes, Floats, Ints
from palpate.model.visibility import FOUR_TIERS, Visibility, three_tiers
from palpate.quality.agreement import Fleiss, fleiss_kappa
from palpate.quality.json_numbers import Json, numbers
from palpate.quality.resampling import (
    FEW_BLOCKS,
    MIN_BLOCKS,
    cohen_of,
    cohen_sums,
    fleiss_of,
    fleiss_sums,
    interval,
)
from palpate.quality.visibility import Kappa, cohen_kappa, confusion, ordered_levels

COLLAPSED = (0, 1, 2)
FOUR = ordered_levels(FOUR_TIERS)
_CHUNK = 4096  # rows at a time
WIDE = "one draw of clips in twenty or more has no κ"


@dataclass(frozen=True, slots=True)
class FlagAgreement:
    """Agreement on K keypoints' flags among R raters.

    Attributes
    ----------
    levels
        Codes that are told apart.
    pooled
        Fleiss' κ over all placements.
    pooled_interval, intervals
        95 % limits, ``(2,)`` and ``(K, 2)``; NaN where they cannot be had.
    cohen
        Cohen's κ over all placements of two raters; None for more.
    ac1
        Gwet's AC1 over all placements, which a common tier does not pull down; NaN where undefined.
    kappas
        Of each keypoint: Cohen's for two raters, Fleiss' for more.
    n
        ``(K,)`` placements rated by two or more.
    n_blocks
        Clips or images that the intervals draw from.
    """

    levels: tuple[int, ...]
    pooled: Fleiss
    pooled_interval: Floats
    cohen: Kappa | None
    ac1: float
    kappas: tuple[Kappa, ...]
    intervals: Floats
    n: Ints
    n_blocks: int

    @property
    def no_interval(self) -> str:
        """Why the pooled κ has no interval; empty if it has one, or there is no κ."""
        if self.pooled.kappa is None or not np.isnan(self.pooled_interval).any():
            return ""
        return FEW_BLOCKS if self.n_blocks < MIN_BLOCKS else WIDE

    def to_json(self) -> Json:
        """Return the numbers over all placements."""
        shares = self.pooled.shares
        return {
            "levels": list(self.levels),
            "fleiss_kappa": self.pooled.kappa,
            "fleiss_kappa_ci": numbers(self.pooled_interval.tolist()),
            "cohen_kappa": None if self.cohen is None else self.cohen.value,
            "ac1": None if np.isnan(self.ac1) else self.ac1,
            "agreement": self.pooled.agreement,
            "expected": self.pooled.expected,
            "shares": numbers(shares.tolist()),
            "n": self.pooled.n,
        }


def flag_agreement(flags: Codes, blocks: Ints, *, levels: tuple[int, ...]) -> FlagAgreement:
    """Judge how far raters agree on flags.

    Parameters
    ----------
    flags
        ``(N, R, K)`` visibility codes, −1 where a rater has not decided.
    blocks
        ``(N,)`` number of the clip or image.
    levels
        `COLLAPSED` for absent, occluded and visible, or `FOUR`.
    """
    codes = flags
    if levels == COLLAPSED:
        codes = np.empty_like(flags)
        for start in range(0, len(flags), _CHUNK):
            part = flags[start : start + _CHUNK]
            codes[start : start + _CHUNK] = np.where(
                part == Visibility.NOT_PLACED, part, three_tiers(part)
            ).astype(np.int8)
    raters, keypoints = codes.shape[1:]
    fleiss = fleiss_sums(codes, blocks, levels=levels)
    pooled = _fleiss(codes, levels)
    pooled_interval = np.array(interval(fleiss.sum(axis=1, keepdims=True), fleiss_of))[:, 0]
    both = cohen = None
    if raters == 2:
        both = confusion(codes[:, 0], codes[:, 1], levels=levels)
        cohen = cohen_kappa(both.sum(axis=0))
        limits = interval(cohen_sums(codes[:, 0], codes[:, 1], blocks, levels=levels), cohen_of)
        kappas = tuple(cohen_kappa(counts) for counts in both)
    else:
        limits = interval(fleiss, fleiss_of)
        kappas = tuple(_as_kappa(_fleiss(codes[:, :, k : k + 1], levels)) for k in range(keypoints))
    known = np.array([kappa.value is not None for kappa in kappas])
    return FlagAgreement(
        levels=levels,
        pooled=pooled,
        pooled_interval=pooled_interval,
        cohen=cohen,
        ac1=gwet_ac1(pooled),
        kappas=kappas,
        intervals=np.where(known[:, None], np.stack(limits, axis=1), np.nan),
        n=fleiss[..., 0].sum(axis=0).astype(np.int64),
        n_blocks=len(fleiss),
    )


def gwet_ac1(fleiss: Fleiss) -> float:
    """Return Gwet's first-order agreement coefficient (2008) from the parts of Fleiss' κ; NaN if undefined.

    Chance agreement is Σ p (1 − p) / (L − 1): it does not grow with one category's prevalence.
    """
    if fleiss.agreement is None or len(fleiss.shares) < 2:
        return np.nan
    expected = float((fleiss.shares * (1.0 - fleiss.shares)).sum()) / (len(fleiss.shares) - 1)
    return (fleiss.agreement - expected) / (1.0 - expected)


def _fleiss(flags: Codes, levels: tuple[int, ...]) -> Fleiss:
    """Return Fleiss' κ of all placements of ``(N, R, K)`` flags; equal counts are taken once."""
    base = flags.shape[1] + 1
    weights = base ** np.arange(len(levels))
    often: dict[int, int] = {}
    for start in range(0, len(flags), _CHUNK):
        part = flags[start : start + _CHUNK]
        counts = np.stack([(part == level).sum(axis=1) for level in levels], axis=-1)
        found, times = np.unique(counts @ weights, return_counts=True)
        for code, n in zip(found.tolist(), times.tolist(), strict=True):
            often[code] = often.get(code, 0) + n
    codes = np.array(sorted(often), dtype=np.int64)
    return fleiss_kappa(
        codes[:, None] // weights % base, np.array([often[code] for code in codes.tolist()], int)
    )


def _as_kappa(fleiss: Fleiss) -> Kappa:
    return Kappa(fleiss.kappa, fleiss.agreement, fleiss.expected, fleiss.reason)
