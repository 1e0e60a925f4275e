"""Labels in and out of a project: all that was asked for, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import FormatError, TargetExists, UsageError
from palpate.formats import registry
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.exchange import transfer
from palpate.session.exchange.adoption import Adopted, adopt_labels
from palpate.session.exchange.transfer import Narrowing, commit_import, labels_of
from palpate.session.placing import gestures
from palpate.session.session import Session

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]
Pictures = Callable[..., Clip]
HERE = Path("elsewhere/labels.json")


def adopt(session: Session, labels: Labels, clip: str = "", layer: str = "theirs") -> Adopted:
    return adopt_labels(session.contents, labels, layer=layer, clip=clip, author="ana", found=HERE)


# ---- out -----------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(two_bowlers: Session) -> Session:
    """The story with frame 15 of the walker accepted and her head moved by hand in frame 16."""
    contents = two_bowlers.contents
    walker = next(found for found in contents.instances if found.name == "walker")
    two_bowlers.selection.move(
        clip="clip-1", layer=contents.layers[0].id, instance=walker.id, frame=15, keypoint=0
    )
    gestures.accept(two_bowlers)
    two_bowlers.selection.move(frame=16)
    gestures.move(two_bowlers, np.array([0]), np.array([[1.0, 2.0]]))
    return two_bowlers


def counts(labels: Labels) -> dict[Origin, int]:
    origins = np.concatenate([track.origin.ravel() for track in labels.tracks.values()])
    return {
        origin: int((origins == origin).sum()) for origin in Origin if origin and (origins == origin).any()
    }


def test_everything_is_exported_and_what_nobody_reviewed_is_named(mixed: Session) -> None:
    labels = labels_of(mixed, mixed.contents.layers[0].id)
    n_walker, n_stander = 91 * 5, 51 * 5
    facts = 10 * 5 + 5 + 1 + 2 * 5
    assert counts(labels) == {
        Origin.HAND: 10 * 5 + 1 + 2 * 5,
        Origin.ACCEPTED: 5,
        Origin.INTERPOLATED: n_walker + n_stander - facts,
    }
    assert labels.warnings == (
        f"nobody has reviewed {n_walker + n_stander - facts} interpolated values in this layer",
    )


def test_reviewed_only_leaves_out_what_nobody_placed_or_accepted(mixed: Session) -> None:
    labels = labels_of(mixed, mixed.contents.layers[0].id, Narrowing(reviewed_only=True))
    assert set(counts(labels)) == {Origin.HAND, Origin.ACCEPTED}
    assert labels.warnings == ()
    walker = next(track for track in labels.tracks.values() if 15 in track.frames)
    assert walker.frames.tolist() == sorted([*range(0, 100, 10), 15, 16])
    moved = walker.pose(16)
    assert moved is not None
    assert moved.visibility.tolist() == [2, -1, -1, -1, -1]
    assert np.isnan(moved.positions[1:]).all()


def test_only_some_origins_can_be_exported(mixed: Session) -> None:
    only = Narrowing(origins=frozenset({Origin.ACCEPTED}))
    labels = labels_of(mixed, mixed.contents.layers[0].id, only)
    assert counts(labels) == {Origin.ACCEPTED: 5}
    assert [found.name for found in labels.instances] == ["walker"]


def test_only_one_clip_can_be_exported(mixed: Session) -> None:
    mixed.do(PutClips("Add", (Clip("clip-2", "over 2", ClipKind.VIDEO, n_frames=9),)))
    layer = mixed.contents.layers[0].id
    assert len(labels_of(mixed, layer, Narrowing(clip="over 1")).tracks) == 2
    assert labels_of(mixed, layer, Narrowing(clip="over 2")).tracks == {}
    with pytest.raises(UsageError, match="no clip named"):
        labels_of(mixed, layer, Narrowing(clip="over 3"))


def test_origins_are_read_from_words() -> None:
    assert transfer.parse_origins(["hand", "gold"]) == {Origin.HAND, Origin.GOLD}
    with pytest.raises(UsageError, match="foot, mouth: no such origin; known: hand, accepted"):
        transfer.parse_origins(["foot", "hand", "mouth"])


def test_an_outline_without_keypoints_is_exported_too(two_bowlers: Session) -> None:
    from palpate.session.edits.shapes import SetBox

    layer, walker = two_bowlers.contents.layers[0].id, two_bowlers.contents.instances[0].id
    at = two_bowlers.pose_at(layer, walker, 99)
    two_bowlers.do(SetBox("Draw", at, (1.0, 2.0, 30.0, 40.0)))
    track = labels_of(two_bowlers, layer).tracks[walker]
    assert 99 in track.frames
    assert track.shapes[99].box == (1.0, 2.0, 30.0, 40.0)


@pytest.mark.parametrize(
    "format", [entry.name for entry in registry.formats() if entry.reads and entry.writes]
)
def test_what_is_exported_and_brought_back_is_the_same(mixed: Session, tmp_path: Path, format: str) -> None:
    layer = mixed.contents.layers[0].id
    target = tmp_path / f"out{registry.format_named(format).suffixes[0]}"
    report = transfer.export(mixed, layer, target, format=format, narrowing=Narrowing(reviewed_only=True))
    assert report.keypoints == 66
    adopted = transfer.bring_in(mixed, target, format=format, layer="back")
    commit_import(mixed, adopted)
    back = mixed.contents.layer_named("back").id
    assert adopted.new_clips == ()
    first = labels_of(mixed, layer, Narrowing(reviewed_only=True))
    for instance, track in first.tracks.items():
        again = mixed.live(back, instance).track
        np.testing.assert_array_equal(again.frames, track.frames)
        np.testing.assert_allclose(again.positions, track.positions, rtol=0, atol=1e-3)
        np.testing.assert_array_equal(again.visibility, track.visibility)


def test_derived_values_that_come_back_are_facts_of_the_import(mixed: Session, tmp_path: Path) -> None:
    target = tmp_path / "all.json"
    transfer.export(mixed, mixed.contents.layers[0].id, target, format="coco", narrowing=Narrowing())
    adopted = transfer.bring_in(mixed, target, layer="back")
    stored = {int(origin) for track in adopted.tracks.values() for origin in np.unique(track.origin)}
    assert not stored & {Origin.INTERPOLATED, Origin.TRACKED}


def test_an_export_replaces_nothing_unless_told_to(mixed: Session, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("mine", encoding="utf-8")
    layer = mixed.contents.layers[0].id
    with pytest.raises(TargetExists):
        transfer.export(mixed, layer, target, format="coco", narrowing=Narrowing())
    assert target.read_text(encoding="utf-8") == "mine"
    transfer.export(mixed, layer, target, format="coco", narrowing=Narrowing(), force=True)
    assert json.loads(target.read_text(encoding="utf-8"))["annotations"]
    assert {path.name for path in tmp_path.glob("out*")} == {"out.json"}


def test_foreseeing_a_conversion_writes_nothing_and_counts_the_same(mixed: Session, tmp_path: Path) -> None:
    source, target = tmp_path / "out.json", tmp_path / "out.csv"
    transfer.export(mixed, mixed.contents.layers[0].id, source, format="coco", narrowing=Narrowing())
    foreseen = transfer.foresee_convert(source, target)
    assert not target.exists()
    done = transfer.convert(source, target, force=False)
    assert (foreseen.instances, foreseen.frames, foreseen.keypoints) == (
        done.instances,
        done.frames,
        done.keypoints,
    )
    assert foreseen.losses == done.losses


def test_a_file_of_no_format_says_what_was_tried(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(FormatError, match="tried"):
        transfer.read_labels(path)


def test_a_layer_is_found_by_name_and_is_the_working_one_if_none_is_named(mixed: Session) -> None:
    mine = mixed.contents.layers[0].id
    assert transfer.layer_by_name(mixed, "") == mine
    assert transfer.layer_by_name(mixed, "ana") == mine
    with pytest.raises(UsageError, match="no layer named 'gold'; known: ana"):
        transfer.layer_by_name(mixed, "gold")


def test_scores_come_along(two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    scored = replace(pose_at(100, origin=Origin.MODEL), scores=np.array([0.9, 0.8, 0.7, 0.6, np.nan]))
    commit_import(two_bowlers, adopt(two_bowlers, labels_on(video, {5: scored, 9: pose_at(0)})))
    back = two_bowlers.contents.layer_named("theirs").id
    (track,) = labels_of(two_bowlers, back, Narrowing(origins=frozenset({Origin.MODEL}))).tracks.values()
    assert track.scores is not None
    np.testing.assert_array_equal(track.scores[0], scored.scores)
    assert (track.visibility == Visibility.VISIBLE).all()
