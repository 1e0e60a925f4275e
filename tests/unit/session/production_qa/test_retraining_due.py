"""What somebody may not take new work with, asked where they work."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from office_story import MONDAY, spread_over_weeks

from palpate.model.layer import LayerKind
from palpate.quality.weekly import Week
from palpate.session.production_qa.retraining import Group, Retraining, explained
from palpate.session.production_qa.retraining_due import due, due_in_file, may_be_due
from palpate.session.session import Session

NOW = MONDAY + timedelta(weeks=12)


@pytest.fixture
def judged(office):
    """Gold, and ana's work in three weeks: right, then 3 px to the right of a figure 250 px tall."""
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    spread_over_weeks(office.as_("lea"), layer, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.0)])
    return office


def test_who_is_on_the_list_is_told_which_keypoints(judged) -> None:
    session = judged.as_("ana")
    assert may_be_due(session)
    (found,) = due(session, now=NOW)
    assert found.skeleton == "stick_figure"
    assert found.keypoints == ("head", "left_hand", "right_hand", "hip", "foot")
    assert all(one.is_open and one.annotator == "ana" for one in found.items)
    assert due_in_file(session.project.path, author="ana")[0].keypoints == found.keypoints


def test_nobody_else_is(judged) -> None:
    session = judged.as_("lea")
    assert not may_be_due(session)
    assert due(session, now=NOW) == ()


def test_work_of_a_single_week_cannot_be_due(office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    office.label("ana", off=(9.0, 0.0))
    session = office.as_("ana")
    assert not may_be_due(session)
    assert due(session) == ()


def test_work_that_nothing_reviews_cannot_be_due(office) -> None:
    layer = office.label("ana", off=(9.0, 0.0))
    session: Session = office.as_("ana")
    spread_over_weeks(session, layer, [(0.0, 0.0), (0.0, 0.0)])
    assert not may_be_due(session)


def item(name: str, *keypoints: int) -> Retraining:
    group = Group(name, np.array(keypoints), len(keypoints) > 1, 8.0)
    return Retraining("ana", group, Week(1), (Week(0), Week(1)), 9.0, 9.0, 40, None, None)


def test_a_type_is_left_out_where_single_keypoints_explain_it() -> None:
    left, talus, hand = item("left_talus", 3), item("talus", 3, 4), item("hand", 1, 2)
    assert explained([left, talus, hand]) == [left, hand]
    assert explained([talus]) == [talus]
