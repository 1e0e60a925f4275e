"""What a score says of label sets that do not quite fit together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import ScoreError
from palpate.model.clip import Clip
from palpate.model.labels import Labels
from palpate.model.pose import Pose
from palpate.model.visibility import Visibility
from palpate.session.judging.pairing import pair_labels
from palpate.session.judging.scoring import score_labels, score_paired

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]


def notes_of(labels: Labels, gold: Labels) -> str:
    return " | ".join(score_labels(labels, gold).notes)


def test_frames_of_another_size_are_not_compared(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {3: pose_at(300)})
    small = labels_on(replace(video, size=(1280, 720)), {3: pose_at(200)})
    with pytest.raises(ScoreError, match="1280 × 720 px there, 1920 × 1080 px in gold"):
        score_labels(small, gold)


def test_an_unknown_size_hinders_nothing(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {3: pose_at(300)})
    assert score_labels(labels_on(replace(video, size=(0, 0)), {3: pose_at(300)}), gold).mpjpe_px == 0.0


def test_single_pictures_of_another_size_are_left_out_and_said(
    pictures: Callable[..., Clip], pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    clip = pictures("a.jpg", "b.jpg")
    gold = labels_on(clip, {0: pose_at(300), 1: pose_at(300)})
    other = labels_on(replace(clip, frame_sizes={1: (640, 480)}), {0: pose_at(300), 1: pose_at(900)})
    score = score_labels(other, gold)
    assert (score.n_pairs, score.mpjpe_px) == (1, 0.0)
    assert any(
        "1 pose left out, as their frames have another size: 640 × 480" in note for note in score.notes
    )


def test_somebody_labelled_twice_is_named(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(5)})
    twice = labels_on(video, {n: pose_at(300) for n in range(5)}, {n: pose_at(300.5) for n in range(2, 4)})
    score = score_labels(twice, gold)
    assert (score.n_pairs, score.unmatched_labels) == (5, 2)
    assert "person 1 and person 2 lie on each other in 2 frames of over 1, first in 2" in " ".join(
        score.notes
    )


def test_left_out_poses_are_listed_by_who_and_where(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(5)}, {n: pose_at(900) for n in (1, 3)})
    mine = labels_on(video, {n: pose_at(300) for n in range(5)})
    assert score_labels(mine, gold).to_json()["unmatched_poses"] == [
        {"of": "gold", "clip": "over 1", "instance": "person 2", "frames": [1, 3]}
    ]


def test_exchanged_sides_are_named_and_not_only_measured(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(6)})
    skeleton = next(iter(gold.skeletons.values()))
    pose = pose_at(300)
    crossed = replace(pose, positions=pose.positions[skeleton.mirror_indices])
    found = score_labels(labels_on(video, dict.fromkeys(range(6), crossed)), gold)
    assert found.swapped[0].keypoints
    assert "left and right look swapped" in " ".join(found.notes)


def test_keypoints_that_nobody_placed_are_null_with_a_reason(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    def without_head(pose: Pose) -> Pose:
        positions, flags = pose.positions.copy(), pose.visibility.copy()
        positions[0], flags[0] = np.nan, Visibility.NOT_PLACED
        return replace(pose, positions=positions, visibility=flags)

    gold = labels_on(video, {n: without_head(pose_at(300)) for n in range(6)})
    score = score_labels(gold, gold)
    name = next(iter(score.keypoints))
    entry = score.to_json()["joints"][name]
    assert (entry["n"], entry["mpjpe_px"], entry["pass"]) == (0, None, None)
    assert any(note == f"no position on both sides: {name}" for note in score.notes)


def test_a_picture_given_twice_counts_once_and_is_named(
    pictures: Callable[..., Clip], pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(pictures("a.jpg", "b.jpg"), {0: pose_at(300), 1: pose_at(300)}, ids=["ana"])
    twice = labels_on(
        pictures("a.jpg", "b.jpg", "a.jpg"), {n: pose_at(300 + 50 * n) for n in range(3)}, ids=["ana"]
    )
    score = score_labels(twice, gold)
    assert (score.n_pairs, score.unmatched_labels) == (2, 0)
    assert (
        "poses of the labels given twice for one instance and frame, the first counts: person 1"
        in score.notes
    )
    assert score.keypoints["hip"].max_px == pytest.approx(50.0)


def test_an_exchanged_frame_counts_in_oks_and_in_no_distance(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(10)})
    skeleton = next(iter(gold.skeletons.values()))
    pose = pose_at(300)
    crossed = replace(pose, positions=pose.positions[skeleton.mirror_indices])
    labels = labels_on(video, {n: crossed if n == 4 else pose for n in range(10)})
    found = score_labels(labels, gold)
    assert found.swapped[0].keypoints
    for name in found.swapped[0].keypoints:
        keypoint = found.keypoints[name]
        assert (keypoint.n, keypoint.missing, keypoint.mpjpe_px, keypoint.fails) == (9, 0, 0.0, ())
    assert found.mpjpe_px == 0.0
    assert found.oks.mean < 0.999
    assert any("left out of distances" in note for note in found.notes)
    assert score_paired(pair_labels(labels, gold)).to_json() == found.to_json()
