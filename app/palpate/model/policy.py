"""What counts as good enough; defaults from domain reference 2, each overridable by a skeleton.

What each value means, where it comes from and what it may be stands in `palpate.model.policy_table`.
"""

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
    mode
        How the extra frames are drawn: ``disjoint`` from the base sample, ``independent`` of it, or ``total``
        where the base sample counts as part of them.
    gap
        Least distance in frames between two that are drawn.
    hand_least, hand_most, body_least, body_most
        Shares that are usual in projects of hands and of bodies.
    """

    base: float = 0.20
    extra: float = 0.40
    types: int = 5
    mode: str = "disjoint"
    gap: int = 5
    hand_least: float = 0.25
    hand_most: float = 0.35
    body_least: float = 0.10
    body_most: float = 0.15


@dataclass(frozen=True, slots=True)
class Training:
    """What comes before production, and what trains a model afterwards.

    Attributes
    ----------
    frames
        Calibration frames that the consultant reviews.
    hours
        Of structured training.
    split
        Share of clips that a model trains on; the rest validates it.
    sigma_min_n
        Placements of a keypoint from which on they tell its σ better than the preset does.
    """

    frames: int = 200
    hours: float = 16.0
    split: float = 0.80
    sigma_min_n: int = 50


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
    week_min_n, week_gap
        Placements that a weekly report needs, and how many weeks apart two may be that count together.
    bias_fails_share
        Share of the tolerance from which on a systematic bias fails its keypoint.
    blur_px
        Blur extent in px up to which *visible* is allowed, whatever the width.
    blur_absent
        Blur extent ÷ local width up to which *estimated* is allowed with the frames around.
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
    week_min_n: int = 20
    week_gap: int = 4
    bias_fails_share: float = 0.5
    blur_px: float = 8.0
    blur_absent: float = 2.0
    training: Training = field(default_factory=Training)


@dataclass(frozen=True, slots=True)
class KeypointPolicy:
    """What one keypoint asks for in place of its skeleton; None as the skeleton says.

    Attributes
    ----------
    mpjpe_px, blur_visible, blur_estimated, drift_px
        As in `Policy`.
    """

    mpjpe_px: float | None = None
    blur_visible: float | None = None
    blur_estimated: float | None = None
    drift_px: float | None = None
