"""How much a derived position wants a human look, and why.

After domain reference 8.4, with one difference: where the picture was asked the score is not the largest
component over its scale, but the error to expect in px (`palpate.assist.expected`) over what the keypoint may
be off. The components remain the reasons. Where it was not asked only the limbs can be judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.expected import expected_of
from palpate.assist.interpolate import Filled
from palpate.assist.limb import rolling_z, segment_lengths
from palpate.assist.traced import Traced
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.drift import Reason
from palpate.model.origin import DERIVED


@dataclass(frozen=True, slots=True)
class Scales:
    """From where on a component is a reason, and how limbs are judged.

    Attributes
    ----------
    forward_backward_px, parting_px, disagreement_px, strain_px, deviation_px, unlikeness, limb_z
        τ of the components; parting is that of the tracks from both keyframes.
    tracked_disagreement_px
        τ of |interpolation − picture| where it is the picture's position that is in use.
    limb_reach_frames
        A length is judged among those of ± so many frames.
    limb_floor_px
        Least scatter of a length that is assumed.
    """

    forward_backward_px: float = 2.0
    parting_px: float = 4.0
    disagreement_px: float = 4.0
    tracked_disagreement_px: float = 12.0
    strain_px: float = 1.0
    deviation_px: float = 3.0
    unlikeness: float = 0.5
    limb_z: float = 3.5
    limb_reach_frames: int = 15
    limb_floor_px: float = 1.0


@dataclass(frozen=True, slots=True)
class Drift:
    """The judgement of F frames from `first` on; nothing is said of facts.

    Attributes
    ----------
    score
        ``(F, K)`` error to expect over what the keypoint may be off, ≥ 1 wants a look; where the picture was
        not asked, |z| of the worst limb over its τ. NaN for facts, where there is no value, and where
        there is nothing to judge it by.
    reasons
        ``(F, K)`` bit set of `Reason`: the components that reached their τ, or of a score of 1 and more the
        one that came nearest.
    score_px
        ``(F, K)`` error to expect in px; where the picture was not asked, how far a limb's length is off.
    """

    first: int
    score: Floats
    reasons: Codes
    score_px: Floats


def assess(
    adopted: Filled,
    traced: Traced | None,
    *,
    rigid: Ints,
    limits: Floats,
    scales: Scales | None = None,
) -> Drift:
    """Judge every derived position of a window.

    Parameters
    ----------
    adopted
        From `palpate.assist.interpolate.fill`, all K keypoints, with what the picture told
        (`palpate.assist.traced.adopt`): what is judged.
    traced
        Evidence for any part of the window; spans that are interpolated are compared with it too.
    rigid
        ``(R, 2)`` keypoint indices of the segments that keep their length (`Skeleton.rigid_indices`).
    limits
        ``(K,)`` px that each keypoint may be off.
    """
    scales = scales or Scales()
    derived = np.isin(adopted.origin, DERIVED)
    limb_z, limb_px = _from_limbs(adopted.positions, derived, rigid, scales)
    score, score_px = limb_z / scales.limb_z, limb_px
    ratios = {Reason.LIMB: score.copy()}
    known = None if traced is None else traced.between(adopted.first, adopted.first + len(derived))
    if known is not None and len(known):
        here = slice(known.first - adopted.first, known.first - adopted.first + len(known))
        expected = expected_of(adopted.positions[here], known.positions, known.column("expected"))
        told = np.isfinite(expected)
        score_px[here][told] = expected[told]
        score[here][told] = (expected / limits)[told]
        for reason, ratio in _ratios(known, adopted.positions[here], scales).items():
            ratios[reason] = np.full(derived.shape, np.nan)
            ratios[reason][here] = ratio
    score[~derived] = np.nan
    score_px[~derived] = np.nan
    return Drift(adopted.first, score, reasons_of(ratios, score), score_px)


def _ratios(traced: Traced, used: Floats, scales: Scales) -> dict[Reason, Floats]:
    """Return each component over its τ, ``(F, K)``; NaN is unknown."""
    apart = traced.column("apart")
    lost = np.where(np.isnan(apart) & traced.told, 1.0, np.nan)
    away = np.hypot(*np.moveaxis(used - traced.positions, -1, 0))
    return {
        Reason.FLOW: np.fmax(traced.column("forward_backward") / scales.forward_backward_px, lost),
        Reason.DISAGREEMENT: np.fmax(
            away / scales.disagreement_px, traced.column("disagreement") / scales.tracked_disagreement_px
        ),
        Reason.DEVIATION: traced.column("deviation") / scales.deviation_px,
        Reason.PARTING: apart / scales.parting_px,
        Reason.STRAIN: traced.column("strain") / scales.strain_px,
        Reason.UNLIKE: traced.column("unlikeness") / scales.unlikeness,
    }


def reasons_of(ratios: dict[Reason, Floats], score: Floats) -> Codes:
    """Return the reasons that reached their τ; where none did, the nearest one of a score of 1 and more.

    Parameters
    ----------
    ratios
        Each component over its τ, ``(F, K)``; NaN is unknown.
    score
        ``(F, K)``.
    """
    stacked = np.stack([np.nan_to_num(ratio) for ratio in ratios.values()])
    codes = np.array([int(reason) for reason in ratios], dtype=np.int8)
    found = ((stacked >= 1) * codes[:, np.newaxis, np.newaxis]).sum(axis=0).astype(np.int8)
    found = np.where((found == 0) & (score >= 1), codes[stacked.argmax(axis=0)], found)
    return np.where(np.isnan(score), 0, found).astype(np.int8)


def _from_limbs(positions: Floats, derived: Bools, rigid: Ints, scales: Scales) -> tuple[Floats, Floats]:
    """Return |z| and |deviation| in px of the worst adjoining segment, ``(F, K)`` each."""
    wanted = derived[:, rigid[:, 0]] | derived[:, rigid[:, 1]]
    z, deviation = rolling_z(
        segment_lengths(positions, rigid),
        wanted,
        reach_frames=scales.limb_reach_frames,
        floor_px=scales.limb_floor_px,
    )
    worst_z = np.full(derived.shape, np.nan)
    worst_px = np.full(derived.shape, np.nan)
    for segment, ends in enumerate(rigid):
        for k in ends:
            worst_z[:, k] = np.fmax(worst_z[:, k], np.abs(z[:, segment]))
            worst_px[:, k] = np.fmax(worst_px[:, k], np.abs(deviation[:, segment]))
    return worst_z, worst_px
