"""Values of a policy: read as people type them, kept so that they read back, refused in one sentence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import UsageError
from palpate.model.policy import Policy
from palpate.model.policy_change import PolicyChange, in_force
from palpate.model.policy_constant import Unit
from palpate.model.policy_table import CONSTANTS, OF_KEYPOINTS
from palpate.model.policy_values import (
    Value,
    bounds_of,
    constant_of,
    read_value,
    shown,
    text_of,
    value_of,
    why_at_odds,
    with_value,
)
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance

LEG = Skeleton(
    "leg",
    (Keypoint("hip", tolerance=Tolerance(0.01)), Keypoint("knee", local_width=0.06)),
    normalisers={"thigh": ("hip", "knee")},
)

# The numbers of domain reference 2 by the names that it gives them.
DOMAIN = {
    "oks": 0.85,
    "kappa": 0.75,
    "mpjpe_px": 8.0,
    "weeks": 2,
    "sampling.base": 0.20,
    "sampling.extra": 0.40,
    "sampling.types": 5,
    "sampling.hand_least": 0.25,
    "sampling.hand_most": 0.35,
    "sampling.body_least": 0.10,
    "sampling.body_most": 0.15,
    "training.frames": 200,
    "training.hours": 16,
    "training.split": 0.80,
    "pck_alpha": 0.2,
    "week_min_n": 20,
    "fdr_alpha": 0.05,
    "bias_min_px": 2.0,
    "bias_min_share": 0.25,
    "blur_visible": 0.25,
    "blur_estimated": 1.0,
}


def test_the_usual_values_are_those_of_the_domain_reference() -> None:
    assert {key: value_of(LEG, key) for key in DOMAIN} == DOMAIN
    named = {key for key, one in CONSTANTS.items() if one.named}
    assert named == set(DOMAIN)


def test_every_threshold_says_what_it_means_who_says_so_and_what_it_may_be() -> None:
    for constant in (*CONSTANTS.values(), *OF_KEYPOINTS.values()):
        assert constant.label
        assert constant.source
        assert constant.reason
        assert constant.meaning.endswith(".")
        assert bounds_of(constant)


def test_every_usual_value_is_within_its_own_bounds_and_reads_back() -> None:
    for key, constant in CONSTANTS.items():
        value = value_of(LEG, key)
        assert read_value(constant, text_of(value), ("torso",)) == value
        assert read_value(constant, shown(constant, value), ("torso",)) == value


@pytest.mark.parametrize(
    ("key", "keypoint", "text", "sentence"),
    [
        ("oks", "", "1.2", "oks must be at most 1, not 1.2"),
        ("oks", "", "nan", "oks must be a number such as 0.5, not 'nan'"),
        ("oks", "", "0", "oks must be greater than 0, not 0"),
        ("drift_px", "", "-3 px", "drift_px must be greater than 0, not -3 px"),
        ("drift_px", "hip", "inf", "drift_px must be a number such as 0.5, not 'inf'"),
        ("drift_px", "", "1e999", "drift_px must be a number such as 0.5, not '1e999'"),
        ("sampling.base", "", "120 %", "sampling.base must be at most 1 (100 %), not 120 %"),
        ("sampling.base", "", "1.5", "sampling.base must be at most 1 (100 %), not 1.5"),
        ("sampling.base", "", "a fifth", "sampling.base must be a number such as 20 %, not 'a fifth'"),
        ("weeks", "", "1.5", "weeks must be a whole number, not 1.5"),
        ("weeks", "", "0", "weeks must be at least 1, not 0"),
        ("tolerance", "hip", "-8 px", "tolerance must be greater than 0, not -8 px"),
        (
            "sampling.mode",
            "",
            "often",
            "sampling.mode must be one of disjoint, independent, total, not 'often'",
        ),
        ("pck_normaliser", "", "head", "pck_normaliser must be one of thigh, box, not 'head'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(key: str, keypoint: str, text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as fault:
        read_value(constant_of(key, keypoint), text, tuple(LEG.normalisers))
    assert str(fault.value) == sentence


def test_a_name_that_is_no_threshold_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="no threshold is called 'oks_target'; there are oks, kappa"):
        constant_of("oks_target")
    with pytest.raises(UsageError, match="oks holds for the whole skeleton; of a keypoint there are tol"):
        constant_of("oks", "hip")
    with pytest.raises(UsageError, match="tolerance is said of each keypoint; name one"):
        constant_of("tolerance")


def test_estimated_below_visible_is_refused_whichever_is_changed() -> None:
    low = with_value(LEG, "blur_estimated", 0.2)
    assert why_at_odds(low, "blur_estimated") == (
        "blur_estimated must not be below blur_visible, which is 0.25, not 0.2"
    )
    high = with_value(LEG, "blur_visible", 1.5)
    assert why_at_odds(high, "blur_visible") == (
        "blur_visible must not exceed blur_estimated, which is 1, not 1.5"
    )


def test_a_keypoint_that_asks_for_more_is_named_where_the_skeleton_comes_to_ask_for_less() -> None:
    own = with_value(LEG, "blur_visible", 0.8, "knee")
    assert why_at_odds(own, "blur_visible", "knee") == ""
    assert why_at_odds(with_value(own, "blur_estimated", 0.5), "blur_estimated") == (
        "blur_estimated must not be below blur_visible, which is 0.8 at knee, not 0.5"
    )


def test_a_keypoint_asks_for_what_its_skeleton_does_until_it_says_something_else() -> None:
    assert value_of(LEG, "drift_px", "hip") == 4.0
    other = with_value(with_value(LEG, "drift_px", 3.0, "hip"), "blur_visible", 0.5, "knee")
    assert other.drift_limits_px.tolist() == [3.0, 4.0]
    assert other.blur_visible.tolist() == [0.25, 0.5]
    assert with_value(other, "drift_px", None, "hip").drift_limits_px.tolist() == [4.0, 4.0]


def test_a_tolerance_is_a_fraction_or_px() -> None:
    tolerance = constant_of("tolerance", "hip")
    assert read_value(tolerance, "8 px") == Tolerance(px=8.0)
    assert read_value(tolerance, "0.0095") == Tolerance(fraction=0.0095)
    assert read_value(tolerance, "0.0095 of s") == Tolerance(fraction=0.0095)


@given(st.sampled_from(sorted(CONSTANTS)), st.floats(1e-9, 1e9, allow_nan=False))
def test_whatever_is_kept_reads_back_the_same(key: str, number: float) -> None:
    constant = CONSTANTS[key]
    if constant.unit is Unit.WORD:
        return
    value: Value = math.ceil(number) if constant.is_whole else min(number, constant.most)
    assert read_value(constant, text_of(value)) == value
    assert value_of(with_value(LEG, key, value), key) == value


def test_what_another_program_wrote_and_this_one_cannot_read_is_as_the_skeleton_says() -> None:
    def change(key: str, value: str, keypoint: str = "", skeleton: str = "leg") -> PolicyChange:
        return PolicyChange(skeleton, keypoint, key, value, "", "", "", "")

    strange = (change("oks", "7"), change("unheard", "1"), change("drift_px", "2", "toe"))
    assert in_force(LEG, (*strange, change("oks", "0.9", skeleton="arm"))) == LEG
    assert in_force(LEG, [change("oks", "0.9")]).policy == Policy(oks=0.9)
