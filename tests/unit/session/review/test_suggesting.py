"""Next keyframes and frames worth labelling, in projects whose every position is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import UsageError
from palpate.base.progress import Progress
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.poses import SetValues
from palpate.session.review.suggest_content import By, suggest_content
from palpate.session.review.suggesting import next_keyframes, outside_note, why_none
from palpate.session.session import Session

FOOT = 4


@pytest.fixture
def layer(two_bowlers: Session) -> str:
    return two_bowlers.contents.layers[0].id


@pytest.fixture
def walker(two_bowlers: Session) -> str:
    return two_bowlers.contents.instances[0].id


@pytest.fixture
def stander(two_bowlers: Session) -> str:
    return two_bowlers.contents.instances[1].id


def put(session: Session, layer: str, instance: str, frame: int, positions: np.ndarray) -> None:
    at = session.pose_at(layer, instance, frame)
    visible = np.full(len(positions), Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.arange(len(positions)), positions, visible, title="Place"))


def asked(session: Session, by: By, *, clip: str = "", n: int = 5) -> dict:
    layer = session.contents.layers[0].id
    return suggest_content(session, layer, clip, by=by, n=n, progress=Progress())


def test_the_middle_of_a_long_span_comes_first_and_is_called_supposed(
    two_bowlers: Session, layer: str, walker: str, stander: str
) -> None:
    first, second = next_keyframes(two_bowlers, layer, [walker, stander], n=2)
    assert (first.instance, first.frame, first.is_supposed) == (stander, 25, True)
    assert len(first.names) == 5
    assert second.suggestion.rate <= first.suggestion.rate


def test_a_keypoint_that_swings_is_wanted_more_than_one_that_does_not(
    two_bowlers: Session, layer: str, walker: str
) -> None:
    live = two_bowlers.live(layer, walker)
    for frame in range(0, 100, 20):
        positions = live.track.pose(frame).positions.copy()
        positions[FOOT] += (80.0, 0.0)
        put(two_bowlers, layer, walker, frame, positions)
    (found,) = next_keyframes(two_bowlers, layer, [walker], n=1)
    assert found.suggestion.keypoints[0] == FOOT
    assert found.names[0] == "Foot"
    assert found.suggestion.gains[0] > 3 * found.suggestion.gains[-1] or len(found.names) == 1


def test_following_a_suggestion_brings_another(two_bowlers: Session, layer: str, stander: str) -> None:
    (before,) = next_keyframes(two_bowlers, layer, [stander], n=1)
    view = two_bowlers.view(layer, stander, before.frame)
    put(two_bowlers, layer, stander, before.frame, view.positions)
    (after,) = next_keyframes(two_bowlers, layer, [stander], n=1)
    assert after.frame != before.frame
    assert after.suggestion.gain < before.suggestion.gain


def test_it_is_said_why_there_is_nothing_to_suggest(two_bowlers: Session, layer: str, walker: str) -> None:
    session = two_bowlers
    clip = session.contents.clips[0].id
    newcomer = editions.new_instance(session.contents, clip, "stick_figure", "newcomer")
    session.do(PutInstance("Add newcomer", newcomer))
    assert why_none(session, layer, walker) == ""
    assert why_none(session, layer, newcomer.id).startswith("nothing is placed on newcomer yet")
    pose = session.view(layer, walker, 0).positions
    put(session, layer, newcomer.id, 40, pose)
    assert "one keyframe, in frame 40" in why_none(session, layer, newcomer.id)
    put(session, layer, newcomer.id, 41, pose)
    assert "farther apart" in why_none(session, layer, newcomer.id)
    assert next_keyframes(session, layer, [newcomer.id], n=3) == []


def test_a_clip_that_is_labelled_throughout_needs_nothing(
    two_bowlers: Session, layer: str, walker: str
) -> None:
    for frame in range(100):
        put(two_bowlers, layer, walker, frame, np.full((5, 2), 100.0 + frame))
    assert why_none(two_bowlers, layer, walker) == (
        "walker is labelled in every frame: there is nothing left to place"
    )


def test_frames_outside_of_all_keyframes_are_named(
    two_bowlers: Session, layer: str, walker: str, stander: str
) -> None:
    assert outside_note(two_bowlers, layer, walker) == (
        "walker: frames 91–99 lie outside of its keyframes and are not judged"
    )
    assert "frames 51–99" in outside_note(two_bowlers, layer, stander)


def test_the_frame_with_most_points_to_be_wrong_comes_first(
    two_bowlers: Session, layer: str, walker: str
) -> None:
    session = two_bowlers
    for frame, scores in ((33, (0.9, 0.2, 0.3, 0.9, 0.9)), (35, (0.9, 0.1, 0.9, 0.9, 0.9)), (66, (0.5,) * 5)):
        store_scored(session, layer, walker, frame, scores)
    content = asked(session, By.CONFIDENCE)
    assert [one["frame"] for one in content["suggestions"]] == [66, 33]
    assert content["suggestions"][1]["keypoints"][:2] == ["left_hand", "right_hand"]
    assert "lowest score 0.20" in content["suggestions"][1]["reason"]


def store_scored(session: Session, layer: str, instance: str, frame: int, scores: tuple[float, ...]) -> None:
    """Enter a model's guess, as an import of its file does."""
    at = session.pose_at(layer, instance, frame)
    k = np.arange(5)
    positions = np.full((5, 2), 200.0 + frame)
    session.do(
        SetValues("Model", at, k, positions, np.full(5, 2, np.int8), np.full(5, Origin.MODEL, np.int8))
    )
    live = session.live(layer, instance)
    pose = replace(live.track.pose(frame), scores=np.array(scores))
    live.put({frame: pose})


