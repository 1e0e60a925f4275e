"""What counts as good enough; defaults from domain reference 2, each overridable by a skeleton."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much production work is labelled a second time.

    Attributes
    ----------
    base, extra
        Shares of frames: of all, and additionally of the most variable keypoint types.
    types
        How many types get the extra share.
    """

    base: float = 0.20
    extra: float = 0.40
    types: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """Targets and thresholds.

    Attributes
    ----------
    oks, kappa
        Targets for object keypoint similarity and visibility agreement.
    mpjpe_px, weeks
        Retraining rule: mean error in px exceeded in that many consecutive weekly reports.
    pck_alpha, pck_normaliser
        PCK threshold as a fraction of the named normaliser.
    min_gap
        Frames between two that may count as independent.
    blur_visible, blur_estimated
        Blur extent ÷ local width up to which *visible* and *estimated* are allowed.
    fdr_alpha
        False discovery rate of the bias screen over keypoints.
    bias_min_px, bias_min_share
        A bias counts as systematic from this size on: px, and share of the tolerance.
    occluded_min_n
        Gold-occluded placements needed before flagging them visible can fail a keypoint.
    drift_px
        A derived value that is expected to be farther off wants a look.
    """

    oks: float = 0.85
    kappa: float = 0.75
    mpjpe_px: float = 8.0
    weeks: int = 2
    pck_alpha: float = 0.2
    pck_normaliser: str = "torso"
    min_gap: int = 3
    blur_visible: float = 0.25
    blur_estimated: float = 1.0
    fdr_alpha: float = 0.05
    bias_min_px: float = 2.0
    bias_min_share: float = 0.25
    occluded_min_n: int = 20
    sampling: Sampling = field(default_factory=Sampling)
    drift_px: float = 4.0
