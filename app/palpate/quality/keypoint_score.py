"""What a score says of one keypoint, and its JSON shape; nothing here is computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Ints
from palpate.quality.json_numbers import Json, number, numbers
from palpate.quality.local_bias import LocalBias
from palpate.quality.scalars import Z95
from palpate.quality.visibility import Kappa

_DOUBTED = 2  # flags: one alone says nothing


@dataclass(frozen=True, slots=True)
class Worst:
    """The placement that is furthest off."""

    clip: str
    instance: str
    frame: int


@dataclass(frozen=True, slots=True)
class KeypointScore:
    """One keypoint's quality; a number that cannot be estimated is NaN.

    Attributes
    ----------
    n, missing, extra
        Placements compared, and those placed in gold only or in the labels only.
    mpjpe_px, rmse_px, median_px, p95_px, max_px
        Sizes of the errors.
    mpjpe_s
        Mean size as a fraction of s.
    bias_px, axis_sd_px, radial_sd_px
        Mean error (x, y) and random spread, over all placements.
    n_independent
        Clips or frames that the bias test rests on.
    bias_p, bias_p_adjusted, systematic
        Hotelling's test of no bias, adjusted for the number of keypoints, and the judgement.
    tolerance_px
        Tolerance at the mean scale of the placements.
    confusion
        ``(3, 3)`` absent, occluded, visible: rows gold, columns labels.
    occluded_n, occluded_visible, occluded_p
        Placements that gold calls occluded, those of them flagged visible, and the adjusted probability.
    fails
        The rules it breaks.
    """

    name: str
    n: int
    missing: int
    extra: int
    mpjpe_px: float
    mpjpe_s: float
    rmse_px: float
    median_px: float
    p95_px: float
    max_px: float
    bias_px: tuple[float, float]
    axis_sd_px: tuple[float, float]
    radial_sd_px: float
    bias_local: LocalBias | None
    n_independent: int
    bias_p: float
    bias_p_adjusted: float
    systematic: bool
    tolerance_px: float
    pck: float
    oks: float
    confusion: Ints
    agreement: float
    kappa: Kappa
    occluded_n: int
    occluded_visible: int
    occluded_p: float
    worst: Worst | None
    fails: tuple[str, ...]

    @property
    def passed(self) -> bool | None:
        """Whether it is good enough; None where nothing could be judged, or flags are in doubt."""
        if self.fails:
            return False
        return True if self.n and not self.flags_in_doubt else None

    @property
    def flags_in_doubt(self) -> bool:
        """Whether most of what gold calls occluded is called visible, but it is too little to be tested."""
        untested = bool(np.isnan(self.occluded_p))
        return untested and self.occluded_visible >= _DOUBTED and 2 * self.occluded_visible > self.occluded_n

    def _limits(self) -> list[list[float]] | None:
        """Limits of agreement of each axis: where 95 % of the errors lie if they are normal."""
        limits = [
            [bias - Z95 * sd, bias + Z95 * sd] for bias, sd in zip(self.bias_px, self.axis_sd_px, strict=True)
        ]
        return limits if np.isfinite(limits).all() else None

    def to_json(self, alpha: str) -> Json:
        """Return the entry under ``joints``."""
        local = self.bias_local
        return {
            "n": self.n,
            "mpjpe_px": number(self.mpjpe_px),
            "mpjpe_s": number(self.mpjpe_s),
            "tolerance_px": number(self.tolerance_px),
            "rmse_px": number(self.rmse_px),
            "median_px": number(self.median_px),
            "p95_px": number(self.p95_px),
            "max_px": number(self.max_px),
            "sd_px": number(self.radial_sd_px),
            "sd_axis_px": numbers(self.axis_sd_px),
            "bias_px": numbers(self.bias_px),
            "loa_px": self._limits(),
            "bias_local_px": [local.along, local.across] if local else None,
            "bias_local_axes": ["along", local.axis or "across"] if local else None,
            "bias_p": number(self.bias_p),
            "bias_p_adjusted": number(self.bias_p_adjusted),
            "n_independent": self.n_independent,
            "systematic": self.systematic,
            "pck": {alpha: number(self.pck)},
            "oks": number(self.oks),
            "missing": self.missing,
            "extra": self.extra,
            "visibility_agreement": number(self.agreement),
            "kappa": self.kappa.value,
            "confusion": self.confusion.tolist(),
            "occluded": {
                "n": self.occluded_n,
                "flagged_visible": self.occluded_visible,
                "p": number(self.occluded_p),
            },
            "pass": self.passed,
            "fails": list(self.fails),
            "worst_frame": self.worst.frame if self.worst else None,
            "worst_clip": self.worst.clip if self.worst else None,
            "worst_instance": self.worst.instance if self.worst else None,
        }
