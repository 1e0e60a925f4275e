"""Ghosts and trails on the canvas, told apart by shape and tone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.placing.trails import Trails
from palpate.session.tracks import PoseView
from palpate.ui.canvas.aids import NO_AIDS, Aids
from palpate.ui.canvas.ghosts import error_pairs, hollow, pale, wedge
from palpate.ui.canvas.leads import Lead, arrow
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.trails import dot
from palpate.ui.canvas.view import CanvasView

SPOTS = np.array([[300.0, 100.0], [150.0, 300.0], [450.0, 300.0], [300.0, 300.0], [300.0, 500.0]])
BESIDE = np.array([60.0, 20.0])


def pose(
    skeleton: Skeleton, spots: Floats, *, instance: str = "i", number: int = 1, placed: Floats | None = None
) -> PoseOnCanvas:
    tiers = np.full(5, Visibility.VISIBLE, np.int8)
    if placed is not None:
        tiers[~placed.astype(bool)] = Visibility.NOT_PLACED
    nothing = np.full(5, np.nan)
    view = PoseView(
        np.where((tiers == Visibility.VISIBLE)[:, None], spots, np.nan),
        tiers,
        np.where(tiers == Visibility.VISIBLE, Origin.HAND, Origin.NONE).astype(np.int8),
        nothing,
        np.zeros(5, np.int8),
    )
    return PoseOnCanvas(instance, number, instance, skeleton, view, active=instance == "i")


@pytest.fixture
def canvas(qtbot: QtBot, stick_figure: Skeleton) -> CanvasView:
    """A grey frame with a pose of which the head is active."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 620)
    view.show()
    qtbot.waitExposed(view)
    view.set_frame(np.full((600, 780, 4), 120, np.uint8), 0)
    view.set_poses([pose(stick_figure, SPOTS)])
    view.set_active("i", 0)
    return view


