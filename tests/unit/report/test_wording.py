"""Numbers and directions in words."""

from __future__ import annotations

import math

import pytest

from palpate.report.quality.wording import (
    by_chance,
    counted,
    listed,
    moment,
    number,
    probability,
    share,
    signed,
    towards,
)
from palpate.report.text import shortened


def test_what_is_not_known_is_a_dash() -> None:
    for said in (
        number(None),
        number(math.nan),
        signed(math.nan),
        share(None),
        probability(math.inf),
        moment(""),
    ):
        assert said == "–"


def test_numbers_have_a_true_minus_and_no_minus_zero() -> None:
    assert (number(-3.26), number(-0.04), signed(2.0), signed(-2.0)) == ("−3.3", "0.0", "+2.0", "−2.0")
    assert (signed(-0.04), by_chance(0.0123), by_chance(0.0)) == ("0.0", "p = 0.012", "p < 0.001")
    assert (share(0.254), probability(0.0123), probability(3e-12), probability(0.0)) == (
        *("25 %", "0.012", "< 0.001", "< 0.001"),
    )


@pytest.mark.parametrize(
    ("bias", "said"),
    [
        ((13.8, 0.4), "13.8 px to the right"),
        ((-2.0, -5.0), "5.0 px up and 2.0 px to the left"),
        ((0.0, 3.0), "3.0 px down"),
        ((0.0, 0.0), "nowhere"),
    ],
)
def test_a_bias_leads_somewhere(bias: tuple[float, float], said: str) -> None:
    assert towards(bias) == said


def test_lists_read_as_sentences() -> None:
    assert listed([]) == "none"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert (counted(1, "pose"), counted(0, "pose"), counted(2, "body", "bodies")) == (
        *("1 pose", "0 poses", "2 bodies"),
    )
    assert moment("2026-09-07T12:34:56+00:00") == "2026-09-07 12:34 UTC"
    assert (shortened("short", 9), shortened("rather long", 7)) == ("short", "rather…")
