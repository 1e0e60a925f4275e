"""Constructed centres, and chains along a ruler, at the focus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.clip import Clip, ClipKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import constructing, gestures
from palpate.session.placing.constructing import Construction
from palpate.session.session import Session
from palpate.session.tracks import PoseView

SPINE = ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A bowler of 54 keypoints on whom nothing is placed."""
    with Session.create(tmp_path / "spine.palpate", ["cricket_bowling_54"], "ana") as session:
        clip = Clip("clip-1", "over 1", ClipKind.VIDEO, size=(1920, 1080), n_frames=100)
        session.do(PutClips("Add over 1", (clip,)))
        session.selection.move(clip="clip-1", layer=session.contents.layers[0].id)
        gestures.add_instance(session, "cricket_bowling_54")
        yield session


def k(session: Session, name: str) -> int:
    return session.contents.skeletons["cricket_bowling_54"].position_of[name]


def place(session: Session, name: str, x: float, y: float, tier: Visibility = Visibility.VISIBLE) -> None:
    session.selection.move(keypoint=k(session, name))
    gestures.place(session, np.array([x, y]), tier)


def view(session: Session) -> PoseView:
    return gestures.current_view(session)


def steps(session: Session) -> int:
    return len(session.project.history())


def test_a_centre_is_placed_by_hand_and_the_next_keypoint_becomes_active(session: Session) -> None:
    knee = k(session, "left_knee")
    session.selection.move(keypoint=knee)
    before = steps(session)
    constructing.place_centre(session, Construction.MIDDLE, np.array([[10.0, 4.0], [20.0, 8.0]]))
    assert view(session).positions[knee].tolist() == [15.0, 6.0]
    assert view(session).origin[knee] == Origin.HAND
    assert steps(session) == before + 1
    assert session.selection.focus.keypoint != knee


def test_in_a_full_pose_what_was_constructed_stays_active(session: Session) -> None:
    knee = k(session, "left_knee")
    for keypoint in range(54):
        if keypoint != knee:
            session.selection.move(keypoint=keypoint)
            gestures.place(session, np.array([9.0, 9.0]), Visibility.VISIBLE)
    session.selection.move(keypoint=knee)
    constructing.place_centre(session, Construction.MIDDLE, np.array([[10.0, 4.0], [20.0, 8.0]]))
    assert session.selection.focus.keypoint == knee


def test_a_circle_centre_may_be_occluded(session: Session) -> None:
    shoulder = k(session, "left_shoulder")
    session.selection.move(keypoint=shoulder)
    edge = np.array([[10.0, 0.0], [0.0, 10.0], [-10.0, 0.0]])
    constructing.place_centre(session, Construction.CIRCLE, edge, Visibility.ESTIMATED)
    np.testing.assert_allclose(view(session).positions[shoulder], [0.0, 0.0], atol=1e-9)
    assert view(session).visibility[shoulder] == Visibility.ESTIMATED


def test_a_hip_is_sought_towards_the_knee_or_else_down_the_picture(session: Session) -> None:
    hip, pelvis = k(session, "right_hip"), np.array([[100.0, 200.0], [300.0, 200.0]])
    session.selection.move(keypoint=hip)
    constructing.place_centre(session, Construction.HIP, pelvis)
    np.testing.assert_allclose(view(session).positions[hip], [128.0, 260.0])
    place(session, "right_knee", 120.0, 20.0)  # upside down
    session.selection.move(keypoint=hip)
    constructing.place_centre(session, Construction.HIP, pelvis)
    np.testing.assert_allclose(view(session).positions[hip], [128.0, 140.0])


def test_points_that_make_no_centre_are_refused_and_nothing_changes(session: Session) -> None:
    before = steps(session)
    with pytest.raises(EditRefused, match="almost on a line"):
        constructing.place_centre(
            session, Construction.CIRCLE, np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
        )
    with pytest.raises(EditRefused, match="takes 2 points"):
        constructing.place_centre(session, Construction.MIDDLE, np.array([[0.0, 0.0]]))
    with pytest.raises(UsageError, match="takes 3 points"):
        constructing.centre_of(Construction.CIRCLE, np.full((3, 2), np.nan))
    assert steps(session) == before


