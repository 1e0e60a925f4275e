"""The keyframes on either side of a frame."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.session.placing import gestures
from palpate.session.placing.onion import keyframes_beside
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


def live_of(session: Session, name: str) -> LiveTrack:
    instance = next(found for found in session.contents.instances if found.name == name)
    return session.live(session.contents.layers[0].id, instance.id)


@pytest.mark.parametrize(("frame", "before", "after"), [(14, 10, 20), (20, 10, 30), (60, 50, 70)])
def test_between_and_on_keyframes_the_nearest_others_are_found(
    two_bowlers: Session, frame: int, before: int, after: int
) -> None:
    first, second = keyframes_beside(live_of(two_bowlers, "walker"), frame)
    assert first is not None
    assert second is not None
    assert (first.frame, second.frame) == (before, after)
    assert np.allclose(first.view.positions[0], 100.0 + before)
    assert np.allclose(second.view.positions[4], 140.0 + after)


def test_before_the_first_and_after_the_last_keyframe_there_is_none(two_bowlers: Session) -> None:
    live = live_of(two_bowlers, "stander")
    first, second = keyframes_beside(live, 0)
    assert first is None
    assert second is not None
    assert second.frame == 50
    first, second = keyframes_beside(live, 99)
    assert first is not None
    assert first.frame == 50
    assert second is None


def test_a_keyframe_whose_last_point_was_cleared_is_none_any_more(two_bowlers: Session) -> None:
    session, walker = two_bowlers, two_bowlers.contents.instances[0]
    session.selection.move(
        clip="clip-1", layer=session.contents.layers[0].id, instance=walker.id, frame=20, keypoint=0
    )
    session.selection.move(chosen=frozenset(range(5)))
    gestures.clear(session)
    first, second = keyframes_beside(live_of(session, "walker"), 15)
    assert first is not None
    assert second is not None
    assert (first.frame, second.frame) == (10, 30)


def test_a_keyframe_of_one_keypoint_shows_the_whole_pose_with_what_is_filled_in(two_bowlers: Session) -> None:
    session, walker = two_bowlers, two_bowlers.contents.instances[0]
    session.selection.move(
        clip="clip-1", layer=session.contents.layers[0].id, instance=walker.id, frame=25, keypoint=2
    )
    gestures.move(session, np.array([2]), np.array([[300.0, 300.0]]))
    _, second = keyframes_beside(live_of(session, "walker"), 22)
    assert second is not None
    assert second.frame == 25
    assert second.view.positions[2].tolist() == [300.0, 300.0]
    assert np.allclose(second.view.positions[0], 125.0)
