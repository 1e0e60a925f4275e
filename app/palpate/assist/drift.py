"""How much a derived position wants a human look, and why.

After domain reference 8.4, without the acceleration and the smoother: those judge a person's keyframes
as much as what was derived from them. Two things differ, both measured on densely labelled films: a
refused track counts as reaching the threshold (most such points were off by more than 4 px), and a
position that was tracked is judged by how far its two tracks part before it is judged by how far it
leaves the interpolation, which at wide keyframes says little about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.flow import Flow
from palpate.assist.interpolate import Filled
from palpate.assist.limb import rolling_z, segment_lengths
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.drift import Reason
from palpate.model.origin import DERIVED, Origin

# One row per component, in the order of `Scales.taus`.
_REASONS = (Reason.FLOW, Reason.FLOW, Reason.DISAGREEMENT, Reason.DISAGREEMENT, Reason.LIMB)


@dataclass(frozen=True, slots=True)
class Scales:
    """What counts as 1 in each component of the score, and how limbs are judged.

    Attributes
    ----------
    forward_backward_px, parting_px, disagreement_px, limb_z
        τ of the components; parting is that of the two tracks, and of tracked positions only.
    tracked_disagreement_px
        τ of |interpolation − flow| where the tracked position is the one in use.
    limb_reach_frames
        A length is judged among those of ± so many frames.
    limb_floor_px
        Least scatter of a length that is assumed.
    """

    forward_backward_px: float = 2.0
    parting_px: float = 4.0
    disagreement_px: float = 4.0
    tracked_disagreement_px: float = 12.0
    limb_z: float = 3.5
    limb_reach_frames: int = 15
    limb_floor_px: float = 1.0

    def taus(self) -> Floats:
        """Return the scales of forward-backward error, parting, both disagreements and limb."""
        return np.array(
            [
                self.forward_backward_px,
                self.parting_px,
                self.disagreement_px,
                self.tracked_disagreement_px,
                self.limb_z,
            ]
        )


@dataclass(frozen=True, slots=True)
class Drift:
    """The judgement of F frames from `first` on; nothing is said of facts.

    Attributes
    ----------
    score
        ``(F, K)`` largest component over its τ, ≥ 1 wants a look; NaN for facts, where there is no
        value, and where there is nothing to judge it by.
    reasons
        ``(F, K)`` bit set of `Reason`: the components that reached 1.
    score_px
        ``(F, K)`` largest component in px; of a limb how far its length is off, of a refused track at
        least τ of the forward-backward error.
    """

    first: int
    score: Floats
    reasons: Codes
    score_px: Floats


def worst(components: Floats, scales: Floats) -> tuple[Floats, Ints]:
    """Return the score max(component / τ) and which component it is, −1 where none is known.

    Parameters
    ----------
    components
        ``(C, …)``; NaN is unknown.
    scales
        ``(C,)``.
    """
    parts = _scaled(components, scales)
    filled = np.where(np.isnan(parts), -np.inf, parts)
    which = filled.argmax(axis=0)
    score = filled.max(axis=0)
    known = score > -np.inf
    return np.where(known, score, np.nan), np.where(known, which, -1)


def assess(
    interpolated: Filled,
    adopted: Filled,
    flow: Flow | None,
    *,
    rigid: Ints,
    scales: Scales | None = None,
) -> Drift:
    """Judge every derived position of a window.

    Parameters
    ----------
    interpolated
        From `palpate.assist.interpolate.fill`, all K keypoints.
    adopted
        The same with tracked positions taken over (`palpate.assist.flow.adopt`): what is judged.
    flow
        Evidence for any part of the window; spans that are interpolated are compared with it too.
    rigid
        ``(R, 2)`` keypoint indices of the segments that keep their length (`Skeleton.rigid_indices`).
    """
    scales = scales or Scales()
    derived = np.isin(adopted.origin, DERIVED)
    from_flow = _from_flow(interpolated, adopted, flow, scales)
    limb_z, limb_px = _from_limbs(adopted.positions, derived, rigid, scales)
    components = np.stack((*from_flow, limb_z))
    components[:, ~derived] = np.nan
    in_px = np.stack((*from_flow, limb_px))
    in_px[:, ~derived] = np.nan
    score, _ = worst(components, scales.taus())
    return Drift(
        first=adopted.first,
        score=score,
        reasons=_reasons(components, scales.taus()),
        score_px=worst(in_px, np.ones(len(in_px)))[0],
    )


def _scaled(components: Floats, scales: Floats) -> Floats:
    parts: Floats = components / scales.reshape(-1, *[1] * (components.ndim - 1))
    return parts


def _reasons(components: Floats, scales: Floats) -> Codes:
    reached = _scaled(components, scales) >= 1
    bits = np.zeros(components.shape[1:], dtype=np.int8)
    for reason, here in zip(_REASONS, reached, strict=True):
        bits[here] |= reason
    return bits


def _from_flow(interpolated: Filled, adopted: Filled, flow: Flow | None, scales: Scales) -> Floats:
    """Return ``(4, F, K)`` px: forward-backward error, parting, disagreement if interpolated, if tracked."""
    parts = np.full((4, *adopted.origin.shape), np.nan)
    if flow is None:
        return parts
    begin = max(adopted.first, flow.first)
    end = max(min(adopted.first + parts.shape[1], flow.first + len(flow.refused)), begin)
    here = slice(begin - adopted.first, end - adopted.first)
    there = slice(begin - flow.first, end - flow.first)
    error = flow.forward_backward[there]
    apart = np.hypot(*np.moveaxis(interpolated.positions[here] - flow.positions[there], -1, 0))
    tracked = adopted.origin[here] == Origin.TRACKED
    parts[0, here] = np.where(flow.refused[there], np.fmax(error, scales.forward_backward_px), error)
    parts[1, here] = np.where(tracked, flow.parting[there], np.nan)
    parts[2, here] = np.where(tracked, np.nan, apart)
    parts[3, here] = np.where(tracked, apart, np.nan)
    return parts


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
