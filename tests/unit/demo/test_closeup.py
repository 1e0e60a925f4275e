from dataclasses import replace

import numpy as np
import pytest

from palpate.demo.closeup import Closeups, Shot, aimed, turned_to
from palpate.demo.light import LIGHTS
from palpate.demo.paint import dressed, followed
from palpate.demo.scene import Actor, SceneSettings, build
from palpate.demo.solids import Solid

MOMENT_S = 1.08
WRIST = "left_wrist_mid"
AHEAD = np.array([0.3, 0.2, 1.0])


@pytest.fixture(scope="module")
def closeups() -> Closeups:
    return Closeups(build(SceneSettings()))


def marked(name: str, radius_m: float = 0.02) -> Closeups:
    """The bowler as a violet ball at one keypoint."""
    scene = build(SceneSettings())
    anatomy = scene.anatomy
    keypoint = anatomy.names.index(name)
    carrier = anatomy.carriers[keypoint]
    origin = anatomy.places[keypoint] - anatomy.pivots[carrier]
    marker = Solid("marker", carrier, "marker", origin, np.eye(3), 1e-6, radius_m, radius_m)
    outfit = scene.bowler.costume.outfit
    outfit = replace(outfit, colours={**outfit.colours, "marker": np.array([1.0, 0.0, 1.0])})
    solids = (marker, scene.ball.solid)
    dress = dressed(solids, anatomy.pivots, parents=anatomy.parents, outfit=outfit)
    return Closeups(replace(scene, bowler=Actor(scene.bowler.motion, (marker,), dress)))


def where_shown(name: str, shot: Shot) -> np.ndarray:
    """The pixels' centres ``(N, 2)`` where the ball makes a difference."""
    with_ball, without = (marked(name, radius).taken(shot).astype(float) for radius in (0.02, 1e-5))
    rows, columns = np.nonzero(np.abs(with_ball - without).sum(axis=-1) > 12)
    return np.stack([columns, rows], axis=1) + 0.5


def shot_of(closeups: Closeups, name: str, *, shutter_s: float = 0.0, off: float = 0.0) -> Shot:
    index = closeups.scene.anatomy.names.index(name)
    place = closeups.places(np.array([MOMENT_S]))[0, index]
    view = aimed(place + off * np.array([1.0, 0.0, 0.0]), AHEAD, span_m=0.3, size=120)
    return Shot(MOMENT_S, shutter_s, view, "diffuse")


@pytest.mark.parametrize("shutter_s", [0.0, 1 / 250])
def test_a_keypoint_lies_where_it_is_at_mid_exposure(closeups: Closeups, shutter_s: float) -> None:
    shot = shot_of(closeups, WRIST, shutter_s=shutter_s, off=0.04)
    way = closeups.path(shot, closeups.scene.anatomy.names.index(WRIST))
    np.testing.assert_allclose(where_shown(WRIST, shot).mean(axis=0), way[len(way) // 2], atol=0.6)


def test_a_long_shutter_smears_over_the_way_that_is_told(closeups: Closeups) -> None:
    index = closeups.scene.anatomy.names.index(WRIST)
    frozen, long = (shot_of(closeups, WRIST, shutter_s=seconds) for seconds in (0.0, 1 / 125))
    way = closeups.path(long, index)
    chord = (way[-1] - way[0]) / np.linalg.norm(way[-1] - way[0])
    short_px, long_px = (np.ptp(where_shown(WRIST, shot) @ chord) for shot in (frozen, long))
    assert closeups.blur_px(frozen, index) == 0.0
    assert long_px - short_px == pytest.approx(closeups.blur_px(long, index), abs=3.0)


def test_the_same_still_is_the_same_picture(closeups: Closeups) -> None:
    shot = shot_of(closeups, "t6", shutter_s=1 / 250)
    np.testing.assert_array_equal(closeups.taken(shot), closeups.taken(shot))


def test_a_camera_sees_what_it_is_aimed_at_in_the_middle_and_at_the_asked_scale() -> None:
    target = np.array([1.0, 1.2, 0.5])
    view = aimed(target, AHEAD, span_m=0.4, size=200)
    np.testing.assert_allclose(view.projected(target), [100, 100], atol=1e-9)
    beside = view.projected(target + 0.1 * view.turn[0])
    np.testing.assert_allclose(beside, [150, 100], atol=1e-6)


def test_a_camera_that_would_sink_into_the_ground_is_lifted() -> None:
    assert aimed(np.array([0.0, 0.1, 0.0]), np.array([0.0, -0.5, 1.0]), span_m=0.3, size=60).place[1] > 0


def test_the_light_stands_to_every_camera_alike() -> None:
    light = LIGHTS["backlit"]
    for toward in ([0.0, 0.0, 1.0], [1.0, 0.0, 0.3], [-1.0, 0.0, 0.0]):
        view = aimed(np.array([0.0, 1.0, 0.0]), np.array(toward), span_m=0.3, size=60)
        turned = turned_to(light, view).toward
        film = [np.sin(np.radians(31)), 0.0, np.cos(np.radians(31))]
        assert turned @ view.turn[2] == pytest.approx(light.toward @ film, abs=1e-9)
        assert turned[1] == pytest.approx(light.toward[1])


def test_light_from_the_other_side_is_mirrored_and_keeps_its_height(closeups: Closeups) -> None:
    shot = replace(shot_of(closeups, "nose"), lighting="hard_side_light")
    other = replace(shot, from_right=True)
    side = shot.view.turn[0]
    assert other.light.toward @ side == pytest.approx(-(shot.light.toward @ side))
    assert other.light.toward[1] == pytest.approx(shot.light.toward[1])


def test_a_back_turned_to_the_sun_is_lit_from_one_side_and_dark_against_it(closeups: Closeups) -> None:
    index = closeups.scene.anatomy.names.index("t6")
    moment_s = 0.5
    place = closeups.places(np.array([moment_s]))[0, index]
    view = aimed(place, np.array([-1.0, 0.15, 0.0]), span_m=0.3, size=60)
    hard = Shot(moment_s, 0.0, view, "hard_side_light")
    assert max(closeups.lit(hard, place), closeups.lit(replace(hard, from_right=True), place)) > 0.2
    assert closeups.lit(Shot(moment_s, 0.0, view, "backlit"), place) == 0.0


def test_a_bump_of_the_back_is_taken_along_by_the_segment_that_carries_it(closeups: Closeups) -> None:
    scene, moment = closeups.scene, np.array([1.18])
    anatomy, posture = scene.anatomy, closeups.posture(moment)
    body, costume = closeups.body(posture, 0, 1.18), closeups.costume
    t6 = anatomy.names.index("t6")
    bump = next(
        one
        for one in costume.details
        if one.carriers and np.allclose(one.line, anatomy.places[t6], atol=1e-9)
    )
    for index in (n for n, solid in enumerate(costume.solids) if solid.cloth == "back"):
        solid = costume.solids[index]
        turn = body.shapes[index] @ np.linalg.inv(solid.shape)
        there = followed(bump, index, body, costume).line[0]
        world = turn @ (there - costume.pivots[index] - solid.origin) + body.centres[index]
        np.testing.assert_allclose(world, posture.keypoints(anatomy)[0, t6], atol=1e-9)
