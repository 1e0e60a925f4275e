"""Seconds per pose, read from the journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

import numpy as np
import pytest

from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutSetting
from palpate.session.edits.shapes import SetBox
from palpate.session.placing import gestures, pose_starts
from palpate.session.session import Session
from palpate.session.stopwatch import Effort, Stopwatch
from palpate.store import journal

NINE = datetime.fromisoformat("2026-05-04T09:00:00+00:00")


class Clock:
    """The time at which edits are journalled."""

    def __init__(self) -> None:
        self.second = 0.0

    def now(self) -> str:
        return datetime.fromtimestamp(NINE.timestamp() + self.second, tz=NINE.tzinfo).isoformat(
            timespec="milliseconds"
        )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(journal, "now", made.now)
    return made


@pytest.fixture
def walker(clock: Clock, two_bowlers: Session) -> Session:
    """The walker in hand in frame 1, a day after everything else was placed."""
    clock.second = 86_400.0
    two_bowlers.selection.move(
        clip="clip-1",
        layer=two_bowlers.contents.layers[0].id,
        instance=two_bowlers.contents.instances[0].id,
        keypoint=0,
        frame=1,
    )
    return two_bowlers


def place(session: Session, clock: Clock, second: float, frame: int) -> None:
    clock.second = 86_400.0 + second
    session.selection.move(frame=frame, keypoint=0)
    at = session.pose_at(session.selection.focus.layer, session.selection.focus.instance, frame)
    spots = np.array([[5.0, second], [6.0, second], [7.0, second]])
    session.do(poses.move(at, np.arange(3), spots, np.full(3, Visibility.VISIBLE, np.int8), title="Place"))


def test_time_between_edits_is_shared_by_the_poses(walker: Session, clock: Clock) -> None:
    stopwatch = Stopwatch(walker)
    for second, frame in ((0.0, 1), (4.0, 1), (10.0, 2), (12.0, 2)):
        place(walker, clock, second, frame)
    effort = stopwatch.read()
    assert (effort.seconds, effort.poses) == (12.0, 2)
    assert effort.seconds_per_pose == 6.0
    assert effort.began == datetime.fromisoformat("2026-05-05T09:00:00+00:00")


def test_pauses_of_a_minute_and_more_are_no_work(walker: Session, clock: Clock) -> None:
    for second in (0.0, 5.0, 65.0, 70.0):
        place(walker, clock, second, 1)
    assert Stopwatch(walker).read().seconds == 10.0


def test_after_a_long_pause_the_count_begins_anew(walker: Session, clock: Clock) -> None:
    stopwatch = Stopwatch(walker)
    place(walker, clock, 0.0, 1)
    place(walker, clock, 5.0, 1)
    assert stopwatch.read().poses == 1
    place(walker, clock, 5000.0, 2)
    place(walker, clock, 5003.0, 3)
    assert (stopwatch.read().seconds, stopwatch.read().poses) == (3.0, 2)
    assert Stopwatch(walker).read() == stopwatch.read()


def test_reading_on_counts_the_same_as_reading_anew(walker: Session, clock: Clock) -> None:
    stopwatch = Stopwatch(walker)
    for step in range(30):
        place(walker, clock, 1.5 * step, step // 3)
        if step % 4 == 0:
            walker.undo()
        assert stopwatch.read() == Stopwatch(walker).read()


def test_a_held_key_counts_up_to_its_last_step(walker: Session, clock: Clock) -> None:
    stopwatch = Stopwatch(walker)
    place(walker, clock, 0.0, 1)
    walker.selection.move(keypoint=0)
    for tenth in range(1, 21):
        clock.second = 86_400.0 + tenth / 10
        gestures.nudge(walker, (1.0, 0.0))
        stopwatch.read()
    assert stopwatch.read().seconds == pytest.approx(2.0)
    assert Stopwatch(walker).read().seconds == pytest.approx(2.0)


def test_undo_is_work_but_no_further_pose(walker: Session, clock: Clock) -> None:
    place(walker, clock, 0.0, 1)
    clock.second = 86_403.0
    walker.undo()
    assert (Stopwatch(walker).read().seconds, Stopwatch(walker).read().poses) == (3.0, 1)


def test_the_work_of_others_does_not_count(walker: Session, clock: Clock) -> None:
    place(walker, clock, 0.0, 1)
    walker.author = "ben"
    clock.second = 86_410.0
    walker.do(PutSetting("lens", "50 mm"))
    walker.author = "ana"
    assert (Stopwatch(walker).read().seconds, Stopwatch(walker).read().poses) == (0.0, 1)


def test_a_clock_put_back_costs_nothing(walker: Session, clock: Clock) -> None:
    place(walker, clock, 10.0, 1)
    place(walker, clock, 3.0, 1)
    place(walker, clock, 5.0, 1)
    assert Stopwatch(walker).read().seconds == 2.0


def test_without_an_edit_there_is_nothing_to_tell(empty_project: Session) -> None:
    with closing(sqlite3.connect(empty_project.project.path)) as raw, raw:
        raw.execute("DELETE FROM edit")
    assert Stopwatch(empty_project).read() == Effort()
    assert Effort().seconds_per_pose is None


def test_a_box_a_stray_point_and_a_template_are_work_but_no_pose(walker: Session, clock: Clock) -> None:
    at = walker.pose_at(walker.selection.focus.layer, walker.selection.focus.instance, 95)
    walker.selection.move(frame=95)
    walker.do(SetBox("Draw box", at, (1.0, 1.0, 5.0, 5.0)))
    for second in (1.0, 2.0):
        clock.second = 86_400.0 + second
        gestures.place(walker, np.array([5.0, second]), Visibility.VISIBLE)
    clock.second = 86_403.0
    pose_starts.from_template(walker)
    effort = Stopwatch(walker).read()
    assert (effort.seconds, effort.poses) == (3.0, 0)
    clock.second = 86_404.0
    gestures.accept(walker)
    assert Stopwatch(walker).read().poses == 1
