"""Accepted, not accepted, or too little to say either."""

from __future__ import annotations

import pytest

from palpate.quality.acceptance import wilson
from palpate.session.production_qa.batch_acceptance import Batch
from palpate.session.production_qa.batch_verdict import Verdict, poses_wanted, verdict_of


def batch(defects: int, n: int, limit: float = 0.05) -> Batch:
    bound = wilson(defects, n)
    return Batch(
        layer="first",
        size=1000,
        n=n,
        defects=defects,
        faults={},
        bound=bound,
        limit=limit,
        passed=None if bound.high is None else bound.high <= limit,
        standard=None,
        sequential=None,
        reference="second",
        critical=(),
        notes=(),
    )


@pytest.mark.parametrize(
    ("defects", "n", "verdict"),
    [
        (0, 0, Verdict.OPEN),
        (0, 51, Verdict.OPEN),
        (0, 52, Verdict.ACCEPTED),
        (2, 60, Verdict.OPEN),
        (10, 60, Verdict.REFUSED),
        (2, 200, Verdict.ACCEPTED),
    ],
)
def test_a_batch_is_accepted_or_refused_only_where_the_sample_shows_it(
    defects: int, n: int, verdict: Verdict
) -> None:
    assert verdict_of(batch(defects, n)) is verdict


def test_a_sample_without_a_defect_needs_52_poses_to_show_five_per_cent() -> None:
    assert poses_wanted(batch(0, 20)) == 52


def test_so_many_poses_do_show_it_if_as_many_conform() -> None:
    wanted = poses_wanted(batch(2, 60))
    assert wanted is not None
    assert wanted > 60
    upper = wilson(round(wanted * 2 / 60), wanted).high
    assert upper is not None
    assert upper <= 0.05


def test_no_number_of_poses_shows_what_is_not_so() -> None:
    assert poses_wanted(batch(3, 60)) is None
    assert poses_wanted(batch(10, 60)) is None
