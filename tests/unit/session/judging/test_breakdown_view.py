"""A score by group: what each group says, and which are thin."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from palpate.base.errors import UsageError
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.labels import Labels
from palpate.model.pose import Pose
from palpate.session.judging.breakdown_view import Circumstances, score_by, ways_to_break_down

PoseAt = Callable[..., Pose]
LabelsOn = Callable[..., Labels]


def joined(*several: Labels) -> Labels:
    """One label set of several clips."""
    return Labels(
        skeletons=several[0].skeletons,
        clips=tuple(clip for each in several for clip in each.clips),
        instances=tuple(found for each in several for found in each.instances),
        tracks={name: track for each in several for name, track in each.tracks.items()},
    )


@pytest.fixture
def overs(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> tuple[Labels, Labels]:
    """Labels and gold of a clip in the sun, exact, and one in the shade, 6 px off."""
    clips = [
        replace(video, id=name, name=name, attributes={"lighting": light, "view": "side"})
        for name, light in (("over 1", "sun"), ("over 2", "shade"))
    ]
    frames = range(0, 90, 3)
    gold = [labels_on(clip, {n: pose_at(300) for n in frames}, ids=[clip.id]) for clip in clips]
    off = (0.0, 6.0)
    own = [
        labels_on(clip, {n: pose_at(300 + off[i] + (n % 2)) for n in frames}, ids=[clip.id])
        for i, clip in enumerate(clips)
    ]
    return joined(*own), joined(*gold)


def json_of(*arguments: Any, **more: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(score_by(*arguments, **more).to_json(), allow_nan=False))
    return content


def coverage_of(content: dict[str, Any], group: str) -> dict[str, Any]:
    return next(row for row in content["coverage"] if row["group"] == group)


def test_each_group_has_every_number_of_a_score(overs: tuple[Labels, Labels]) -> None:
    content = json_of(*overs, ["lighting"])
    groups = content["by"]["lighting"]
    assert list(groups) == ["shade", "sun"]
    assert groups["sun"]["mpjpe_px"] == pytest.approx(0.5)
    assert groups["shade"]["mpjpe_px"] == pytest.approx(6.5)
    assert groups["shade"]["n_pairs"] == 30
    whole = set(content) - {"by", "coverage", "unmatched", "unmatched_poses"}
    assert set(groups["sun"]) == whole
    assert groups["shade"]["joints"].keys() == content["joints"].keys()


def test_groups_add_up_to_the_whole(overs: tuple[Labels, Labels]) -> None:
    content = json_of(*overs, ["lighting", "clip"])
    for groups in content["by"].values():
        total = sum(group["n_pairs"] * group["mpjpe_px"] for group in groups.values())
        assert total / content["n_pairs"] == pytest.approx(content["mpjpe_px"])


def test_without_a_word_the_score_is_what_it_was(overs: tuple[Labels, Labels]) -> None:
    assert "by" not in json_of(*overs, [])


def test_phases_lie_between_the_events_of_a_clip(overs: tuple[Labels, Labels]) -> None:
    events = (Event("over 1", 30, "front_foot_contact"), Event("over 1", 60, "ball_release"))
    groups = json_of(*overs, ["phase"], known=Circumstances(events=events))["by"]["phase"]
    assert {name: group["n_pairs"] for name, group in groups.items()} == {
        "before front foot contact": 10,
        "front foot contact to ball release": 10,
        "after ball release": 10,
        "not stated": 30,
    }


def test_an_attribute_of_the_instance_comes_before_that_of_the_clip(overs: tuple[Labels, Labels]) -> None:
    labels, gold = overs
    taller = tuple(
        replace(found, attributes={"group": "junior"} if found.clip == "over 1" else {})
        for found in gold.instances
    )
    groups = json_of(labels, replace(gold, instances=taller), ["group"])["by"]["group"]
    assert {name: group["n_pairs"] for name, group in groups.items()} == {"junior": 30, "not stated": 30}


def test_a_thin_group_says_how_many_are_missing(video: Clip, pose_at: PoseAt, labels_on: LabelsOn) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(0, 100, 4)})
    own = labels_on(video, {n: pose_at(300 + (n % 8)) for n in range(0, 100, 4)})
    row = coverage_of(json_of(own, gold, ["clip"]), "over 1")
    assert (row["n_poses"], row["n_independent"]) == (25, 25)
    # SD of 0 and 4 px in turn is 2.04 px: (1.96 · 2.04 ÷ 0.5)² = 64 poses.
    assert (row["needed"], row["missing"], row["thin"]) == (64, 39, True)
    assert row["sentence"] == "39 more poses for ±0.5 px"
    wide = coverage_of(json_of(own, gold, ["clip"], precision_px=1.0), "over 1")
    assert (wide["needed"], wide["thin"]) == (20, False)


def test_neighbouring_frames_do_not_make_a_group_thick(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {n: pose_at(300) for n in range(30)})
    row = coverage_of(json_of(gold, gold, ["clip"]), "over 1")
    assert (row["n_poses"], row["n_independent"], row["thin"]) == (30, 10, True)
    assert row["missing"] == 10


def test_a_clip_without_gold_is_a_group_with_nothing(overs: tuple[Labels, Labels], video: Clip) -> None:
    dark = replace(video, id="over 3", name="over 3", attributes={"lighting": "night"})
    content = json_of(*overs, ["lighting"], known=Circumstances(clips=(dark,)))
    assert "night" not in content["by"]["lighting"]
    row = coverage_of(content, "night")
    assert (row["n_poses"], row["mpjpe_px"], row["needed"], row["missing"]) == (0, None, None, None)
    assert row["thin"]
    assert row["sentence"] == "nothing compared: at least 20 poses are needed"


def test_a_single_pose_cannot_tell_how_many_are_missing(
    video: Clip, pose_at: PoseAt, labels_on: LabelsOn
) -> None:
    gold = labels_on(video, {3: pose_at(300)})
    row = coverage_of(json_of(gold, gold, ["clip"]), "over 1")
    assert (row["half_width_px"], row["missing"]) == (None, None)
    assert row["sentence"] == "too few to tell how many more: at least 19 poses"


def test_what_nobody_stated_is_refused_with_what_there_is(overs: tuple[Labels, Labels]) -> None:
    with pytest.raises(
        UsageError, match="nothing is known of weather; there is clip, instance, lighting, view"
    ):
        score_by(*overs, ["weather"])
    assert ways_to_break_down(*overs, Circumstances()) == ("clip", "instance", "lighting", "view")


def test_a_precision_of_nothing_is_refused(overs: tuple[Labels, Labels]) -> None:
    with pytest.raises(UsageError, match="precision"):
        score_by(*overs, ["clip"], precision_px=0.0)
