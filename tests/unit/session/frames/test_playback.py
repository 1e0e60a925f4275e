"""Playing as a plan, on a clock that stands in the test."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.clip import Clip, ClipKind
from palpate.session.frames.playback import (
    PATIENCE_S,
    SPEEDS,
    Course,
    Pace,
    Playback,
    course_of,
    default_speed,
    faster,
)
from palpate.session.frames.rhythm import Rhythm
from palpate.session.selection import Focus

FAST = Clip("c", "net", ClipKind.VIDEO, n_frames=300, fps=30.0, capture_fps=120.0)


def unknown(_frame: int) -> None:
    return None


class Run:
    """A machine and what it showed when; it needs so many seconds per step, per frame of it, and after it."""

    def __init__(
        self, playback: Playback, *, step: float = 0.0, frame: float = 0.0, after: float = 0.0
    ) -> None:
        self.playback = playback
        self.costs = (step, frame)
        self.after = after
        self.now = 0.0
        self.shown: list[tuple[float, int]] = []
        self.paces: list[Pace] = []

    @property
    def frames(self) -> list[int]:
        """What it showed."""
        return [frame for _, frame in self.shown]

    def until(self, end: float) -> Run:
        """Play on up to a moment, or to the end."""
        while self.now < end and not self.playback.ended:
            before = self.playback.frame
            frame = self.playback.next(self.now)
            if frame is not None:
                self.now += self.costs[0] + self.costs[1] * abs(frame - before)
                self.shown.append((self.now, frame))
                self.playback.painted(self.now)
                self.now += self.after
            else:
                self.now += max(self.playback.rest(self.now), 0.0005)
            pace = self.playback.pace(self.now)
            self.paces += [pace] if pace is not None else []
        return self


def played(course: Course, *, at: int = 0, step: float = 0.0, frame: float = 0.0, after: float = 0.0) -> Run:
    return Run(Playback(course, unknown, frame=at, now=0.0), step=step, frame=frame, after=after)


@pytest.mark.parametrize("speed", [speed for speed in SPEEDS if speed <= 1.0])
@pytest.mark.parametrize("cost", [0.0, 0.003, 0.05])
def test_up_to_real_time_no_frame_is_ever_left_out(speed: float, cost: float) -> None:
    run = played(Course(0, 60, 120.0, speed), step=cost).until(600.0)
    assert run.frames == list(range(1, 61))


def test_a_frame_lasts_as_long_as_its_speed_says() -> None:
    run = played(Course(0, 240, 120.0, 0.25)).until(8.0)
    assert run.shown[-1] == (pytest.approx(239 / 30.0, abs=0.01), 240)


def test_a_slow_machine_plays_slower_and_says_so() -> None:
    run = played(Course(0, 1000, 120.0, 1.0), step=0.025).until(3.0)
    assert run.frames == list(range(1, len(run.frames) + 1))
    told = run.paces[-1]
    assert told.wanted == 120.0
    assert told.covered == pytest.approx(40.0, rel=0.05)
    assert told.stride == 1
    assert not told.held


@given(st.sampled_from([2.0, 4.0, 8.0]), st.sampled_from([24.0, 30.0, 120.0]), st.floats(0.0, 0.03))
def test_above_real_time_the_speed_is_held_in_even_steps(speed: float, rate: float, cost: float) -> None:
    run = played(Course(0, 9999, rate, speed), step=cost).until(4.0)
    assert all(pace.held for pace in run.paces[1:])
    settled = [b - a for (t, a), (_, b) in zip(run.shown, run.shown[1:], strict=False) if t > 2.0]
    assert len(set(settled)) == 1
    assert run.paces[-1].stride == settled[0]


def test_what_the_window_does_after_a_picture_counts_too() -> None:
    run = played(Course(0, 99_999, 120.0, 8.0), step=0.002, after=0.04).until(6.0)
    assert run.paces[-1].held
    assert run.paces[-1].stride > 960 / 60


def test_a_stumble_is_not_followed_by_a_rush() -> None:
    run = played(Course(0, 1000, 100.0, 1.0)).until(1.0)
    run.now += 5.0
    began, n = run.now, len(run.shown)
    run.until(began + 1.0)
    assert len(run.shown) - n <= 100 + 11


def test_a_decoder_that_must_read_every_frame_falls_behind_without_becoming_a_slide_show() -> None:
    run = played(Course(0, 9999, 120.0, 8.0), frame=1.0 / 100.0).until(6.0)
    told = run.paces[-1]
    assert not told.held
    assert told.covered == pytest.approx(100.0, rel=0.1)
    assert told.shown >= 7.0


def test_the_last_frame_is_shown_whatever_the_rhythm() -> None:
    run = played(Course(0, 100, 120.0, 8.0)).until(10.0)
    assert run.frames[-1] == 100
    assert run.playback.ended


def test_it_plays_backwards_to_the_first_frame() -> None:
    run = played(Course(0, 20, 30.0, 1.0, backwards=True), at=10).until(10.0)
    assert run.frames == list(range(9, -1, -1))
    assert run.playback.travelling == -1


@pytest.mark.parametrize(("backwards", "round_"), [(False, [5, 6, 7, 8]), (True, [8, 7, 6, 5])])
def test_a_loop_begins_anew_without_a_pause(backwards: bool, round_: list[int]) -> None:
    run = played(Course(5, 8, 10.0, 1.0, backwards=backwards, loops=True), at=round_[0]).until(1.15)
    assert run.frames == (round_ * 4)[1:13]
    gaps = [b - a for (a, _), (b, _) in zip(run.shown, run.shown[1:], strict=False)]
    assert gaps == pytest.approx([0.1] * len(gaps))


def test_a_loop_of_one_frame_waits_for_nothing() -> None:
    run = played(Course(5, 5, 10.0, 1.0, loops=True), at=5).until(3.0)
    assert run.frames == []
    assert not run.playback.stalled(run.now)


def test_playing_begins_at_the_other_end_when_there_is_nothing_ahead() -> None:
    whole, loop = Course(0, 99, 25.0, 1.0), Course(20, 30, 25.0, 1.0, loops=True)
    assert Playback(whole, unknown, frame=99, now=0.0).restart(0.0) == 0
    assert Playback(whole, unknown, frame=98, now=0.0).restart(0.0) is None
    assert Playback(replace(whole, backwards=True), unknown, frame=0, now=0.0).restart(0.0) == 99
    assert Playback(loop, unknown, frame=70, now=0.0).restart(0.0) == 20
    assert Playback(loop, unknown, frame=25, now=0.0).restart(0.0) is None


def test_a_range_chosen_while_it_plays_elsewhere_is_gone_to() -> None:
    run = played(Course(0, 99, 25.0, 1.0), at=50).until(0.2)
    run.playback.turn(Course(10, 12, 25.0, 1.0, loops=True))
    n = len(run.shown)
    run.until(0.5)
    assert run.frames[n : n + 4] == [10, 11, 12, 10]


def test_a_variable_rate_is_played_by_its_time_stamps() -> None:
    moments = [0.0, 0.1, 0.9, 1.0, 1.1]
    run = Run(Playback(Course(0, 4, 25.0, 0.5), moments.__getitem__, frame=0, now=0.0)).until(9.0)
    assert [t for t, _ in run.shown] == pytest.approx([0.0, 0.2, 1.8, 2.0], abs=0.01)
    assert run.frames == [1, 2, 3, 4]


def test_absurd_time_stamps_do_not_freeze_it() -> None:
    moments = [0.0, 1e9, 5.0, 5.0, -3.0]
    run = Run(Playback(Course(0, 4, 25.0, 1.0), moments.__getitem__, frame=0, now=0.0)).until(60.0)
    assert run.frames == [1, 2, 3, 4]


def test_nothing_is_asked_for_while_a_picture_is_on_its_way() -> None:
    playback = Playback(Course(0, 9, 10.0, 1.0), unknown, frame=0, now=0.0)
    assert playback.next(0.0) == 1
    assert playback.next(1.0) is None
    assert not playback.stalled(1.0)
    assert playback.rest(1.5) == pytest.approx(PATIENCE_S - 1.5)
    assert playback.stalled(PATIENCE_S)
    playback.painted(PATIENCE_S)
    assert playback.next(PATIENCE_S) == 2


def test_it_goes_on_from_where_somebody_else_went() -> None:
    playback = Playback(Course(0, 99, 10.0, 1.0), unknown, frame=0, now=0.0)
    playback.follow(40, 0.0)
    assert playback.next(0.5) is None
    playback.painted(0.5)
    assert playback.next(0.5) == 41


@given(st.floats(1.0, 2000.0), st.lists(st.floats(0.0, 3.0), max_size=60))
def test_a_stride_is_never_less_than_one_nor_longer_than_an_eighth_of_a_second(
    rate: float, costs: list[float]
) -> None:
    rhythm = Rhythm(rate)
    for cost in costs:
        rhythm.took(cost)
        assert 1 <= rhythm.stride <= max(rate / 8.0, 1.0)


def test_what_is_played_is_the_range_only_while_it_loops() -> None:
    focus = Focus(clip="c", chosen_frames=(20, 40))
    assert course_of(FAST, focus, speed=1.0, backwards=False) == Course(0, 299, 120.0, 1.0)
    looped = course_of(FAST, replace(focus, loops=True), speed=2.0, backwards=True)
    assert looped == Course(20, 40, 120.0, 2.0, backwards=True, loops=True)
    assert (looped.start, looped.end, looped.wanted) == (40, 20, 240.0)


def test_images_without_a_rate_are_played_all_the_same() -> None:
    images = replace(FAST, kind=ClipKind.IMAGES, fps=0.0, capture_fps=0.0)
    assert course_of(images, Focus(), speed=1.0, backwards=False).rate == 25.0


def test_high_speed_is_made_to_be_slow() -> None:
    assert default_speed(FAST) == 0.25
    assert default_speed(replace(FAST, capture_fps=50.0)) == 1.0


def test_faster_ends_at_the_fastest() -> None:
    assert [faster(speed) for speed in (0.125, 1.0, 3.0, 8.0)] == [0.25, 2.0, 4.0, 8.0]
