"""Whether somebody's production work passes, judged by the poses that were labelled a second time.

A pose is the unit, because the placements of one pose hang together. It does not conform if its OKS is below
the target, a critical keypoint lies beyond its tolerance or has the wrong tier, or sides look exchanged.
Source: domain reference 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Bools
from palpate.model.attempt import Attempt
from palpate.model.visibility import has_position
from palpate.quality.acceptance import Bound, SamplePlan, sample_plan, sequential, wilson
from palpate.quality.oks import keypoint_similarities, oks
from palpate.quality.points import lengths_of
from palpate.quality.swaps import find_swaps
from palpate.session.calibrating.attempts import plan_of
from palpate.session.judging.body_scale import scale_of
from palpate.session.judging.side_by_side import Sides, side_by_side
from palpate.session.production_qa.differences import compare, match_of, tolerances_of
from palpate.session.session import Session

LIMIT = 0.05
"""Share of poses that may not conform: the upper limit of what the sample shows has to stay within it."""

QUALITY_LIMIT = 2.5
"""Acceptance quality limit, per cent, of the plan of ISO 2859-1 that is told beside it."""


class Fault(StrEnum):
    """Why a pose does not conform."""

    OKS = "oks"
    POSITION = "position"
    TIER = "tier"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Batch:
    """A layer's work and what its sample says.

    Attributes
    ----------
    size, n, defects
        Poses in the layer, those that were judged, and those of them that do not conform.
    faults
        In how many poses each fault was found; a pose may have several.
    bound
        Share of defects, with its one-sided 95 % limits (Wilson).
    passed
        Whether the upper limit is within what is allowed; None where nothing could be judged.
    standard
        The single sampling plan of ISO 2859-1 for such a batch; None where the batch is too small for one.
    sequential
        What Wald's test between half of the limit and twice it says so far; None while it is open.
    reference
        What was judged by: the final layer once all is decided, else the second labels.
    """

    layer: str
    size: int
    n: int
    defects: int
    faults: Mapping[Fault, int]
    bound: Bound
    limit: float
    passed: bool | None
    standard: SamplePlan | None
    sequential: bool | None
    reference: str
    critical: tuple[str, ...]
    notes: tuple[str, ...]


def judge_batch(session: Session, attempt: Attempt, *, limit: float = LIMIT) -> Batch:
    """Judge the work that second labels were placed for.

    Critical are the keypoints that the plan asks for besides, because people vary most there.

    Raises
    ------
    UsageError
        If the second labels are not submitted, or the limit is no share.
    """
    if not 0.0 < limit < 0.5:
        raise UsageError("the share of poses that may not conform lies above 0 and below one half")
    match, plan = match_of(session, attempt), plan_of(session, attempt)
    reference = match.final if match.final and compare(session, match).is_done else match.second
    whole = tuple(unit for unit in plan.units if not unit.keypoints)
    critical = tuple(dict.fromkeys(name for unit in plan.units for name in unit.keypoints))
    faults, n = dict.fromkeys(Fault, 0), 0
    defects = 0
    for sides in side_by_side(session, match.first, reference, whole):
        found = _faults(session, match.first, sides, critical)
        judged = sides.both.any(axis=1)
        n += int(judged.sum())
        wrong = np.zeros(len(sides.frames), dtype=np.bool_)
        for fault, rows in found.items():
            faults[fault] += int((rows & judged).sum())
            wrong |= rows & judged
        defects += int(wrong.sum())
    bound, size = wilson(defects, n), poses_in(session, match.first)
    test = sequential(0.5 * limit, 2.0 * limit)
    return Batch(
        layer=match.first,
        size=size,
        n=n,
        defects=defects,
        faults=faults,
        bound=bound,
        limit=limit,
        passed=None if bound.high is None else bound.high <= limit,
        standard=sample_plan(size, QUALITY_LIMIT) if size > 1 else None,
        sequential=test.decide(defects, n) if n else None,
        reference=reference,
        critical=critical,
        notes=tuple(_notes(n, limit, critical, by_second=reference == match.second)),
    )


def batch_content(session: Session, batch: Batch) -> dict[str, Any]:
    """Return the judgement as JSON."""
    standard = batch.standard
    return {
        "layer": session.contents.layer(batch.layer).name,
        "reference": session.contents.layer(batch.reference).name,
        "size": batch.size,
        "n": batch.n,
        "defects": batch.defects,
        "faults": {fault.value: n for fault, n in batch.faults.items()},
        "share": batch.bound.rate,
        "share_at_most": batch.bound.high,
        "limit": batch.limit,
        "pass": batch.passed,
        "iso_2859": None
        if standard is None
        else {
            "quality_limit_percent": QUALITY_LIMIT,
            "n": standard.n,
            "accept_up_to": standard.c,
            "letter": standard.letter,
            "pass": standard.accepts(batch.defects) if batch.n >= standard.n else None,
        },
        "sequential_pass": batch.sequential,
        "critical": list(batch.critical),
        "notes": list(batch.notes),
    }


def _faults(session: Session, layer: str, sides: Sides, critical: tuple[str, ...]) -> dict[Fault, Bools]:
    """Return ``(N,)`` by fault."""
    skeleton = sides.skeleton
    shape = sides.both.shape
    scale = scale_of(skeleton, session.live(layer, sides.instance).track)
    tolerances = tolerances_of(session, layer, sides.instance)
    first = np.where(has_position(sides.first_tiers)[..., None], sides.first, np.nan)
    second = np.where(has_position(sides.second_tiers)[..., None], sides.second, np.nan)
    similar = keypoint_similarities(first, second, scale_px=np.full(shape[0], scale), sigmas=skeleton.sigmas)
    chosen = np.isin(np.array(skeleton.names), critical)
    far = np.nan_to_num(lengths_of(sides.errors)) > tolerances
    other = sides.decided & (sides.first_tiers != sides.second_tiers)
    swaps = find_swaps(first, second, mirror=skeleton.mirror_indices, tolerance_px=tolerances)
    with np.errstate(invalid="ignore"):
        low = oks(similar) < skeleton.policy.oks
    return {
        Fault.OKS: np.asarray(low),
        Fault.POSITION: np.asarray((far & chosen).any(axis=1)),
        Fault.TIER: np.asarray((other & chosen).any(axis=1)),
        Fault.SWAP: np.asarray(swaps.poses | swaps.keypoints.any(axis=1)),
    }


def poses_in(session: Session, layer: str) -> int:
    """Count the poses of a layer, those filled in between keyframes too."""
    return sum(
        int(has_position(session.live(layer, one).resolved.visibility).any(axis=1).sum())
        for one in session.project.labelled_instances(layer)
    )


def _notes(n: int, limit: float, critical: tuple[str, ...], *, by_second: bool) -> list[str]:
    notes = []
    if not n:
        notes.append("no pose was labelled whole a second time: there is nothing to judge the batch by")
    elif wilson(0, n).high is not None and (wilson(0, n).high or 0.0) > limit:
        notes.append(f"{n} poses are too few: even without a defect they could not show {limit:.0%}")
    if by_second and n:
        notes.append("judged by the second labels: who of two people is wrong, nobody has decided yet")
    if not critical:
        notes.append("the plan names no critical keypoints: OKS and exchanged sides alone are judged")
    return notes
