"""Label sets made by hand, of which every position is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml


@pytest.fixture
def pose_at(stick_figure: Skeleton) -> Callable[..., Pose]:
    """Return a visible figure 100 px tall with its head at a place."""

    def make(x: float, y: float = 100.0, origin: Origin = Origin.IMPORTED) -> Pose:
        places = [(0.0, 0.0), (-30.0, 40.0), (30.0, 40.0), (0.0, 50.0), (0.0, 100.0)]
        k = len(stick_figure)
        visible = np.full(k, Visibility.VISIBLE, np.int8)
        return Pose(np.array(places) + np.array([x, y]), visible, np.full(k, origin, np.int8))

    return make


@pytest.fixture
def labels_on(stick_figure: Skeleton) -> Callable[..., Labels]:
    """Return labels of one clip: one instance per mapping of frames to poses, ids as given."""

    def make(clip: Clip, *tracks: dict[int, Pose], ids: Sequence[str] = ()) -> Labels:
        names = ids or [f"theirs-{n}" for n in range(len(tracks))]
        instances = tuple(
            Instance(name, clip.id, f"person {n + 1}", n + 1, stick_figure.name)
            for n, name in enumerate(names)
        )
        return Labels(
            skeletons={stick_figure.name: stick_figure},
            clips=(clip,),
            instances=instances,
            tracks={
                found.id: Track.from_poses(poses, len(stick_figure))
                for found, poses in zip(instances, tracks, strict=True)
            },
        )

    return make


@pytest.fixture
def video() -> Clip:
    """A hundred frames."""
    return Clip("theirs", "over 1", ClipKind.VIDEO, size=(1920, 1080), n_frames=100)


@pytest.fixture
def pictures() -> Callable[..., Clip]:
    """Return an image set of these files."""

    def make(*names: str, name: str = "pictures", id: str = "set") -> Clip:
        return Clip(id, name, ClipKind.IMAGES, size=(1920, 1080), n_frames=len(names), frame_names=names)

    return make


class _Texts(dict[str, str]):
    """Texts by name, where settings are kept in a test."""

    def read(self, key: str) -> str | None:
        return self.get(key)

    def write(self, key: str, text: str | None) -> None:
        if text is None:
            self.pop(key, None)
        else:
            self[key] = text

    def all_keys(self) -> list[str]:
        return list(self)


@pytest.fixture
def shelf_of() -> Callable[..., _Texts]:
    """Make a place for settings that holds some texts already."""
    return _Texts


THROW = np.array([100.0 if f < 15 else min(100.0 + 40.0 * (f - 14), 540.0) for f in range(40)])
"""Where the right hand of the thrower is, px from the left: at rest, at 40 px a frame, at rest again."""


@pytest.fixture
def throw(tmp_path: Path, stick_figure: Skeleton) -> Iterator[Callable[..., Session]]:
    """Make projects of a figure whose right hand is thrown 440 px to the right in frames 15 to 25.

    There is a keyframe in every frame. The picture is 700 × 400 px, 100 frames a second, without a medium.
    Limbs are 0.1 s wide. Everything is placed by hand, and visible.
    """
    made: list[Session] = []

    def make(*, width: float | None = 0.1, hip: Sequence[float] = (0.0,) * 40) -> Session:
        known = tuple(replace(point, local_width=width) for point in stick_figure.keypoints)
        file = tmp_path / "stick_figure.yaml"
        file.write_text(skeleton_to_yaml(replace(stick_figure, keypoints=known)), encoding="utf-8")
        clip = Clip("c", "net", ClipKind.VIDEO, size=(700, 400), n_frames=40, fps=100.0, capture_fps=100.0)
        figure = np.array([(300.0, 80.0), (250.0, 180.0), (0.0, 180.0), (300.0, 200.0), (300.0, 330.0)])
        at = np.tile(figure, (40, 1, 1))
        at[:, 2, 0] = THROW
        at[:, 3, 0] += hip
        codes = np.full((40, 5), Visibility.VISIBLE, np.int8)
        track = Track(np.arange(40), at, codes, np.full_like(codes, Origin.HAND))
        session = Session.create(tmp_path / "throw.palpate", [str(file)], "ana")
        made.append(session)
        session.do(PutClips("Add", (clip,)))
        ada = Instance("ada", "c", "ada", 1, "stick_figure")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (ada,), {"ada": track}))
        session.selection.move(clip="c", layer=session.contents.layers[0].id, instance="ada", keypoint=2)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def thrower(throw: Callable[..., Session]) -> Session:
    """The story of the thrown hand as it is usually told."""
    return throw()
