"""Errors in the body's own axes."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.quality.local_errors import errors_on_body

FIGURE = np.array([(0.0, -100.0), (50.0, 0.0), (-50.0, 0.0), (0.0, 0.0), (0.0, 120.0)])


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def test_a_bias_of_the_body_stays_while_the_body_turns_in_the_picture(stick_figure) -> None:
    off = np.zeros((5, 2))
    off[4] = (7.0, 3.0)
    angles = np.linspace(0.0, 6.0, 13)
    positions = np.array([turned(FIGURE, a) for a in angles])
    errors = np.array([turned(off, a) for a in angles])
    found = errors_on_body(errors, stick_figure, positions=positions, scale_px=np.full(13, 200.0))
    assert found[:, 4] == pytest.approx(np.tile([3.0, 7.0], (13, 1)))  # along the leg, towards its left


def test_lengths_are_kept_and_what_has_no_limb_stays_as_it_is(stick_figure) -> None:
    rng = np.random.default_rng(1)
    errors = rng.normal(0.0, 4.0, (9, 5, 2))
    positions = np.tile(FIGURE, (9, 1, 1))
    found = errors_on_body(errors, stick_figure, positions=positions, scale_px=np.full(9, 200.0))
    assert np.hypot(*np.moveaxis(found, -1, 0)) == pytest.approx(np.hypot(*np.moveaxis(errors, -1, 0)))
    assert found[:, 1:3] == pytest.approx(errors[:, 1:3])  # the hands have no neighbours


def test_without_its_neighbours_an_error_stays_that_of_the_picture(stick_figure) -> None:
    errors = np.full((1, 5, 2), 2.0)
    errors[0, 0] = np.nan
    positions = np.full((1, 5, 2), np.nan)
    found = errors_on_body(errors, stick_figure, positions=positions, scale_px=np.array([np.nan]))
    assert np.isnan(found[0, 0]).all()
    assert found[0, 1:].tolist() == [[2.0, 2.0]] * 4
