"""Fitting foreign labels to a project: a layer of their own, on the right frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import LabelsFaulty, UsageError
from palpate.formats.identity import default_instance, image_set_id
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.edits.contents import PutClips
from palpate.session.exchange.adoption import Adopted, adopt_labels
from palpate.session.exchange.transfer import commit_import
from palpate.session.session import Session

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]
Pictures = Callable[..., Clip]
HERE = Path("elsewhere/labels.json")


def adopt(session: Session, labels: Labels, clip: str = "", layer: str = "theirs") -> Adopted:
    return adopt_labels(session.contents, labels, layer=layer, clip=clip, author="ana", found=HERE)


@pytest.fixture
def with_pictures(empty_project: Session, pictures: Pictures) -> Session:
    """A project with four pictures of two overs."""
    clip = pictures("over1/1.png", "over1/2.png", "over2/1.png", "over2/2.png", name="stills", id="own")
    empty_project.do(PutClips("Add stills", (clip,)))
    return empty_project


# ---- in: a layer of its own ----------------------------------------------------------------------------


def test_an_import_is_a_layer_of_its_own_in_one_step(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    mine = two_bowlers.contents.layers[0].id
    before = {i.id: two_bowlers.live(mine, i.id).resolved for i in two_bowlers.contents.instances}
    adopted = adopt(two_bowlers, labels_on(video, {5: pose_at(100), 6: pose_at(110)}))
    commit_import(two_bowlers, adopted)
    layer = two_bowlers.contents.layer_named("theirs")
    assert (layer.kind, layer.author) == (LayerKind.IMPORT, "ana")
    assert (adopted.n_frames, adopted.n_keypoints) == (2, 10)
    for instance, resolved in before.items():
        np.testing.assert_array_equal(two_bowlers.live(mine, instance).resolved.positions, resolved.positions)
    assert two_bowlers.undoable().title == "Import theirs"
    two_bowlers.undo()
    assert [known.name for known in two_bowlers.contents.layers] == ["ana"]
    assert len(two_bowlers.contents.instances) == 2


def test_a_layer_is_never_imported_into(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    with pytest.raises(UsageError, match="there is a layer named ana already"):
        adopt(two_bowlers, labels_on(video, {5: pose_at(100)}), layer="ana")


@pytest.mark.parametrize(
    ("origin", "kind"),
    [(Origin.GOLD, LayerKind.GOLD), (Origin.MODEL, LayerKind.MODEL), (Origin.IMPORTED, LayerKind.IMPORT)],
)
def test_the_kind_of_layer_follows_from_what_is_in_it(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn, origin: Origin, kind: LayerKind
) -> None:
    adopted = adopt(two_bowlers, labels_on(video, {5: pose_at(100, origin=origin)}))
    assert adopted.layer.kind is kind


def test_an_instance_of_a_video_is_known_by_its_number(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    adopted = adopt(two_bowlers, labels_on(video, {5: pose_at(100)}, {5: pose_at(500)}, {5: pose_at(900)}))
    walker, stander = two_bowlers.contents.instances
    assert set(adopted.tracks) == {walker.id, stander.id, adopted.new_instances[0].id}
    assert [found.number for found in adopted.new_instances] == [3]


def test_what_only_counts_annotations_of_pictures_is_nobody_known(
    with_pictures: Session, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    clip = Clip(image_set_id(["over1/1.png"]), "x", ClipKind.IMAGES, n_frames=1, frame_names=("over1/1.png",))
    ids = [default_instance(clip.id, n, "stick_figure", {}).id for n in (1, 2)]
    there = labels_on(clip, {0: pose_at(100)}, {0: pose_at(600)}, ids=ids)
    back = labels_on(clip, {0: pose_at(600)}, {0: pose_at(100)}, ids=ids)
    commit_import(with_pictures, adopt(with_pictures, there, layer="one"))
    commit_import(with_pictures, adopt(with_pictures, back, layer="two"))
    assert len(with_pictures.contents.instances) == 4
    assert len({found.number for found in with_pictures.contents.instances}) == 4


def test_two_of_theirs_never_become_one_of_ours(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    labels = labels_on(video, {5: pose_at(100)}, {5: pose_at(500)})
    twins = tuple(replace(found, number=1) for found in labels.instances)
    adopted = adopt(two_bowlers, replace(labels, instances=twins))
    assert len(adopted.tracks) == 2


# ---- in: which clip ------------------------------------------------------------------------------------


def test_a_video_is_known_by_its_name_or_its_file(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    clip = replace(two_bowlers.contents.clips[0], media_path="films/over_1.mp4")
    two_bowlers.do(PutClips("Relink", (clip,)))
    for name in ("over 1", "over_1.mp4"):
        adopted = adopt(two_bowlers, labels_on(replace(video, name=name), {5: pose_at(100)}))
        assert adopted.new_clips == ()
        assert adopted.mapping == (f"{name} is the project's clip over 1",)


def test_an_unknown_video_becomes_a_clip_whose_pictures_are_not_known(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    adopted = adopt(two_bowlers, labels_on(replace(video, name="over 2"), {5: pose_at(100)}))
    assert [clip.name for clip in adopted.new_clips] == ["over 2"]
    assert adopted.mapping == ("over 2 is new; its pictures are not known yet",)
    commit_import(two_bowlers, adopted)
    assert [clip.name for clip in two_bowlers.contents.clips] == ["over 1", "over 2"]


def test_images_are_found_by_their_names_in_whatever_order(
    with_pictures: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    theirs = pictures("over2/2.png", "over1/1.png", name="annotations", id="file")
    box = Shape(box=(1.0, 2.0, 3.0, 4.0))
    labels = labels_on(theirs, {0: replace(pose_at(700), shape=box), 1: pose_at(100)})
    adopted = adopt(with_pictures, labels)
    (track,) = adopted.tracks.values()
    assert track.frames.tolist() == [0, 3]
    assert track.positions[:, 0, 0].tolist() == [100.0, 700.0]
    assert track.shapes == {3: box}
    assert adopted.mapping == ("annotations is the project's clip stills",)


def test_images_are_found_by_their_last_names_only_where_these_are_unique(
    with_pictures: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    bare = labels_on(pictures("1.png", "2.png", name="bare"), {0: pose_at(100)})
    assert [clip.name for clip in adopt(with_pictures, bare).new_clips] == ["bare"]
    with pytest.raises(UsageError, match="cannot be told"):
        adopt(with_pictures, bare, clip="stills")
    deeper = labels_on(pictures("data/over2/1.png", name="deeper"), {0: pose_at(100)})
    (track,) = adopt(with_pictures, deeper).tracks.values()
    assert track.frames.tolist() == [2]


def test_a_clip_without_these_images_is_refused(
    with_pictures: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    labels = labels_on(pictures("over1/1.png", "x.png", "y.png"), {0: pose_at(100)})
    with pytest.raises(UsageError, match=r"stills has no image named x.png and 1 more"):
        adopt(with_pictures, labels, clip="stills")


def test_a_set_of_images_of_the_same_name_is_not_the_same_set(
    with_pictures: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    adopted = adopt(with_pictures, labels_on(pictures("p.png", name="stills"), {0: pose_at(100)}))
    assert [clip.name for clip in adopted.new_clips] == ["stills (2)"]


def test_numbered_images_of_a_video_are_its_frames(
    two_bowlers: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    theirs = pictures("frame_000057.png", "frame_000003.png", name="exported")
    adopted = adopt(two_bowlers, labels_on(theirs, {0: pose_at(57), 1: pose_at(3)}), clip="over 1")
    (track,) = adopted.tracks.values()
    assert track.frames.tolist() == [3, 57]
    assert track.positions[:, 0, 0].tolist() == [3.0, 57.0]
    assert adopted.mapping[0].endswith("frame_000057.png is 57")


def test_images_without_numbers_are_no_frames_of_a_video(
    two_bowlers: Session, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    labels = labels_on(pictures("first.png", "second.png"), {0: pose_at(57)})
    with pytest.raises(UsageError, match="over 1 is a video"):
        adopt(two_bowlers, labels, clip="over 1")


def test_a_clip_that_is_too_short_is_refused_with_every_problem(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    labels = labels_on(replace(video, n_frames=300), {5: pose_at(0), 100: pose_at(0)}, {299: pose_at(0)})
    with pytest.raises(LabelsFaulty) as caught:
        adopt(two_bowlers, labels)
    assert [str(problem) for problem in caught.value.problems] == [
        "person 1, frame 100: over 1 has 100 frames",
        "person 2, frame 299: over 1 has 100 frames",
    ]


def test_labels_made_on_pictures_of_another_size_come_with_a_warning(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    adopted = adopt(two_bowlers, labels_on(replace(video, size=(960, 540)), {5: pose_at(0)}))
    assert adopted.warnings == (
        "the labels were made on 960 × 540 px, over 1 has 1920 × 1080 px; positions are taken as they are",
    )


def test_naming_a_clip_needs_labels_of_one_clip(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    labels = labels_on(video, {5: pose_at(0)})
    with pytest.raises(UsageError, match="this file has 2"):
        adopt(two_bowlers, replace(labels, clips=(video, pictures("a.png"))), clip="over 1")
    with pytest.raises(UsageError, match="no clip named 'over 9'; known: over 1"):
        adopt(two_bowlers, labels, clip="over 9")


def test_pictures_beside_the_file_are_found(
    empty_project: Session, tmp_path: Path, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    labels = labels_on(pictures("a.png", "b.png"), {0: pose_at(0)})
    adopted = adopt_labels(
        empty_project.contents, labels, layer="l", clip="", author="ana", found=tmp_path / "labels.json"
    )
    assert adopted.new_clips[0].media_path == str(tmp_path.resolve())
    assert adopted.mapping == ("pictures is new",)


def test_a_skeleton_with_other_keypoints_is_added_beside_ours(
    two_bowlers: Session, video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    other = Skeleton("stick_figure", tuple(Keypoint(f"p{n}") for n in range(5)))
    labels = replace(labels_on(video, {5: pose_at(0)}), skeletons={"stick_figure": other})
    adopted = adopt(two_bowlers, labels)
    assert [skeleton.name for skeleton in adopted.new_skeletons] == ["stick_figure_2"]
    assert [found.skeleton for found in adopted.new_instances] == ["stick_figure_2"]
    commit_import(two_bowlers, adopted)
    assert two_bowlers.contents.skeletons["stick_figure_2"].names == other.names
