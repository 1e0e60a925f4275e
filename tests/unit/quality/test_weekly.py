"""Weeks, figures by annotator and keypoint, and the rule of two weeks above 8 px."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import UsageError
from palpate.quality.weekly import (
    Figures,
    Reviewed,
    Rule,
    Week,
    chance_of_exceeding,
    figures,
    is_future,
    time_zone,
    triggered,
    week_of,
)


def weekly(means: list[float], *, weeks: list[int] | None = None, n: int | list[int] = 50) -> Figures:
    """One person at one keypoint."""
    count = np.broadcast_to(np.asarray(n), (1, 1, len(means)))
    values = np.array(means, dtype=np.float64).reshape(1, 1, -1)
    return Figures(
        annotators=("ana",),
        weeks=np.arange(len(means)) if weeks is None else np.array(weeks),
        n=count,
        mean_px=values,
        sd_px=np.full_like(values, 4.0),
        scaled_px=values,
        scaled_sd_px=np.full_like(values, 4.0),
        bias_px=np.zeros((*values.shape, 2)),
    )


def flagged(found: Figures, rule: Rule | None = None, **given: object) -> list[bool]:
    return triggered(found, rule or Rule(), **given)[0, 0].tolist()  # type: ignore[arg-type]


def test_two_weeks_above_the_limit_trigger_and_one_does_not() -> None:
    assert flagged(weekly([7.0, 9.0, 7.0, 9.0, 9.0, 9.0])) == [False] * 4 + [True, True]


def test_exactly_the_limit_is_not_above_it() -> None:
    assert flagged(weekly([8.0, 8.0])) == [False, False]
    assert flagged(weekly([8.0, np.nextafter(8.0, 9.0), 8.1])) == [False, False, True]


def test_a_week_with_too_few_is_skipped_and_parts_nothing() -> None:
    assert flagged(weekly([9.0, 3.0, 9.0], n=[20, 19, 20])) == [False, False, True]
    assert flagged(weekly([9.0, 9.0], n=[20, 19])) == [False, False]


def test_weeks_more_than_four_apart_are_not_consecutive() -> None:
    assert flagged(weekly([9.0, 9.0], weeks=[0, 4])) == [False, True]
    assert flagged(weekly([9.0, 9.0], weeks=[0, 5])) == [False, False]
    assert flagged(weekly([9.0, 9.0, 9.0], weeks=[0, 5, 6])) == [False, False, True]


def test_three_weeks_may_be_asked_for() -> None:
    assert flagged(weekly([9.0] * 4), Rule(weeks=3)) == [False, False, True, True]


def test_after_a_recalibration_only_later_weeks_count() -> None:
    found = weekly([9.0] * 5)
    assert flagged(found, cleared=np.array([[1]])) == [False, False, False, True, True]
    assert flagged(found, cleared=np.array([[-1]])) == [False, True, True, True, True]


@given(st.lists(st.sampled_from([(5.0, 50), (9.0, 50), (9.0, 3)]), min_size=1, max_size=8), st.data())
def test_the_rule_is_what_it_says_of_the_two_latest_sufficient_weeks(
    told: list[tuple[float, int]], data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.integers(1, 6), min_size=len(told), max_size=len(told)))
    weeks = np.cumsum(steps).tolist()
    found = weekly([m for m, _ in told], weeks=weeks, n=[n for _, n in told])
    for at, flag in enumerate(flagged(found)):
        known = [w for w in range(at + 1) if told[w][1] >= 20]
        latest = known[-2:]
        wanted = (
            len(latest) == 2
            and latest[-1] == at
            and weeks[latest[1]] - weeks[latest[0]] <= 4
            and all(told[w][0] > 8.0 for w in latest)
        )
        assert flag == wanted


def test_a_keypoint_may_have_a_limit_of_its_own() -> None:
    assert flagged(weekly([9.0, 9.0]), limits_px=np.array([10.0])) == [False, False]
    assert flagged(weekly([5.0, 5.0]), limits_px=np.array([4.0])) == [False, True]


def test_figures_are_those_of_each_person_week_and_group() -> None:
    rng = np.random.default_rng(5)
    n = 400
    who, when = rng.choice(["ana", "ben"], n), rng.choice([100, 101, 105], n)
    errors = rng.normal(3.0, 4.0, (n, 3, 2))
    errors[rng.random((n, 3)) < 0.2] = np.nan
    height = rng.choice([0.5, 1.0, np.nan], n)
    groups = [np.array([0]), np.array([1, 2])]
    found = figures(Reviewed(who, when, errors, height), groups)
    assert found.annotators == ("ana", "ben")
    assert found.weeks.tolist() == [100, 101, 105]
    for a, w, g in np.ndindex(2, 3, 2):
        rows = (who == found.annotators[a]) & (when == found.weeks[w])
        off = errors[rows][:, groups[g]]
        known = np.isfinite(off[..., 0])
        distances = np.hypot(off[..., 0], off[..., 1])
        scaled = distances / np.nan_to_num(height[rows], nan=1.0)[:, None]
        assert found.n[a, g, w] == known.sum()
        assert found.mean_px[a, g, w] == pytest.approx(distances[known].mean())
        assert found.sd_px[a, g, w] == pytest.approx(distances[known].std(ddof=1))
        assert found.scaled_px[a, g, w] == pytest.approx(scaled[known].mean())
        assert found.scaled_sd_px[a, g, w] == pytest.approx(scaled[known].std(ddof=1))
        assert found.bias_px[a, g, w].tolist() == pytest.approx(off[known].mean(axis=0).tolist())
        assert found.standard_error_px[a, g, w] == pytest.approx(
            distances[known].std(ddof=1) / np.sqrt(known.sum())
        )


def test_a_small_subject_is_judged_as_if_it_were_large() -> None:
    errors = np.zeros((40, 1, 2))
    errors[..., 0] = 5.0
    weeks = np.repeat([7, 8], 20)
    found = figures(Reviewed(np.full(40, "ana"), weeks, errors, np.full(40, 0.5)), [np.array([0])])
    assert found.mean_px[0, 0].tolist() == [5.0, 5.0]
    assert found.scaled_px[0, 0].tolist() == [10.0, 10.0]
    assert flagged(found) == [False, True]


def test_nothing_reviewed_gives_no_figures_and_no_flags() -> None:
    nothing = Reviewed(
        np.array([], dtype=str), np.array([], dtype=np.int64), np.zeros((0, 2, 2)), np.zeros(0)
    )
    found = figures(nothing, [np.array([0]), np.array([1])])
    assert found.n.shape == (0, 2, 0)
    assert triggered(found, Rule()).shape == (0, 2, 0)


def test_a_keypoint_that_nobody_placed_has_no_mean_and_never_triggers() -> None:
    unplaced = Reviewed(np.full(40, "ana"), np.repeat([1, 2], 20), np.full((40, 1, 2), np.nan), np.ones(40))
    found = figures(unplaced, [np.array([0])])
    assert np.isnan(found.mean_px).all()
    assert flagged(found) == [False, False]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_weeks_are_those_of_the_calendar(day: date, said: str) -> None:
    week = week_of(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), UTC)
    assert str(week) == said
    assert week.monday <= day < week.monday + timedelta(days=7)


def test_the_turn_of_the_year_lies_one_week_apart() -> None:
    last, first = (week_of(datetime(2026, 12, 31, tzinfo=UTC) + timedelta(days=d), UTC) for d in (0, 7))
    assert first.count - last.count == 1


def test_a_week_begins_at_midnight_of_the_projects_time_zone() -> None:
    moment = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # Sunday evening; Monday in India
    assert str(week_of(moment, time_zone("UTC"))) == "2026-W47"
    assert str(week_of(moment, time_zone("+05:30"))) == "2026-W48"
    assert str(week_of(moment, time_zone("Asia/Kolkata"))) == "2026-W48"


def test_an_unknown_time_zone_is_told() -> None:
    for name in ("Middle/Earth", "+99:99", "../x"):
        with pytest.raises(UsageError, match="no time zone named"):
            time_zone(name)


def test_the_chances_of_the_reference_hold() -> None:
    known = {"sd_px": 5.0, "n": 50, "limit_px": 8.0}
    assert chance_of_exceeding(7.0, **known) == pytest.approx(0.079, abs=5e-4)
    assert chance_of_exceeding(7.0, weeks=2, **known) == pytest.approx(0.0062, abs=5e-5)


def test_a_time_of_the_day_after_tomorrow_is_that_of_a_wrong_clock() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert is_future(now + timedelta(days=2), now)
    assert not is_future(now + timedelta(hours=14), now)


def test_a_rule_of_no_weeks_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one week"):
        Rule(weeks=0)


def test_a_week_knows_its_place() -> None:
    assert Week(3) < Week(4)
