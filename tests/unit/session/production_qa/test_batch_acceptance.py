"""Whether a batch of production work passes, by what was labelled a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from office_story import FIGURE, Office

from palpate.base.errors import UsageError
from palpate.model.attempt import Attempt
from palpate.model.visibility import Visibility
from palpate.quality.sampling import ExtraMode
from palpate.session.calibrating.attempts import plan_of
from palpate.session.edits import poses
from palpate.session.production_qa import adjudicating, production
from palpate.session.production_qa.batch_acceptance import Fault, batch_content, judge_batch
from palpate.session.production_qa.qa_sampling import Wanted, draw_plan
from palpate.session.session import Session

WANTED = Wanted(base=0.2, extra=0.0, types=0, mode=ExtraMode.DISJOINT, gap=4)


def labelled_twice(
    office: Office,
    off: Sequence[np.ndarray] = (),
    *,
    critical: tuple[str, ...] = (),
    tiers: int = 0,
) -> tuple[Session, Attempt]:
    """Let ana work, and ben label 120 of her poses again: the first of them so far off, some not visible."""
    first = office.label("ana")
    session = office.as_("lea")
    plan = draw_plan(session, first, WANTED).plan
    if critical:
        extra = replace(plan.units[0], frame=max(unit.frame for unit in plan.units) + 1, keypoints=critical)
        plan = replace(plan, units=(*plan.units, extra))
    production.keep_plan(session, plan)
    session = office.as_("ben")
    attempt = production.begin_second(session, plan)
    for number, unit in enumerate(unit for unit in plan_of(session, attempt).units if not unit.keypoints):
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        codes = np.full(5, Visibility.VISIBLE, np.int8)
        codes[0] = Visibility.ESTIMATED if number < tiers else Visibility.VISIBLE
        place = FIGURE + (off[number] if number < len(off) else 0.0)
        session.do(poses.move(at, np.arange(5), place, codes, title="Place"))
    production.submit(session, attempt)
    session = office.as_("lea")
    return session, production.plans_of(session)[0].submitted[0]


def test_work_that_agrees_passes(office) -> None:
    session, attempt = labelled_twice(office)
    found = judge_batch(session, attempt)
    assert (found.size, found.n, found.defects, found.passed) == (600, 120, 0, True)
    assert found.bound.high == pytest.approx(0.0220, abs=1e-4)
    assert found.standard is not None
    assert (found.standard.n, found.standard.letter) == (80, "J")
    assert found.sequential is True


def test_poses_far_off_make_it_fail(office) -> None:
    session, attempt = labelled_twice(office, [np.full((5, 2), 60.0)] * 12)
    found = judge_batch(session, attempt)
    assert (found.defects, found.faults[Fault.OKS], found.passed) == (12, 12, False)
    assert found.sequential is False
    assert judge_batch(session, attempt, limit=0.3).passed is True


def test_exchanged_sides_are_a_defect_of_their_own(office) -> None:
    exchanged = np.zeros((5, 2))
    exchanged[1:3] = FIGURE[[2, 1]] - FIGURE[[1, 2]]
    session, attempt = labelled_twice(office, [exchanged] * 3)
    assert judge_batch(session, attempt).faults[Fault.SWAP] == 3


def test_only_critical_keypoints_count_by_place_and_tier(office) -> None:
    small = np.zeros((5, 2))
    small[0] = (9.0, 0.0)  # beyond the 8 px that stand in for a tolerance
    session, attempt = labelled_twice(office, [small] * 2, critical=("head",), tiers=5)
    found = judge_batch(session, attempt)
    assert found.critical == ("head",)
    assert (found.faults[Fault.POSITION], found.faults[Fault.TIER]) == (2, 5)
    assert found.defects == 5


def test_once_all_is_decided_the_decision_is_what_one_is_judged_by(office) -> None:
    session, attempt = labelled_twice(office, [np.full((5, 2), 60.0)] * 12)
    match = adjudicating.match_of(session, attempt)
    for one in adjudicating.compare(session, match).undecided:
        adjudicating.decide(session, adjudicating.match_of(session, attempt), one, adjudicating.Choice.FIRST)
    adjudicating.take_agreeing(session, adjudicating.match_of(session, attempt))
    found = judge_batch(session, attempt)
    assert found.defects == 0
    assert session.contents.layer(found.reference).name.startswith("final of")


def test_what_cannot_be_judged_is_said(office) -> None:
    session, attempt = labelled_twice(office)
    with pytest.raises(UsageError, match="below one half"):
        judge_batch(session, attempt, limit=0.6)
    notes = " ".join(judge_batch(session, attempt, limit=0.01).notes)
    assert "120 poses are too few" in notes
    assert "nobody has decided yet" in notes
    content = batch_content(session, judge_batch(session, attempt))
    assert (content["pass"], content["iso_2859"]["pass"]) == (True, True)
