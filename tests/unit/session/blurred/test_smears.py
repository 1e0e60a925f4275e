"""Measured smear, kept with the project until a keypoint stands elsewhere."""

from __future__ import annotations

import numpy as np

from palpate.assist.blur import Smear
from palpate.session.blurred.smears import MOVED_PX, Measured, records_of
from palpate.session.edits import poses
from palpate.session.session import Session

HAND = 2


def over(session: Session) -> Measured:
    live = session.live(session.contents.layers[0].id, "ada")
    return session.smears.over(session.contents.layers[0].id, "ada", live.skeleton, live.resolved)


def measure(session: Session, *frames: int, extent: float = 9.0) -> None:
    live = session.live(session.contents.layers[0].id, "ada")
    n, rows = len(frames), list(frames)
    smear = Smear(np.full(n, extent), np.tile((0.6, 0.8), (n, 1)), np.full(n, 0.5), np.full(n, 70.0))
    records = records_of(np.array(rows), live.resolved.positions[rows, HAND], smear)
    session.smears.add(session.contents.layers[0].id, "ada", {"right_hand": records})


def test_what_is_measured_is_there_after_reopening(thrower: Session) -> None:
    measure(thrower, 3, 20)
    path = thrower.project.path
    thrower.close()
    with Session.open(path) as session:
        found = over(session)
        assert np.argwhere(found.known).tolist() == [[3, HAND], [20, HAND]]
        assert found.smear.extent[20, HAND] == 9.0
        assert np.allclose(found.smear.direction[20, HAND], (0.6, 0.8), atol=1e-3)
        assert np.isnan(found.smear.extent[21, HAND])


def test_a_point_that_moves_is_to_be_measured_again_and_no_other(thrower: Session) -> None:
    measure(thrower, 3, 20)
    at = thrower.pose_at(thrower.contents.layers[0].id, "ada", 20)
    for by, known in ((0.9 * MOVED_PX, True), (1.1 * MOVED_PX, False)):
        thrower.do(
            poses.move(at, np.array([HAND]), np.array([[340.0 + by, 180.0]]), np.array([2]), title="Move")
        )
        assert over(thrower).known[[3, 20], HAND].tolist() == [True, known]
    thrower.undo()
    thrower.undo()
    assert over(thrower).known[20, HAND]


def test_a_later_measurement_takes_the_place_of_an_earlier(thrower: Session) -> None:
    measure(thrower, 3, 20)
    measure(thrower, 20, 21, extent=5.0)
    assert over(thrower).smear.extent[[3, 20, 21], HAND].tolist() == [9.0, 5.0, 5.0]


def test_what_is_damaged_or_of_no_keypoint_any_more_is_left_out(thrower: Session) -> None:
    layer = thrower.contents.layers[0].id
    measure(thrower, 3)
    whole = thrower.project.smears(layer, "ada")["right_hand"]
    thrower.project.keep_smears(layer, "ada", {"head": b"torn", "third_hand": whole})
    path = thrower.project.path
    thrower.close()
    with Session.open(path) as session:
        assert np.argwhere(over(session).known).tolist() == [[3, HAND]]
