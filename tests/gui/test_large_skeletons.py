"""Skeletons of 150 and 200 keypoints, generated: they are read, mirrored and drawn like small ones."""

from __future__ import annotations

import numpy as np
import pytest
from generated_skeletons import face_200, muscles_150
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Pixels
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml
from palpate.ui.canvas.paint import draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.transform import ViewTransform

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (900, 900)
VIEW = ViewTransform(SIZE, SIZE).fit().zoomed_to(1.0)


@pytest.fixture(params=[face_200, muscles_150], ids=["face", "muscles"])
def large(request: pytest.FixtureRequest) -> Skeleton:
    made: Skeleton = request.param()
    return made


def drawn(skeleton: Skeleton) -> Pixels:
    """``(H, W)`` grey picture of the template, drawn as a pose over the whole canvas."""
    k = len(skeleton)
    view = PoseView(
        positions=20 + skeleton.rest * (SIZE[0] - 40),
        visibility=np.full(k, Visibility.VISIBLE, dtype=np.int8),
        origin=np.full(k, Origin.HAND, dtype=np.int8),
        drift=np.full(k, np.nan),
        reasons=np.zeros(k, dtype=np.int8),
    )
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    draw_poses(painter, VIEW, [PoseOnCanvas("one", 1, "One", skeleton, view, True)])
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(SIZE[1], SIZE[0], 4)
    return np.asarray(pixels[..., :3].max(axis=2))


def test_it_has_as_many_keypoints_as_it_says(large: Skeleton) -> None:
    assert len(large) == int(large.name.split("_")[1])


def test_it_is_read_back_as_it_was_written(large: Skeleton) -> None:
    assert skeleton_from_yaml(skeleton_to_yaml(large)) == large


def test_its_mirror_image_is_its_template_mirrored(large: Skeleton) -> None:
    mirrored = large.rest[large.mirror_indices]
    np.testing.assert_allclose(mirrored, np.stack([1 - large.rest[:, 0], large.rest[:, 1]], axis=1))


def test_every_keypoint_is_drawn_at_its_place(large: Skeleton) -> None:
    pixels = drawn(large)
    for x, y in np.round(20 + large.rest * (SIZE[0] - 40)).astype(int):
        assert pixels[y - 3 : y + 4, x - 3 : x + 4].any()
