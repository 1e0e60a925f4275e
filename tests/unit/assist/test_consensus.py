"""What a part says of its points."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.consensus import Moves, agreed, supports_on
from palpate.assist.kinship import Part

RANDOM = np.random.default_rng(5)
AT = RANDOM.uniform(0, 60, (3, 12, 2))
OWNER = np.zeros(12, dtype=np.int64)


def turned(at, angle=0.05, slide=(3.0, -1.0)):
    move = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) - np.eye(2)
    return at @ move.T + slide


def moves(at, moved, precision=4.0):
    return Moves(at, moved, np.full(at.shape[:2], precision))


def test_a_turn_is_carried_over_to_points_that_were_not_measured():
    wanted = RANDOM.uniform(0, 60, (3, 4, 2))
    weak = moves(wanted, np.zeros_like(wanted), 1e-3)
    found, sd = agreed(moves(AT, turned(AT), 400.0), OWNER, weak, np.zeros(4, dtype=np.int64))
    np.testing.assert_allclose(found, turned(wanted), atol=0.3)
    assert (sd < 0.2).all()


def test_a_third_of_wild_points_hardly_pulls():
    moved = turned(AT)
    moved[:, ::3] += (15.0, 20.0)
    found, _ = agreed(moves(AT, moved, 16.0), OWNER, moves(AT, turned(AT), 1e-3), OWNER)
    assert np.abs(found - turned(AT)).max() < 1.0


def test_parts_do_not_speak_for_each_other():
    other = turned(AT, slide=(-9.0, 4.0))
    both = moves(np.concatenate((AT, AT), axis=1), np.concatenate((turned(AT), other), axis=1), 400.0)
    owner = np.repeat([0, 1], 12)
    found, _ = agreed(both, owner, moves(AT, np.zeros_like(AT), 1e-3), OWNER + 1)
    np.testing.assert_allclose(found, other, atol=0.3)


def test_where_nothing_was_measured_nothing_is_said():
    nothing = Moves(AT, np.full(AT.shape, np.nan), np.zeros(AT.shape[:2]))
    _, sd = agreed(nothing, OWNER, moves(AT, np.zeros_like(AT), 0.1), OWNER)
    assert np.isinf(sd).all()


def test_supports_lie_between_the_ends_of_bones_as_many_as_there_is_room_for():
    positions = np.array([[[0.0, 0.0], [40.0, 0.0], [40.0, 6.0]]])
    part = Part(np.array([0, 1, 2]), np.array([[0, 1], [1, 2]]))
    supports = supports_on((part,), positions, spacing_px=8.0)
    assert len(supports.share) == 5
    assert supports.at(positions)[0, :, 0] == pytest.approx(np.arange(1, 6) * 40 / 6)
    assert len(supports_on((part,), positions, spacing_px=1.0, most=3).share) == 6
