"""A whole pose in the real window: 54 clicks of a mouse, and nothing else.

What a click meant is read from the screen, not from the program: the picture tells by its colours where it
is. The name beside the pointer is read by comparing it with each of the 54 names as that screen writes them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop import Screen, program
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.frames.media_adding import add_media
from palpate.session.placing import gestures
from palpate.session.session import Session

Eventually = Callable[[Callable[[], object], object], None]
WIDTH, HEIGHT = 3840, 2160
BLUE = 90  # of the picture alone: nothing of the window has this colour over such an area
BESIDE = 260, 60  # right of the pointer and below it, where its words stand, screen px

NAMES = """
import sys
from pathlib import Path
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.canvas.paint import name_box
from palpate.ui.canvas.view import CanvasView
from palpate.ui.theme.apply import apply_theme
apply_theme(make_application(), "dark")
font, session = CanvasView().font(), Session.open(Path(sys.argv[1]), read_only=True)
for k, point in enumerate(session.contents.skeletons["cricket_bowling_54"].keypoints):
    name_box((point.label, ""), font, 1.0, strong=True).save(f"{sys.argv[2]}/{k}.png")
session.close()
"""


@dataclass(frozen=True)
class Shown:
    """Where the picture lies on the screen: image px of a screen px are ``start + step * px``."""

    start: Floats
    step: Floats
    corners: tuple[tuple[int, int], tuple[int, int]]

    def meant_by(self, spots: Floats) -> Floats:
        """Return the image px in the middle of screen pixels ``(n, 2)``."""
        return np.asarray(self.start + self.step * (spots + 0.5))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A 4K picture whose red tells x and whose green tells y; a bowler on whom nothing is placed."""
    across = np.broadcast_to(np.linspace(0, 255, WIDTH), (HEIGHT, WIDTH))
    down = np.broadcast_to(np.linspace(0, 255, HEIGHT)[:, None], (HEIGHT, WIDTH))
    blue = np.full((HEIGHT, WIDTH), BLUE)
    picture = np.rint(np.stack([blue, down, across], axis=2)).astype(np.uint8)
    assert cv2.imwrite(str(tmp_path / "places.png"), picture)
    path = tmp_path / "bowler.palpate"
    with Session.create(path, ["cricket_bowling_54"], "ana") as session:
        add_media(session, [tmp_path / "places.png"])
        session.selection.move(clip=session.contents.clips[0].id, layer=session.contents.layers[0].id)
        gestures.add_instance(session, "cricket_bowling_54")
    return path


def test_a_pose_is_placed_in_54_clicks_and_nothing_else(
    desktop: Screen, project: Path, tmp_path: Path, eventually: Eventually
) -> None:
    with program(desktop, str(project)):
        desktop.settle()
        shown = read_places(look(desktop, tmp_path))
        spots, skeleton = places_on_screen(shown, project), skeleton_of(project)
        names = names_as_written(desktop, project, tmp_path, len(skeleton))
        for k, (x, y) in enumerate(spots.tolist()):
            if k % 9 == 0:  # a look at the screen moves nothing
                point(desktop, x, y)
                eventually(lambda at=(x, y): name_read(look(desktop, tmp_path), at, names), k)
            click(desktop, x, y)
        eventually(lambda: committed(project), 54)
    positions, tiers, origins = stored(project)
    meant = shown.meant_by(spots)
    # The picture was looked at to a tenth of a screen pixel; a click means one screen pixel.
    assert (np.abs(positions - meant) <= 0.6 * shown.step).all()
    assert set(tiers.tolist()) == {int(Visibility.VISIBLE)}
    assert set(origins.tolist()) == {int(Origin.HAND)}
    assert edits(project) == 54


# ---- the mouse -----------------------------------------------------------------------------------------


def click(on: Screen, x: int, y: int) -> None:
    on.click((x + 0.5) / on.size[0], (y + 0.5) / on.size[1])


def point(on: Screen, x: int, y: int) -> None:
    on.point((x + 0.5) / on.size[0], (y + 0.5) / on.size[1])


