"""What a score says, and its JSON shape; nothing here is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Floats, Ints
from palpate.quality.json_numbers import Json, number
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.normalised import Normalised
from palpate.quality.pairs import Alone
from palpate.quality.segments import SegmentScore
from palpate.quality.swaps import Swapped
from palpate.quality.visibility import Kappa


@dataclass(frozen=True, slots=True)
class VisibilityScore:
    """Agreement on visibility over all keypoints.

    Attributes
    ----------
    levels
        Codes in the order of rows (gold) and columns (labels), by rank.
    confusion
        ``(L, L)``.
    """

    levels: tuple[int, ...]
    confusion: Ints
    kappa: Kappa
    linear: Kappa
    quadratic: Kappa

    @property
    def n_varying(self) -> int:
        """Placements outside gold's commonest tier."""
        in_gold = self.confusion.sum(axis=1)
        return int(in_gold.sum() - in_gold.max())

    def to_json(self) -> Json:
        """Return the entry under ``visibility``."""
        return {
            "kappa": self.kappa.value,
            "kappa_linear": self.linear.value,
            "kappa_quadratic": self.quadratic.value,
            "agreement": self.kappa.agreement,
            "confusion": self.confusion.tolist(),
            "levels": list(self.levels),
        }


@dataclass(frozen=True, slots=True)
class OksScore:
    """Similarity of poses.

    Attributes
    ----------
    frames, instances, clips, by_pair
        ``(N,)`` which pair, and its OKS, NaN where undefined.
    mean, median, p10
        Over the pairs that have one; NaN if none has.
    target
        Of the policy, for the mean.
    """

    frames: Ints
    instances: NDArray[Any]
    clips: NDArray[Any]
    by_pair: Floats
    mean: float
    median: float
    p10: float
    target: float

    @property
    def passed(self) -> bool | None:
        """Whether the mean reaches the target; None where no pair has an OKS."""
        return None if np.isnan(self.mean) else self.mean >= self.target

    def to_json(self) -> Json:
        """Return the entry under ``oks``."""
        columns = (self.frames.tolist(), self.instances.tolist(), self.clips.tolist(), self.by_pair.tolist())
        return {
            "mean": number(self.mean),
            "median": number(self.median),
            "p10": number(self.p10),
            "target": self.target,
            "pass": self.passed,
            "by_pair": [
                {"frame": frame, "instance": str(instance), "oks": number(oks), "clip": str(clip)}
                for frame, instance, clip, oks in zip(*columns, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True)
class Score:
    """The quality of one label set against gold.

    Attributes
    ----------
    pck_micro, pck_macro, pck_alpha, pck_normaliser
        Share of correct placements, over placements and over keypoints; threshold and its unit.
    mpjpe_px, mpjpe_macro_px
        Mean distance over placements, and over keypoints.
    keypoints
        By name, in skeleton order.
    visibility, four_tier
        Agreement on absent, occluded, visible; and on all four tiers where the skeleton has them.
    kappa_target, kappa_min_n
        Of the policy, for `visibility`: least κ, and placements outside gold's commonest tier from which
        on it is judged (below, a few flags decide and κ is low at almost perfect agreement).
    scale_px, scale_sources
        Median s, and how many pairs took it from what.
    notes
        What the numbers rest on and what could not be estimated.
    normalised
        Errors as fractions of every length that is known.
    segments
        Agreement on the lengths of rigid segments.
    alone
        Instances without a partner on the other side.
    swapped
        Instances whose left and right look exchanged.
    warnings
        Those of the notes that say what looks wrong in the labels or in gold, before any number.
    fails_by_sides
        Whether a keypoint would fail if what has left and right exchanged counted as an error of position.
    """

    n_frames: int
    n_pairs: int
    unmatched_labels: int
    unmatched_gold: int
    oks: OksScore
    pck_micro: float
    pck_macro: float
    pck_alpha: float
    pck_normaliser: str
    mpjpe_px: float
    mpjpe_macro_px: float
    keypoints: Mapping[str, KeypointScore]
    visibility: VisibilityScore
    four_tier: VisibilityScore | None
    kappa_target: float
    kappa_min_n: int
    scale_px: float
    scale_sources: Mapping[str, int]
    frame_size: tuple[int, int] | None
    notes: tuple[str, ...]
    normalised: Normalised
    segments: tuple[SegmentScore, ...] = ()
    alone: tuple[Alone, ...] = ()
    swapped: tuple[Swapped, ...] = ()
    warnings: tuple[str, ...] = ()
    fails_by_sides: bool = False

    @property
    def failing(self) -> tuple[str, ...]:
        """Names of the keypoints that fail."""
        return tuple(name for name, keypoint in self.keypoints.items() if keypoint.fails)

    @property
    def visibility_passed(self) -> bool | None:
        """Whether κ reaches its target; None where it cannot be estimated or too little varies."""
        kappa = self.visibility.kappa.value
        if kappa is None or self.visibility.n_varying < self.kappa_min_n:
            return None
        return kappa >= self.kappa_target

    @property
    def fails(self) -> tuple[str, ...]:
        """What keeps the whole from passing; empty if it passes."""
        reasons = {
            "no pairs": not self.n_pairs,
            "oks": self.oks.passed is False,
            "joints": bool(self.failing),
            "visibility": self.visibility_passed is False,
            "sides": self.fails_by_sides,
        }
        return tuple(reason for reason, applies in reasons.items() if applies)

    @property
    def passed(self) -> bool:
        """Whether there was something to compare and nothing fails."""
        return not self.fails

    def to_json(self) -> Json:
        """Return the object that ``palpate score --json`` prints: no NaN, None with a note instead."""
        alpha = f"{self.pck_alpha:g}"
        visibility = self.visibility.to_json()
        visibility |= {"target": self.kappa_target, "pass": self.visibility_passed}
        if self.four_tier is not None:
            visibility["four_tier"] = self.four_tier.to_json()
        return {
            "n_frames": self.n_frames,
            "n_pairs": self.n_pairs,
            "unmatched": {"labels": self.unmatched_labels, "gold": self.unmatched_gold},
            "unmatched_poses": [found.to_json() for found in self.alone],
            "oks": self.oks.to_json(),
            "pck": {
                alpha: number(self.pck_micro),
                "normaliser": self.pck_normaliser,
                "macro": number(self.pck_macro),
            },
            "pck_by": {name: number(share) for name, share in self.normalised.pck.items()},
            "nme": {name: face.to_json() for name, face in self.normalised.nme.items()},
            "mpjpe_s": number(self.normalised.mpjpe_s),
            "segments": [segment.to_json() for segment in self.segments],
            "mpjpe_px": number(self.mpjpe_px),
            "mpjpe_macro_px": number(self.mpjpe_macro_px),
            "joints": {name: keypoint.to_json(alpha) for name, keypoint in self.keypoints.items()},
            "visibility": visibility,
            "scale": {"median_px": number(self.scale_px), "from": dict(self.scale_sources)},
            "frame_size": list(self.frame_size) if self.frame_size else None,
            "failing_joints": list(self.failing),
            "fails": list(self.fails),
            "swapped": [found.to_json() for found in self.swapped],
            "warnings": list(self.warnings),
            "notes": list(self.notes),
            "pass": self.passed,
        }