def seen(canvas: CanvasView) -> NDArray[np.uint8]:
    """``(H, W, 3)`` BGR."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return flat[..., :3].copy()


def around(canvas: CanvasView, picture: NDArray[np.uint8], spot: Floats, half: int = 6) -> NDArray[np.uint8]:
    x, y = (round(part) for part in canvas.view.to_widget(*spot.tolist()))
    return picture[y - half : y + half + 1, x - half : x + half + 1]


def test_the_keyframe_before_is_dark_and_the_one_after_is_light(
    canvas: CanvasView, stick_figure: Skeleton
) -> None:
    canvas.set_aids(
        Aids(previous=pose(stick_figure, SPOTS - BESIDE), next=pose(stick_figure, SPOTS + BESIDE))
    )
    shown = seen(canvas)
    before, after = (around(canvas, shown, SPOTS[1] + way * BESIDE, 1) for way in (-1, 1))
    assert before.max() < 80
    assert after.min() > 200
    for ghost in (before, after):
        assert (ghost.max(axis=-1) == ghost.min(axis=-1)).all()  # no colour, as the present pose has one


def test_the_wedges_of_the_two_keyframes_mirror_each_other() -> None:
    inks = ("#2c2c2c", "#bdbdbd")
    back, on = wedge(5.0, 1.0, inks, back=True), wedge(5.0, 1.0, inks, back=False)
    assert back != on
    assert back.flipped() != back


def test_the_present_pose_stands_above_all_ghosts(canvas: CanvasView, stick_figure: Skeleton) -> None:
    plain = seen(canvas)
    canvas.set_aids(Aids(previous=pose(stick_figure, SPOTS), others=(pose(stick_figure, SPOTS),)))
    beneath = seen(canvas)
    for spot in SPOTS:
        assert np.array_equal(around(canvas, beneath, spot, 2), around(canvas, plain, spot, 2))


def test_a_ghost_of_another_layer_is_hollow_with_a_line_to_where_it_differs(
    canvas: CanvasView, stick_figure: Skeleton
) -> None:
    plain = seen(canvas)
    canvas.set_aids(Aids(others=(pose(stick_figure, SPOTS + BESIDE),)))
    shown = seen(canvas)
    assert np.array_equal(
        around(canvas, shown, SPOTS[1] + BESIDE, 0), around(canvas, plain, SPOTS[1] + BESIDE, 0)
    )
    middle = around(canvas, shown, SPOTS[1] + BESIDE / 2, 3).reshape(-1, 3).astype(int)
    assert (middle[:, 2] - middle[:, 1]).max() > 100  # red


def test_lines_lead_only_from_what_both_have(stick_figure: Skeleton) -> None:
    present = pose(stick_figure, SPOTS, placed=np.array([1, 1, 0, 1, 1]))
    ghost = pose(stick_figure, SPOTS + BESIDE, placed=np.array([1, 0, 1, 1, 0]))
    stranger = pose(stick_figure, SPOTS, instance="j", number=2)
    pairs = error_pairs([ghost, stranger], [present])
    assert pairs[:, 1].tolist() == SPOTS[[0, 3]].tolist()
    assert np.allclose(pairs[:, 0] - pairs[:, 1], BESIDE)
    assert error_pairs([], [present]).shape == (0, 2, 2)


def test_no_line_leads_to_where_a_pose_stood_that_is_on_its_way(
    canvas: CanvasView, stick_figure: Skeleton
) -> None:
    canvas.set_aids(Aids(others=(pose(stick_figure, SPOTS + BESIDE),)))
    canvas.preview(pose(stick_figure, SPOTS + 2 * BESIDE))
    middle = around(canvas, seen(canvas), SPOTS[1] + BESIDE / 2, 3).reshape(-1, 3).astype(int)
    assert (middle[:, 2] - middle[:, 1]).max() < 60


def test_isolated_the_ghosts_of_others_are_away_too(canvas: CanvasView, stick_figure: Skeleton) -> None:
    stranger = pose(stick_figure, SPOTS + 3 * BESIDE, instance="j", number=2)
    canvas.set_aids(Aids(others=(stranger,)))
    with_stranger = seen(canvas)
    canvas.set_isolated(True)
    canvas.set_aids(Aids(others=(stranger,)))
    spot = SPOTS[1] + 3 * BESIDE
    assert around(canvas, with_stranger, spot).std() > 5
    assert around(canvas, seen(canvas), spot).std() < 1


def test_trails_fade_with_age_and_keyframes_are_larger(canvas: CanvasView) -> None:
    places = np.array([[500.0, 100.0], [550.0, 100.0], [600.0, 100.0]])
    trails = Trails(places, np.array([8, 4, 1]), np.array([False, False, True]), 8)
    plain = seen(canvas).astype(int)
    canvas.set_aids(Aids(trails=trails))
    shown = seen(canvas).astype(int)
    changed = [
        np.abs(around(canvas, shown, spot) - around(canvas, plain, spot)).sum()
        for spot in places  # type: ignore[arg-type]
    ]
    assert 0 < changed[0] < changed[1] < changed[2]


def test_dots_and_keyframes_of_one_age_differ_in_shape() -> None:
    assert dot(0, 1.0, "#ff9f43", keyframe=True) != dot(0, 1.0, "#ff9f43", keyframe=False)
    assert dot(0, 1.0, "#ff9f43", keyframe=False) != dot(7, 1.0, "#ff9f43", keyframe=False)


def test_a_hollow_mark_is_free_in_the_middle_and_keeps_the_shape_of_its_origin() -> None:
    disc, star = (hollow(origin, 6.0, 1.0, pale(1)) for origin in (Origin.HAND, Origin.GOLD))
    assert disc.pixelColor(disc.width() // 2, disc.height() // 2).alpha() == 0
    assert disc != star


def test_words_say_what_is_shown_and_go_with_it(canvas: CanvasView) -> None:
    plain = seen(canvas)
    canvas.set_aids(Aids(words=("Trails: the last 12 frames, diamonds are keyframes",)))
    assert not np.array_equal(seen(canvas)[10:40, 10:300], plain[10:40, 10:300])
    canvas.set_aids(NO_AIDS)
    assert np.array_equal(seen(canvas), plain)


def test_without_anything_over_the_picture_there_are_no_ghosts_either(
    canvas: CanvasView, stick_figure: Skeleton
) -> None:
    canvas.set_overlays_hidden(True)
    bare = seen(canvas)
    canvas.set_aids(Aids(others=(pose(stick_figure, SPOTS + BESIDE),), words=("Ghost",)))
    assert np.array_equal(seen(canvas), bare)


def test_a_pose_with_nothing_placed_makes_no_ghost(canvas: CanvasView, stick_figure: Skeleton) -> None:
    plain = seen(canvas)
    empty = replace(pose(stick_figure, SPOTS, placed=np.zeros(5)), instance="i")
    canvas.set_aids(Aids(previous=empty, next=empty, others=(empty,)))
    assert np.array_equal(seen(canvas), plain)


def test_an_arrow_leads_from_a_keyframe_and_points_where_the_picture_leads(canvas: CanvasView) -> None:
    before = seen(canvas)
    canvas.set_aids(Aids(lead=Lead(0, (100.0, 200.0), (200.0, 200.0))))
    rows, columns = np.nonzero((seen(canvas) != before).any(axis=2))
    start, end = (canvas.view.to_widget(x, 200.0)[0] for x in (100.0, 200.0))
    assert abs(columns.min() - start) < 4
    assert abs(columns.max() - end) < 4
    shaft, tip = (np.ptp(rows[np.abs(columns - x) <= 1]) for x in (start + 20, end - 5))
    assert shaft < tip


def test_an_arrow_that_is_out_of_sight_or_too_short_is_none(canvas: CanvasView) -> None:
    away = Lead(0, (90_000.0, 90_000.0), (90_100.0, 90_000.0))
    for lead in (away, Lead(0, (100.0, 100.0), (100.5, 100.0)), Lead(0, (100.0, 100.0), (100.0, 100.0))):
        assert arrow(canvas.view, lead).isEmpty()
