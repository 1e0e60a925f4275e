"""Scoring: which pose is compared with which, and what equal labels give."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import ScoreError
from palpate.formats.identity import default_instance, image_set_id
from palpate.model.clip import Clip
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer
from palpate.session.exchange.transfer import read_labels
from palpate.session.judging import scoring
from palpate.session.judging.scoring import score_labels
from palpate.session.session import Session

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]
Pictures = Callable[..., Clip]


def shifted(pose: Pose, x: float, y: float = 0.0) -> Pose:
    return replace(pose, positions=pose.positions + np.array([x, y]))


# ---- frames that belong together -----------------------------------------------------------------------


def test_gold_scored_against_itself_is_perfect_and_passes(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300 + 9 * n) for n in range(0, 90, 3)})
    score = score_labels(gold, gold).to_json()
    assert (score["n_frames"], score["n_pairs"], score["unmatched"]) == (30, 30, {"labels": 0, "gold": 0})
    assert (score["mpjpe_px"], score["oks"]["mean"], score["pck"]["0.2"]) == (0.0, 1.0, 1.0)
    assert (score["failing_joints"], score["pass"]) == ([], True)
    assert all(joint["mpjpe_px"] == 0.0 and joint["pass"] for joint in score["joints"].values())


def test_a_shift_of_everything_is_the_error_of_everything(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300 + 9 * n) for n in range(0, 90, 3)})
    off = labels_on(video, {n: shifted(pose_at(300 + 9 * n), 3, 4) for n in range(0, 90, 3)})
    score = score_labels(off, gold).to_json()
    assert score["mpjpe_px"] == pytest.approx(5.0)
    assert score["joints"]["foot"]["bias_px"] == pytest.approx([3.0, 4.0])


def test_videos_are_paired_by_name_and_frame(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {0: pose_at(100), 5: pose_at(200), 9: pose_at(300)})
    theirs = replace(video, id="another id")
    labels = labels_on(theirs, {5: pose_at(200), 9: shifted(pose_at(300), 2), 50: pose_at(900)})
    score = score_labels(labels, gold).to_json()
    assert (score["n_frames"], score["n_pairs"], score["unmatched"]) == (2, 2, {"labels": 0, "gold": 1})
    assert score["mpjpe_px"] == pytest.approx(1.0)


def test_one_clip_each_is_paired_by_frame_whatever_it_is_called(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {5: pose_at(200)})
    labels = labels_on(replace(video, id="b", name="bowling_final_v2"), {5: pose_at(200)})
    assert score_labels(labels, gold).to_json()["n_pairs"] == 1


def test_images_are_paired_by_name_whatever_their_order(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    gold = labels_on(pictures("a.png", "b.png", "c.png"), {0: pose_at(100), 1: pose_at(200), 2: pose_at(300)})
    labels = labels_on(
        pictures("c.png", "x.png", "a.png", id="other"), {0: pose_at(300), 1: pose_at(7), 2: pose_at(100)}
    )
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"], score["unmatched"]["gold"]) == (2, 0.0, 1)


def test_images_are_paired_by_their_last_name_where_folders_differ(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    gold = labels_on(pictures("train/a.png", "train/b.png"), {0: pose_at(100), 1: pose_at(200)})
    labels = labels_on(pictures("b.png", "a.png", id="other"), {0: pose_at(200), 1: pose_at(100)})
    assert score_labels(labels, gold).to_json()["mpjpe_px"] == 0.0


def test_images_of_one_name_in_two_folders_are_told_apart(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    gold = labels_on(pictures("over1/1.png", "over2/1.png"), {0: pose_at(100), 1: pose_at(600)})
    labels = labels_on(pictures("over2/1.png", "over1/1.png", id="other"), {0: pose_at(600), 1: pose_at(100)})
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"]) == (2, 0.0)


def test_images_that_cannot_be_told_apart_are_not_compared(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    gold = labels_on(pictures("over1/1.png", "over2/1.png"), {0: pose_at(100), 1: pose_at(600)})
    labels = labels_on(pictures("1.png", id="other"), {0: pose_at(100)})
    with pytest.raises(ScoreError, match="no frame in common"):
        score_labels(labels, gold)


def test_a_set_of_videos_and_images_pairs_each_in_its_way(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    def both(in_video: Labels, in_pictures: Labels) -> Labels:
        renamed = replace(in_pictures.instances[0], id="of a picture")
        tracks = {**in_video.tracks, renamed.id: next(iter(in_pictures.tracks.values()))}
        clips = (*in_video.clips, *in_pictures.clips)
        return replace(in_video, clips=clips, instances=(*in_video.instances, renamed), tracks=tracks)

    gold = both(
        labels_on(video, {5: pose_at(200)}),
        labels_on(pictures("a.png", "b.png"), {0: pose_at(50), 1: pose_at(60)}),
    )
    labels = both(labels_on(video, {5: pose_at(200)}), labels_on(pictures("b.png"), {0: pose_at(60)}))
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"], score["unmatched"]) == (2, 0.0, {"labels": 0, "gold": 1})


def test_no_common_frame_is_said(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    with pytest.raises(ScoreError, match="no frame in common"):
        score_labels(labels_on(video, {1: pose_at(0)}), labels_on(video, {2: pose_at(0)}))


# ---- poses that belong together ------------------------------------------------------------------------


def test_two_people_are_paired_by_who_they_are_not_by_their_order(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    clip = pictures("a.png", id=image_set_id(["a.png"]))
    made_up = [default_instance(clip.id, n, "stick_figure", {}).id for n in (1, 2)]
    gold = labels_on(clip, {0: pose_at(100)}, {0: pose_at(600)}, ids=made_up)
    swapped = labels_on(clip, {0: pose_at(600)}, {0: pose_at(100)}, ids=made_up)
    score = score_labels(swapped, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"]) == (2, 0.0)


def test_an_instance_of_both_is_the_same_however_far_off_it_is(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {0: pose_at(100)}, {0: pose_at(700)}, ids=["ana", "ben"])
    swapped = labels_on(video, {0: pose_at(700)}, {0: pose_at(100)}, ids=["ana", "ben"])
    assert score_labels(swapped, gold).to_json()["mpjpe_px"] == pytest.approx(600.0)


def test_a_person_whom_only_one_side_has_is_counted_as_unmatched(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {0: pose_at(100)}, {0: pose_at(700)}, ids=["g1", "g2"])
    labels = labels_on(video, {0: pose_at(101)}, {0: pose_at(1500)}, ids=["l1", "l2"])
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["unmatched"]) == (1, {"labels": 1, "gold": 1})


def test_a_pose_that_says_nothing_is_no_pose(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {0: pose_at(100)}, {0: Pose.empty(5)}, ids=["g1", "g2"])
    labels = labels_on(video, {0: pose_at(100)}, {0: Pose.empty(5)}, ids=["l1", "l2"])
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["unmatched"]) == (1, {"labels": 0, "gold": 0})


@pytest.mark.parametrize("whose", ["labels", "gold"])
def test_labels_without_any_pose_are_said(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn, whose: str
) -> None:
    some, none = labels_on(video, {0: pose_at(100)}), labels_on(video, {0: Pose.empty(5)})
    with pytest.raises(ScoreError, match="no labelled pose"):
        score_labels(*((none, some) if whose == "labels" else (some, none)))


def test_what_was_interpolated_between_gold_is_no_gold(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    guessed = pose_at(999, origin=Origin.INTERPOLATED)
    gold = labels_on(video, {0: pose_at(100), 1: guessed, 2: pose_at(300)})
    labels = labels_on(video, {0: pose_at(100), 1: pose_at(200), 2: pose_at(300)})
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"]) == (2, 0.0)


# ---- skeletons that differ -----------------------------------------------------------------------------


def test_the_keypoints_of_both_are_compared_by_name(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn, stick_figure: Skeleton
) -> None:
    gold = labels_on(video, {0: pose_at(100), 5: pose_at(200)})
    order = [4, 0, 3]
    other = Skeleton("three", (stick_figure.keypoints[4], stick_figure.keypoints[0], Keypoint("hip")))
    labels = labels_on(video, {0: pose_at(100), 5: pose_at(200)})
    tracks = {
        key: replace(
            track,
            positions=track.positions[:, order],
            visibility=track.visibility[:, order],
            origin=track.origin[:, order],
        )
        for key, track in labels.tracks.items()
    }
    labels = replace(
        labels,
        skeletons={"three": other},
        instances=tuple(replace(found, skeleton="three") for found in labels.instances),
        tracks=tracks,
    )
    score = score_labels(labels, gold).to_json()
    assert set(score["joints"]) == {"head", "hip", "foot"}
    assert score["mpjpe_px"] == 0.0


def test_skeletons_with_nothing_in_common_are_not_compared(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {0: pose_at(100)})
    other = Skeleton("other", tuple(Keypoint(f"p{n}") for n in range(5)))
    renamed = tuple(replace(found, skeleton="other") for found in gold.instances)
    with pytest.raises(ScoreError, match="no keypoint in common"):
        score_labels(replace(gold, skeletons={"other": other}, instances=renamed), gold)


# ---- foreign files -------------------------------------------------------------------------------------


def coco(skeleton: Skeleton, order: int = 1) -> dict[str, object]:
    """Return six pictures of two people each, the second one 300 px to the right."""
    annotations, number = [], 1
    for image in range(6):
        for person in (0, 1)[::order]:
            figure = [(100 + 300 * person + 7 * k + image, 100 + 13 * k, 2) for k in range(len(skeleton))]
            annotations.append(
                {
                    "id": number,
                    "image_id": 100 + image,
                    "category_id": 1,
                    "keypoints": [float(value) for point in figure for value in point],
                    "num_keypoints": len(skeleton),
                    "area": 20000.0,
                    "bbox": [100 + 300 * person, 90, 150, 240],
                    "iscrowd": 0,
                }
            )
            number += 1
    return {
        "images": [
            {"id": 100 + n, "file_name": f"{n:03}.jpg", "width": 640, "height": 480} for n in range(6)
        ],
        "annotations": annotations,
        "categories": [{"id": 1, "name": "person", "keypoints": list(skeleton.names), "skeleton": []}],
    }


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_data_set_in_another_order_is_the_same_data_set(tmp_path: Path, stick_figure: Skeleton) -> None:
    gold = read_labels(written(tmp_path / "gold.json", coco(stick_figure)), known=[stick_figure])
    labels = read_labels(written(tmp_path / "mine.json", coco(stick_figure, order=-1)), known=[stick_figure])
    score = score_labels(labels, gold).to_json()
    assert (score["n_pairs"], score["mpjpe_px"], score["oks"]["mean"]) == (12, 0.0, 1.0)


def test_a_result_list_is_paired_by_image_ids(tmp_path: Path) -> None:
    from palpate.store.library import load_skeleton

    content = coco(load_skeleton("coco_17"))
    results = [
        {"image_id": entry["image_id"], "category_id": 1, "keypoints": entry["keypoints"], "score": 0.9}
        for entry in content["annotations"]  # type: ignore[attr-defined]
    ]
    gold = read_labels(written(tmp_path / "gold.json", content))
    found = read_labels(written(tmp_path / "results.json", results[::-1]), skeleton="coco_17")
    score = score_labels(found, gold).to_json()
    assert (score["n_frames"], score["n_pairs"], score["mpjpe_px"]) == (6, 12, 0.0)


# ---- layers of a project -------------------------------------------------------------------------------


@pytest.fixture
def with_gold(two_bowlers: Session) -> Session:
    """The story, with gold of the walker in frames 5 and 20, where she really is."""
    gold = editions.new_layer("gold", LayerKind.GOLD, "ben")
    two_bowlers.do(PutLayer("Add gold", gold))
    walker = next(found for found in two_bowlers.contents.instances if found.name == "walker")
    for frame in (5, 20):
        at = two_bowlers.pose_at(gold.id, walker.id, frame)
        positions = np.repeat(100.0 + frame + 10.0 * np.arange(5)[:, None], 2, axis=1)
        tiers = np.full(5, Visibility.VISIBLE, np.int8)
        two_bowlers.do(poses.move(at, np.arange(5), positions, tiers, title="Mark gold"))
    return two_bowlers


def test_a_layer_is_scored_with_what_it_resolves_to(with_gold: Session) -> None:
    layer, gold = scoring.default_layers(with_gold)
    score = scoring.score_layers(with_gold, layer, gold).to_json()
    # The stander is between two keyframes in both frames, and gold says nothing of her.
    assert (score["n_frames"], score["n_pairs"], score["unmatched"]) == (2, 2, {"labels": 2, "gold": 0})
    assert score["mpjpe_px"] == pytest.approx(0.0, abs=1e-9)


def test_by_default_the_own_working_layer_meets_the_gold_layer(with_gold: Session) -> None:
    layer, gold = scoring.default_layers(with_gold)
    assert with_gold.contents.layer(layer).name == "ana"
    assert with_gold.contents.layer(gold).name == "gold"
    assert scoring.default_layers(with_gold, "gold", "ana") == (gold, layer)


def test_a_project_without_gold_says_so(two_bowlers: Session) -> None:
    with pytest.raises(ScoreError, match="no gold layer"):
        scoring.default_layers(two_bowlers)


def test_a_set_without_video_is_scored_picture_by_picture(
    pose_at: PoseAt, labels_on: LabelsOn, pictures: Pictures
) -> None:
    small = replace(pose_at(100), positions=pose_at(100).positions / 4)
    gold = labels_on(pictures("a.png", "b.png"), {0: pose_at(100), 1: small})
    off = labels_on(pictures("a.png", "b.png"), {0: shifted(pose_at(100), 3), 1: shifted(small, 3)})
    by_frame = {entry["frame"]: entry["oks"] for entry in score_labels(off, gold).to_json()["oks"]["by_pair"]}
    assert by_frame[1] < by_frame[0]
