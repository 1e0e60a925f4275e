"""Whether a batch passes: bounds, plans of the standard and the sequential test."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import UsageError
from palpate.quality.acceptance import (
    LIMITS,
    SamplePlan,
    Severity,
    clopper_pearson,
    passes,
    sample_plan,
    sequential,
    severity_after,
    wilson,
)


@pytest.fixture(scope="module")
def worked(reference: Path):
    entries = json.loads((reference / "worked_examples.json").read_text(encoding="utf-8"))["examples"]
    return {entry["id"]: entry["expected"] for entry in entries if entry["section"] == "3.3"}


def test_the_worked_bounds_hold(worked) -> None:
    wanted = worked["EX-WILSON-1"]
    two_sided = [wilson(x, 80, two_sided=True) for x in (3, 0)]
    assert [[b.low, b.high] for b in two_sided] == [
        pytest.approx(pair, abs=1e-6) for pair in wanted["two_sided"]
    ]
    assert wilson(3, 80).high == pytest.approx(wanted["one_sided_upper_3_80"], abs=1e-6)
    assert clopper_pearson(3, 80).high == pytest.approx(wanted["clopper_pearson_upper_3_80"], abs=1e-6)
    assert clopper_pearson(0, 59).high == pytest.approx(wanted["clopper_pearson_upper_0_59"], abs=1e-6)


def test_the_worked_operating_characteristic_holds(worked) -> None:
    chances = SamplePlan(80, 5).chance(np.array([0.025, 0.05, 0.08, 0.1]))
    assert chances.tolist() == pytest.approx(worked["EX-OC-1"]["p_accept"], abs=1e-6)


def test_the_worked_sequential_test_holds(worked) -> None:
    wanted, found = worked["EX-SPRT-1"], sequential(0.02, 0.08)
    assert (found.slope, found.accept_at, found.reject_at) == pytest.approx(
        (wanted["slope"], wanted["h_accept"], wanted["h_reject"]), abs=1e-6
    )
    assert found.earliest == wanted["min_n_accept_zero_defects"]
    assert found.decide(0, 35) is None
    assert found.decide(0, 36) is True
    assert found.decide(3, 10) is False


def test_a_sequential_test_ends_at_its_cap() -> None:
    found = sequential(0.02, 0.08, cap=40)
    assert found.decide(1, 40) is True
    assert found.decide(2, 40) is False


@pytest.mark.parametrize(("limit", "accepted"), [(1.0, 2), (2.5, 5), (4.0, 7)])
def test_batches_up_to_1200_are_judged_by_80(limit: float, accepted: int) -> None:
    assert sample_plan(501, limit) == sample_plan(1200, limit) == SamplePlan(80, accepted, "J")


def test_arrows_lead_to_the_next_plan() -> None:
    assert sample_plan(1000, 0.25) == SamplePlan(50, 0, "H")
    assert sample_plan(1000, 0.40) == SamplePlan(125, 1, "K")
    assert sample_plan(1_000_000, 10.0) == SamplePlan(125, 21, "K")
    assert sample_plan(1000, 0.01) == SamplePlan(1000, 0, "Q")


def test_tightened_inspection_never_accepts_more() -> None:
    assert sample_plan(1000, 2.5, severity=Severity.TIGHTENED) == SamplePlan(80, 3, "J")
    for limit in LIMITS:
        for batch in (30, 1000, 20_000):
            normal, strict = (sample_plan(batch, limit, severity=one) for one in Severity)
            at = np.array([limit / 100, 4 * limit / 100])
            assert (strict.chance(at) <= normal.chance(at) + 1e-12).all()


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("batch", [1000, 20_000, 600_000])
def test_a_batch_at_its_limit_mostly_passes(batch: int, limit: float) -> None:
    assert sample_plan(batch, limit).chance(np.array([limit / 100]))[0] > 0.85


def test_two_rejections_in_five_tighten_and_five_acceptances_relax() -> None:
    assert severity_after([True, False, True, True]) is Severity.NORMAL
    assert severity_after([False, True, True, True, False]) is Severity.TIGHTENED
    assert severity_after([False, True, True, True, True, False]) is Severity.NORMAL
    assert severity_after([False, False, *[True] * 4]) is Severity.TIGHTENED
    assert severity_after([False, False, *[True] * 5]) is Severity.NORMAL


def test_fifty_nine_clean_units_show_at_most_five_per_cent() -> None:
    assert clopper_pearson(0, 59).high is not None
    assert passes(0, 59, limit=0.05) is True
    assert passes(3, 59, limit=0.05) is False


def test_nothing_inspected_is_no_rate() -> None:
    assert wilson(0, 0).high is clopper_pearson(0, 0).rate is passes(0, 0, limit=0.1) is None
    assert wilson(0, 0).reason == "nothing was inspected"


def test_what_cannot_be_is_refused_with_a_sentence() -> None:
    for call, said in (
        (lambda: wilson(4, 3), "4 defects of 3 units"),
        (lambda: sample_plan(1000, 3.0), "no acceptance limit of 3 %"),
        (lambda: sample_plan(1, 1.0), "at least two units"),
        (lambda: sequential(0.08, 0.02), "must lie above the good one"),
        (lambda: sequential(0.02, 0.08, alpha=0.6), "between 0 and one half"),
    ):
        with pytest.raises(UsageError, match=said):
            call()