def places_on_screen(shown: Shown, project: Path) -> np.ndarray:
    """Return ``(54, 2)`` screen px: the template within the picture, hands no wider than 6 px a point."""
    skeleton = skeleton_of(project)
    (left, top), (right, bottom) = shown.corners
    middle, tall = (left + right) / 2, 0.8 * (bottom - top)
    x = middle + (skeleton.rest[:, 0] - 0.5) * 0.5 * tall
    y = top + 0.1 * (bottom - top) + skeleton.rest[:, 1] * tall
    spots = np.rint(np.stack([x, y], axis=1)).astype(int)
    for side, by in (("left", 6), ("right", -6)):
        hand = [skeleton.position_of[f"{side}_{name}"] for name in HAND]
        spots[hand] = spots[hand[0]] + np.array([[by * (n % 3), 6 * (n // 3)] for n in range(len(hand))])
    return spots


HAND = ("wrist_proximal", "wrist_mid", "wrist_distal", "index_mcp", "middle_mcp", "little_mcp")


# ---- the screen ----------------------------------------------------------------------------------------


def look(on: Screen, folder: Path) -> np.ndarray:
    """Return what is on the screen, ``(H, W, 3)`` BGR."""
    command = ["import", "-window", "root", str(folder / "screen.png")]
    subprocess.run(command, env=on.environment, check=True)
    seen = cv2.imread(str(folder / "screen.png"))
    assert seen is not None
    return np.asarray(seen)


def read_places(seen: np.ndarray) -> Shown:
    """Find the picture by its blue, and by its red and green where which of its px are."""
    inside = seen[:, :, 0] == BLUE
    rows, columns = (np.flatnonzero(inside.sum(axis=axis) > 100) for axis in (1, 0))
    area = seen[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float64)
    own = inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    start, step = np.empty(2), np.empty(2)
    for axis, (channel, extent) in enumerate(((2, WIDTH), (1, HEIGHT))):
        level = np.ma.masked_array(area[:, :, channel], ~own).mean(axis=axis).filled(np.nan)
        screen = (columns if axis == 0 else rows)[0] + np.arange(len(level)) + 0.5
        known = np.isfinite(level)
        # The steps of 255 levels even out over the whole side.
        step[axis], start[axis] = np.polyfit(screen[known], level[known] / 255 * (extent - 1) + 0.5, 1)
    corners = (int(columns[0]), int(rows[0])), (int(columns[-1]), int(rows[-1]))
    return Shown(start, step, corners)


def names_as_written(on: Screen, project: Path, folder: Path, count: int) -> list[np.ndarray]:
    """Return each name as the program writes it on this screen, ``(h, w, 3)`` BGR."""
    (folder / "names").mkdir()
    command = [sys.executable, "-c", NAMES, str(project), str(folder / "names")]
    subprocess.run(command, env=on.environment, check=True)
    found = [cv2.imread(str(folder / "names" / f"{k}.png")) for k in range(count)]
    assert all(image is not None for image in found)
    return [np.asarray(image) for image in found]


def name_read(seen: np.ndarray, pointer: tuple[int, int], names: list[np.ndarray]) -> int:
    """Return which name stands beside the pointer; −1 if none can be read."""
    x, y = pointer
    beside = seen[y : y + BESIDE[1], x : x + BESIDE[0]]
    alike = [float(cv2.matchTemplate(beside, name, cv2.TM_CCOEFF_NORMED).max()) for name in names]
    best = int(np.argmax(alike))
    return best if alike[best] > 0.9 else -1


# ---- the project ---------------------------------------------------------------------------------------


def skeleton_of(project: Path) -> Skeleton:
    with Session.open(project, read_only=True) as session:
        return session.contents.skeletons["cricket_bowling_54"]


def stored(project: Path) -> tuple[Floats, np.ndarray, np.ndarray]:
    with Session.open(project, read_only=True) as session:
        layer, instance = session.contents.layers[0].id, session.contents.instances[0].id
        pose = session.project.pose(layer, instance, 0)
        assert pose is not None
        return pose.positions, pose.visibility, pose.origin


def committed(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        layer, instance = session.contents.layers[0].id, session.contents.instances[0].id
        pose = session.project.pose(layer, instance, 0)
        return 0 if pose is None else int((pose.visibility == Visibility.VISIBLE).sum())


def edits(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        return sum(entry.title.startswith("Place ") for entry in session.project.history())
