"""A ring is as large as the error to expect, coloured by its limit, and never hides what it is around."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Floats, Pixels
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas import halos
from palpate.ui.canvas.footprint import moved
from palpate.ui.canvas.halos import Alarm
from palpate.ui.canvas.paint import draw_active, draw_poses, mark_radius
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.transform import ViewTransform

pytestmark = pytest.mark.usefixtures("qapp")
NAMES = [f"k{k}" for k in range(4)]
CHAIN = Skeleton("chain", tuple(map(Keypoint, NAMES)), edges=tuple(itertools.pairwise(NAMES)))
SIZE = (400, 300)
PLACES = np.array([[60.0, 60.0], [300.0, 60.0], [60.0, 240.0], [300.0, 240.0]])


def pose(drift: Floats, expected: Floats, *, active: bool = True) -> PoseOnCanvas:
    view = PoseView(
        positions=PLACES.copy(),
        visibility=np.full(4, 2, dtype=np.int8),
        origin=np.full(4, 3, dtype=np.int8),
        drift=drift,
        reasons=np.zeros(4, dtype=np.int8),
    )
    return PoseOnCanvas("bowler", 1, "Bowler", CHAIN, view, active=active, expected_px=expected)


def painted(view: ViewTransform, shown: PoseOnCanvas, keypoint: int = -1) -> Pixels:
    image = QImage(*view.device_size, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    draw_poses(painter, view, [shown])
    if keypoint >= 0:
        draw_active(painter, view, Scene().with_poses([shown]).on("bowler", keypoint, frozenset()))
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


def reach(drawn: Pixels, bare: Pixels, at: Floats) -> float:
    """How far from a place two pictures differ, px, within 100 px of it."""
    rows, columns = np.nonzero((drawn != bare).any(axis=2))
    away = np.hypot(columns + 0.5 - at[0], rows + 0.5 - at[1])
    near = away[away < 100.0]
    return float(near.max()) if len(near) else 0.0


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("expected", [12.0, 20.0, 30.0])
def test_a_ring_is_as_large_as_the_error_on_the_picture(expected: float, zoom: float) -> None:
    view = ViewTransform(SIZE, SIZE).fit().centred_on(60.0, 60.0, zoom)
    drift = np.array([3.0, np.nan, np.nan, np.nan])
    shown = pose(drift, np.full(4, expected))
    calm = pose(np.full(4, np.nan), np.full(4, expected))
    at = view.to_device(PLACES)[0]
    # Sizes come in steps, and the line has a width.
    off = reach(painted(view, shown), painted(view, calm), at) - expected * zoom
    assert abs(off) <= 0.06 * expected * zoom + 3.0


def test_colours_go_by_the_limit_and_not_by_the_size() -> None:
    drift = np.array([np.nan, 0.3, 0.7, 1.2])
    assert halos.alarms_of(pose(drift, np.full(4, 9.0))).tolist() == [0, 0, Alarm.AMBER, Alarm.RED]


def test_what_is_not_in_hand_shows_only_what_is_beyond_its_limit() -> None:
    drift = np.array([np.nan, 0.3, 0.7, 1.2])
    assert halos.alarms_of(pose(drift, np.full(4, 9.0), active=False)).tolist() == [0, 0, 0, Alarm.RED]


def test_what_somebody_called_fine_is_calm_again() -> None:
    shown = replace(pose(np.full(4, 2.0), np.full(4, 9.0)), settled=np.array([True, False, True, False]))
    assert halos.alarms_of(shown).tolist() == [0, Alarm.RED, 0, Alarm.RED]


@pytest.mark.parametrize("zoom", [0.1, 1.0, 8.0])
def test_a_ring_never_covers_the_mark(zoom: float) -> None:
    view = ViewTransform(SIZE, SIZE).fit().zoomed_to(zoom)
    shown = pose(np.full(4, 1.1), np.full(4, 0.2))
    radius = mark_radius(view, shown)
    assert (halos.radii_of(view, shown, radius, 4) >= radius + 1.9).all()


def test_the_middle_of_a_ring_lets_the_picture_through() -> None:
    ring = halos.halo(Alarm.RED, 40.0, 1.0)
    middle = ring.width() // 2
    assert ring.pixelColor(middle, middle).alpha() == 0
    assert ring.pixelColor(middle + 15, middle).alpha() == 0
    assert ring.pixelColor(middle + 40, middle).alpha() > 200


def middling(n: int, radius: float) -> list[int]:
    """How see-through each of n equal rings is half-way between its soft edge's beginning and its line."""
    rings = halos.rings_of(np.full(n, Alarm.RED), np.full(n, radius), 1.0)
    return [
        ring.pixelColor(ring.width() // 2 + round(0.8 * radius), ring.width() // 2).alpha() for ring in rings
    ]


def test_many_rings_and_large_ones_lay_no_veil_over_the_picture() -> None:
    assert min(middling(4, 20.0)) > 0
    assert set(middling(24, 20.0)) == {0}
    assert set(middling(4, 60.0)) == {0}


@pytest.mark.parametrize("expected", [20.0, 60.0])
def test_the_ring_in_hand_is_strong_among_others(expected: float) -> None:
    view = ViewTransform(SIZE, SIZE).fit().centred_on(60.0, 60.0, 1.0)
    shown = pose(np.full(4, 3.0), np.full(4, expected))
    others, in_hand = painted(view, shown), painted(view, shown, keypoint=0)
    x, y = np.round(view.to_device(PLACES)[0] + (0.85 * expected, 0.0)).astype(int)
    assert in_hand[y, x].tolist() != others[y, x].tolist()


def test_in_hand_a_ring_has_its_true_size_however_large_and_the_others_say_that_they_have_not() -> None:
    view = ViewTransform(SIZE, (1600, 1200)).fit().centred_on(60.0, 60.0, 4.0)
    shown = pose(np.full(4, 3.0), np.full(4, 100.0))
    alarm, radius = halos.ring_in_hand(view, shown, mark_radius(view, shown), 0) or (Alarm.NONE, 0.0)
    assert (alarm, radius) == (Alarm.RED, 400.0)
    others, in_hand = painted(view, shown), painted(view, shown, keypoint=0)
    x, y = np.round(view.to_device(PLACES)[0]).astype(int)
    column = (others != in_hand).any(axis=2)[y - 396 : y - 404 : -1, x]
    assert column.any()
    radii = halos.radii_of(view, shown, mark_radius(view, shown), 4)
    assert halos.cut_short(view, shown, radii).all()
    whole, dashed = (
        halos.rings_of(np.array([3]), radii[:1], 1.0, dashed=np.array([d]))[0] for d in (False, True)
    )
    assert whole != dashed


def test_what_reaches_far_in_hand_is_painted_anew_as_far() -> None:
    view = ViewTransform(SIZE, (1600, 1200)).fit().centred_on(60.0, 60.0, 4.0)
    shown = pose(np.full(4, 3.0), np.full(4, 100.0))
    assert halos.reach_of(view, shown, mark_radius(view, shown), np.array([0])) >= 400.0


def test_without_px_a_doubtful_point_has_the_least_ring() -> None:
    view = ViewTransform(SIZE, SIZE).fit()
    shown = replace(pose(np.full(4, 2.0), np.full(4, np.nan)), expected_px=None)
    radius = mark_radius(view, shown)
    assert halos.radii_of(view, shown, radius, 4).max() < 3.0 * radius


def test_so_many_rings_stay_within_what_can_be_painted() -> None:
    for n in (1, 54, 1080, 5000):
        assert n * (2 * halos.most_px(n, 1.0)) ** 2 <= 2.1e6
    assert halos.most_px(1, 1.0) > 100.0


def test_few_sizes_serve_all_errors() -> None:
    view = ViewTransform(SIZE, SIZE).fit()
    errors = np.linspace(0.1, 200.0, 2000)
    many = Skeleton("many", tuple(Keypoint(f"k{k}") for k in range(2000)))
    base = pose(np.full(4, np.nan), np.full(4, np.nan))
    shown = replace(
        base, skeleton=many, view=replace(base.view, drift=np.full(2000, 2.0)), expected_px=errors
    )
    assert len(np.unique(np.round(halos.radii_of(view, shown, 5.0, 1), 6))) < 45


def test_a_calm_point_in_hand_shows_how_sure_it_is_once_that_can_be_seen() -> None:
    shown = pose(np.full(4, 0.2), np.full(4, 2.0))
    at = PLACES[:1]
    far, near = (ViewTransform(SIZE, SIZE).fit().centred_on(60.0, 60.0, zoom) for zoom in (1.0, 16.0))
    assert halos.calm_ring(far, shown, mark_radius(far, shown), 0) is None
    assert halos.calm_ring(near, shown, mark_radius(near, shown), 0) is not None
    facts = replace(shown, expected_px=np.full(4, np.nan))
    bare, ringed = painted(near, facts, 0), painted(near, shown, 0)
    assert reach(ringed, bare, near.to_device(at)[0]) == pytest.approx(32.0, rel=0.16)


@pytest.mark.parametrize("zoom", [0.5, 2.0, 9.0])
def test_all_of_a_ring_is_painted_again_when_its_point_moves(zoom: float) -> None:
    view = ViewTransform(SIZE, SIZE).fit().zoomed_to(zoom)
    before = pose(np.array([2.0, 0.7, 3.0, 1.0]), np.array([9.0, 30.0, 60.0, 5.0]))
    drift, positions = before.view.drift.copy(), before.view.positions.copy()
    drift[2], positions[2] = np.nan, positions[2] + 3.0
    after = replace(before, view=replace(before.view, drift=drift, positions=positions))
    area = moved(view, before, after)
    rows, columns = np.nonzero((painted(view, before, 2) != painted(view, after, 2)).any(axis=2))
    assert area.left() <= columns.min()
    assert columns.max() < area.left() + area.width()
    assert area.top() <= rows.min()
    assert rows.max() < area.top() + area.height()
