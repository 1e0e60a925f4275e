"""When a keypoint fails."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.policy import Policy
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.quality.verdict import Evidence, judge, tolerances_px


def verdict(mpjpe=1.0, bias=0.0, p=1.0, tolerance=8.0, occluded=(0, np.nan)):
    evidence = Evidence(
        mpjpe_px=np.array([mpjpe]),
        bias_px=np.array([bias]),
        tolerance_px=np.array([tolerance]),
        bias_p=np.array([p]),
        occluded_n=np.array([occluded[0]]),
        occluded_p=np.array([occluded[1]]),
    )
    found = judge(evidence, Policy())
    return bool(found.systematic[0]), found.fails[0]


def test_exactly_the_tolerance_still_passes():
    assert verdict(mpjpe=8.0) == (False, ())
    assert verdict(mpjpe=8.01) == (False, ("position",))


@pytest.mark.parametrize(
    ("bias", "p", "systematic", "fails"),
    [
        (4.0, 0.01, True, ("bias",)),
        (3.9, 0.01, True, ()),
        (1.9, 0.01, False, ()),
        (4.0, 0.06, False, ()),
        (4.0, np.nan, False, ()),
    ],
)
def test_a_bias_fails_from_half_the_tolerance_on_if_it_is_no_chance(bias, p, systematic, fails):
    assert verdict(mpjpe=5.0, bias=bias, p=p) == (systematic, fails)


def test_a_small_bias_of_a_large_tolerance_is_not_systematic():
    assert verdict(bias=4.9, p=0.001, tolerance=20.0)[0] is False
    assert verdict(bias=5.0, p=0.001, tolerance=20.0)[0] is True


def test_a_bias_below_two_px_is_never_systematic():
    assert verdict(mpjpe=1.95, bias=1.95, p=1e-9, tolerance=2.0) == (False, ())


def test_flags_fail_from_twenty_occluded_placements_on():
    assert verdict(occluded=(20, 0.01))[1] == ("visibility",)
    assert verdict(occluded=(19, 0.01))[1] == ()
    assert verdict(occluded=(20, 0.2))[1] == ()


def test_many_keypoints_make_each_bias_harder_to_prove():
    many = 54
    evidence = Evidence(
        mpjpe_px=np.full(many, 5.0),
        bias_px=np.full(many, 5.0),
        tolerance_px=np.full(many, 8.0),
        bias_p=np.r_[0.02, np.full(many - 1, 0.9)],
        occluded_n=np.zeros(many, dtype=np.int64),
        occluded_p=np.full(many, np.nan),
    )
    assert not judge(evidence, Policy()).systematic.any()


def test_a_tolerance_follows_scale_unless_it_is_in_px():
    points = (
        Keypoint("a", tolerance=Tolerance(fraction=0.01)),
        Keypoint("b", tolerance=Tolerance(px=5.0)),
        Keypoint("c"),
        Keypoint("d", tolerance=Tolerance(fraction=0.01)),
    )
    found, lent = tolerances_px(Skeleton("s", points), np.array([800.0, 800.0, 800.0, np.nan]))
    assert found.tolist() == [8.0, 5.0, 8.0, 8.0]
    assert lent.tolist() == [False, False, True, True]
