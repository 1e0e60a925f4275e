"""Label sets of several people: who is whom, and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import ScoreError
from palpate.model.clip import Clip
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.session.judging.agreeing import Rater, agreement_of, distinct, sigmas_of, together

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]


@pytest.fixture
def three(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> list[Rater]:
    """Ana, Ben, and Cleo who is 4 px to the right; ten frames."""
    frames = range(0, 50, 5)
    shifts = {"ana": 0.0, "ben": 0.0, "cleo": 4.0}
    return [
        Rater(name, labels_on(video, {n: pose_at(300 + 9 * n + shift) for n in frames}))
        for name, shift in shifts.items()
    ]


def test_three_annotators_agree_by_keypoint(three: list[Rater]) -> None:
    _, content = agreement_of(three)
    assert (content["n_raters"], content["n_frames"], content["n_poses"]) == (3, 10, 10)
    foot = content["joints"]["foot"]  # type: ignore[index]
    assert foot["pairwise_px"] == pytest.approx(8.0 / 3.0)
    assert foot["by_rater"]["cleo"]["bias_px"] == pytest.approx([4.0, 0.0])
    assert foot["by_rater"]["ana"]["mpjpe_px"] == 0.0


def test_the_order_of_raters_changes_nothing(three: list[Rater]) -> None:
    _, first = agreement_of(three)
    _, second = agreement_of(three[::-1])
    assert first["joints"]["hip"]["by_rater"] == second["joints"]["hip"]["by_rater"]  # type: ignore[index]


def test_frames_that_only_one_has_are_no_agreement(
    three: list[Rater], video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    more = labels_on(video, {n: pose_at(300 + 9 * n) for n in range(50)})
    found = together([three[0], Rater("ben", more)])
    assert found.ratings.frames.tolist() == list(range(0, 50, 5))


def test_a_frame_that_two_of_three_have_counts(
    three: list[Rater], video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    few = Rater("cleo", labels_on(video, {5: pose_at(345)}))
    found = together([three[0], three[1], few]).ratings
    assert len(found) == 10
    assert np.isfinite(found.positions[:, 2]).all(axis=(1, 2)).sum() == 1


def test_people_are_found_by_place_whatever_their_order(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    one, other = ({n: pose_at(x) for n in range(5)} for x in (200, 900))
    raters = [
        Rater("ana", labels_on(video, one, other)),
        Rater("ben", labels_on(video, other, one, ids=("x", "y"))),
    ]
    _, content = agreement_of(raters)
    assert (content["n_poses"], content["pairwise_px"]) == (10, 0.0)


def test_somebody_whom_one_alone_marked_is_left_out_and_said(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    one, other = ({n: pose_at(x) for n in range(5)} for x in (200, 900))
    _, content = agreement_of(
        [Rater("ana", labels_on(video, one, other)), Rater("ben", labels_on(video, one))]
    )
    assert content["n_poses"] == 5
    assert "poses of these frames that ana alone has, left out: 5" in content["notes"]  # type: ignore[operator]


def test_somebody_missed_by_the_first_is_found_by_the_others(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    one, other = ({n: pose_at(x) for n in range(5)} for x in (200, 900))
    raters = [
        Rater("ana", labels_on(video, one)),
        Rater("ben", labels_on(video, one, other)),
        Rater("cleo", labels_on(video, one, other)),
    ]
    assert len(together(raters).ratings) == 10


def test_what_was_filled_in_between_is_nobodys_judgement(
    three: list[Rater], video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    filled = labels_on(video, {n: pose_at(300 + 9 * n, origin=Origin.INTERPOLATED) for n in range(50)})
    with pytest.raises(ScoreError, match="no labelled pose in ben"):
        agreement_of([three[0], Rater("ben", filled)])


def test_gold_is_no_rater(three: list[Rater]) -> None:
    _, content = agreement_of(three[1:], three[0].labels)
    assert content["raters"] == ["ben", "cleo"]
    assert content["joints"]["hip"]["by_rater"]["ben"]["mpjpe_px"] == 0.0  # type: ignore[index]
    assert content["joints"]["hip"]["by_rater"]["cleo"]["mpjpe_px"] == pytest.approx(4.0)  # type: ignore[index]


def test_no_common_frame_is_said(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    raters = [
        Rater("ana", labels_on(video, {1: pose_at(300)})),
        Rater("ben", labels_on(video, {2: pose_at(300)})),
    ]
    with pytest.raises(ScoreError, match="no frame in common"):
        agreement_of(raters)


def test_a_third_without_common_frame_is_named(
    three: list[Rater], video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    elsewhere = Rater("dan", labels_on(video, {99: pose_at(300)}))
    with pytest.raises(ScoreError, match="dan has no frame in common with the others"):
        agreement_of([*three, elsewhere])


def test_nobody_in_common_is_said(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    raters = [
        Rater("ana", labels_on(video, {1: pose_at(100)})),
        Rater("ben", labels_on(video, {1: pose_at(1800)}, ids=["x"])),
    ]
    with pytest.raises(ScoreError, match="no pose has been labelled by two"):
        agreement_of(raters)


def test_frames_of_another_size_are_refused(
    three: list[Rater], video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    small = labels_on(replace(video, size=(1280, 720)), {5: pose_at(345)})
    with pytest.raises(ScoreError, match="1920 × 1080 px with ana"):
        agreement_of([three[0], Rater("ben", small)])


def test_one_set_alone_is_refused(three: list[Rater]) -> None:
    with pytest.raises(ScoreError, match="at least two"):
        agreement_of(three[:1])


def test_raters_of_one_name_are_told_apart(three: list[Rater]) -> None:
    same = [Rater("labels", rater.labels) for rater in three[:2]]
    assert [rater.name for rater in distinct([*same, three[2]])] == ["labels (1)", "labels (2)", "cleo"]


def test_sigma_of_two_who_differ_by_a_known_distance(three: list[Rater]) -> None:
    content = sigmas_of([three[0], three[2]])
    ratings = together([three[0], three[2]]).ratings
    expected = 4.0 / np.sqrt(2.0) / ratings.scale_px[0]
    assert content["joints"]["hip"]["sigma"] == pytest.approx(expected)  # type: ignore[index]
    assert "/ 2" in str(content["estimator"])
