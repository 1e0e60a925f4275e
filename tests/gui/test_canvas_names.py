"""Names on the canvas: the active and chosen ones first, the others as there is room, none over anything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.app import make_application
from palpate.ui.canvas import look
from palpate.ui.canvas.figures import gathered
from palpate.ui.canvas.labels import placed_labels
from palpate.ui.canvas.names import Names, spread
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.transform import ViewTransform

FIT = ViewTransform((2000, 1000), (1000, 500)).fit()


@pytest.fixture(autouse=True)
def usual_look(qtbot: QtBot) -> Iterator[None]:
    make_application()
    look.put_in_force(look.Look())
    yield
    look.put_in_force(look.Look())


def pose(positions: Floats, *, active: bool = True, number: int = 1) -> PoseOnCanvas:
    k = len(positions)
    skeleton = Skeleton("many", tuple(Keypoint(f"k{n}", f"Point {n}") for n in range(k)))
    view = PoseView(
        positions=positions,
        visibility=np.full(k, Visibility.VISIBLE, dtype=np.int8),
        origin=np.full(k, Origin.HAND, dtype=np.int8),
        drift=np.full(k, np.nan),
        reasons=np.zeros(k, dtype=np.int8),
    )
    return PoseOnCanvas(f"i{number}", number, f"person {number}", skeleton, view, active)


def body(seed: int = 4) -> Floats:
    return np.random.default_rng(seed).uniform((500.0, 100.0), (1500.0, 900.0), (40, 2))


def scene_of(*poses: PoseOnCanvas, keypoint: int = -1, chosen: frozenset[int] = frozenset()) -> Scene:
    active = next(found.instance for found in poses if found.active)
    return Scene().with_poses(poses).on(active, keypoint, chosen)


def boxes(view: ViewTransform, scene: Scene) -> list[QRect]:
    return [QRect(spot, box.size()) for box, spot in Names().placed(view, scene, QFont())]


def test_the_whole_picture_shows_no_names_but_those_in_hand() -> None:
    shown = pose(body())
    assert boxes(FIT, scene_of(shown)) == []
    assert len(boxes(FIT, scene_of(shown, keypoint=7))) == 1
    assert len(boxes(FIT, scene_of(shown, keypoint=7, chosen=frozenset({8, 9})))) == 3


def test_what_is_moved_as_a_crowd_is_not_covered_by_names() -> None:
    crowd = scene_of(pose(body()), keypoint=7, chosen=frozenset(range(20)))
    assert boxes(FIT, crowd) == []
    assert boxes(FIT.zoomed_to(4.0 * FIT.zoom, None), crowd) == []


def test_there_are_more_names_the_farther_one_zooms_in() -> None:
    scene, shares = scene_of(pose(body())), []
    for zoom in (0.5, 0.55, 0.7, 1.0, 2.0, 8.0):
        view = FIT.centred_on(1000.0, 500.0, zoom)
        seen = gathered(scene.poses).in_sight(view).sum()
        shares.append(len(boxes(view, scene)) / max(seen, 1))
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] > shares[2] > 0.0


@pytest.mark.parametrize("zoom", [0.8, 1.2, 2.0, 4.0])
def test_no_name_covers_another_or_any_keypoint_or_leaves_the_canvas(zoom: float) -> None:
    first, second = pose(body()), pose(body(9), active=False, number=2)
    scene, view = scene_of(first, second, keypoint=3), FIT.centred_on(1000.0, 500.0, zoom)
    found = boxes(view, scene)
    assert found
    for one, other in itertools.combinations(found, 2):
        assert not one.intersects(other)
    for box in found:
        assert QRect(0, 0, *view.device_size).contains(box)
        for shown in (first, second):
            points = view.to_device(shown.view.positions)
            inside = (points > (box.left(), box.top())) & (points < (box.right(), box.bottom()))
            assert not inside.all(axis=1).any()


def test_names_cover_a_small_share_of_the_picture() -> None:
    for zoom in (0.6, 1.0, 2.0, 8.0):
        view = FIT.centred_on(1000.0, 500.0, zoom)
        covered = sum(box.width() * box.height() for box in boxes(view, scene_of(pose(body()))))
        assert covered <= 0.12 * 1000 * 500


def test_hidden_keypoints_have_no_names() -> None:
    shown = pose(body())
    hidden = PoseOnCanvas("i1", 1, "p", shown.skeleton, shown.view, True, hidden=np.ones(40, dtype=np.bool_))
    assert boxes(FIT.centred_on(1000.0, 500.0, 2.0), scene_of(hidden, keypoint=3)) == []


def test_names_can_be_switched_off() -> None:
    look.put_in_force(look.Look(names=False))
    assert boxes(FIT, scene_of(pose(body()), keypoint=7)) == []


def test_names_are_kept_until_something_changes() -> None:
    names, scene = Names(), scene_of(pose(body()), keypoint=7)
    kept = names.placed(FIT, scene, QFont())
    assert names.placed(FIT, scene, QFont()) is kept
    assert names.placed(FIT, scene.on("i1", 8, frozenset()), QFont()) is not kept


def test_the_first_few_lie_all_over_the_skeleton() -> None:
    order = spread(np.arange(54))
    assert sorted(order) == list(range(54))
    assert max(order[:4]) - min(order[:4]) > 27


def test_what_was_asked_for_is_placed_beyond_the_budget() -> None:
    points, sizes = np.array([[50.0, 50.0], [250.0, 50.0], [450.0, 50.0]]), np.full((3, 2), (60.0, 20.0))
    spots = placed_labels(points, sizes, points, clearance=4.0, budget=1200.0, asked_for=1)
    assert [spot is not None for spot in spots] == [True, False, False]
    spots = placed_labels(points, sizes, points, clearance=4.0, budget=2400.0, asked_for=1)
    assert [spot is not None for spot in spots] == [True, True, False]


def test_a_label_goes_to_the_other_side_at_the_edge() -> None:
    points, sizes = np.array([[190.0, 50.0]]), np.array([[60.0, 20.0]])
    (spot,) = placed_labels(points, sizes, points, clearance=4.0, bounds=(200, 100))
    assert spot is not None
    assert spot[0] + 60.0 < 190.0


def test_in_a_crowd_the_name_asked_for_stands_a_little_farther_away() -> None:
    ring = [(np.cos(turn), np.sin(turn)) for turn in np.linspace(0.0, 2.0 * np.pi, 24)]
    others = np.array([200.0, 200.0]) + 28.0 * np.array(ring)
    points, sizes = np.array([[200.0, 200.0]]), np.array([[60.0, 20.0]])
    assert placed_labels(points, sizes, others, clearance=10.0) == [None]
    (spot,) = placed_labels(points, sizes, others, clearance=10.0, asked_for=1)
    assert spot is not None
    inside = (others > spot) & (others < (spot[0] + 60.0, spot[1] + 20.0))
    assert not inside.all(axis=1).any()
