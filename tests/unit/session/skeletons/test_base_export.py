"""A skeleton that extends another, written as that other one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import UsageError
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.skeletons.base_export import as_base
from palpate.store.library import load_skeleton

FRAMES = 3


@pytest.fixture
def palsy() -> Skeleton:
    return load_skeleton("face_68_palsy")


@pytest.fixture
def labels(palsy: Skeleton) -> Labels:
    """A face with all keypoints in frame 0, only added ones in frame 1, and a box alone in frame 2."""
    k = len(palsy)
    visibility = np.full((FRAMES, k), Visibility.NOT_PLACED, dtype=np.int8)
    visibility[0], visibility[1, 68:] = Visibility.VISIBLE, Visibility.VISIBLE
    track = Track(
        frames=np.arange(FRAMES),
        positions=np.arange(FRAMES * k * 2, dtype=np.float64).reshape(FRAMES, k, 2),
        visibility=visibility,
        origin=np.full((FRAMES, k), Origin.HAND, dtype=np.int8),
        scores=np.full((FRAMES, k), 0.5),
        shapes={2: Shape(box=(0.0, 0.0, 9.0, 9.0))},
    )
    clip = Clip("c", "film", ClipKind.VIDEO, (640, 480), FRAMES, 25.0)
    face = Instance("f", "c", "face", 1, palsy.name)
    return Labels({palsy.name: palsy}, (clip,), (face,), {"f": track})


def test_positions_are_cut_to_the_length_of_the_base(labels: Labels) -> None:
    cut = as_base(labels)
    face = cut.instances[0]
    assert face.skeleton == "face_68"
    assert cut.skeleton_of(face).names == load_skeleton("face_68").names
    before, after = labels.tracks["f"], cut.tracks["f"]
    assert after.frames.tolist() == [0, 2]
    assert after.positions[0].tolist() == before.positions[0, :68].tolist()
    assert after.visibility.shape == after.origin.shape == (2, 68)
    assert after.scores is not None
    assert after.scores.shape == (2, 68)


def test_what_is_left_out_is_counted(labels: Labels, palsy: Skeleton) -> None:
    added = len(palsy) - 68
    left_out = f"{2 * added} values of {added} added keypoints left out"
    assert as_base(labels).warnings == (f"face_68_palsy is written as its base face_68: {left_out}",)


def test_without_a_base_there_is_nothing_to_do(labels: Labels) -> None:
    plain = load_skeleton("face_68")
    with pytest.raises(UsageError, match="face_68 extends no other"):
        as_base(replace(labels, skeletons={"face_68": plain}, instances=(), tracks={}))


def test_a_base_beside_it_is_shared_and_a_namesake_refused(labels: Labels) -> None:
    base = load_skeleton("face_68")
    both = replace(labels, skeletons={"face_68": base, **labels.skeletons})
    assert list(as_base(both).skeletons) == ["face_68"]
    other = replace(load_skeleton("coco_17"), name="face_68")
    with pytest.raises(UsageError, match="another skeleton is called so"):
        as_base(replace(labels, skeletons={"face_68": other, **labels.skeletons}))
