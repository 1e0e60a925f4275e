"""How far off a derived position may be, how it came about, and what speaks for an error, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.assist.drift import Scales
from palpate.assist.limb import segment_lengths
from palpate.model.arrays import Floats
from palpate.model.drift import Reason
from palpate.model.origin import DERIVED, Origin
from palpate.model.span import Method
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.filling.told import keyframes_around, told_of
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

_LIMB_REACH = Scales().limb_reach_frames


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be said of a derived position.

    Attributes
    ----------
    method
        By which it came about: of a span that asks the picture a curve, where that told nothing.
    expected_px, limit_px
        Error to expect, NaN where nothing judges it; and from where on it wants a look.
    score
        The one over the other; NaN likewise.
    reasons
        What reached its own threshold.
    numbers
        px of those reasons that can be told in px.
    settled
        Whether somebody called it fine.
    """

    method: Method
    expected_px: float
    limit_px: float
    score: float
    reasons: Reason
    numbers: Mapping[Reason, float]
    settled: bool = False


def doubt_at(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> Doubt | None:
    """Return what is to be said of a position; None of facts, and where there is none."""
    live = live_to_see(session, layer, instance)
    row = live.resolved.row(frame)
    if row is None or live.resolved.origin[row, keypoint] not in DERIVED:
        return None
    reasons = Reason(int(live.resolved.reasons[row, keypoint]))
    score = float(live.resolved.drift[row, keypoint])
    left = int(keyframes_around(live, keypoint, (frame, frame + 1))[0])
    return Doubt(
        method=_in_use(live.method_at(keypoint, left), int(live.resolved.origin[row, keypoint])),
        expected_px=float(live.drift_px[row, keypoint]),
        limit_px=float(live.limits[keypoint]),
        score=score,
        reasons=reasons,
        numbers=_numbers(live, frame, keypoint, reasons),
        settled=score >= 1.0 and session.settled.holds(layer, instance, frame=frame, keypoint=keypoint),
    )


def _in_use(method: Method, origin: int) -> Method:
    """Return what stands in for a method that asks the picture as long as it told nothing."""
    stand_ins = {Method.FLOW: Method.PCHIP, Method.FUSED: Method.MAKIMA}
    return stand_ins.get(method, method) if origin == Origin.INTERPOLATED else method


def _numbers(live: LiveTrack, frame: int, keypoint: int, reasons: Reason) -> dict[Reason, float]:
    if not reasons:
        return {}
    told = {name: float(column[0]) for name, column in told_of(live, keypoint, (frame, frame + 1)).items()}
    nothing = float("nan")
    found = {
        "FLOW": told.get("forward_backward", nothing),
        "DISAGREEMENT": told.get("disagreement", nothing),
        "LIMB": _limb_off(live, frame, keypoint) if Reason.LIMB in reasons else nothing,
        "DEVIATION": told.get("deviation", nothing),
        "PARTING": told.get("apart", nothing),
        "STRAIN": told.get("strain", nothing),
    }
    known = {reason: found.get(reason.name or "", nothing) for reason in Reason if reason in reasons}
    return {reason: px for reason, px in known.items() if np.isfinite(px)}


def _limb_off(live: LiveTrack, frame: int, keypoint: int) -> float:
    """Return by how much the length of the worst segment that ends here differs from those around, px."""
    rigid = live.skeleton.rigid_indices
    mine = rigid[(rigid == keypoint).any(axis=1)]
    row = frame - live.resolved.start
    low = max(row - _LIMB_REACH, 0)
    lengths: Floats = segment_lengths(live.resolved.positions[low : row + _LIMB_REACH + 1], mine)
    if not lengths.size or not np.isfinite(lengths[row - low]).any():
        return float("nan")
    lengths = lengths[:, np.isfinite(lengths[row - low])]
    return float(np.abs(lengths[row - low] - np.nanmedian(lengths, axis=0)).max())