def test_without_a_models_scores_confidence_says_so(two_bowlers: Session) -> None:
    with pytest.raises(UsageError, match="no model has placed anything with a score"):
        asked(two_bowlers, By.CONFIDENCE)


def test_the_fastest_points_are_the_most_smeared(two_bowlers: Session, layer: str, walker: str) -> None:
    for frame in (40, 50):
        positions = two_bowlers.live(layer, walker).track.pose(frame).positions.copy()
        positions[FOOT] += (40.0 * (frame - 40), 0.0)
        put(two_bowlers, layer, walker, frame, positions)
    content = asked(two_bowlers, By.BLUR)
    assert content["suggestions"][0]["keypoints"] == ["foot"]
    assert 40 < content["suggestions"][0]["frame"] < 60
    assert content["notes"] == ["over 1: its shutter is not known and taken to be open half of the time"]


def test_a_short_shutter_smears_nothing(two_bowlers: Session) -> None:
    clip = two_bowlers.contents.clips[0]
    two_bowlers.do(PutClips("Shutter", (replace(clip, attributes={"shutter": "1/4000"}),)))
    content = asked(two_bowlers, By.BLUR)
    assert content["suggestions"] == []
    assert content["notes"][-1] == "no placed point is smeared beyond what may be visible"


def test_the_pose_that_is_least_like_labelled_ones_comes_first(
    two_bowlers: Session, layer: str, walker: str
) -> None:
    for frame in (40, 90, 99):
        positions = two_bowlers.live(layer, walker).track.pose(0).positions.copy() + frame
        positions[:, 1] += np.array([0.0, 60.0, -60.0, 0.0, 0.0]) * (frame == 40)
        put(two_bowlers, layer, walker, frame, positions)
    content = asked(two_bowlers, By.DIVERSITY)
    assert content["suggestions"][0]["instance"] == "walker"
    assert 30 < content["suggestions"][0]["frame"] < 50
    assert "of its size" in content["suggestions"][0]["reason"]


def test_what_cannot_be_meant_is_refused(two_bowlers: Session, empty_project: Session) -> None:
    with pytest.raises(UsageError, match="from 1 on"):
        asked(two_bowlers, By.DRIFT, n=0)
    with pytest.raises(UsageError, match="known: over 1"):
        asked(two_bowlers, By.DRIFT, clip="over 9")


def test_an_empty_project_is_told_what_to_do_first(empty_project: Session) -> None:
    for by in (By.DRIFT, By.CONFIDENCE, By.BLUR):
        with pytest.raises(UsageError, match="nothing is labelled in this layer yet"):
            asked(empty_project, by)
    with pytest.raises(UsageError, match="add a video or images first"):
        asked(empty_project, By.DIVERSITY)


def test_without_the_medium_errors_are_supposed_and_that_is_noted(two_bowlers: Session) -> None:
    content = asked(two_bowlers, By.DRIFT, n=3)
    assert len(content["suggestions"]) == 3
    assert all(all(one["supposed"]) for one in content["suggestions"])
    assert content["notes"][0].startswith("not tracked: errors are supposed from keyframes alone: ")
    assert {"walker", "stander"} == {note.split(":")[0] for note in content["notes"][1:]}
