"""What every registered format promises, by being registered."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palpate.base.errors import FileUnreadable, FormatError, LabelsFaulty, TargetExists
from palpate.formats import registry
from palpate.formats.format import Format, Part
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.skeleton import Keypoint, Side, Skeleton, Tiers, Tolerance
from palpate.model.track import Track
from palpate.model.visibility import Visibility

ROUND_TRIPS = [entry for entry in registry.formats() if entry.reads and entry.writes]
by_format = pytest.mark.parametrize("entry", ROUND_TRIPS, ids=lambda entry: entry.name)

BOWLER = Skeleton(
    name="bowler",
    version=3,
    keypoints=(
        Keypoint("left_wrist", side=Side.LEFT, mirror="right_wrist", sigma=0.031, tolerance=Tolerance(0.01)),
        Keypoint("right_wrist", side=Side.RIGHT, mirror="left_wrist", sigma=0.031),
        Keypoint("t6", sigma=0.014, tolerance=Tolerance(px=8.0)),
        Keypoint("head, vertex"),
    ),
    edges=(("left_wrist", "t6"), ("right_wrist", "t6"), ("t6", "head, vertex")),
    tiers=Tiers.FOUR,
)


def plain(value: object) -> object:
    """Reduce to values that compare by ==, NaN as None."""
    if isinstance(value, np.ndarray):
        numbers = [None if n != n else n for n in value.ravel().tolist()]
        return value.shape, str(value.dtype), numbers
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def two_bowlers() -> Labels:
    """Two bowlers, ten frames; the first moves along y = x, the second stands half outside the image."""
    clip = Clip(
        "clip-1",
        "delivery 03",
        ClipKind.VIDEO,
        media_path="videos/delivery 03.mp4",
        fingerprint="f00d",
        size=(1920, 1080),
        n_frames=240,
        fps=30.0,
        capture_fps=120.0,
        pts_step=1 / 90000,
        attributes={"view": "side", "subject": "Ana"},
    )
    first = Instance("i-1", clip.id, "the moving one", 1, BOWLER.name, {"bowling_arm": "right"})
    second = Instance("i-2", clip.id, "the standing one", 2, BOWLER.name)
    frames = np.arange(10)
    along = np.stack([frames * 10.1, frames * 10.1], axis=1)[:, None, :] + np.arange(4)[None, :, None]
    codes = np.tile(np.array([2, 1, 3, 0], np.int8), (10, 1))
    codes[4] = -1
    codes[4, 0] = Visibility.VISIBLE
    positions = np.where((codes > 0)[..., None], along, np.nan)
    origins = np.full((10, 4), Origin.HAND, np.int8)
    origins[5], origins[6], origins[7] = Origin.INTERPOLATED, Origin.TRACKED, Origin.ACCEPTED
    origins[codes == -1] = Origin.NONE
    outside = np.array([[[-12.5, 1080.25], [1 / 3, 2e-7], [1925.0, -0.5], [960.0, 540.0]]])
    standing = Track(
        frames=np.array([3]),
        positions=outside,
        visibility=np.array([[2, 1, 1, 3]], np.int8),
        origin=np.full((1, 4), Origin.GOLD, np.int8),
        scores=np.array([[0.9, np.nan, 1 / 7, 0.0]]),
        shapes={3: Shape(box=(1.5, 2.5, 30.0, 40.25), area=612.125)},
    )
    tracks = {"i-1": Track(frames, positions, codes, origins), "i-2": standing}
    return Labels({BOWLER.name: BOWLER}, (clip,), (first, second), tracks)


def picture_set() -> Labels:
    """Two images of different size with outlines, one of them with a hole, and one without a label."""
    clip = Clip(
        "set-1",
        "nets",
        ClipKind.IMAGES,
        size=(640, 480),
        n_frames=3,
        frame_names=("a.png", "b.png", "c.png"),
        frame_sizes={1: (800, 600)},
    )
    instance = Instance("i-3", clip.id, "Ben", 7, BOWLER.name)
    ring = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 5.5]])
    square = np.array([[50.0, 50.0], [90.0, 50.0], [90.0, 90.0], [50.0, 90.0]])
    track = Track(
        frames=np.array([1, 2]),
        positions=np.arange(16, dtype=np.float64).reshape(2, 4, 2) + 0.5,
        visibility=np.full((2, 4), Visibility.VISIBLE, np.int8),
        origin=np.full((2, 4), Origin.MODEL, np.int8),
        shapes={
            1: Shape(polygons=(ring,)),
            2: Shape(polygons=(ring, square), holes=((), (square / 2 + 30,))),
        },
    )
    return Labels({BOWLER.name: BOWLER}, (clip,), (instance,), {"i-3": track})


def without(labels: Labels, drops: frozenset[Part]) -> Labels:
    """Return the labels as a format that drops these parts brings them back."""
    tracks = dict(labels.tracks)
    if Part.SHAPES in drops:
        tracks = {i: dataclasses.replace(t, shapes={}) for i, t in tracks.items()}
    if Part.SCORES in drops:
        tracks = {i: dataclasses.replace(t, scores=None) for i, t in tracks.items()}
    if Part.TIERS in drops:
        tracks = {i: dataclasses.replace(t, visibility=_three(t.visibility)) for i, t in tracks.items()}
    if Part.ORIGIN in drops:
        tracks = {i: dataclasses.replace(t, origin=_imported(t)) for i, t in tracks.items()}
    return dataclasses.replace(labels, tracks=tracks, foreign={}, warnings=())


def in_use(labels: Labels) -> Labels:
    """Return the labels without skeletons that no instance has."""
    skeletons = {i.skeleton: labels.skeletons[i.skeleton] for i in labels.instances}
    return dataclasses.replace(without(labels, frozenset()), skeletons=skeletons)


def _three(codes: np.ndarray) -> np.ndarray:
    return np.where(codes == Visibility.CERTAIN, np.int8(Visibility.ESTIMATED), codes).astype(np.int8)


def _imported(track: Track) -> np.ndarray:
    said = track.visibility != Visibility.NOT_PLACED
    return np.where(said, np.int8(Origin.IMPORTED), np.int8(Origin.NONE))


def round_trip(entry: Format, labels: Labels, folder: Path) -> Labels:
    path = folder / f"labels{entry.suffixes[0] if entry.suffixes else ''}"
    registry.write(labels, path, format=entry)
    return registry.read(path, skeletons=list(labels.skeletons.values()))


@by_format
@pytest.mark.parametrize("story", [two_bowlers, picture_set])
def test_writing_and_reading_back_loses_only_what_is_declared(
    entry: Format, story: object, tmp_path: Path
) -> None:
    labels: Labels = story()  # type: ignore[operator]
    again = round_trip(entry, labels, tmp_path)
    assert plain(without(again, entry.drops)) == plain(without(labels, entry.drops))


@by_format
def test_the_labels_of_two_clips_stay_apart(entry: Format, tmp_path: Path) -> None:
    one, two = two_bowlers(), picture_set()
    labels = Labels(
        one.skeletons,
        (two.clips[0], one.clips[0]),
        (*two.instances, *one.instances),
        {**one.tracks, **two.tracks},
    )
    again = round_trip(entry, labels, tmp_path)
    assert plain(without(again, entry.drops)) == plain(without(labels, entry.drops))


@by_format
def test_instances_keep_their_order_and_those_without_a_label_stay(entry: Format, tmp_path: Path) -> None:
    labels = two_bowlers()
    ball = Instance("i-9", "clip-1", "nobody yet", 9, BOWLER.name)
    labels = dataclasses.replace(labels, instances=(labels.instances[1], ball, labels.instances[0]))
    again = round_trip(entry, labels, tmp_path)
    assert plain(again.instances) == plain(labels.instances)


@by_format
def test_a_second_trip_changes_nothing_more(entry: Format, tmp_path: Path) -> None:
    first = round_trip(entry, two_bowlers(), tmp_path)
    path = tmp_path / f"again{entry.suffixes[0]}"
    registry.write(first, path, format=entry)
    assert plain(registry.read(path, skeletons=[BOWLER])) == plain(first)


@by_format
def test_writing_twice_gives_the_same_bytes(entry: Format, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}{entry.suffixes[0]}" for n in "ab"]
    for path in paths:
        registry.write(two_bowlers(), path, format=entry)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@by_format
def test_a_format_recognises_its_own_files_whatever_they_are_called(entry: Format, tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    registry.write(two_bowlers(), path, format=entry)
    assert registry.sniff(path) is entry


@by_format
def test_losses_are_counted_and_told(entry: Format, tmp_path: Path) -> None:
    report = registry.write(two_bowlers(), tmp_path / "out", format=entry)
    assert (report.instances, report.frames, report.keypoints) == (2, 10, 32)
    assert report.losses == registry.foresee(two_bowlers(), format=entry).losses
    assert bool(entry.drops) <= bool(entry.cannot_hold)
    if Part.SHAPES in entry.drops:
        assert any("1 pose" in sentence for sentence in report.losses)


@by_format
def test_an_existing_file_is_kept_unless_forced(entry: Format, tmp_path: Path) -> None:
    path = tmp_path / f"out{entry.suffixes[0]}"
    path.write_text("precious")
    with pytest.raises(TargetExists):
        registry.write(two_bowlers(), path, format=entry)
    assert path.read_text() == "precious"
    registry.write(two_bowlers(), path, format=entry, force=True)
    assert registry.sniff(path) is entry


@by_format
def test_labels_without_a_pose_can_be_written_and_read(entry: Format, tmp_path: Path) -> None:
    labels = dataclasses.replace(two_bowlers(), tracks={})
    assert plain(round_trip(entry, labels, tmp_path).instances) == plain(labels.instances)


@by_format
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_a_broken_file_is_refused_with_its_name_and_never_otherwise(
    entry: Format, tmp_path: Path, choices: st.DataObject
) -> None:
    path = tmp_path / f"broken{entry.suffixes[0]}"
    registry.write(two_bowlers(), path, format=entry, force=True)
    content = bytearray(path.read_bytes())
    for _ in range(choices.draw(st.integers(1, 4))):
        at = choices.draw(st.integers(0, len(content) - 1))
        length = choices.draw(st.integers(0, 30))
        content[at : at + length] = choices.draw(st.binary(max_size=4) | st.sampled_from(PIECES))
        content = content or bytearray(b" ")
    path.write_bytes(content)
    for wanted in (None, entry):
        refused = _refusal(path, wanted)
        assert str(path) in refused


def _refusal(path: Path, entry: Format | None) -> str:
    """Return what a reader says of a file; only its path if the file is good after all."""
    try:
        registry.read(path, format=entry)
    except (LabelsFaulty, FormatError, FileUnreadable) as error:
        return str(error)
    return str(path)


PIECES = [
    b"null",
    b"-1",
    b"1e999",
    b"NaN",
    b"[]",
    b"{}",
    b'""',
    b",",
    b'"x":',
    b"9" * 40,
    b"true",
    b"[[",
    b"\n",
]


def _values(content: object, at: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [at]
    if isinstance(content, dict):
        found += [place for key, value in content.items() for place in _values(value, (*at, key))]
    elif isinstance(content, list):
        found += [place for i, value in enumerate(content) for place in _values(value, (*at, i))]
    return found


JSON_FORMATS = [entry for entry in ROUND_TRIPS if ".json" in entry.suffixes]
ODD = [
    None,
    True,
    -1,
    0,
    1,
    7,
    2.5,
    1e300,
    -0.0,
    10**30,
    "",
    "x",
    [],
    {},
    [None],
    {"a": 1},
    [[1, 2]],
    [0] * 12,
]


@pytest.mark.parametrize("entry", JSON_FORMATS, ids=lambda entry: entry.name)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_any_odd_value_at_any_place_is_either_a_problem_or_survives_the_next_trip(
    entry: Format, tmp_path: Path, choices: st.DataObject
) -> None:
    path = tmp_path / "odd.json"
    registry.write(picture_set(), path, format=entry, force=True)
    content = json.loads(path.read_text())
    for _ in range(choices.draw(st.integers(1, 3))):
        place = choices.draw(st.sampled_from(_values(content)))
        _put(content, place, copy.deepcopy(choices.draw(st.sampled_from(ODD))))
    path.write_text(json.dumps(content))
    refused = _refusal(path, entry)
    assert str(path) in refused
    if refused != str(path):
        return
    labels = registry.read(path, format=entry)
    registry.write(labels, path, format=entry, force=True)
    again = registry.read(path, format=entry)
    assert plain(in_use(again)) == plain(in_use(labels))


def _put(content: object, place: tuple[object, ...], value: object) -> None:
    if not place:
        return
    for step in place[:-1]:
        content = content[step]  # type: ignore[index]
    content[place[-1]] = value  # type: ignore[index]


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"nowhere\.json"):
        registry.read(tmp_path / "nowhere.json")


def test_a_file_of_no_format_is_told_with_what_was_tried(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"hello": ')
    names = ", ".join(entry.name for entry in registry.formats() if entry.reads)
    with pytest.raises(FormatError) as caught:
        registry.read(path)
    assert names in str(caught.value)
    assert "not JSON" in str(caught.value)


def test_format_names_are_unique_and_found() -> None:
    names = [entry.name for entry in registry.formats()]
    assert len(set(names)) == len(names)
    assert [registry.format_named(name).name for name in names] == names
    with pytest.raises(FormatError, match="known are"):
        registry.format_named("punch_cards")
