"""Plans of production work, second labels blind to the first, and repeats blind to one's own."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.attempt import Task
from palpate.model.layer import LayerKind
from palpate.model.plan import Purpose
from palpate.model.visibility import Visibility
from palpate.quality.sampling import ExtraMode
from palpate.session.calibrating import blindness
from palpate.session.calibrating.attempts import plan_of, progress
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.judging.side_by_side import side_by_side
from palpate.session.production_qa import production
from palpate.session.production_qa.qa_sampling import Wanted, draw_plan
from palpate.session.session import Session

WANTED = Wanted(base=0.1, extra=0.2, types=1, mode=ExtraMode.DISJOINT, gap=4)


def place(session: Session, layer: str, instance: str, frame: int, at: np.ndarray) -> None:
    """Place a whole figure."""
    where = session.pose_at(layer, instance, frame)
    tiers = np.full(len(at), Visibility.VISIBLE, np.int8)
    session.do(poses.move(where, np.arange(len(at)), at, tiers, title="Place"))


def follow(session: Session, attempt, figure: np.ndarray, off: float) -> None:
    """Place what an attempt asks for, so many px to the right of the truth."""
    for unit in plan_of(session, attempt).units:
        place(session, attempt.layer, unit.instance, unit.frame, figure + np.array([off, 0.0]))


FIGURE = np.array([(300.0, 80.0), (250.0, 180.0), (350.0, 180.0), (300.0, 200.0), (300.0, 330.0)])


def test_a_plan_has_the_shares_asked_for_from_every_stratum(office) -> None:
    layer = office.label("ana")
    drawing = draw_plan(office.as_("lea"), layer, replace(WANTED, extra=0.0))
    assert [(one.stratum, one.units, one.base) for one in drawing.strata] == [
        ("shade", 300, 30),
        ("sun", 300, 30),
    ]
    assert len(drawing.plan.units) == 60
    assert drawing.placements_drawn == 60 * 5
    for instance in ("ada", "eve"):
        frames = sorted(unit.frame for unit in drawing.plan.units if unit.instance == instance)
        assert np.diff(frames).min() >= 4


def test_without_calibration_there_is_no_extra_sample_and_it_says_why(office) -> None:
    layer = office.label("ana")
    drawing = draw_plan(office.as_("lea"), layer, WANTED)
    assert drawing.chosen == ()
    assert any("nobody was calibrated yet" in note for note in drawing.notes)


def test_a_base_share_is_remarked_on_where_it_is_neither_usual_nor_the_projects_own(office) -> None:
    layer = office.label("ana")
    session = office.as_("lea")

    def remarks(base: float) -> int:
        notes = draw_plan(session, layer, replace(WANTED, base=base)).notes
        return sum("usual for this subject" in note for note in notes)

    own = session.contents.skeletons["stick_figure"].policy.sampling.base
    assert own == 0.2
    assert [remarks(base) for base in (own, 0.1, 0.3)] == [0, 0, 1]


def test_the_extra_sample_asks_for_the_most_variable_types_in_other_frames(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("ana")
    rng = np.random.default_rng(1)
    for frame in range(0, 300, 10):
        shaky = FIGURE.copy()
        shaky[2] += rng.normal(0.0, 9.0, 2)
        place(session, layer, "ada", frame, shaky)
    drawing = draw_plan(office.as_("lea"), layer, WANTED)
    skeleton = session.contents.skeletons["stick_figure"]
    point = skeleton.keypoints[2]
    assert drawing.chosen == (point.type or point.name,)
    base = {(unit.instance, unit.frame) for unit in drawing.plan.units if not unit.keypoints}
    extra = {(unit.instance, unit.frame) for unit in drawing.plan.units if unit.keypoints}
    assert (len(base), len(extra)) == (60, 120)
    assert not base & extra
    assert {unit.keypoints for unit in drawing.plan.units if unit.keypoints} == {
        tuple(k.name for k in skeleton.keypoints if (k.type or k.name) == drawing.chosen[0])
    }


def test_the_same_seed_draws_the_same_plan(office) -> None:
    layer = office.label("ana")
    session = office.as_("lea")
    first, again, other = (draw_plan(session, layer, replace(WANTED, seed=seed)).plan for seed in (5, 5, 6))
    assert first.units == again.units != other.units


def test_an_empty_layer_and_senseless_shares_are_told(office) -> None:
    session = office.as_("lea")
    with pytest.raises(UsageError, match="nothing is labelled in lea yet"):
        draw_plan(session, session.contents.layers[0].id)
    with pytest.raises(UsageError, match="between 0 and 1"):
        replace(WANTED, base=0.0)
    with pytest.raises(UsageError, match="the least distance is one frame"):
        replace(WANTED, gap=0)


def test_a_plan_is_kept_and_taken_back_and_is_not_for_an_annotator_to_draw(office) -> None:
    layer = office.label("ana")
    session = office.as_("ana")
    plan = draw_plan(session, layer, WANTED).plan
    production.keep_plan(session, plan)
    assert [state.plan.id for state in production.plans_of(session)] == [plan.id]
    session.undo()
    assert production.plans_of(session) == ()
    session.do(PutSetting("role", "annotator"))
    with pytest.raises(EditRefused, match="a consultant or a lead draws plans"):
        production.keep_plan(session, plan)


def test_second_labels_are_placed_without_the_first_in_sight_and_compared_when_submitted(office) -> None:
    first = office.label("ana")
    session = office.as_("lea")
    plan = draw_plan(session, first, WANTED).plan
    production.keep_plan(session, plan)
    session = office.as_("ben")
    attempt = production.begin_second(session, production.plan_known(session, plan.name))
    assert (attempt.task, attempt.reference) == (Task.SECOND, first)
    assert blindness.hidden_frames(session, first) == plan.frames
    assert not any(
        set(one.frames.tolist()) & {frame for clip, frame in plan.frames if clip == one.clip}
        for one in side_by_side(session, first, first)
    )
    follow(session, attempt, FIGURE, 6.0)
    assert progress(session, attempt).is_complete
    closed = production.submit(session, attempt)
    assert not closed.is_open
    assert blindness.hidden_frames(session, first) == frozenset()
    result = msgspec.json.decode(closed.result)
    assert (result["n"], result["mean_px"], result["flags_agree"]) == (300, 6.0, 1.0)
    (state,) = production.plans_of(session)
    assert (state.done, state.units, len(state.submitted)) == (60, 60, 1)


def test_second_labels_come_from_somebody_else_and_once(office) -> None:
    first = office.label("ana")
    session = office.as_("lea")
    plan = draw_plan(session, first, WANTED).plan
    production.keep_plan(session, plan)
    with pytest.raises(EditRefused, match="your own work"):
        production.begin_second(office.as_("ana"), plan)
    session = office.as_("ben")
    attempt = production.begin_second(session, plan)
    with pytest.raises(EditRefused, match="begun and not submitted"):
        production.begin_second(session, plan)
    follow(session, attempt, FIGURE, 1.0)
    production.submit(session, attempt)
    with pytest.raises(EditRefused, match="already; it is asked of each person once"):
        production.begin_second(session, plan)


def test_a_repeat_tells_ones_own_spread(office) -> None:
    layer = office.label("ana")
    session = office.as_("ana")
    attempt = production.begin_repeat(session, layer, share=0.05, seed=3)
    plan = plan_of(session, attempt)
    assert plan.purpose is Purpose.REPEAT
    assert all(unit.hidden_repeat for unit in plan.units)
    assert blindness.hidden_frames(session, layer) == plan.frames
    follow(session, attempt, FIGURE, 4.0)
    result = msgspec.json.decode(production.submit(session, attempt).result)
    assert result["sd_px"] == pytest.approx(4.0 / np.sqrt(2.0))
    assert result["joints"]["head"]["n"] == len(plan.units)


def test_one_repeats_ones_own_work_alone(office) -> None:
    layer = office.label("ana")
    with pytest.raises(EditRefused, match="the work of ana"):
        production.begin_repeat(office.as_("ben"), layer)
    session = office.as_("lea")
    own = session.contents.working_layer("lea")
    assert own is not None
    with pytest.raises(EditRefused, match="nothing to repeat"):
        production.begin_repeat(session, own.id)


def test_an_unknown_plan_is_told_with_those_there_are(office) -> None:
    with pytest.raises(UsageError, match="known: none; draw one first"):
        production.plan_known(office.as_("lea"), "week 9")


def test_poses_that_are_only_filled_in_are_not_drawn(office) -> None:
    layer = office.label("ana")
    session = office.as_("lea")
    kept = range(0, 300, 2)
    for frame in set(range(300)) - set(kept):
        session.do(poses.clear(session.pose_at(layer, "ada", frame), np.arange(5), "all"))
    drawing = draw_plan(session, layer, replace(WANTED, base=1.0, extra=0.0, gap=1))
    drawn = {unit.frame for unit in drawing.plan.units if unit.instance == "ada"}
    assert drawn == set(kept)
    (note,) = (note for note in drawing.notes if "filled in" in note)
    assert note.startswith("149 poses that nobody placed")
