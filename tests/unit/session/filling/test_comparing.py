"""Methods side by side: each way meets the keyframes, and nothing is chosen by looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.filling.comparing import CURVES, farthest, spread, ways, window_around
from palpate.session.filling.method_choice import fill_span_by
from palpate.session.placing import gestures
from palpate.session.session import Session

NOSE, EYE = 0, 1
KEYFRAMES = (0, 10, 20, 30, 40)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A nose that falls: x by steady steps, y by squares, keyframes every 10 frames; the work is at 15."""
    with Session.create(tmp_path / "p.palpate", ["coco_17"], "ana") as made:
        made.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=200, size=(640, 480)),)))
        made.selection.move(clip="c", layer=made.contents.layers[0].id)
        gestures.add_instance(made, "coco_17", "batter")
        focus = made.selection.focus
        for frame in KEYFRAMES:
            for keypoint in (NOSE, EYE):
                at = made.pose_at(focus.layer, focus.instance, frame)
                position = np.array([100.0 + frame, frame * frame / 10.0 + keypoint])
                made.do(poses.place(at, keypoint, position, Visibility.VISIBLE, "Place"))
        made.selection.move(frame=15, keypoint=NOSE)
        yield made


def place(session: Session) -> tuple[str, str]:
    return session.selection.focus.layer, session.selection.focus.instance


def test_every_way_meets_the_keyframes_and_differs_between_them(session: Session) -> None:
    found = ways(session, *place(session), NOSE, (0, 41))
    assert tuple(way.method for way in found) == CURVES  # nobody has asked the picture
    for way in found:
        for frame in KEYFRAMES:
            assert way.at(frame) == pytest.approx([100.0 + frame, frame * frame / 10.0])
    linear = found[0].at(15)
    assert linear == pytest.approx([115.0, 25.0])
    assert len({tuple(np.round(at, 6)) for way in found if (at := way.at(15)) is not None}) == 3


def test_the_way_in_use_is_the_one_that_is_resolved(session: Session) -> None:
    gestures.fill_by(session, Method.PCHIP)
    pchip = next(way for way in ways(session, *place(session), NOSE, (0, 41)) if way.method is Method.PCHIP)
    assert pchip.positions == pytest.approx(session.live(*place(session)).resolved.positions[:, NOSE])


def test_the_greatest_difference_is_told_with_its_two_methods(session: Session) -> None:
    found = ways(session, *place(session), NOSE, (0, 41))
    apart = farthest(found, 15)
    assert apart is not None
    by_hand = {
        frozenset((a.method, b.method)): float(np.hypot(*(np.array(a.at(15)) - np.array(b.at(15)))))
        for a in found
        for b in found
        if a is not b
    }
    assert apart.px == max(by_hand.values())
    assert by_hand[frozenset((apart.first, apart.second))] == apart.px
    at_keyframe = farthest(found, 20)
    assert at_keyframe is not None
    assert at_keyframe.px == pytest.approx(0.0)
    assert farthest(found, 90) is None


def test_around_a_frame_are_its_span_and_one_to_either_side(session: Session) -> None:
    live = session.live(*place(session))
    assert window_around(live, NOSE, 15) == (0, 31)
    assert window_around(live, NOSE, 5) == (0, 21)
    assert window_around(live, 9, 15) is None


def test_ways_are_drawn_through_what_is_left_empty_on_purpose(session: Session) -> None:
    gestures.fill_by(session, Method.NONE, (11, 12))
    assert ways(session, *place(session), NOSE, (0, 41))[0].at(15) is not None


def test_nobody_knows_how_sure_a_curve_is(session: Session) -> None:
    start, sd = spread(session.live(*place(session)), NOSE)
    assert start == 0
    assert np.isnan(sd).all()


def test_the_span_in_hand_alone_gets_another_method(session: Session) -> None:
    gestures.fill_by(session, Method.PCHIP)
    before = session.live(*place(session)).resolved.positions.copy()
    fill_span_by(session, Method.LINEAR)
    after = session.live(*place(session)).resolved.positions
    changed = np.argwhere(np.abs(after - before).max(axis=2) > 1e-9)
    assert set(changed[:, 1].tolist()) == {NOSE}
    assert changed[:, 0].min() >= 11
    assert changed[:, 0].max() <= 19
    assert after[15, NOSE] == pytest.approx([115.0, 25.0])


def test_a_keypoint_without_a_span_here_is_refused_by_name(session: Session) -> None:
    session.selection.move(frame=90)
    with pytest.raises(EditRefused, match="Nose has no two keyframes around this frame"):
        fill_span_by(session, Method.LINEAR)
