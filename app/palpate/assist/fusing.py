"""How keyframes and picture are joined, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from palpate.assist.optical import Lens
from palpate.model.arrays import Bools, Floats


@dataclass(frozen=True, slots=True)
class Fusing:
    """How the picture is asked, and how much it is believed; px are those of the shrunken frame.

    Attributes
    ----------
    figure_px
        A larger figure (diagonal of the box around its keypoints) is looked at in half size, or a quarter.
    wide, lens, even
        Window and pyramid of the flow: for the tracks to begin with, and after; the last is for points
        that are seen, measured where contrast was made even.
    coarse, coarse_px
        The same for tracks to begin with where the cut-out is larger than this: they are followed in half
        its size.
    margin_px
        What is cut out around the figure.
    rounds
        How often everything is measured and joined.
    spacing_px
        Of the points measured along bones.
    own_sd_px, part_sd_px
        Least standard deviation of a point's own increment, and of what its part says.
    hidden_own_sd_px, hidden_part_sd_px
        The same of a point that is only estimated: what is measured there may be what hides it.
    least_sd_px
        No increment is believed closer than this.
    still_px, still_share
        What moves less than this by itself is measured better, down to this share of the deviation: a point
        at rest stays where it is.
    slip_share, slip_most_px
        Of its deviation, what an increment shares with its neighbours, and the most of that.
    closing
        How many spans' worth of closing well increments are granted beforehand.
    keyframe_sd_px
        How closely a keyframe is met.
    freedom
        Of Student's t that increments follow.
    """

    figure_px: float = 1000.0
    wide: Lens = field(default_factory=lambda: Lens(window_px=15, levels=3, iterations=10))
    lens: Lens = field(default_factory=lambda: Lens(window_px=11, levels=1, iterations=10))
    even: Lens = field(default_factory=lambda: Lens(window_px=13, levels=1, iterations=10))
    coarse: Lens = field(default_factory=lambda: Lens(window_px=11, levels=2, iterations=10))
    coarse_px: int = 400
    margin_px: int = 48
    rounds: int = 2
    spacing_px: float = 8.0
    own_sd_px: float = 0.4
    part_sd_px: float = 0.4
    hidden_own_sd_px: float = 2.0
    hidden_part_sd_px: float = 0.8
    least_sd_px: float = 0.3
    still_px: float = 0.2
    still_share: float = 0.1
    slip_share: float = 0.5
    slip_most_px: float = 0.4
    closing: float = 2.0
    keyframe_sd_px: float = 0.2
    freedom: float = 2.0


@dataclass(frozen=True, slots=True)
class Fused:
    """The estimate in F frames from `first` on, all K keypoints; NaN outside runs.

    Attributes
    ----------
    positions, velocities
        ``(F, K, 2)`` px, and px per frame; in gaps of the clip NaN.
    sd
        ``(F, K)`` standard deviation of the position per coordinate, px, by the smoother.
    forward_backward
        ``(F, K)`` px, the larger of the steps before and after; NaN where neither was found.
    parting
        ``(F, K)`` px between what a point and what its part say of these steps.
    apart
        ``(F, K)`` px between the tracks from the keyframes before and after; NaN where one was lost.
    strain
        ``(F, K)`` px by which the estimate contradicts the increments measured for it.
    likeness
        ``(F, K)`` 0…1, how much a point looks as it does at the keyframes beside it; NaN is unknown.
    closing, closing_sd, likelier
        How the span closes: ``(F, K, 2)``, ``(F, K)`` px and ``(F, K)``, as in `palpate.assist.closings`.
    blind
        ``(F, K)`` inside a run, but nothing was measured to either side.
    cuts
        Frames that begin a new scene.
    """

    first: int
    positions: Floats
    velocities: Floats
    sd: Floats
    forward_backward: Floats
    parting: Floats
    apart: Floats
    strain: Floats
    likeness: Floats
    closing: Floats
    closing_sd: Floats
    likelier: Floats
    blind: Bools
    cuts: tuple[int, ...]
