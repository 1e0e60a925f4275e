"""Label sets made by hand, of which every position is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
