"""Skeletons of 150 and 200 keypoints, generated: they are read, mirrored and drawn like small ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.arrays import Pixels
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject
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
LIMBS = ("arm", "forearm", "thigh", "leg", "foot")


def sided(name: str, side: Side, *, parent: str | None, at: tuple[float, float], sigma: float) -> Keypoint:
    """Return the keypoint of one side; `at` is the place of the left one, which is right of the middle."""
    x, y = at
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    return Keypoint(
        f"{side}_{name}",
        label=f"{side.capitalize()} {name}",
        side=side,
        mirror=f"{other}_{name}",
        parent=parent,
        sigma=sigma,
        rest=(x if side is Side.LEFT else 1 - x, y),
    )


def face_200() -> Skeleton:
    """Ten contours of ten pairs around a face: 200 points, each contour with its own edges."""
    points, edges = [Keypoint("centre", sigma=0.01, rest=(0.5, 0.5)), Keypoint("chin", rest=(0.5, 1.0))], []
    for side in (Side.LEFT, Side.RIGHT):
        for ring in range(9):
            for step in range(11):
                angle = np.pi * (step + 1) / 12
                at = 0.5 + np.sin(angle) * (ring + 1) / 18, 0.5 - np.cos(angle) * (ring + 1) / 18
                parent = f"{side}_ring{ring}_{step - 1}" if step else "centre"
                points.append(sided(f"ring{ring}_{step}", side, parent=parent, at=at, sigma=0.01))
                if step:
                    edges.append((parent, points[-1].name))
    return Skeleton("face_200", tuple(points), edges=tuple(edges), subject=Subject.FACE)


def muscles_150() -> Skeleton:
    """Fifteen muscles of each of five regions on both sides, each by one point of its path: 150 points."""
    points, edges = [], []
    for side in (Side.LEFT, Side.RIGHT):
        for row, limb in enumerate(LIMBS):
            for k in range(15):
                parent = f"{side}_{limb}_{k - 1}" if k else None
                at = (0.55 + row * 0.09 + (k % 3) * 0.02, k / 14)
                points.append(sided(f"{limb}_{k}", side, parent=parent, at=at, sigma=0.02))
                if parent:
                    edges.append((parent, points[-1].name))
    return Skeleton("muscles_150", tuple(points), edges=tuple(edges))


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