def test_a_keypoint_goes_between_those_its_skeleton_names(session: Session) -> None:
    place(session, "left_wrist_proximal", 10.0, 10.0)
    middle = k(session, "left_wrist_mid")
    session.selection.move(keypoint=middle)
    with pytest.raises(EditRefused, match="first"):
        constructing.place_between(session)
    place(session, "left_wrist_distal", 20.0, 30.0, Visibility.ESTIMATED)
    session.selection.move(keypoint=middle)
    constructing.place_between(session)
    assert view(session).positions[middle].tolist() == [15.0, 20.0]
    assert view(session).visibility[middle] == Visibility.ESTIMATED, "as sure as the less sure end"
    session.selection.move(keypoint=k(session, "nose"))
    with pytest.raises(EditRefused, match="does not say between which"):
        constructing.place_between(session)


def test_two_ends_let_the_spine_drop_on_its_fractions_as_guesses_in_one_step(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 1007.0)
    session.selection.move(keypoint=k(session, "t6"))
    before = steps(session)
    assert constructing.drop_on_ruler(session) == 7
    assert steps(session) == before + 1
    spine = [k(session, name) for name in SPINE]
    expected = 100.0 + 1000.0 * np.array([0, 0.21, 0.27, 0.33, 0.39, 0.44, 0.653, 0.81, 0.907])
    np.testing.assert_allclose(view(session).positions[spine, 1], expected)
    assert (view(session).origin[spine[1:-1]] == Origin.MODEL).all()


def test_a_placed_point_bends_the_ruler_when_it_is_dropped_again(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 1007.0)
    session.selection.move(keypoint=k(session, "t6"))
    constructing.drop_on_ruler(session)
    gestures.move(session, np.array([k(session, "t8")]), np.array([[60.0, 540.0]]))
    assert constructing.drop_on_ruler(session) == 6
    x = view(session).positions[[k(session, name) for name in SPINE], 0]
    assert x[5] == 60.0
    assert (x[1:5] < 100.0).all()
    assert (np.diff(x[:6]) < 0).all()


