"""The pictures of a book: the exact place, its neighbours, the whole plate."""

from __future__ import annotations

from itertools import pairwise

import pytest

from palpate.model.plate import Plate, Target
from palpate.report.book.marks import (
    NEIGHBOUR,
    TARGET,
    Called,
    locator_figure,
    plate_figure,
    plate_height,
    target_figure,
)
from palpate.report.figure import Circle, Figure, Line, PlateView, Words

PLATE = Plate("hand", "Right hand", (1000.0, 2000.0), 100.0)
SIZE = (73.0, 73.0)


def target(**more: object) -> Target:
    given = {"at": (0.5, 0.5), "zoom": (0.4, 0.45, 0.2, 0.1), "mirrored": False} | more
    return Target("hand", **given)  # type: ignore[arg-type]


def view_of(figure: Figure) -> PlateView:
    (view,) = [shape for shape in figure.shapes if isinstance(shape, PlateView)]
    return view


def circles(figure: Figure, role: str) -> list[Circle]:
    return [shape for shape in figure.shapes if isinstance(shape, Circle) and shape.role == role]


def texts(figure: Figure) -> list[str]:
    return [shape.text for shape in figure.shapes if isinstance(shape, Words)]


def test_the_ring_stands_on_the_target_and_leaves_it_open() -> None:
    figure = target_figure(PLATE, target(), size=SIZE, names={})
    (ring,) = circles(figure, TARGET)
    assert view_of(figure).fraction(ring.at) == pytest.approx((0.5, 0.5))
    assert ring.ink.fill == ""


def test_neighbours_are_named_and_lead_to_their_own_pages() -> None:
    near = {"thumb": (0.45, 0.5), "wrist": (0.55, 0.52)}
    names = {"thumb": Called("thumb", "keypoint-thumb"), "wrist": Called("wrist", "keypoint-wrist")}
    figure = target_figure(PLATE, target(neighbours=near), size=SIZE, names=names)
    assert len(circles(figure, NEIGHBOUR)) == 2
    links = {shape.text: shape.link for shape in figure.shapes if isinstance(shape, Words) and shape.link}
    assert links == {"thumb": "keypoint-thumb", "wrist": "keypoint-wrist"}


def test_a_name_that_would_cover_another_is_left_out_but_its_dot_stays() -> None:
    near = {f"point_{k}": (0.45 + 0.0004 * k, 0.5) for k in range(40)}
    figure = target_figure(PLATE, target(neighbours=near), size=SIZE, names={})
    assert len(circles(figure, NEIGHBOUR)) == 40
    assert 1 <= sum(text.startswith("point_") for text in texts(figure)) < 6


def test_in_a_crowd_only_the_nearest_are_named() -> None:
    near = {f"point_{k}": (0.42 + 0.004 * k, 0.46 + 0.002 * k) for k in range(20)}
    figure = target_figure(PLATE, target(neighbours=near), size=SIZE, names={})
    named = {text for text in texts(figure) if text.startswith("point_")}
    assert 1 <= len(named) <= 6
    assert named <= {f"point_{k}" for k in range(14, 20)}


def test_a_plate_to_scale_has_a_bar_of_a_round_length() -> None:
    assert "5 mm" in texts(target_figure(PLATE, target(), size=SIZE, names={}))
    drawn = Plate("face", "Face", (1000.0, 2000.0), None)
    assert texts(target_figure(drawn, target(), size=SIZE, names={})) == []


def test_the_small_picture_shows_the_whole_plate() -> None:
    figure = locator_figure(PLATE, target(), size=(20.0, 35.0), zoom=(0.4, 0.45, 0.2, 0.1))
    assert view_of(figure).window == (0.0, 0.0, 1.0, 1.0)


def test_a_plate_names_all_its_keypoints_in_the_order_of_their_heights() -> None:
    places = [((0.2, 0.1 + 0.01 * k), Called(f"point {k}")) for k in range(30)]
    high = plate_height(PLATE, places, width=174.0, most=235.0)
    figure = plate_figure(PLATE, places, size=(174.0, high))
    named = [shape for shape in figure.shapes if isinstance(shape, Words) and shape.text.startswith("point")]
    rows = [shape.at[1] for shape in named]
    assert [shape.text for shape in named] == [called.text for _, called in places]
    assert rows == sorted(rows)
    assert min(b - a for a, b in pairwise(rows)) > 2.0
    assert 0.0 < rows[0] < rows[-1] < high


def test_dots_on_a_plate_stand_on_its_keypoints() -> None:
    places = [((0.2, 0.3), Called("a")), ((0.9, 0.8), Called("b")), ((0.5, 0.5), Called("middle"))]
    figure = plate_figure(PLATE, places, size=(174.0, 235.0))
    view = view_of(figure)
    dots = sorted(view.fraction(dot.at) for dot in circles(figure, TARGET))
    assert dots == [pytest.approx(at) for at in sorted(at for at, _ in places)]


def test_the_scale_bar_has_a_ground_that_parts_it_from_the_plate() -> None:
    figure = target_figure(PLATE, target(), size=SIZE, names={})
    n, words = next((n, one) for n, one in enumerate(figure.shapes) if isinstance(one, Words))
    assert words.text.endswith(" mm")
    grounds = [one for one in figure.shapes[2:n] if isinstance(one, Line) and one.closed]
    (ground,) = grounds
    assert ground.ink.fill == "paper"
    (left, top), (right, bottom) = ground.places[0], ground.places[2]
    assert left < words.at[0] - 0.5 * len(words.text) < words.at[0] + 0.5 * len(words.text) < right
    assert top < words.at[1] - words.size < words.at[1] < bottom
