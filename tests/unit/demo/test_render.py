from dataclasses import replace

import numpy as np
import pytest

from palpate.demo.light import LIGHTS, Light
from palpate.demo.paint import dressed
from palpate.demo.render import Renderer
from palpate.demo.reveal import truth_of
from palpate.demo.scene import Actor, Scene, SceneSettings, build
from palpate.demo.solids import Solid

SMALL = SceneSettings(size=(640, 360), frames=1, start_s=1.08)


def marked(name: str, start_s: float, *, instance: int = 0) -> Scene:
    """The scene with a violet ball at one keypoint in place of that body, lit evenly from all sides."""
    scene = build(replace(SMALL, start_s=start_s))
    anatomy = scene.anatomy
    keypoint = anatomy.names.index(name)
    carrier = anatomy.carriers[keypoint]
    origin = anatomy.places[keypoint] - anatomy.pivots[carrier]
    marker = Solid("marker", carrier, "marker", origin, np.eye(3), 1e-6, 0.05, 0.05)
    outfit = scene.bowler.costume.outfit
    outfit = replace(outfit, colours={**outfit.colours, "marker": np.array([1.0, 0.0, 1.0])})
    light = Light(np.array([0.0, 1.0, 0.0]), np.zeros(3), np.ones(3), np.ones(3), 0.05, 1.0, np.ones(3))
    parts = ("bowler", "umpire")
    solids = (marker, scene.ball.solid)[: 2 - instance]
    dress = dressed(solids, anatomy.pivots, parents=anatomy.parents, outfit=outfit)
    actor = Actor(getattr(scene, parts[instance]).motion, (marker,), dress)
    return replace(scene, light=light, **{parts[instance]: actor})


def centroid(picture: np.ndarray) -> np.ndarray:
    linear = (picture.astype(float) / 255) ** 2.2
    violet = np.clip(np.minimum(linear[..., 0], linear[..., 2]) - 1.6 * linear[..., 1] - 0.05, 0, None)
    rows, columns = np.mgrid[: violet.shape[0], : violet.shape[1]] + 0.5
    return np.array([(violet * columns).sum(), (violet * rows).sum()]) / violet.sum()


@pytest.mark.parametrize(
    ("name", "instance", "start_s"),
    [
        ("left_wrist_mid", 0, 1.0),
        ("head_vertex", 0, 1.08),
        ("right_middle_mcp", 0, 1.2417),
        ("left_elbow", 1, 1.08),
    ],
)
def test_a_rendered_marker_lies_where_the_truth_says(name: str, instance: int, start_s: float):
    plain = build(replace(SMALL, start_s=start_s))
    position = truth_of(plain).positions[0, instance, plain.anatomy.names.index(name)]
    picture = Renderer(marked(name, start_s, instance=instance)).frame(0)
    np.testing.assert_allclose(centroid(picture), position, atol=0.3)


def test_a_frame_is_the_same_every_time():
    settings = replace(SMALL, size=(160, 90))
    first, again = (Renderer(build(settings)).frame(0) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert first.shape == (90, 160, 3)
    assert first.dtype == np.uint8


@pytest.mark.parametrize("lighting", LIGHTS)
def test_every_lighting_gives_a_picture_with_contrast(lighting: str):
    picture = Renderer(build(replace(SMALL, size=(160, 90), lighting=lighting))).frame(0)
    assert 40 < picture.mean() < 200
    assert picture.std() > 20


def test_a_fast_frame_is_averaged_from_more_instants_than_a_slow_one():
    slow, fast = replace(SMALL, start_s=0.0), replace(SMALL, start_s=1.2417, shutter_s=1 / 120)
    counts = [len(Renderer(build(settings)).instants(0)[0]) for settings in (slow, fast)]
    assert counts[0] == SMALL.samples[0] < counts[1]
