"""Choosing frames for gold: of every kind its share, spread in time, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import EditRefused
from palpate.model.event import Event
from palpate.model.origin import Origin
from palpate.model.plan import Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session.calibrating.drawing_units import draw_units
from palpate.session.calibrating.gold_plan import draw_gold_plan, gold_plans, left_of
from palpate.session.marking.phases import phase_among
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project without any gold yet."""
    with story.project(tmp_path, gold_frames=()) as session:
        yield session


def test_a_plan_is_kept_with_how_it_was_drawn(session: Session) -> None:
    plan = draw_gold_plan(session, story.gold_of(session).id, 20, seed=4)
    assert gold_plans(session) == (plan,)
    assert (plan.purpose, plan.seed, plan.author, len(plan.units)) == (Purpose.GOLD, 4, "cora", 20)
    assert plan.settings == {
        "poses": "20 of 240",
        "strata": "subject, phase, lighting, blur and occlusion, by largest remainders",
        "least distance": "5 frames",
    }


def test_both_clips_and_both_phases_get_their_share_far_apart(session: Session) -> None:
    units = draw_gold_plan(session, story.gold_of(session).id, 20).units
    assert set(Counter(unit.stratum for unit in units).values()) == {5}
    for clip in story.RUNNERS:
        frames = sorted(unit.frame for unit in units if unit.clip == clip)
        assert all(later - earlier >= 5 for earlier, later in pairwise(frames))


def test_frames_that_have_gold_are_not_drawn_again(session: Session) -> None:
    layer = story.gold_of(session)
    story.label(session, layer, "runner", tuple(range(60)), origin=Origin.GOLD)
    plan = draw_gold_plan(session, layer.id, 180)
    assert not {u.frame for u in plan.units if u.clip == "run"} & set(range(60))
    with pytest.raises(EditRefused, match="181 poses are asked for; 180 have no gold yet"):
        draw_gold_plan(session, layer.id, 181)


def test_what_somebody_has_labelled_tells_blur_and_occlusion(session: Session) -> None:
    work = session.contents.working_layer("cora")
    assert work is not None
    tiers = np.full((30, story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
    tiers[10:20, :2] = Visibility.ESTIMATED
    tiers[20:, :9] = Visibility.ESTIMATED
    story.label(session, work, "runner", tuple(range(30)), visibility=tiers)
    plan = draw_gold_plan(session, story.gold_of(session).id, 12, clip="run")
    words = Counter(unit.stratum.rsplit(", ", 1)[-1] for unit in plan.units)
    assert words == {"nothing occluded": 4, "partly occluded": 4, "much occluded": 4}


def test_what_is_left_of_a_plan_shrinks_as_gold_is_marked(session: Session) -> None:
    layer = story.gold_of(session)
    plan = draw_gold_plan(session, layer.id, 4)
    assert left_of(session, plan, layer.id) == plan.units
    done = plan.units[0]
    story.label(session, layer, done.instance, (done.frame,), origin=Origin.GOLD)
    assert left_of(session, plan, layer.id) == plan.units[1:]


def test_a_project_without_anybody_in_it_has_nothing_to_draw(tmp_path: Path) -> None:
    with (
        Session.create(tmp_path / "p.palpate", ["coco_17"], "cora", "consultant") as session,
        pytest.raises(EditRefused, match="nothing to draw from yet: first add a video"),
    ):
        draw_gold_plan(session, story.gold_of(session).id)


def test_an_annotator_draws_no_plan_for_gold(session: Session) -> None:
    story.become(session, "ana", "annotator")
    with pytest.raises(EditRefused, match="gold is the consultant's"):
        draw_gold_plan(session, story.gold_of(session).id)


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.integers(0, 4), min_size=1, max_size=60),
    n=st.integers(1, 70),
    seed=st.integers(0, 2**32 - 1),
)
def test_as_many_are_drawn_as_were_asked_none_twice_each_kind_near_its_share(
    kinds: list[int], n: int, seed: int
) -> None:
    units = [Unit("c", "i", 2 * k, stratum=str(kind)) for k, kind in enumerate(kinds)]
    drawn, gap = draw_units(units, n, min_gap=3, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(n, len(units))
    assert draw_units(units, n, min_gap=3, seed=seed) == (drawn, gap)
    frames = sorted(unit.frame for unit in drawn)
    assert all(later - earlier >= gap for earlier, later in pairwise(frames))
    if n >= len(set(kinds)):
        sizes, counts = Counter(map(str, kinds)), Counter(unit.stratum for unit in drawn)
        assert set(counts) == set(sizes)


def test_nothing_to_draw_from_gives_nothing() -> None:
    assert draw_units([], 5, min_gap=3, seed=1) == ((), 3)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (0, "before back foot contact"),
        (10, "back foot contact to ball release"),
        (29, "back foot contact to ball release"),
        (30, "after ball release"),
    ],
)
def test_a_phase_begins_with_the_frame_of_its_event(frame: int, words: str) -> None:
    events = [Event("c", 10, "back_foot_contact"), Event("c", 30, "ball_release")]
    assert phase_among(events, frame) == words
    assert phase_among([], frame) == ""
