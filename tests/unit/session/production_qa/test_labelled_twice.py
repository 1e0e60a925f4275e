"""In what two placements of the same keypoints differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from office_story import FIGURE

from palpate.model.attempt import Attempt, Task
from palpate.model.visibility import Visibility
from palpate.quality.sampling import ExtraMode
from palpate.session.calibrating import gold_error
from palpate.session.calibrating.attempts import plan_of, progress
from palpate.session.calibrating.gold import add_gold_layer
from palpate.session.calibrating.unit_walk import left_in, step, walk_in_hand, wanted_here
from palpate.session.edits import poses
from palpate.session.production_qa import production
from palpate.session.production_qa.labelled_twice import comparison
from palpate.session.production_qa.qa_sampling import Wanted, draw_plan
from palpate.session.session import Session

WANTED = Wanted(base=0.05, extra=0.0, types=0, mode=ExtraMode.DISJOINT, gap=4)


def second(office, *, extra: tuple[str, ...] = ()) -> tuple[Session, Attempt]:
    """Let ben begin second labels of thirty poses of ana's, of one more for some keypoints alone."""
    first = office.label("ana")
    session = office.as_("lea")
    plan = draw_plan(session, first, WANTED).plan
    if extra:
        last = max(unit.frame for unit in plan.units) + 1
        plan = replace(plan, units=(*plan.units, replace(plan.units[-1], frame=last, keypoints=extra)))
    production.keep_plan(session, plan)
    session = office.as_("ben")
    return session, production.begin_second(session, plan)


def place(session: Session, attempt: Attempt, off: np.ndarray, hidden: int = 0) -> None:
    """Place what an attempt asks for, ``(N, 5, 2)`` px off; the head is occluded in the first few."""
    for number, unit in enumerate(plan_of(session, attempt).units):
        at = session.pose_at(attempt.layer, unit.instance, unit.frame)
        codes = np.full(5, Visibility.VISIBLE, np.int8)
        codes[0] = Visibility.ESTIMATED if number < hidden else Visibility.VISIBLE
        session.do(poses.move(at, np.arange(5), FIGURE + off[number], codes, title="Place"))


def test_bias_between_two_people_and_spread_of_each_are_told_apart(office) -> None:
    session, attempt = second(office)
    off = np.tile([6.0, 0.0], (30, 5, 1))
    off[:, 1] += np.random.default_rng(3).normal(0.0, 2.0, (30, 2))
    place(session, attempt, off)
    found = comparison(session, attempt)
    steady, shaky = found["joints"]["head"], found["joints"]["left_hand"]
    assert steady["bias_px"] == pytest.approx([6.0, 0.0])
    assert (steady["n"], steady["sd_px"]) == (30, pytest.approx(0.0, abs=1e-9))
    around = off[:, 1] - off[:, 1].mean(axis=0)
    assert shaky["sd_px"] == pytest.approx(np.sqrt((around**2).sum() / 29 / 2))
    assert steady["tolerance_px"] > 0.0


def test_agreement_on_flags_is_told_with_kappa_or_with_why_there_is_none(office) -> None:
    session, attempt = second(office)
    place(session, attempt, np.zeros((30, 5, 2)), hidden=3)
    head, hip = (comparison(session, attempt)["joints"][name] for name in ("head", "hip"))
    assert (head["flags_n"], head["flags_agree"], head["kappa"]) == (30, pytest.approx(0.9), 0.0)
    assert (hip["flags_agree"], hip["kappa"]) == (1.0, None)
    assert hip["kappa_missing"] == "no variation: one category only"


def test_a_unit_that_asks_for_some_keypoints_wants_no_others(office) -> None:
    session, attempt = second(office, extra=("head", "hip"))
    walk = walk_in_hand(session)
    assert walk is not None
    (narrow,) = (unit for unit in walk.units if unit.keypoints)
    session.selection.move(
        clip=narrow.clip, layer=attempt.layer, instance=narrow.instance, frame=narrow.frame
    )
    wanted = wanted_here(session)
    assert wanted is not None
    names = session.contents.skeletons["stick_figure"].names
    assert {names[k] for k in np.flatnonzero(wanted)} == {"head", "hip"}
    assert len(left_in(session, walk, narrow)) == 2
    step(session, walk, -1)
    wanted = wanted_here(session)
    assert wanted is not None
    assert wanted.sum() == 5


def test_progress_counts_what_each_unit_asks_for(office) -> None:
    session, attempt = second(office, extra=("head", "hip"))
    before = progress(session, attempt)
    assert (before.done, before.units, before.keypoints, len(before.untouched)) == (0, 31, 152, 31)
    unit = next(unit for unit in plan_of(session, attempt).units if unit.keypoints)
    at = session.pose_at(attempt.layer, unit.instance, unit.frame)
    codes = np.full(2, Visibility.VISIBLE, np.int8)
    k = np.array([session.contents.skeletons["stick_figure"].position_of[one] for one in ("head", "hip")])
    session.do(poses.move(at, k, FIGURE[k], codes, title="Place"))
    after = progress(session, attempt)
    assert (after.done, after.decided, after.placed) == (1, 2, 2)
    assert unit not in after.left


def test_gold_that_is_marked_again_is_no_plan_of_production(office) -> None:
    office.label("lea")
    session = office.as_("lea")
    add_gold_layer(session, "gold of lea")
    layer = session.contents.layer_named("gold of lea").id
    unit = ("ada", 10)
    at = session.pose_at(layer, *unit)
    session.do(poses.move(at, np.arange(5), FIGURE, np.full(5, Visibility.VISIBLE, np.int8), title="Place"))
    attempt = gold_error.begin_repeat(session, layer, 1)
    assert attempt.task is Task.REPEAT
    assert production.plans_of(session) == ()
