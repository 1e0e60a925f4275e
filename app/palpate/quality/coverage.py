"""How well a group of frames is covered: what its mean error is known to, and what it takes to know it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton
from palpate.quality.json_numbers import Json, number
from palpate.quality.pairs import Pairs, compare
from palpate.quality.scalars import Z95
from palpate.quality.units import timeline

PRECISION_PX = 0.5
"""Half the width of a 95 % interval that a mean error is known to, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of one group.

    Attributes
    ----------
    by, group
        What was broken down by, and the value.
    n_frames, n_poses, n_independent
        Frames, instances in them, and those of them far enough apart to tell something new.
    mpjpe_px, half_width_px
        Mean error of the independent poses, and half of its 95 % interval; NaN where it is unknown.
    precision_px, needed
        What half that width is to be, and the independent poses that takes; None where their spread is
        unknown, too.
    thin_keypoints
        Keypoints with fewer placements than a weekly report needs.
    least
        Independent poses below which a group is thin whatever its spread.
    """

    by: str
    group: str
    n_frames: int
    n_poses: int
    n_independent: int
    mpjpe_px: float
    half_width_px: float
    precision_px: float
    needed: int | None
    thin_keypoints: tuple[str, ...]
    least: int

    @property
    def missing(self) -> int | None:
        """Independent poses that are lacking; None where nobody can tell."""
        if self.needed is None:
            return None
        return max(self.needed - self.n_independent, 0)

    @property
    def thin(self) -> bool:
        """Whether there is too little to rely on."""
        return self.missing is None or self.missing > 0

    @property
    def sentence(self) -> str:
        """What to do."""
        if not self.n_poses:
            return f"nothing compared: at least {self.least} poses are needed"
        if self.missing is None:
            return f"too few to tell how many more: at least {self.least - self.n_independent} poses"
        if not self.missing:
            return (
                "enough"
                if not self.thin_keypoints
                else f"enough, but for {len(self.thin_keypoints)} keypoints"
            )
        return f"{self.missing} more poses for ±{self.precision_px:g} px"

    def to_json(self) -> Json:
        """Return an entry under ``coverage``."""
        return {
            "by": self.by,
            "group": self.group,
            "n_frames": self.n_frames,
            "n_poses": self.n_poses,
            "n_independent": self.n_independent,
            "mpjpe_px": number(self.mpjpe_px),
            "half_width_px": number(self.half_width_px),
            "precision_px": self.precision_px,
            "needed": self.needed,
            "missing": self.missing,
            "thin": self.thin,
            "thin_keypoints": list(self.thin_keypoints),
            "sentence": self.sentence,
        }


def coverage_of(
    pairs: Pairs, skeleton: Skeleton, *, by: str, group: str, precision_px: float = PRECISION_PX
) -> Coverage:
    """Judge how well a group is covered.

    Notes
    -----
    One value for each pose, the mean distance of its keypoints, of poses at least the minimum gap apart:
    half the width is t · SD / √n, and (1.96 SD / precision)² poses make it as small as asked for (domain
    reference 3.3). Never fewer than a weekly report needs.
    """
    policy = skeleton.policy
    distances = compare(pairs.finite()).distances
    known = ~np.isnan(distances)
    with np.errstate(invalid="ignore"):
        of_pose = np.where(known, distances, 0.0).sum(axis=1) / known.sum(axis=1)
    rows = timeline(clips=pairs.clips, instances=pairs.instances, frames=pairs.frames, min_gap=policy.min_gap)
    values = of_pose[rows.independent_rows(~np.isnan(of_pose))]
    mean, half_width, needed = _precision(values, precision_px)
    thin = np.flatnonzero(known.sum(axis=0) < policy.week_min_n).tolist()
    return Coverage(
        by=by,
        group=group,
        n_frames=len(set(zip(pairs.clips.tolist(), pairs.frames.tolist(), strict=True))),
        n_poses=len(pairs),
        n_independent=len(values),
        mpjpe_px=mean,
        half_width_px=half_width,
        precision_px=precision_px,
        needed=None if needed is None else max(needed, policy.week_min_n),
        thin_keypoints=tuple(skeleton.names[k] for k in thin),
        least=policy.week_min_n,
    )


def _precision(values: Floats, precision_px: float) -> tuple[float, float, int | None]:
    """Return the mean, half the width of its interval and the number of values that is needed."""
    from scipy.special import stdtrit

    n = len(values)
    if n < 2:
        return (float(values[0]) if n else np.nan), np.nan, None
    sd = float(values.std(ddof=1))
    half_width = float(stdtrit(n - 1, 0.975)) * sd / float(np.sqrt(n))
    return float(values.mean()), half_width, int(np.ceil(np.square(Z95 * sd / precision_px)))
