"""Whether a point looks as it does at its keyframes."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.glimpses import glimpse
from palpate.assist.likeness import Knots, likeness_of
from palpate.base.errors import Cancelled, MediaError

from .conftest import Texture

FRAMES = 9
PARENTS = np.array([-1, 0, 0])
POINTS = np.array([[120.0, 100.0], [150.0, 110.0], [100.0, 130.0]])


def nothing(_done):
    pass


def look(texture, positions, *, grey=None, tick=nothing, keyframes=(0, FRAMES - 1)):
    here = np.zeros(positions.shape[:2], bool)
    here[list(keyframes)] = True
    glimpses = glimpse(grey or texture.grey, range(FRAMES), positions, margin_px=48, tick=nothing)
    return likeness_of(glimpses, positions, here, parents=PARENTS, tick=tick)


def along(texture):
    return np.stack([texture.where(POINTS, frame) for frame in range(FRAMES)])


@pytest.mark.parametrize("angle", [0.0, 0.1])
def test_a_point_that_is_followed_looks_alike_even_where_the_picture_turns(angle):
    texture = Texture(velocity=(1.0, 0.5), angle=angle)
    assert look(texture, along(texture)).min() > 0.95


def test_a_point_that_slipped_looks_unlike_itself():
    texture = Texture(velocity=(1.0, 0.5))
    slipped = along(texture)
    slipped[3:6, 1] += (9.0, -7.0)
    likeness = look(texture, slipped)
    assert likeness[3:6, 1].max() < 0.6
    assert likeness[:, 2].min() > 0.9
    np.testing.assert_array_equal(likeness[[0, -1]], 1.0)


def test_the_keyframe_that_looks_more_alike_counts():
    texture = Texture(jumps=(6,))
    likeness = look(texture, np.stack([POINTS] * FRAMES))
    assert likeness[1:6].min() > 0.99
    assert likeness[6:8].min() > 0.99


def test_without_a_picture_or_a_place_nothing_can_be_compared():
    texture = Texture()
    places = np.stack([POINTS] * FRAMES)
    places[5, 2] = np.nan

    def grey(frame):
        if frame == 4:
            raise MediaError("broken")
        return texture.grey(frame)

    likeness = look(texture, places, grey=grey)
    assert np.isnan(likeness[4]).all()
    assert np.isnan(likeness[5, 2])
    assert np.isfinite(likeness).sum() == 3 * FRAMES - 4


def test_a_flat_patch_is_like_nothing():
    places = np.stack([POINTS] * FRAMES)
    likeness = look(Texture(), places, grey=lambda _frame: np.full((200, 240), 90, np.uint8))
    np.testing.assert_array_equal(likeness[1:-1], 0.0)


def test_comparing_can_be_stopped():
    def stop(done):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        look(Texture(), np.stack([POINTS] * FRAMES), tick=stop)


def test_the_keyframes_beside_a_frame_are_the_nearest_ones():
    here = np.array([[False], [True], [False], [False], [True], [False]])
    knots = Knots.of(here)
    np.testing.assert_array_equal(knots.left[:, 0], (-1, 1, 1, 1, 4, 4))
    np.testing.assert_array_equal(knots.right[:, 0], (1, 1, 4, 4, 4, 6))
