"""What derived values take over from the picture, and what stays empty."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.flow import Flow
from palpate.assist.interpolate import fill
from palpate.assist.spans import code_of, method_codes
from palpate.assist.traced import COLUMNS, Sight, Traced, adopt, clear_outside, has_flow, put_flow
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility

N = 11
TIED = slice(1, N - 1)


def facts(x=(100.0, 120.0), cuts=()):
    positions = np.array([[[at, 50.0]] for at in x])
    ones = np.ones((2, 1), np.int8)
    return Track(np.array([0, N - 1]), positions, 2 * ones, ones, cuts=cuts)


def filled(track, method=Method.FUSED):
    return fill(track, method_codes(track, {}, default=method), window=(0, N))


def told(sight=Sight.SEEN, x=300.0):
    traced = Traced.empty(0, N, 1)
    for name, value in {"x": x, "y": 60.0, "sight": sight, "deviation": 0.3}.items():
        traced.values[TIED, 0, COLUMNS.index(name)] = value
    return traced


def test_a_fused_span_follows_the_picture_and_keyframes_stay():
    adopted = adopt(filled(facts()), told())
    assert (adopted.positions[TIED, 0] == (300, 60)).all()
    assert (adopted.origin[TIED] == Origin.TRACKED).all()
    assert adopted.positions[[0, -1], 0, 0].tolist() == [100, 120]
    assert (adopted.origin[[0, -1]] == Origin.HAND).all()


def test_where_it_is_blind_the_bridge_counts_as_interpolated():
    adopted = adopt(filled(facts()), told(Sight.BLIND))
    assert (adopted.positions[TIED, 0] == (300, 60)).all()
    assert (adopted.origin[TIED] == Origin.INTERPOLATED).all()


@pytest.mark.parametrize("method", [Method.LINEAR, Method.FUSED])
def test_a_frame_that_could_not_be_decoded_stays_empty_by_every_method(method):
    traced = told()
    traced.values[4, 0] = np.nan
    traced.values[4, 0, COLUMNS.index("sight")] = Sight.NONE
    adopted = adopt(filled(facts(), method), traced)
    assert np.isnan(adopted.positions[4]).all()
    assert adopted.visibility[4, 0] == Visibility.NOT_PLACED
    assert adopted.origin[4, 0] == Origin.NONE
    assert np.isfinite(adopted.positions[[3, 5]]).all()


def test_other_methods_keep_their_own_values():
    straight = filled(facts(), Method.LINEAR)
    np.testing.assert_array_equal(adopt(straight, told()).positions, straight.positions)


def test_a_place_outside_the_picture_is_no_place():
    wide = filled(facts(x=(100.0, 710.0)), Method.LINEAR)
    clear_outside(wide, (640, 480))
    left = np.flatnonzero(np.isnan(wide.positions[:, 0, 0]))
    assert left.tolist() == [9]  # the keyframe behind it is a fact
    assert wide.origin[10, 0] == Origin.HAND
    adopted = adopt(filled(facts()), told(x=-3.0), size=(640, 480))
    assert np.isnan(adopted.positions[TIED]).all()


def test_nothing_is_filled_in_across_a_cut():
    parted = filled(facts(cuts=(5,)))
    assert np.isnan(parted.positions[TIED]).all()
    assert np.isfinite(filled(facts(cuts=(0, 11))).positions).all()


def test_flow_serves_its_own_spans_and_says_where_it_lost_them():
    flow = Flow.empty(1, N - 2, 1)
    flow.positions[:5, 0] = (200.0, 70.0)
    flow.forward_backward[:5, 0] = 0.4
    flow.refused[5:, 0] = True
    traced = told()
    assert not has_flow(traced.values[TIED, 0])
    put_flow(traced, flow)
    assert has_flow(traced.values[TIED, 0])
    assert np.isinf(traced.column("flow_error")[6:10, 0]).all()
    stand_in = filled(facts(), Method.FLOW)
    adopted = adopt(stand_in, traced)
    assert (adopted.positions[1:6, 0] == (200, 70)).all()
    np.testing.assert_array_equal(adopted.positions[6:10], stand_in.positions[6:10])
    assert adopted.origin[1:10, 0].tolist() == [Origin.TRACKED] * 5 + [Origin.INTERPOLATED] * 4
    assert stand_in.method[3, 0] == code_of(Method.FLOW)
