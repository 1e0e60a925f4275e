"""Opening and closing of retraining: by the rule, by recalibrations, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from palpate.quality.local_bias import LocalBias
from palpate.quality.weekly import Figures, Rule, week_of
from palpate.session.judging.bias_words import in_picture, on_body
from palpate.session.production_qa.annotation_times import Clock
from palpate.session.production_qa.retraining import Group, Recalibration, follow_rule

MONDAY = datetime(2024, 9, 2, tzinfo=UTC)
FIRST = week_of(MONDAY, UTC).count
CLOCK = Clock(MONDAY + timedelta(weeks=30))
HEAD = Group("head", np.array([0]), False, 8.0)


def figures(means: list[float]) -> Figures:
    values = np.array(means).reshape(1, 1, -1)
    return Figures(
        annotators=("ana",),
        weeks=FIRST + np.arange(len(means)),
        n=np.full(values.shape, 50),
        mean_px=values,
        sd_px=values,
        scaled_px=values,
        scaled_sd_px=values,
        bias_px=np.zeros((*values.shape, 2)),
    )


def recalibrated(week: int, mean: float | None = 5.0, n: int = 40) -> Recalibration:
    """A recalibration on the Wednesday of a week."""
    return Recalibration(f"r{week}", MONDAY + timedelta(weeks=week, days=2), mean, n)


def followed(means: list[float], *tests: Recalibration) -> tuple[list[int], list[tuple[int, bool]]]:
    """Return the weeks flagged, and for each item the week it opened in and whether it is closed."""
    flags, items = follow_rule(figures(means), Rule(), [HEAD], {("ana", 0): tests}, CLOCK)
    return np.flatnonzero(flags[0, 0]).tolist(), [
        (opened, passed is not None) for _, _, opened, passed, _ in items
    ]


def test_an_item_stays_open_without_a_recalibration() -> None:
    assert followed([9.0] * 4) == ([1, 2, 3], [(1, False)])


def test_a_recalibration_within_the_limit_closes_it_and_the_count_begins_anew() -> None:
    assert followed([9.0] * 6, recalibrated(2)) == ([1, 2, 4, 5], [(1, True), (4, False)])
    assert followed([9.0, 9.0, 9.0, 5.0, 5.0, 5.0], recalibrated(2)) == ([1, 2], [(1, True)])


def test_one_above_the_limit_closes_nothing_nor_one_with_too_few() -> None:
    assert followed([9.0] * 3, recalibrated(2, 8.1))[1] == [(1, False)]
    assert followed([9.0] * 3, recalibrated(2, 5.0, n=12))[1] == [(1, False)]
    assert followed([9.0] * 3, recalibrated(2, None, n=0))[1] == [(1, False)]
    assert followed([9.0] * 3, recalibrated(2, 8.0))[1] == [(1, True)]


def test_the_latest_failure_is_kept() -> None:
    _, items = follow_rule(figures([9.0] * 3), Rule(), [HEAD], {("ana", 0): [recalibrated(2, 9.5)]}, CLOCK)
    assert items[0][4] is not None
    assert items[0][4].mean_px == 9.5


def test_a_recalibration_before_the_trigger_says_nothing_of_it() -> None:
    assert followed([9.0] * 3, recalibrated(0))[1] == [(1, False)]


def test_a_bias_is_said_in_the_picture_and_on_the_body() -> None:
    assert in_picture((12.0, -3.14)) == "12.0 px to the right and 3.1 px up"
    assert in_picture((0.2, -0.1)) == "no direction"
    assert on_body(LocalBias(2.0, -11.0, "left", 40)) == (
        "11.0 px towards the subject's right and 2.0 px away from the body's centre"
    )
    assert on_body(None) == ""


@pytest.mark.parametrize("axis", ["left", "lateral", "anterior", ""])
def test_every_axis_has_its_two_ways(axis: str) -> None:
    there, back = (on_body(LocalBias(0.0, across, axis, 9)) for across in (5.0, -5.0))
    assert there != back
    assert there.startswith("5.0 px ")
