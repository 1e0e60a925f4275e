"""How poses become marks and lines: all at once, from arrays."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from palpate.model.arrays import Bools, Floats, Ints, Pixels
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.canvas import sprites
from palpate.ui.canvas.edges import draw_edges, path_of
from palpate.ui.canvas.figures import gathered
from palpate.ui.canvas.geometry import clipped_segments, shortened_segments
from palpate.ui.canvas.paint import draw_poses, mark_radius
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (240, 160)
VIEW = ViewTransform(SIZE, SIZE).fit().zoomed_to(1.0)  # image px are device px


def chain(*names: str) -> Skeleton:
    return Skeleton("-".join(names), tuple(map(Keypoint, names)), edges=tuple(itertools.pairwise(names)))


def pose(
    positions: Sequence[tuple[float, float]],
    *,
    number: int = 1,
    active: bool = True,
    unplaced: int | None = None,
) -> PoseOnCanvas:
    """A chain of hand-placed, visible keypoints; one of them not placed."""
    names = [f"k{k}" for k in range(len(positions))]
    where = np.array(positions, dtype=np.float64)
    tiers = np.full(len(names), Visibility.VISIBLE, dtype=np.int8)
    if unplaced is not None:
        where[unplaced], tiers[unplaced] = np.nan, Visibility.NOT_PLACED
    view = PoseView(
        positions=where,
        visibility=tiers,
        origin=np.full(len(names), Origin.HAND, dtype=np.int8),
        drift=np.full(len(names), np.nan),
        reasons=np.zeros(len(names), dtype=np.int8),
    )
    return PoseOnCanvas(f"i{number}", number, f"Person {number}", chain(*names), view, active)


def painted(*poses: PoseOnCanvas, view: ViewTransform = VIEW, ground: str = "#808080") -> Pixels:
    """``(H, W, 4)`` BGRA of poses on a plain ground."""
    image = QImage(*view.device_size, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    draw_poses(painter, view, poses)
    painter.end()
    return pixels_of(image)


def pixels_of(image: QImage) -> Pixels:
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4).copy()


def touched(drawn: Pixels, ground: int = 128) -> Bools:
    return np.asarray((drawn[..., :3] != ground).any(axis=2))


def test_segments_end_before_the_marks_and_those_within_them_are_gone() -> None:
    segments = np.array([[0.0, 0.0, 10.0, 0.0], [0.0, 0.0, 3.0, 0.0], [5.0, 5.0, 5.0, 5.0]])
    cut = shortened_segments(segments, by=np.array([2.0, 2.0, 0.0]))
    assert cut[0].tolist() == [2.0, 0.0, 8.0, 0.0]
    assert np.isnan(cut[1:]).all()


def test_segments_are_cut_to_the_viewport_and_those_outside_are_gone() -> None:
    inside, across, outside, gone = (
        [10.0, 10.0, 20.0, 20.0],
        [-1e6, 50.0, 1e6, 50.0],
        [-9.0, 0.0, -9.0, 60.0],
        [np.nan] * 4,
    )
    cut = clipped_segments(np.array([inside, across, outside, gone]), (100, 60), margin=5.0)
    assert np.allclose(cut[:2], [inside, [-5.0, 50.0, 105.0, 50.0]])
    assert np.isnan(cut[2:]).all()


def test_a_path_read_from_bytes_is_the_one_built_point_by_point() -> None:
    segments = np.random.default_rng(2).uniform(-1e4, 1e4, (7, 4))
    built = QPainterPath()
    for x0, y0, x1, y1 in segments.tolist():
        built.moveTo(x0, y0)
        built.lineTo(x1, y1)
    assert path_of(segments) == built
    assert path_of(np.empty((0, 4))).isEmpty()


def test_figures_of_different_skeletons_keep_their_edges_apart() -> None:
    first, second = pose([(0, 0), (9, 0), (18, 0)], unplaced=0), pose([(1, 1), (2, 2)], number=2)
    figures = gathered([first, second])
    assert figures.starts.tolist() == [0, 3, 5]
    assert figures.edges.tolist() == [[1, 2], [3, 4]]
    assert figures.edge_starts.tolist() == [0, 1, 2]
    assert figures.placed.tolist() == [False, True, True, True, True]


def test_nobody_on_the_canvas_draws_nothing() -> None:
    assert not touched(painted()).any()


def test_a_pose_without_any_position_draws_nothing() -> None:
    assert not touched(painted(pose([(50, 50)], unplaced=0))).any()


def test_marks_shrink_where_keypoints_crowd_and_where_no_placement_goes() -> None:
    near, far = [(0, 0), (5, 0), (10, 0)], [(0, 0), (100, 0), (200, 0)]
    assert mark_radius(VIEW, pose(near)) < mark_radius(VIEW, pose(far))
    assert mark_radius(VIEW, pose(far, active=False)) < mark_radius(VIEW, pose(far))
    assert mark_radius(VIEW, pose([(0, 0)])) >= mark_radius(VIEW, pose(far))


def test_the_size_of_a_mark_does_not_depend_on_who_else_is_there() -> None:
    crowd = [
        pose([(0, 0), (step, 0), (3 * step, 0)], number=n) for n, step in enumerate((3.0, 12.0, 40.0, 120.0))
    ]
    together = gathered(crowd).mark_radii(VIEW, crowd)
    assert together.tolist() == [mark_radius(VIEW, one) for one in crowd]


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#808080", "#ff9f43", "#56b4e9"])
def test_lines_can_be_read_on_any_ground(ground: str, active: bool) -> None:
    drawn = painted(pose([(20, 80.5), (220, 80.5)], active=active), ground=ground)
    column = drawn[:, 120, :3].astype(np.int64)
    away = np.abs(column - column[0]).sum(axis=1)
    assert away.max() > 150


def test_lines_hide_what_is_under_them() -> None:
    # A see-through pen is what the raster engine is slow at.
    figure = pose([(20, 80.5), (220, 80.5)])
    dark, bright = painted(figure, ground="#000000"), painted(figure, ground="#ffffff")
    assert (dark[80, 40:200] == bright[80, 40:200]).all()


def test_the_active_instance_has_the_stronger_lines() -> None:
    dense = ViewTransform(SIZE, SIZE, ratio=3.0).fit()
    figures = [pose([(20, 80), (220, 80)], active=active) for active in (True, False)]
    strong, weak = (touched(painted(figure, view=dense))[:, 360].sum() for figure in figures)
    assert strong > weak


def test_the_pixel_under_an_open_mark_stays_free() -> None:
    figure = pose([(20.5, 80.5), (120.5, 80.5), (220.5, 80.5)])
    figure.view.origin[:] = Origin.MODEL
    assert not touched(painted(figure))[80, [20, 120, 220]].any()


def test_a_limb_that_reaches_far_beyond_the_viewport_is_drawn_where_it_crosses() -> None:
    drawn = touched(painted(pose([(-4000, 80.5), (4000, 80.5)]), view=VIEW.centred_on(120.0, 80.0, 64.0)))
    assert drawn[:, 120].any()


def test_edges_take_the_colour_that_they_are_given() -> None:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    draw_edges(painter, np.array([[2.0, 10.5, 38.0, 10.5]]), [("#56b4e9", np.array([0]))], 3.0, active=True)
    painter.end()
    assert image.pixelColor(20, 10).name() == "#56b4e9"


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin is not Origin.NONE])
@pytest.mark.parametrize("tier", [Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.CERTAIN])
@pytest.mark.parametrize("radius", [1.76, 4.0, 12.0])
def test_no_mark_is_cut_off_by_its_image(origin: Origin, tier: Visibility, radius: float) -> None:
    image = sprites.mark(sprites.MarkKind(origin, tier, "#ff9f43", radius, radius * 0.3))
    alpha = pixels_of(image)[..., 3]
    ring = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert image.width() == image.height()
    assert image.width() % 2 == 1
    assert ring.max() < alpha.max() / 2 or origin is Origin.GOLD or tier is Visibility.CERTAIN


@pytest.mark.parametrize("radius", [2.2, 4.0, 6.0])
def test_origins_are_told_apart_without_any_colour(radius: float) -> None:
    drawn = [light_of(origin, Visibility.VISIBLE, radius) for origin in Origin if origin is not Origin.NONE]
    for first, second in itertools.combinations(drawn, 2):
        assert np.abs(first - second).max() > 90  # of 255, on a middle grey


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin is not Origin.NONE])
@pytest.mark.parametrize("radius", [3.0, 4.0, 6.0])
def test_tiers_are_told_apart_without_any_colour(origin: Origin, radius: float) -> None:
    tiers = (Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.CERTAIN)
    drawn = [light_of(origin, tier, radius) for tier in tiers]
    for first, second in itertools.combinations(drawn, 2):
        assert np.abs(first - second).max() > 60


def light_of(origin: Origin, tier: Visibility, radius: float) -> Floats:
    """``(41, 41)`` lightness of a white mark in the middle of a middle grey."""
    image = QImage(41, 41, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    mark = sprites.mark(sprites.MarkKind(origin, tier, "#ffffff", radius, min(1.6, radius * 0.4)))
    painter.drawImage(20 - mark.width() // 2, 20 - mark.width() // 2, mark)
    painter.end()
    return pixels_of(image)[..., 0].astype(np.float64)


def seen_of(poses: Sequence[PoseOnCanvas], view: ViewTransform) -> tuple[Floats, Ints, Ints]:
    figures = gathered(poses)
    return figures.edges_in_sight(view, figures.mark_radii(view, poses))


def test_only_edges_in_sight_are_drawn() -> None:
    near, away = pose([(100, 80), (140, 80)]), pose([(900, 80), (990, 80)], number=2)
    segments, _, cuts = seen_of([near, away], VIEW)
    assert len(segments) == 1
    assert cuts.tolist() == [0, 1, 1]
