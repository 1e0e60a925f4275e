"""Label sets clip by clip: what is worked on apart, and that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.model.clip import Clip
from palpate.model.labels import Labels
from palpate.model.pose import Pose
from palpate.session.judging.by_clip import Held
from palpate.session.judging.pairing import pair_labels
from palpate.session.judging.scoring import score_labels, score_paired
from palpate.session.judging.videos_apart import VideosApart

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]


def together(*several: Labels) -> Labels:
    """Return the labels of several clips as one set."""
    return replace(
        several[0],
        clips=tuple(clip for one in several for clip in one.clips),
        instances=tuple(found for one in several for found in one.instances),
        tracks={key: track for one in several for key, track in one.tracks.items()},
    )


@pytest.fixture
def overs(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> tuple[list[Labels], list[Labels]]:
    """Labels and gold of ten videos; the last has gold alone."""
    rng = np.random.default_rng(5)
    labels, gold = [], []
    for n in range(10):
        clip = replace(video, id=f"clip {n}", name=f"over {n}")
        frames = range(0, 60 + n, 3)
        gold.append(labels_on(clip, {f: pose_at(300 + f) for f in frames}, ids=[f"gold {n}"]))
        mine = {f: pose_at(300 + f + rng.normal(2.0, 1.0)) for f in frames}
        labels.append(labels_on(clip, mine, ids=[f"mine {n}"]))
    return labels[:-1], gold


def test_the_order_of_clips_changes_no_figure(overs: tuple[list[Labels], list[Labels]]) -> None:
    labels, gold = overs
    first = score_labels(together(*labels), together(*gold))
    other = score_labels(together(*labels[::-1]), together(*gold[::-1]))
    assert first.n_pairs == sum(len(range(0, 60 + n, 3)) for n in range(9))
    assert (first.unmatched_gold, first.alone[0].clip) == (23, "over 9")
    for name, keypoint in first.keypoints.items():
        again = other.keypoints[name]
        assert keypoint.bias_px == pytest.approx(again.bias_px, rel=1e-12, abs=1e-12)
        assert keypoint.bias_p == pytest.approx(again.bias_p, rel=1e-12, abs=1e-12)
        assert (keypoint.n_independent, keypoint.median_px) == (9, pytest.approx(again.median_px, rel=1e-12))
        assert (keypoint.worst, keypoint.fails) == (again.worst, again.fails)
    assert first.notes == other.notes
    assert [one.to_json() for one in first.alone] == [one.to_json() for one in other.alone]


def test_all_pairs_at_once_are_those_of_the_clips(overs: tuple[list[Labels], list[Labels]]) -> None:
    labels, gold = (together(*side) for side in overs)
    whole, streamed = score_paired(pair_labels(labels, gold)), score_labels(labels, gold)
    assert whole.oks.mean == pytest.approx(streamed.oks.mean, rel=1e-12)
    assert whole.notes == streamed.notes
    assert whole.to_json()["segments"] == streamed.to_json()["segments"]


def test_clips_are_told_apart_by_name_and_images_are_not(
    video: Clip, pictures: Callable[..., Clip], pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    other = replace(video, id="elsewhere", name=video.name)
    gold, labels = labels_on(video, {1: pose_at(1)}), labels_on(other, {1: pose_at(2)}, ids=["mine"])
    ((own, theirs),) = VideosApart(Held(labels), Held(gold))
    assert ([*own.tracks], [*theirs.tracks]) == (["mine"], ["theirs-0"])
    assert not [*VideosApart(Held(labels_on(video, {2: pose_at(1)})), Held(gold))]
    pictured = labels_on(pictures("a.jpg"), {0: pose_at(1)})
    assert not [*VideosApart(Held(pictured), Held(pictured))]


def test_a_video_that_only_the_labels_have_is_left_out(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {1: pose_at(300)})
    more = labels_on(replace(video, id="b", name="over 2"), {1: pose_at(300)}, ids=["b"])
    found = score_labels(together(gold, more), gold)
    assert (found.n_pairs, found.unmatched_labels) == (1, 0)
