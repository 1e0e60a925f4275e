"""Figures: where a place of a plate comes to lie."""

from __future__ import annotations

import pytest

from palpate.model.plate import Plate
from palpate.report.figure import PlateView, window_around

PLATE = Plate("hand", "Right hand", (1000.0, 2000.0), 100.0)


def test_a_window_shows_all_of_the_surroundings_at_one_scale_both_ways() -> None:
    box = (0.0, 0.0, 80.0, 60.0)
    left, top, width, height = window_around(PLATE, (0.4, 0.4, 0.2, 0.1), box)
    view = PlateView(PLATE, False, box, (left, top, width, height))
    assert left <= 0.4 < 0.6 <= left + width
    assert top <= 0.4 < 0.5 <= top + height
    assert view.scale == pytest.approx(box[3] / (height * PLATE.size[1]))


def test_a_window_stays_on_the_plate_while_there_is_plate() -> None:
    left, top, width, _ = window_around(PLATE, (0.9, 0.0, 0.1, 0.05), (0.0, 0.0, 80.0, 60.0))
    assert (left + width, top) == pytest.approx((1.0, 0.0))
    wide = window_around(PLATE, (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 80.0, 60.0))
    assert wide[2] > 1.0
    assert wide[0] == pytest.approx((1.0 - wide[2]) / 2)


def test_a_place_in_a_view_leads_back_to_the_same_fraction() -> None:
    view = PlateView(PLATE, True, (5.0, 7.0, 80.0, 60.0), (0.2, 0.1, 0.4, 0.15))
    assert view.fraction(view.place((0.33, 0.21))) == pytest.approx((0.33, 0.21))


def test_a_view_ends_where_the_plate_ends() -> None:
    view = PlateView(PLATE, False, (0.0, 0.0, 100.0, 100.0), (-0.5, 0.0, 2.0, 1.0))
    assert view.shown == pytest.approx((25.0, 0.0, 50.0, 100.0))
