"""What is painted again when a pose moves: all that looks different, and not much more."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Floats, Pixels
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.tracks import PoseView
from palpate.ui.canvas.footprint import around, moved
from palpate.ui.canvas.paint import draw_active, draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.transform import ViewTransform

pytestmark = pytest.mark.usefixtures("qapp")
NAMES = [f"k{k}" for k in range(8)]
CHAIN = Skeleton("chain", tuple(map(Keypoint, NAMES)), edges=tuple(itertools.pairwise(NAMES)))
SIZE = (320, 240)
GRABBED = 3


def standing(rng: np.random.Generator) -> PoseOnCanvas:
    view = PoseView(
        positions=rng.uniform((20.0, 20.0), (300.0, 220.0), (len(NAMES), 2)),
        visibility=rng.integers(1, 4, len(NAMES)).astype(np.int8),
        origin=rng.integers(1, 8, len(NAMES)).astype(np.int8),
        drift=rng.uniform(0.0, 4.0, len(NAMES)),
        reasons=np.zeros(len(NAMES), dtype=np.int8),
    )
    return PoseOnCanvas("bowler", 1, "Bowler", CHAIN, view, active=True)


def with_one_moved(pose: PoseOnCanvas, by: Floats) -> PoseOnCanvas:
    positions, origin, drift = (
        part.copy() for part in (pose.view.positions, pose.view.origin, pose.view.drift)
    )
    positions[GRABBED] += by
    origin[GRABBED], drift[GRABBED] = Origin.NONE, np.nan
    return replace(pose, view=replace(pose.view, positions=positions, origin=origin, drift=drift))


def painted(view: ViewTransform, pose: PoseOnCanvas) -> Pixels:
    image = QImage(*view.device_size, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    draw_poses(painter, view, [pose])
    draw_active(painter, view, Scene().with_poses([pose]).on("bowler", GRABBED, frozenset()))
    painter.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("zoom", [0.3, 1.0, 6.0])
@pytest.mark.parametrize("seed", range(6))
def test_all_that_looks_different_is_painted_again(seed: int, zoom: float, ratio: float) -> None:
    rng = np.random.default_rng(seed)
    view = ViewTransform(SIZE, SIZE, ratio).fit().zoomed_to(zoom)
    before = standing(rng)
    after = with_one_moved(before, rng.normal(0.0, 20.0, 2))
    area = moved(view, before, after)
    different = (painted(view, before) != painted(view, after)).any(axis=2)
    rows, columns = np.nonzero(different)
    assert (columns >= area.left() * ratio - 1e-9).all()
    assert (columns < (area.left() + area.width()) * ratio + 1e-9).all()
    assert (rows >= area.top() * ratio - 1e-9).all()
    assert (rows < (area.top() + area.height()) * ratio + 1e-9).all()


def test_a_short_move_paints_only_what_is_around_it() -> None:
    view = ViewTransform((2000, 1000), (2000, 1000)).fit().zoomed_to(1.0)
    pose = standing(np.random.default_rng(1))
    pose.view.positions[:] = np.stack(
        [np.linspace(100.0, 1900.0, len(NAMES)), np.full(len(NAMES), 500.0)], axis=1
    )
    area = moved(view, pose, with_one_moved(pose, np.array([2.0, 1.0])))
    assert area.width() * area.height() < 0.05 * 2000 * 1000


def test_nothing_is_painted_again_where_nothing_moved() -> None:
    view = ViewTransform(SIZE, SIZE).fit()
    pose = standing(np.random.default_rng(1))
    assert moved(view, pose, replace(pose)).isEmpty()


def test_marks_of_another_size_paint_the_whole_pose_again() -> None:
    view = ViewTransform(SIZE, SIZE).fit()
    pose = standing(np.random.default_rng(1))
    pose.view.positions[:] = np.linspace(100.0, 160.0, len(NAMES))[:, None]
    spread = replace(pose, view=replace(pose.view, positions=pose.view.positions * 1.4))
    after = with_one_moved(spread, np.zeros(2))
    ends = around(view, view.to_device(after.view.positions), 0.0)
    assert moved(view, pose, after).contains(ends)


def test_what_lies_outside_the_viewport_is_left_out() -> None:
    view = ViewTransform(SIZE, SIZE).fit().zoomed_to(1.0)
    assert around(view, np.array([[300.0, 200.0], [1e9, 1e9]]), 10.0) == QRect(290, 190, 30, 50)
    assert around(view, np.array([[np.nan, np.nan]]), 10.0).isEmpty()
