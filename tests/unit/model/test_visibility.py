"""The tiers: codes that are never compared as numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.origin import DERIVED, ORIGIN_NAMES, Origin, is_fact
from palpate.model.visibility import (
    FOUR_TIERS,
    THREE_TIERS,
    Visibility,
    has_position,
    rank,
    three_tiers,
    weaker,
)

ALL = np.array(list(Visibility), np.int8)
tiers = st.lists(st.sampled_from(list(Visibility)), min_size=1, max_size=9).map(
    lambda codes: np.array(codes, np.int8)
)


def test_the_order_is_absent_estimated_certain_visible() -> None:
    in_order = sorted(Visibility, key=lambda tier: int(rank(np.array([tier], np.int8))[0]))
    assert in_order == [
        Visibility.NOT_PLACED,
        Visibility.ABSENT,
        Visibility.ESTIMATED,
        Visibility.CERTAIN,
        Visibility.VISIBLE,
    ]


def test_three_tiers_are_those_of_coco() -> None:
    assert dict(zip(Visibility, three_tiers(ALL).tolist(), strict=True)) == {
        Visibility.NOT_PLACED: 0,
        Visibility.ABSENT: 0,
        Visibility.ESTIMATED: 1,
        Visibility.VISIBLE: 2,
        Visibility.CERTAIN: 1,
    }


def test_estimated_certain_and_visible_have_a_position() -> None:
    assert has_position(ALL).tolist() == [False, False, True, True, True]


@given(first=tiers)
def test_a_tier_is_not_weaker_than_itself(first: np.ndarray) -> None:
    np.testing.assert_array_equal(weaker(first, first), first)


@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(list(Visibility)), st.sampled_from(list(Visibility))), min_size=1
    )
)
def test_the_weaker_of_two_is_one_of_them_whichever_comes_first(
    pairs: list[tuple[Visibility, Visibility]],
) -> None:
    first, second = (np.array(codes, np.int8) for codes in zip(*pairs, strict=True))
    found = weaker(first, second)
    np.testing.assert_array_equal(rank(found), np.minimum(rank(first), rank(second)))
    np.testing.assert_array_equal(found, weaker(second, first))
    assert found.dtype == np.int8


def test_people_decide_between_three_tiers_or_four() -> None:
    assert THREE_TIERS == (Visibility.ABSENT, Visibility.ESTIMATED, Visibility.VISIBLE)
    assert (*THREE_TIERS, Visibility.CERTAIN) == FOUR_TIERS


def test_derived_values_are_no_facts() -> None:
    origins = np.array(list(Origin), np.int8)
    facts = {origin for origin, fact in zip(Origin, is_fact(origins).tolist(), strict=True) if fact}
    assert facts == set(Origin) - {Origin.NONE, *DERIVED}


def test_every_origin_but_none_has_a_name() -> None:
    assert set(ORIGIN_NAMES) == set(Origin) - {Origin.NONE}
    assert ORIGIN_NAMES[Origin.HAND] == "hand"
