"""Two clips of one event: frames matched by capture time, people and keypoints by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.sync import Sync
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.events import MarkEvent
from palpate.session.frames import second_view
from palpate.session.frames.second_view import Match, match, nearest
from palpate.session.session import Session


def film(name: str, fps: float, capture_fps: float = 0.0, n_frames: int = 100, **attributes: str) -> Clip:
    return Clip(
        name,
        name,
        ClipKind.VIDEO,
        n_frames=n_frames,
        fps=fps,
        capture_fps=capture_fps or fps,
        attributes=attributes,
    )


def photos(name: str, capture_fps: float = 0.0) -> Clip:
    return Clip(name, name, ClipKind.IMAGES, n_frames=100, capture_fps=capture_fps)


@pytest.fixture
def beside(two_bowlers: Session) -> Callable[[Clip], Sync]:
    """Add a clip whose frame 20 is the moment of frame 40 of the first."""

    def add(clip: Clip) -> Sync:
        two_bowlers.do(PutClips(f"Add {clip.name}", (clip,)))
        second_view.synchronise(two_bowlers, Sync("clip-1", clip.id, 40, 20))
        found = second_view.sync_between(two_bowlers, "clip-1", clip.id)
        assert found is not None
        return found

    return add


# ---- which frame ---------------------------------------------------------------------------------------


def test_a_clip_of_half_the_rate_shows_every_frame_for_two(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("side", 60.0))
    shown = [match(two_bowlers, sync, frame).frame for frame in (40, 42, 44, 60)]
    assert shown == [20, 21, 22, 30]


def test_the_distance_to_the_nearest_frame_is_told_with_its_sign(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("side", 50.0))
    found = match(two_bowlers, sync, 43)  # 25 ms after the moment in common: 1.25 frames of 20 ms
    assert found.frame == 21
    assert found.residual_s == pytest.approx(-0.005)
    assert match(two_bowlers, sync, 40).residual_s == pytest.approx(0.0)


def test_slow_motion_is_matched_by_when_it_was_captured_not_by_when_it_plays(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("phone", 30.0, 240.0, n_frames=400))
    assert match(two_bowlers, sync, 46).frame == 32


def test_a_moment_that_the_other_clip_does_not_reach_is_said_to_be_so(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("side", 240.0, n_frames=30))
    before, after = match(two_bowlers, sync, 10), match(two_bowlers, sync, 60)
    assert (before.frame, after.frame) == (None, None)
    assert before.beyond_s == pytest.approx(20 / 240 - 30 / 120)
    assert after.beyond_s == pytest.approx(20 / 120 - 9 / 240)


def test_a_rate_that_is_learnt_later_moves_what_is_matched_and_not_what_was_said(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("side", 30.0, n_frames=400))
    assert match(two_bowlers, sync, 52).frame == 23
    side = two_bowlers.contents.clip("side")
    two_bowlers.do(PutClips("Set the rate", (replace(side, capture_fps=240.0),)))
    assert match(two_bowlers, sync, 40).frame == 20
    assert match(two_bowlers, sync, 52).frame == 44


def test_image_sets_without_any_rate_go_frame_for_frame(two_bowlers: Session) -> None:
    two_bowlers.do(PutClips("Add photos", (photos("left"), photos("right"))))
    sync = Sync("left", "right", 5, 8)
    assert match(two_bowlers, sync, 10) == Match(13)
    assert match(two_bowlers, sync, 99).frame is None


def test_image_sets_without_any_rate_are_frames_away_not_seconds(two_bowlers: Session) -> None:
    two_bowlers.do(PutClips("Add", (photos("left"), replace(photos("right"), n_frames=10))))
    sync = Sync("left", "right", 5, 2)
    assert match(two_bowlers, sync, 0) == Match(beyond_frames=-3)
    assert match(two_bowlers, sync, 14) == Match(beyond_frames=2)
    assert match(two_bowlers, sync, 12).frame == 9


def test_images_of_a_known_camera_are_matched_by_time(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    assert match(two_bowlers, beside(photos("stills", 60.0)), 44).frame == 22


def test_a_clip_whose_times_nobody_knows_is_named(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    assert match(two_bowlers, beside(photos("stills")), 44) == Match(unknown="stills")
    varying = replace(film("varying", 60.0), vfr=True)
    assert match(two_bowlers, beside(varying), 44).unknown == "varying"


@given(
    st.lists(st.floats(0.001, 1.0), min_size=1, max_size=40),
    st.floats(-2.0, 45.0),
)
def test_no_frame_is_nearer_than_the_nearest(steps: list[float], wanted: float) -> None:
    times = [sum(steps[:n]) for n in range(len(steps) + 1)]
    found = nearest(lambda frame: times[frame], len(times), wanted)
    least = min(abs(time - wanted) for time in times)
    if found.frame is None:
        assert wanted < times[0] or wanted > times[-1]
        assert abs(found.beyond_s) == pytest.approx(least)
    else:
        assert abs(times[found.frame] - wanted) == pytest.approx(least)
        assert found.residual_s == pytest.approx(times[found.frame] - wanted)


# ---- what belongs together -----------------------------------------------------------------------------


def test_a_pair_of_clips_is_one_pair_from_either_side(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    beside(film("a side", 60.0))
    seen = second_view.sync_between(two_bowlers, "a side", "clip-1")
    assert seen == Sync("a side", "clip-1", 20, 40)
    second_view.synchronise(two_bowlers, Sync("a side", "clip-1", 3, 7))
    assert [found.ordered for found in two_bowlers.contents.syncs] == [Sync("a side", "clip-1", 3, 7)]


def test_synchronising_is_an_edit_with_a_name_that_is_undone_and_kept(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    beside(film("side", 60.0))
    entry = two_bowlers.undoable()
    assert entry is not None
    assert entry.title == "Synchronise over 1 with side"
    path = two_bowlers.project.path
    two_bowlers.close()
    with Session.open(path) as again:
        found = second_view.sync_between(again, "clip-1", "side")
        assert (found, found.author if found else "") == (Sync("clip-1", "side", 40, 20), "ana")
        again.undo()
        assert second_view.sync_between(again, "clip-1", "side") is None


def test_saying_the_same_again_leaves_who_said_it_and_when(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    sync = beside(film("side", 60.0))
    second_view.synchronise(two_bowlers, sync)
    standing = second_view.sync_between(two_bowlers, "clip-1", "side")
    assert standing is not None
    assert standing.time == sync.time


def test_a_clip_is_not_synchronised_with_itself_nor_with_one_that_is_gone(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    with pytest.raises(EditRefused, match="itself"):
        second_view.synchronise(two_bowlers, Sync("clip-1", "clip-1", 1, 2))
    sync = beside(film("side", 60.0))
    second_view.let_go(two_bowlers, sync)
    with pytest.raises(EditRefused, match="not synchronised any more"):
        second_view.let_go(two_bowlers, sync)


def test_what_is_synchronised_with_a_clip_that_is_gone_is_not_offered(
    two_bowlers: Session, beside: Callable[[Clip], Sync]
) -> None:
    beside(film("side", 60.0))
    two_bowlers.undo()
    two_bowlers.undo()
    assert second_view.usual_partner(two_bowlers, "clip-1") == ""
    two_bowlers.redo()
    two_bowlers.redo()
    assert second_view.usual_partner(two_bowlers, "clip-1") == "side"


def test_an_event_marked_in_both_clips_offers_its_moment(two_bowlers: Session) -> None:
    two_bowlers.do(PutClips("Add side", (film("side", 60.0),)))
    for clip, frame, name in (
        ("clip-1", 60, "release"),
        ("side", 33, "release"),
        ("clip-1", 20, "contact"),
        ("clip-1", 50, "contact"),
        ("side", 12, "contact"),
        ("side", 90, "bounce"),
    ):
        two_bowlers.do(MarkEvent(Event(clip, frame, name)))
    assert sorted(second_view.shared_events(two_bowlers, "clip-1", "side"), key=lambda s: s.frame) == [
        Sync("clip-1", "side", 20, 12, "contact"),
        Sync("clip-1", "side", 60, 33, "release"),
    ]


def test_the_usual_partner_is_the_same_subject_from_elsewhere(two_bowlers: Session) -> None:
    own = replace(two_bowlers.contents.clip("clip-1"), attributes={"subject": "B1", "view": "side"})
    others = (
        film("other bowler", 60.0, subject="B2", view="front"),
        film("same side", 60.0, subject="B1", view="side"),
        film("front", 60.0, subject="B1", view="front"),
    )
    two_bowlers.do(PutClips("Add", (own, *others)))
    assert second_view.usual_partner(two_bowlers, "clip-1") == "front"


# ---- who is who ----------------------------------------------------------------------------------------


def test_an_instance_is_found_by_name_then_by_number(two_bowlers: Session) -> None:
    two_bowlers.do(PutClips("Add side", (film("side", 60.0),)))
    assert second_view.counterpart(two_bowlers, two_bowlers.contents.instances[0].id, "side") == ""
    for name in ("umpire", "walker"):
        made = editions.new_instance(two_bowlers.contents, "side", "stick_figure", name)
        two_bowlers.do(PutInstance(f"Add {name}", made))
    there = {found.name: found.id for found in two_bowlers.contents.instances_of("side")}
    walker, stander = two_bowlers.contents.instances_of("clip-1")
    assert second_view.counterpart(two_bowlers, walker.id, "side") == there["walker"]
    assert second_view.counterpart(two_bowlers, stander.id, "side") == there["walker"]  # number 2 as well
    assert second_view.counterpart(two_bowlers, "", "side") == there["umpire"]


def test_a_keypoint_is_found_by_name_in_another_skeleton(stick_figure: Skeleton) -> None:
    other = Skeleton(
        name="pair", title="Pair", keypoints=(Keypoint("foot", "Foot"), Keypoint("head", "Head"))
    )
    names = [point.name for point in stick_figure.keypoints]
    assert second_view.same_keypoint(stick_figure, names.index("head"), other) == 1
    assert second_view.same_keypoint(stick_figure, names.index("hip"), other) == -1
    assert second_view.same_keypoint(stick_figure, -1, other) == -1
