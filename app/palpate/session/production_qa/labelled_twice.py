"""In what two placements of the same keypoints differ: distances, bias, spread and flags, by keypoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from palpate.model.arrays import Codes, Floats
from palpate.model.attempt import Attempt, Task
from palpate.model.visibility import Visibility
from palpate.quality.json_numbers import number
from palpate.quality.visibility import cohen_kappa, confusion, ordered_levels
from palpate.session.calibrating.attempts import plan_of
from palpate.session.judging.side_by_side import Sides, side_by_side
from palpate.session.production_qa.differences import tolerances_of
from palpate.session.session import Session

_LEVELS = ordered_levels(
    [int(code) for code in Visibility if code is not Visibility.NOT_PLACED],
)


@dataclass(frozen=True, slots=True)
class _Pooled:
    """Of one keypoint, or of all of them.

    Attributes
    ----------
    errors
        ``(N, 2)`` px, the later placement less the earlier one.
    tolerances
        ``(N,)`` px.
    tiers
        ``(M, 2)`` later and earlier flags where both have decided.
    """

    errors: Floats
    tolerances: Floats
    tiers: Codes


def comparison(session: Session, attempt: Attempt) -> dict[str, Any]:
    """Return what two placements of the same differ by: distances and flags, pooled and by keypoint.

    ``bias_px`` is the mean of the attempt less what was placed first. ``sd_px`` is the radial spread of one
    placement: of a repeat around the person's own mean, √(mean d² ÷ 2); of second labels with the bias
    between the two people taken out, √(Σ|d − d̄|² ÷ 2(n − 1)), which is the spread of each of them if both
    are equally steady. κ is Cohen's, over all tiers.
    """
    units = plan_of(session, attempt).units
    layers = {one.id for one in session.contents.layers}
    sides = (
        side_by_side(session, attempt.layer, attempt.reference, units, even_hidden=True)
        if attempt.reference in layers
        else []
    )
    if not sides:
        return {"n": 0, "joints": {}, "notes": ["no frame in common: nothing could be compared"]}
    limits = [tolerances_of(session, attempt.reference, one.instance) for one in sides]
    names = dict.fromkeys(name for one in sides for name in one.skeleton.names)
    by_name = {name: _of_keypoint(sides, limits, name) for name in names}
    whole = _Pooled(
        np.concatenate([one.errors for one in by_name.values()]),
        np.concatenate([one.tolerances for one in by_name.values()]),
        np.concatenate([one.tiers for one in by_name.values()]),
    )
    repeat = attempt.task is Task.REPEAT
    told = _told(whole, repeat=repeat)
    told["joints"] = {
        name: _told(one, repeat=repeat) for name, one in by_name.items() if len(one.errors) or len(one.tiers)
    }
    return told | {"notes": [] if len(whole.errors) else ["no keypoint has a position in both"]}


def _of_keypoint(sides: Sequence[Sides], limits: Sequence[Floats], name: str) -> _Pooled:
    errors, tolerances, tiers = [np.zeros((0, 2))], [np.zeros(0)], [np.zeros((0, 2), np.int8)]
    for one, limit in zip(sides, limits, strict=True):
        k = one.skeleton.position_of.get(name, -1)
        if k < 0:
            continue
        errors.append(one.errors[one.both[:, k], k])
        tolerances.append(np.full(len(errors[-1]), limit[k]))
        decided = one.decided[:, k]
        tiers.append(np.stack([one.first_tiers[decided, k], one.second_tiers[decided, k]], axis=1))
    return _Pooled(np.concatenate(errors), np.concatenate(tolerances), np.concatenate(tiers))


def _told(pooled: _Pooled, *, repeat: bool) -> dict[str, Any]:
    errors, tiers = pooled.errors, pooled.tiers
    distances = np.hypot(errors[:, 0], errors[:, 1])
    counts = confusion(tiers[:, 1:], tiers[:, :1], levels=_LEVELS)[0]
    kappa = cohen_kappa(counts)
    return {
        "n": len(errors),
        "mean_px": _mean(distances),
        "p95_px": number(float(np.quantile(distances, 0.95))) if len(distances) else None,
        "bias_px": [float(x) for x in errors.mean(axis=0)] if len(errors) else None,
        "sd_px": _spread(errors, repeat=repeat),
        "tolerance_px": _mean(pooled.tolerances),
        "flags_n": len(tiers),
        "flags_agree": kappa.agreement,
        "kappa": kappa.value,
        "kappa_missing": kappa.reason,
    }


def _spread(errors: Floats, *, repeat: bool) -> float | None:
    if repeat:
        squared = _mean(np.square(errors).sum(axis=1))
        return None if squared is None else float(np.sqrt(squared / 2.0))
    if len(errors) < 2:
        return None
    around = np.square(errors - errors.mean(axis=0)).sum()
    return float(np.sqrt(around / (2.0 * (len(errors) - 1))))


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None
