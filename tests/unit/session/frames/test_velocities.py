"""How fast the keypoints of an instance go."""

from __future__ import annotations

import numpy as np

from palpate.session.frames.scenes import keep_cuts
from palpate.session.session import Session


def test_the_hand_of_the_thrower_goes_forty_px_a_frame(thrower: Session) -> None:
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    found = live.velocities
    assert found[20, 2].tolist() == [40.0, 0.0]
    assert (found[:, 0] == 0.0).all()


def test_a_scene_that_begins_amid_the_throw_parts_it(thrower: Session) -> None:
    keep_cuts(thrower, thrower.contents.clip("c"), [15])
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    assert live.velocities[14:16, 2, 0].tolist() == [0.0, 40.0]


def test_a_window_has_the_velocities_of_the_whole(thrower: Session) -> None:
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    start, whole = live.resolved.start, live.velocities
    np.testing.assert_array_equal(live.velocities_in(14, 22), whole[14 - start : 22 - start])
    assert not len(live.velocities_in(-9, -4))
