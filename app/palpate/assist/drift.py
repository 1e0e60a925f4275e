"""How much a derived position wants a human look, and why.

After domain reference 8.4, without the acceleration and the smoother: those judge a person's keyframes
as much as what was derived from them. Two things differ, both measured on densely labelled films: a
refused track counts as reaching the threshold (most such points were off by more than 4 px), and a
position that was tracked is judged by how far its two tracks part before it is judged by how far it
leaves the interpolation, which at wide keyframes says little about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.assist.flow import Flow
from palpate.assist.interpolate import Filled
from palpate.assist.limb import rolling_z, segment_lengths
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.drift import Reason
from palpate.model.origin import DERIVED, Origin

# One row per component, in the order of `Scales.taus`.
# A track that misses its start by more than this is lost; how far it strayed says nothing of the position.
LOST_PX = 10.0
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


def combine(components: Sequence[Floats], scales: Floats) -> tuple[Floats, list[Bools]]:
    """Return the score max(component / τ), and for each component where it reaches its τ.

    Parameters
    ----------
    components
        ``(…)`` each; NaN is unknown, and the score is NaN only where all are.
    scales
        Their τ.
    """
    score = np.full(components[0].shape, np.nan)
    reached = []
    for component, tau in zip(components, scales, strict=True):
        np.fmax(score, component / tau, out=score)
        reached.append(component >= tau)
    return score, reached


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
    score, reached = combine([*from_flow, limb_z], scales.taus())
    score_px, _ = combine([*from_flow, limb_px], np.ones(len(from_flow) + 1))
    score[~derived] = np.nan
    score_px[~derived] = np.nan
    reasons = np.zeros(derived.shape, dtype=np.int8)
    for reason, here in zip(_REASONS, reached, strict=True):
        reasons[here & derived] |= reason
    return Drift(first=adopted.first, score=score, reasons=reasons, score_px=score_px)


def _from_flow(
    interpolated: Filled, adopted: Filled, flow: Flow | None, scales: Scales
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return forward-backward error, parting, disagreement if interpolated and if tracked, ``(F, K)`` px."""
    error, parting, if_interpolated, if_tracked = (np.full(adopted.origin.shape, np.nan) for _ in range(4))
    if flow is not None:
        begin = max(adopted.first, flow.first)
        end = max(min(adopted.first + len(error), flow.first + len(flow.refused)), begin)
        here = slice(begin - adopted.first, end - adopted.first)
        there = slice(begin - flow.first, end - flow.first)
        measured = np.minimum(flow.forward_backward[there], LOST_PX)
        error[here] = np.where(flow.refused[there], np.fmax(measured, scales.forward_backward_px), measured)
        tracked = adopted.origin[here] == Origin.TRACKED
        np.copyto(parting[here], flow.parting[there], where=tracked)
        off = interpolated.positions[here] - flow.positions[there]
        apart = np.hypot(off[..., 0], off[..., 1])
        np.copyto(if_interpolated[here], apart, where=~tracked)
        np.copyto(if_tracked[here], apart, where=tracked)
    return error, parting, if_interpolated, if_tracked


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
