"""What people say of a clip."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.session.frames.clip_editing import (
    capture_unknown,
    describe_clip,
    likely_rate,
    rate_in,
    rates_offered,
    set_capture_rate,
)
from palpate.session.session import Session


def test_a_capture_rate_is_known_from_then_on_and_undone_in_one_step(two_bowlers: Session) -> None:
    (clip,) = two_bowlers.contents.clips
    assert capture_unknown(clip)
    set_capture_rate(two_bowlers, [clip.id], 240.0)
    (slow,) = two_bowlers.contents.clips
    assert (slow.capture_fps, slow.capture_known, slow.fps) == (240.0, True, 120.0)
    assert not capture_unknown(slow)
    two_bowlers.undo()
    assert two_bowlers.contents.clips == (clip,)


def test_a_rate_as_the_file_is_a_known_one(two_bowlers: Session) -> None:
    (clip,) = two_bowlers.contents.clips
    set_capture_rate(two_bowlers, [clip.id], None)
    assert two_bowlers.contents.clips == (replace(clip, capture_fps=120.0, capture_known=True),)


def test_another_rate_leaves_instances_and_poses_alone(two_bowlers: Session) -> None:
    before = two_bowlers.contents.instances
    walker = before[0].id
    layer = two_bowlers.contents.layers[0].id
    pose = two_bowlers.project.pose(layer, walker, 10)
    set_capture_rate(two_bowlers, [two_bowlers.contents.clips[0].id], 1000.0)
    assert two_bowlers.contents.instances == before
    after = two_bowlers.project.pose(layer, walker, 10)
    assert pose is not None
    assert after is not None
    assert (after.positions == pose.positions).all()


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_rate_is_refused(two_bowlers: Session, rate: float) -> None:
    with pytest.raises(EditRefused, match="above 0"):
        set_capture_rate(two_bowlers, [two_bowlers.contents.clips[0].id], rate)


def test_a_clip_is_described_in_one_edit(two_bowlers: Session) -> None:
    (clip,) = two_bowlers.contents.clips
    attributes = {"view": " side ", "subject": "", "weather": "rain"}
    describe_clip(two_bowlers, clip.id, name=" over 2 ", capture_fps=None, attributes=attributes)
    (described,) = two_bowlers.contents.clips
    assert described == replace(clip, name="over 2", attributes={"view": "side", "weather": "rain"})
    assert not described.capture_known
    two_bowlers.undo()
    assert two_bowlers.contents.clips == (clip,)


def test_saying_nothing_new_is_no_edit(two_bowlers: Session) -> None:
    (clip,) = two_bowlers.contents.clips
    undoable = two_bowlers.undoable()
    told = describe_clip(two_bowlers, clip.id, name=clip.name, capture_fps=None, attributes={"view": ""})
    assert told is None
    assert two_bowlers.undoable() == undoable


def test_a_clip_needs_a_name_and_an_attribute_too(two_bowlers: Session) -> None:
    (clip,) = two_bowlers.contents.clips
    with pytest.raises(EditRefused, match="needs a name"):
        describe_clip(two_bowlers, clip.id, name=" ", capture_fps=None, attributes={})
    with pytest.raises(EditRefused, match="attribute needs a name"):
        describe_clip(two_bowlers, clip.id, name="over", capture_fps=None, attributes={" ": "side"})


def test_rates_are_read_as_people_type_them() -> None:
    assert rate_in(" 119,88 ") == 119.88
    for text in ("", "fast", "0", "-5", "nan", "inf"):
        with pytest.raises(UsageError):
            rate_in(text)


def test_the_rates_offered_begin_with_the_file_and_rise() -> None:
    rates = rates_offered(29.97)
    assert rates[0] == 29.97
    assert list(rates) == sorted(rates)
    assert rates_offered(120.0)[:2] == (120.0, 200.0)
    assert (likely_rate(30.0), likely_rate(240.0)) == (120.0, 240.0)
