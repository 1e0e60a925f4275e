"""Where a keypoint is expected, and on what grounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.model.arrays import Floats
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.placing import gestures, shaping
from palpate.session.placing.expected import Because, expected
from palpate.session.session import Session

HEAD, LEFT_HAND, RIGHT_HAND, HIP, FOOT = range(5)


@pytest.fixture
def session(two_bowlers: Session) -> Session:
    """The story, with a newcomer on whom nothing is placed, in frame 5."""
    contents = two_bowlers.contents
    two_bowlers.selection.move(clip=contents.clips[0].id, layer=contents.layers[0].id, frame=5)
    gestures.add_instance(two_bowlers, "stick_figure", "newcomer")
    return two_bowlers


def put(session: Session, keypoint: int, x: float, y: float, frame: int = 5) -> None:
    session.selection.move(keypoint=keypoint, frame=frame)
    gestures.place(session, np.array([x, y]), Visibility.VISIBLE)


def asked(session: Session, keypoint: int, frame: int = 5) -> tuple[list[float], Because]:
    session.selection.move(keypoint=keypoint, frame=frame)
    found = expected(session)
    assert found is not None
    position: Floats = found.position
    return position.round(6).tolist(), found.because


def test_what_is_placed_or_filled_in_is_where_it_stands(session: Session) -> None:
    session.selection.move(instance=session.contents.instances[0].id)
    assert asked(session, HIP, frame=10) == ([140.0, 140.0], Because.PLACED)
    assert asked(session, HIP, frame=15) == ([145.0, 145.0], Because.BETWEEN)


def test_after_the_last_keyframe_it_is_where_it_was(session: Session) -> None:
    session.selection.move(instance=session.contents.instances[0].id)
    assert asked(session, HIP, frame=95) == ([220.0, 220.0], Because.PREVIOUS)


def test_it_moves_as_its_neighbours_have_moved(session: Session) -> None:
    put(session, HIP, 100, 100, frame=5)
    put(session, FOOT, 100, 200, frame=5)
    put(session, LEFT_HAND, 50, 50, frame=5)
    put(session, HIP, 130, 110, frame=8)
    put(session, LEFT_HAND, 0, 0, frame=8)
    assert asked(session, FOOT, frame=8) == ([130.0, 210.0], Because.PREVIOUS)


def test_without_a_neighbour_it_moves_as_the_others_have(session: Session) -> None:
    put(session, FOOT, 100, 200, frame=5)
    put(session, LEFT_HAND, 50, 50, frame=5)
    put(session, LEFT_HAND, 55, 45, frame=8)
    assert asked(session, FOOT, frame=8) == ([105.0, 195.0], Because.PREVIOUS)


def test_what_was_never_placed_is_opposite_its_other_side(session: Session) -> None:
    put(session, HEAD, 100, 50)
    put(session, HIP, 100, 150)
    put(session, LEFT_HAND, 130, 90)
    assert asked(session, RIGHT_HAND) == ([70.0, 90.0], Because.MIRROR)


def test_the_template_is_laid_over_what_is_placed(session: Session) -> None:
    put(session, HEAD, 300, 100)
    put(session, HIP, 300, 200)
    (x, y), because = asked(session, FOOT)
    assert because is Because.TEMPLATE
    assert x == pytest.approx(300.0)
    assert y > 200.0


def test_a_drawn_box_and_another_keyframe_tell_where_the_template_lies(session: Session) -> None:
    shaping.draw_box(session, (400.0, 200.0), (500.0, 600.0))
    (x, y), because = asked(session, HEAD)
    assert because is Because.TEMPLATE
    assert 400 <= x <= 500
    assert 200 <= y <= 600
    put(session, HEAD, 900, 100, frame=20)
    put(session, HIP, 900, 300, frame=20)
    assert asked(session, FOOT, frame=8)[1] is Because.TEMPLATE


def test_where_nothing_of_an_instance_is_known_nothing_is_expected(session: Session) -> None:
    session.selection.move(keypoint=HEAD)
    assert expected(session) is None


def test_without_a_keypoint_nothing_is_expected(session: Session) -> None:
    session.selection.move(keypoint=-1)
    assert expected(session) is None


def test_the_other_side_is_expected_as_it_is_seen_where_pixels_are_not_square(session: Session) -> None:
    clip = session.contents.clips[0]
    session.do(PutClips("Two wide", (replace(clip, sample_aspect=(2, 1)),)))
    put(session, HEAD, 0, 0)
    put(session, HIP, 50, 100)
    put(session, LEFT_HAND, 50, 0)
    assert asked(session, RIGHT_HAND) == ([0.0, 100.0], Because.MIRROR)
