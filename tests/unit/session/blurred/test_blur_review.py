"""What contradicts the visibility rule: listed, corrected in one step, or called visible all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.ruling import BLUR, Verdict
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.blurred.blur_review import (
    BlurPoint,
    blur_points,
    call_visible,
    next_blur,
    put_off,
    set_allowed,
)
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutLayer
from palpate.session.session import Session

HAND, HIP = 2, 3


def note_shutter(session: Session, text: str = "1/400") -> str:
    clip = session.contents.clip("c")
    session.do(PutClips("Note", (replace(clip, attributes={"shutter": text}),)))
    return session.contents.layers[0].id


def the_only(session: Session) -> BlurPoint:
    (point,) = blur_points(session, session.contents.layers[0].id, "c")
    return point


def tiers(session: Session, keypoint: int = HAND) -> list[int]:
    live = session.live(session.contents.layers[0].id, "ada")
    found: list[int] = live.resolved.visibility[:, keypoint].tolist()
    return found


def move_hand(session: Session, frame: int, to: tuple[float, float]) -> None:
    at = session.pose_at(session.contents.layers[0].id, "ada", frame)
    session.do(poses.place(at, HAND, np.array(to), Visibility.VISIBLE, "hand"))


def test_a_throw_is_one_entry_with_its_worst_frame(thrower: Session) -> None:
    note_shutter(thrower)
    point = the_only(thrower)
    assert (point.keypoint_name, point.first, point.last) == ("right_hand", 14, 25)
    assert 15 <= point.frame <= 24
    assert point.extent == pytest.approx(10.0)
    assert point.ratio == pytest.approx(10.0 / point.width)
    assert point.allowed is Visibility.ESTIMATED
    assert point.holds("ada", 20, HAND)
    assert not point.holds("ada", 26, HAND)


def test_without_a_shutter_the_list_is_empty(thrower: Session) -> None:
    assert blur_points(thrower, thrower.contents.layers[0].id) == []


def test_one_step_gives_the_whole_run_the_tier_that_is_allowed(thrower: Session) -> None:
    note_shutter(thrower)
    assert set_allowed(thrower, the_only(thrower)) == 12
    assert tiers(thrower) == [2] * 14 + [1] * 12 + [2] * 14
    assert blur_points(thrower, thrower.contents.layers[0].id) == []
    live = thrower.live(thrower.contents.layers[0].id, "ada")
    assert live.resolved.positions[20, HAND].tolist() == [340.0, 180.0]
    thrower.undo()
    assert tiers(thrower) == [2] * 40
    assert the_only(thrower).first == 14


def test_where_nothing_can_be_judged_by_it_becomes_absent(throw: Callable[..., Session]) -> None:
    session = throw(width=0.01)
    layer = note_shutter(session)
    for frame in [f for f in range(40) if f % 5]:
        at = session.pose_at(layer, "ada", frame)
        session.do(poses.clear(at, np.array([HAND]), "hand"))
    point = the_only(session)
    assert point.allowed is Visibility.ABSENT
    assert set_allowed(session, point) == len([f for f in point.frames if f % 5 == 0])
    assert tiers(session)[20] == Visibility.ABSENT
    assert np.isnan(session.live(layer, "ada").resolved.positions[20, HAND]).all()


def test_a_run_without_a_keyframe_is_pinned_where_it_is_worst(thrower: Session) -> None:
    layer = note_shutter(thrower)
    for frame in range(12, 28):
        at = thrower.pose_at(layer, "ada", frame)
        thrower.do(poses.clear(at, np.array([HAND]), "hand"))
    point = the_only(thrower)
    before = thrower.live(layer, "ada").resolved.positions[point.frame, HAND].copy()
    assert set_allowed(thrower, point) == 1
    live = thrower.live(layer, "ada")
    assert live.resolved.origin[point.frame, HAND] == Origin.HAND
    assert live.resolved.positions[point.frame, HAND].tolist() == before.tolist()
    assert tiers(thrower)[12:28] == [1] * 16
    assert blur_points(thrower, layer) == []


def test_what_is_visible_all_the_same_is_logged_and_stays_off_the_list(thrower: Session) -> None:
    layer = note_shutter(thrower)
    call_visible(thrower, the_only(thrower))
    assert blur_points(thrower, layer) == []
    (ruling,) = thrower.project.rulings(layer)
    assert (ruling.kind, ruling.verdict, ruling.keypoint) == (BLUR, Verdict.FINE, "right_hand")
    assert (ruling.frame, ruling.stop, ruling.author) == (14, 26, "ana")
    move_hand(thrower, 35, (545.0, 180.0))
    assert blur_points(thrower, layer) == []
    thrower.undo()
    thrower.undo()
    assert the_only(thrower).first == 14


def test_a_ruling_holds_until_the_point_changes(thrower: Session) -> None:
    layer = note_shutter(thrower)
    call_visible(thrower, the_only(thrower))
    move_hand(thrower, 20, (341.0, 181.0))
    assert the_only(thrower).first == 14
    thrower.undo()
    assert blur_points(thrower, layer) == []


def test_rulings_outlive_the_session(thrower: Session) -> None:
    layer, path = note_shutter(thrower), thrower.project.path
    call_visible(thrower, the_only(thrower))
    thrower.close()
    with Session.open(path) as session:
        assert blur_points(session, layer) == []


def test_what_is_put_off_stands_last(throw: Callable[..., Session]) -> None:
    session = throw(hip=[10.0 * max(0, min(frame - 5, 15 - frame)) for frame in range(40)])
    layer = note_shutter(session, "1/100")
    first = blur_points(session, layer)[0]
    put_off(session, first)
    listed = blur_points(session, layer)
    assert (listed[-1].keypoint, listed[-1].later) == (first.keypoint, True)
    assert [point.later for point in listed[:-1]] == [False] * (len(listed) - 1)
    assert len(listed) > 1


def test_going_on_follows_the_list_and_begins_anew_at_its_end(throw: Callable[..., Session]) -> None:
    session = throw(hip=[10.0 * max(0, min(frame - 5, 15 - frame)) for frame in range(40)])
    points = blur_points(session, note_shutter(session, "1/100"))
    assert next_blur(points, None) is points[0]
    assert next_blur(points, points[0]) is points[1]
    assert next_blur(points, points[-1]) is points[0]
    assert next_blur([], None) is None


def test_a_correction_that_comes_too_late_is_refused(thrower: Session) -> None:
    note_shutter(thrower)
    point = the_only(thrower)
    set_allowed(thrower, point)
    with pytest.raises(EditRefused, match="moved on"):
        set_allowed(thrower, point)


def test_gold_is_corrected_by_its_consultant_alone(thrower: Session) -> None:
    layer = note_shutter(thrower)
    gold = editions.new_layer("gold", LayerKind.GOLD, "con")
    thrower.do(PutLayer("Add", gold))
    point = replace(the_only(thrower), layer=gold.id)
    for say in (set_allowed, call_visible, put_off):
        with pytest.raises(EditRefused, match="gold"):
            say(thrower, point)
    assert thrower.project.rulings(layer) == []
