"""Rows and back: nothing is rounded, nothing is lost, whatever the names are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from palpate.base.errors import ProjectDamaged
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.store import mapping
from palpate.store.rows import RowChange, pack, unpack

K = 4
names = st.text(min_size=1, max_size=40)
numbers = st.floats(allow_nan=True, allow_infinity=False)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
rings = st.integers(1, 6).flatmap(lambda n: arrays.arrays(np.float64, (n, 2), elements=numbers))
shapes = st.builds(
    Shape,
    box=st.none() | st.tuples(numbers, numbers, numbers, numbers),
    area=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    polygons=st.lists(rings, max_size=3).map(tuple),
    foreign=st.dictionaries(st.text(), plain, max_size=3),
)
poses = st.builds(
    Pose,
    positions=arrays.arrays(np.float64, (K, 2), elements=numbers),
    visibility=arrays.arrays(np.int8, K, elements=st.integers(-1, 3)),
    origin=arrays.arrays(np.int8, K, elements=st.integers(0, 7)),
    scores=st.none() | arrays.arrays(np.float64, K),
    shape=st.none() | shapes,
)
clips = st.builds(
    Clip,
    id=names,
    name=names,
    kind=st.sampled_from(ClipKind),
    media_path=st.text(),
    fingerprint=st.text(),
    size=st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)),
    n_frames=st.integers(0, 10**7),
    fps=st.floats(0, 1e4),
    capture_fps=st.floats(0, 1e4),
    vfr=st.booleans(),
    pts_step=st.floats(0, 1),
    frame_names=st.lists(names, max_size=4).map(tuple),
    frame_sizes=st.dictionaries(
        st.integers(0, 99), st.tuples(st.integers(1, 99), st.integers(1, 99)), max_size=3
    ),
    attributes=st.dictionaries(names, st.text(), max_size=3),
)


def same_shape(first: Shape | None, second: Shape | None) -> None:
    if first is None or second is None:
        assert first is second
        return
    np.testing.assert_equal(second.box, first.box)
    assert (second.area, second.foreign) == (first.area, first.foreign)
    assert len(second.polygons) == len(first.polygons)
    for a, b in zip(first.polygons, second.polygons, strict=True):
        np.testing.assert_array_equal(a, b)


@given(pose=poses, pts=st.none() | st.integers(-(2**62), 2**62), author=names)
def test_a_pose_comes_back_bit_for_bit(pose: Pose, pts: int | None, author: str) -> None:
    row = mapping.pose_row(pose, pts, author, "now")
    back = mapping.pose_from_row(row)
    assert back.positions.tobytes() == pose.positions.tobytes()
    assert back.visibility.tobytes() == pose.visibility.tobytes()
    assert back.origin.tobytes() == pose.origin.tobytes()
    if pose.scores is None or back.scores is None:
        assert pose.scores is back.scores
    else:
        assert back.scores.tobytes() == pose.scores.tobytes()
    same_shape(pose.shape, back.shape)
    assert (row[0], row[-2:]) == (pts, (author, "now"))


@given(poses=st.lists(poses, max_size=5))
def test_stacked_rows_are_the_poses_they_were(poses: list[Pose]) -> None:
    rows: list[tuple[Any, ...]] = [
        (7 * n, *mapping.pose_row(pose, None, "", "")[1:6]) for n, pose in enumerate(poses)
    ]
    track = mapping.track_from_rows(rows, K)
    assert track.positions.shape == (len(poses), K, 2)
    for n, pose in enumerate(poses):
        back = track.pose(7 * n)
        assert back is not None
        np.testing.assert_array_equal(back.positions, pose.positions)
        np.testing.assert_array_equal(back.visibility, pose.visibility)
        if pose.scores is not None:
            assert back.scores is not None
            np.testing.assert_array_equal(back.scores, pose.scores)
        same_shape(pose.shape, back.shape)


SOUND = mapping.pose_row(
    Pose(np.ones((K, 2)), np.full(K, 2, np.int8), np.full(K, 1, np.int8), np.ones(K), Shape()), None, "", ""
)
SPOILED = {
    "too few places": (1, bytes(8)),
    "half a number": (1, bytes(61)),
    "a place that is infinite": (1, np.full((K, 2), np.inf).tobytes()),
    "too few flags": (2, b"\x02"),
    "a flag that there is none of": (2, bytes([2, 2, 2, 9])),
    "an origin that there is none of": (3, bytes([1, 1, 1, 200])),
    "too few origins": (3, b""),
    "scores cut off": (4, bytes(7)),
    "an outline that is none": (5, "hello"),
    "an outline of another kind": (5, '{"box": 3}'),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_another_program_left_and_is_no_pose_stays_out_and_its_neighbours_stay(spoiled: str) -> None:
    place, value = SPOILED[spoiled]
    odd = (*SOUND[:place], value, *SOUND[place + 1 :])
    with pytest.raises(ProjectDamaged, match="changed by another program and cannot be read"):
        mapping.pose_from_row(odd)
    track = mapping.track_from_rows([(3, *SOUND[1:6]), (5, *odd[1:6]), (8, *SOUND[1:6])], K)
    assert track.frames.tolist() == [3, 8]
    assert set(track.shapes) == {3, 8}
    assert track.positions.tolist() == np.ones((2, K, 2)).tolist()
    assert track.scores is not None
    assert track.scores.shape == (2, K)


def test_no_rows_are_an_empty_track() -> None:
    track = mapping.track_from_rows([], K)
    assert (track.frames.shape, track.positions.shape, track.visibility.shape) == ((0,), (0, K, 2), (0, K))
    assert track.scores is None


@given(clip=clips, place=st.integers(0, 99))
def test_a_clip_comes_back(clip: Clip, place: int) -> None:
    row = mapping.clip_row(clip, place)
    assert row[:2] == (place, clip.name)
    assert mapping.clip_from_row(clip.id, row) == clip


@given(
    layer=st.builds(
        Layer, id=names, name=names, kind=st.sampled_from(LayerKind), author=st.text(), created=st.text()
    )
)
def test_a_layer_comes_back(layer: Layer) -> None:
    assert mapping.layer_from_row(layer.id, mapping.layer_row(layer, 3)) == layer


@given(
    instance=st.builds(
        Instance,
        id=names,
        clip=names,
        name=names,
        number=st.integers(0, 2**40),
        skeleton=names,
        attributes=st.dictionaries(names, st.text(), max_size=3),
    )
)
def test_an_instance_comes_back(instance: Instance) -> None:
    assert mapping.instance_from_row(instance.id, mapping.instance_row(instance)) == instance


def test_an_outline_of_ten_thousand_corners_comes_back() -> None:
    angle = np.linspace(0, 2 * math.pi, 10_000)
    ring = np.stack([960 + 500 * np.cos(angle), 540 + 500 * np.sin(angle)], axis=1)
    pose = Pose(*_nothing(), shape=Shape(polygons=(ring, ring + 0.1)))
    back = mapping.pose_from_row(mapping.pose_row(pose, 0, "", ""))
    same_shape(pose.shape, back.shape)


def test_what_was_read_may_be_written_to() -> None:
    back = mapping.pose_from_row(mapping.pose_row(Pose.empty(K), None, "", ""))
    back.positions[0] = 1.0
    back.visibility[0] = 2
    back.origin[0] = 1


@given(
    before=st.none()
    | st.lists(st.none() | st.text() | st.integers(-(2**63), 2**63 - 1) | st.binary(), max_size=4),
    key=st.lists(st.text() | st.integers(0, 2**62), min_size=1, max_size=4),
    number=st.floats(allow_nan=False),
)
def test_the_journal_keeps_rows_exactly(before: list[Any] | None, key: list[Any], number: float) -> None:
    change = RowChange("pose", tuple(key), None if before is None else tuple(before), (number,))
    assert unpack(pack([change])) == [change]
    assert change.inverse().inverse() == change


@pytest.mark.parametrize("missing", [math.nan, math.inf])
def test_a_box_without_a_number_stays_a_box(missing: float) -> None:
    pose = Pose(*_nothing(), shape=Shape(box=(1.0, missing, 3.0, 4.0)))
    shape = mapping.pose_from_row(mapping.pose_row(pose, None, "", "")).shape
    assert shape is not None
    np.testing.assert_equal(shape.box, (1.0, math.nan, 3.0, 4.0))


def _nothing() -> tuple[Any, Any, Any]:
    empty = Pose.empty(K)
    return empty.positions, empty.visibility, empty.origin


def test_a_mask_with_holes_comes_back_with_how_it_came_about() -> None:
    ring = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0]])
    shape = Shape(
        box=(1.0, 2.0, 3.0, 4.0),
        polygons=(ring, ring + 20.0),
        holes=((), (ring / 2 + 21.0,)),
        box_origin=Origin.ACCEPTED,
        outline_origin=Origin.HAND,
    )
    text = mapping.shape_text(shape)
    again = mapping.pose_from_row(mapping.pose_row(Pose(*_nothing(), shape=shape), None, "ana", "")).shape
    assert again is not None
    assert mapping.shape_text(again) == text
    np.testing.assert_array_equal(again.outline[1].holes[0], ring / 2 + 21.0)
    assert (again.box_origin, again.outline_origin) == (Origin.ACCEPTED, Origin.HAND)


def test_a_shape_of_an_older_version_has_neither_holes_nor_origins() -> None:
    row = list(mapping.pose_row(Pose(*_nothing(), shape=Shape(box=(1.0, 2.0, 3.0, 4.0))), None, "ana", ""))
    row[5] = '{"box":[1.0,2.0,3.0,4.0],"area":null,"polygons":[[[0.0,0.0],[9.0,0.0],[9.0,9.0]]],"foreign":{}}'
    shape = mapping.pose_from_row(tuple(row)).shape
    assert shape is not None
    assert shape.holes == ()
    assert len(shape.outline) == 1
    assert (shape.box_origin, shape.outline_origin) == (Origin.NONE, Origin.NONE)


def test_plain_poses_are_told_from_what_has_to_be_looked_at_one_by_one() -> None:
    plain, scored = Pose(*_nothing()), Pose(*_nothing(), scores=np.full(K, 0.5))
    plain.positions[0], plain.visibility[0], plain.origin[0] = (3.5, 4.5), 2, 1
    shaped = Pose(*_nothing(), shape=Shape(box=(0.0, 0.0, 1.0, 1.0)))
    rows = [mapping.pose_row(one, None, "", "") for one in (plain, scored, shaped, Pose.empty(2), plain)]
    infinite = list(rows[0])
    infinite[1] = np.full((K, 2), np.inf).tobytes()
    strange = list(rows[0])
    strange[2] = np.full(K, 9, np.int8).tobytes()
    rows += [tuple(infinite), tuple(strange), (None, "text", b"", b"", None, None, "", "")]
    told, positions = mapping.plain_poses(rows)
    assert told.tolist() == [True, False, False, False, True, False, False, False]
    assert positions.tobytes() == plain.positions.tobytes() * 2
    none, empty = mapping.plain_poses([])
    assert (len(none), len(empty)) == (0, 0)
