import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.media.images.levels import Levels, histogram_of, proposed_levels, usual_levels
from palpate.media.opencv import look_up

RAMP = np.arange(4096, dtype=np.uint16).reshape(64, 64)


def test_low_is_black_high_is_white_and_beyond_is_cut_off():
    shown = Levels(100, 355).applied(np.array([[0, 100, 200, 355, 4000]], np.uint16))
    assert shown.tolist() == [[0, 0, 100, 255, 255]]


@given(
    low=st.integers(-40_000, 70_000),
    width=st.integers(1, 70_000),
    gamma=st.floats(0.2, 5),
    kind=st.sampled_from([np.uint16, np.int16, np.uint32, np.int32, np.float32, np.float64]),
)
def test_shown_values_never_fall_where_stored_ones_rise(low, width, gamma, kind):
    reach = 32_767 if kind == np.int16 else 65_535
    values = np.linspace(0, reach, 200).astype(kind)[None]
    shown = Levels(low, low + width, gamma).applied(values)
    assert shown.dtype == np.uint8
    assert (np.diff(shown[0].astype(int)) >= 0).all()


def test_all_kinds_of_numbers_are_shown_alike():
    levels = Levels(37, 3011, 1.7)
    table = levels.applied(RAMP)
    for kind in (np.int16, np.uint32, np.int32, np.float64):
        assert np.abs(levels.applied(RAMP.astype(kind)).astype(int) - table).max() <= 1


def test_negative_values_are_told_from_large_ones():
    values = np.array([[-1000, 0, 3000]], np.int16)
    assert Levels(-1000, 3000).applied(values).tolist() == [[0, 64, 255]]


def test_gamma_above_one_brightens_the_dark():
    assert Levels(0, 4095, 2.2).applied(RAMP)[5, 5] > Levels(0, 4095).applied(RAMP)[5, 5]


def test_what_is_no_number_is_black():
    assert Levels(0, 1).applied(np.array([[np.nan, np.inf, -np.inf]], np.float32)).tolist() == [[0, 255, 0]]


@pytest.mark.parametrize("wrong", [(5, 5), (6, 5), (np.nan, 5), (0, np.inf), (0, 1, 0), (0, 1, np.nan)])
def test_levels_that_do_not_rise_are_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        Levels(*wrong)


def test_twelve_bits_in_sixteen_are_seen_as_twelve():
    assert usual_levels([RAMP]) == Levels(0, 4095)
    assert usual_levels([RAMP // 2, RAMP]) == Levels(0, 4095)
    assert usual_levels([RAMP * 16]) == Levels(0, 65535)
    assert usual_levels([RAMP * 0]) == Levels(0, 1)


def test_signed_values_are_seen_from_lowest_to_highest():
    assert usual_levels([RAMP.astype(np.int16) - 1024]) == Levels(-1024, 3071)
    assert usual_levels([np.full((2, 2), -5, np.int32)]) == Levels(-5, -4)


def test_fractions_are_seen_from_nought_to_one_unless_they_leave_that():
    assert usual_levels([np.full((4, 4), 0.3, np.float32)]) == Levels(0, 1)
    wide = usual_levels([RAMP.astype(np.float32)])
    assert 0 < wide.low < 10
    assert 4085 < wide.high < 4095
    assert usual_levels([np.full((4, 4), np.nan)]) == Levels(0, 1)


def test_a_proposal_leaves_out_a_few_outliers():
    values = np.full((100, 100), 500, np.uint16)
    values[:50] = 300
    values[0, :3] = (0, 65535, 65535)
    assert proposed_levels([values]) == Levels(300, 500)
    assert proposed_levels([np.full((3, 3), 7, np.uint16)]) == Levels(7, 8)


def test_a_histogram_counts_every_value_of_a_small_image():
    found = histogram_of([RAMP], bins=64)
    assert found.counts.sum() == RAMP.size
    assert (found.counts == 64).all()
    assert (found.edges[0], found.edges[-1]) == (0, 4095)


def test_looking_up_gives_what_stands_in_the_table():
    table = np.random.default_rng(1).integers(0, 256, 65536, np.uint8)
    for deep in (RAMP * 16, np.dstack([RAMP, RAMP * 3, RAMP * 7])):
        assert (look_up(deep, table) == table[deep]).all()