def test_a_ruler_needs_both_ends_and_a_chain(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    session.selection.move(keypoint=k(session, "t6"))
    with pytest.raises(EditRefused, match="place C7 spinous process and L5 spinous process first"):
        constructing.drop_on_ruler(session)
    session.selection.move(keypoint=k(session, "nose"))
    with pytest.raises(EditRefused, match="is on no chain"):
        constructing.drop_on_ruler(session)


def test_what_is_decided_absent_or_beyond_the_ends_is_left_alone(session: Session) -> None:
    place(session, "t4", 100.0, 310.0)
    place(session, "l3", 100.0, 910.0)
    session.selection.move(keypoint=k(session, "t6"))
    gestures.set_tier(session, Visibility.ABSENT)
    session.selection.move(keypoint=k(session, "t6"))
    assert constructing.drop_on_ruler(session) == 4
    tiers = view(session).visibility[[k(session, name) for name in SPINE]]
    assert tiers.tolist() == [-1, 2, 2, 0, 2, 2, 2, 2, -1]


def test_a_keypoint_slides_along_the_ruler_and_becomes_placed(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 1007.0)
    t6 = k(session, "t6")
    session.selection.move(keypoint=t6)
    with pytest.raises(EditRefused, match="place T6 spinous process first"):
        constructing.slide_on_ruler(session, 1.0)
    constructing.drop_on_ruler(session)
    before = steps(session)
    for _ in range(3):
        constructing.slide_on_ruler(session, -2.0)
    np.testing.assert_allclose(view(session).positions[t6], [100.0, 424.0], atol=1e-2)
    assert view(session).origin[t6] == Origin.HAND
    assert steps(session) == before + 1
    session.selection.move(keypoint=k(session, "c7"))
    gestures.move(session, np.array([k(session, "t4")]), np.array([[100.0, 310.0]]))
    with pytest.raises(EditRefused, match="an end of the ruler"):
        constructing.slide_on_ruler(session, 1.0)


def test_ends_at_one_place_make_no_ruler(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 100.0)
    session.selection.move(keypoint=k(session, "t6"))
    with pytest.raises(EditRefused, match="at the same place"):
        constructing.drop_on_ruler(session)


def test_a_placed_keypoint_slides_along_the_bend_that_it_makes(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 1007.0)
    t8 = k(session, "t8")
    place(session, "t8", 60.0, 540.0)
    session.selection.move(keypoint=t8)
    way = constructing.slideway(session.contents.skeletons["cricket_bowling_54"], view(session), t8)
    np.testing.assert_allclose(way.nearest(np.array([60.0, 540.0])), [60.0, 540.0], atol=1e-3)
    np.testing.assert_allclose(way.drawn()[[0, -1]], [[100.0, 100.0], [100.0, 1007.0]])
    before = steps(session)
    constructing.slide_to(session, np.array([61.0, 560.0]))
    x, y = view(session).positions[t8].tolist()
    assert steps(session) == before + 1
    assert 550.0 < y < 570.0
    assert 60.0 < x < 64.0, "on the bend, not on the line between the ends"


def test_only_a_hip_is_constructed_from_the_pelvis(session: Session) -> None:
    skeleton = session.contents.skeletons["cricket_bowling_54"]
    names = [
        point.name
        for keypoint, point in enumerate(skeleton.keypoints)
        if not constructing.why_not_construct(Construction.HIP, skeleton, keypoint)
    ]
    assert names == ["left_hip", "right_hip"]
    assert not constructing.why_not_construct(Construction.MIDDLE, skeleton, k(session, "nose"))
    session.selection.move(keypoint=k(session, "left_knee"))
    before = steps(session)
    with pytest.raises(EditRefused, match="Left knee is no hip"):
        constructing.place_centre(session, Construction.HIP, np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert steps(session) == before


def test_a_draft_is_the_centre_that_would_be_placed_or_none(session: Session) -> None:
    skeleton, hip = session.contents.skeletons["cricket_bowling_54"], k(session, "right_hip")
    pelvis = np.array([[100.0, 200.0], [300.0, 200.0]])
    about = {"view": view(session), "keypoint": hip, "aspect": (1, 1)}
    draft = constructing.drafted(Construction.HIP, pelvis, skeleton, **about)
    assert draft is not None
    session.selection.move(keypoint=hip)
    constructing.place_centre(session, Construction.HIP, pelvis)
    np.testing.assert_allclose(view(session).positions[hip], draft)
    line = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    assert constructing.drafted(Construction.CIRCLE, line, skeleton, **about) is None


def test_circles_and_right_angles_are_those_of_the_scene_on_pixels_that_are_not_square(
    session: Session,
) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    rim = np.array([[60.0, 100.0], [50.0, 120.0], [40.0, 100.0]])  # 20 heights of a px around the centre
    wrist, hip = k(session, "left_wrist_mid"), k(session, "right_hip")
    session.selection.move(keypoint=wrist)
    constructing.place_centre(session, Construction.CIRCLE, rim)
    np.testing.assert_allclose(view(session).positions[wrist], [50.0, 100.0])
    session.selection.move(keypoint=hip)
    constructing.place_centre(session, Construction.HIP, np.array([[100.0, 200.0], [200.0, 200.0]]))
    np.testing.assert_allclose(view(session).positions[hip], [114.0, 260.0])


def test_the_ruler_is_that_of_the_ends_from_which_the_hand_was_led_on(session: Session) -> None:
    place(session, "c7", 100.0, 100.0)
    place(session, "l5", 100.0, 1007.0)
    following = session.selection.focus.keypoint
    assert session.contents.skeletons["cricket_bowling_54"].keypoints[following].chain is None
    assert constructing.drop_on_ruler(session) == 7
    assert session.selection.focus.keypoint == following
    place(session, "nose", 100.0, 50.0)
    session.selection.move(keypoint=-1)
    assert constructing.drop_on_ruler(session) == 7, "it is still the chain that was placed on last"


def test_the_hand_that_was_led_on_hears_which_end_is_missing(session: Session) -> None:
    place(session, "l5", 100.0, 1007.0)
    with pytest.raises(EditRefused, match="place C7 spinous process and L5 spinous process first"):
        constructing.drop_on_ruler(session)


def test_a_ruler_without_anything_placed_asks_for_a_chain(session: Session) -> None:
    session.selection.move(keypoint=-1)
    with pytest.raises(EditRefused, match="choose a keypoint of the spine"):
        constructing.drop_on_ruler(session)
