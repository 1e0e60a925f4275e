"""What is hidden in one's own work: no gesture copies it, leads to it, or writes over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import gold_story as story
import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import attempts
from palpate.session.calibrating.attempts import Task, begin
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.filling import comparing
from palpate.session.placing import expected, gestures, pose_starts
from palpate.session.placing.around_keypoint import around_keypoint
from palpate.session.placing.trails import trails
from palpate.session.session import Session

HIDDEN = 40
FAR = np.full((story.N_KEYPOINTS, 2), 900.0)
"""Where the hidden pose is, off all others: whatever comes near it has seen it."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana labels a frame of her own work again; there everything was far from where it should be."""
    with story.project(tmp_path, gold_frames=()) as session:
        story.become(session, "ana", "annotator")
        session.ensure_layer()
        work = session.contents.working_layer("ana")
        assert work is not None
        story.label(session, work, "runner", tuple(f for f in story.FRAMES if f != HIDDEN))
        story.label(session, work, "runner", (HIDDEN,), by=FAR)
        plan = Plan(editions.new_id(), "again", Purpose.REPEAT, 1, (Unit("run", "runner", HIDDEN),))
        begin(session, plan, Task.REPEAT, reference=work.id)
        session.selection.move(layer=work.id, clip="run", instance="runner", frame=HIDDEN, keypoint=0)
        yield session


def stands(session: Session, frame: int) -> np.ndarray:
    focus = session.selection.focus
    return np.asarray(session.view(focus.layer, focus.instance, frame).positions)


def test_the_hidden_pose_is_not_there_for_a_hand(session: Session) -> None:
    assert (gestures.current_view(session).visibility == Visibility.NOT_PLACED).all()
    with pytest.raises(EditRefused, match="nothing is placed in this frame"):
        pose_starts.carry(session)
    with pytest.raises(EditRefused, match="no guess here"):
        gestures.accept(session)


@pytest.mark.parametrize("start", [pose_starts.from_previous, pose_starts.from_nearest])
def test_a_pose_is_copied_from_the_keyframe_before_the_hidden_one(
    session: Session, start: Callable[..., object]
) -> None:
    session.selection.move(frame=HIDDEN + 1)
    attempt = attempts.open_attempt(session)
    assert attempt is not None
    start(session, overwrite=True)
    copied = stands(session, HIDDEN + 1)
    assert np.abs(copied - story.truth(HIDDEN + 1)).max() < 100.0


def test_the_mean_pose_and_the_template_know_nothing_of_it(session: Session) -> None:
    session.selection.move(frame=HIDDEN + 2)
    assert pose_starts.template_box(session)[0] < 1000.0
    pose_starts.from_mean(session, overwrite=True)
    assert np.abs(stands(session, HIDDEN + 2) - story.truth(HIDDEN + 2)).max() < 100.0


def test_the_next_click_is_not_expected_where_it_was(session: Session) -> None:
    for frame in (HIDDEN, HIDDEN + 1, HIDDEN + 2):
        session.selection.move(frame=frame)
        found = expected.expected(session)
        assert found is not None
        assert np.abs(found.position - story.truth(frame)[0]).max() < 100.0


def test_trails_crops_and_ways_do_not_lead_through_it(session: Session) -> None:
    focus = session.selection.focus
    live = live_to_see(session, focus.layer, focus.instance)
    assert HIDDEN not in live.track.frames
    k = np.arange(story.N_KEYPOINTS)
    assert trails(live, HIDDEN + 6, k, length=12).positions.max() < 1400.0
    crops = around_keypoint(live, HIDDEN, 0)
    assert np.abs(crops.positions - story.truth(HIDDEN)[0])[np.isfinite(crops.positions)].max() < 100.0
    window = comparing.window_around(live, 0, HIDDEN)
    assert window is not None
    for way in comparing.ways(session, focus.layer, focus.instance, 0, window):
        at = way.at(HIDDEN)
        assert at is None or np.abs(np.array(at) - story.truth(HIDDEN)[0]).max() < 100.0


def test_nobody_writes_over_what_they_cannot_see(session: Session) -> None:
    before = stands(session, HIDDEN)
    said = "labels of frame 40 are kept from you until you submit ana, repeat 1; nothing was changed"
    for gesture in (
        lambda: gestures.place(session, np.array([5.0, 5.0]), Visibility.VISIBLE),
        lambda: gestures.set_tier(session, Visibility.ABSENT),
        lambda: gestures.clear(session),
        lambda: pose_starts.from_previous(session, overwrite=True),
    ):
        with pytest.raises(EditRefused, match=said):
            gesture()
    assert np.array_equal(stands(session, HIDDEN), before)
    session.selection.move(frame=HIDDEN + 4)
    gestures.place(session, np.array([5.0, 5.0]), Visibility.VISIBLE)
    assert stands(session, HIDDEN + 4)[0].tolist() == [5.0, 5.0]


def test_all_of_it_is_back_once_the_repeat_is_submitted(session: Session) -> None:
    begun = attempts.open_attempt(session)
    assert begun is not None
    story.follow(session, begun)
    attempts.close(session, begun, "{}")
    assert np.abs(gestures.current_view(session).positions - story.truth(HIDDEN) - 900.0).max() < 1.0
    assert pose_starts.carry(session).frame == HIDDEN
