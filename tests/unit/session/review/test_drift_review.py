"""The review queue: worst first, what people said of it, and until when that holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.layer import LayerKind
from palpate.model.origin import DERIVED, Origin
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutLayer
from palpate.session.edits.labels import AddLabels
from palpate.session.edits.spans import SetMethod
from palpate.session.placing import gestures
from palpate.session.review import drift_review
from palpate.session.review.drift_review import DriftPoint, Progress
from palpate.session.session import Session

SHOULDER, ELBOW = 5, 7


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[Session]:
    """An arm of 60 px with a keyframe every ten frames that is twice as long in frame 50."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    session.do(PutClips("Add the clip", (clip,)))
    session.selection.move(clip="c", layer=session.contents.layers[0].id)
    gestures.add_instance(session, "coco_17", "batter")
    for frame in range(0, 101, 10):
        place(session, frame, SHOULDER, (100.0 + frame, 100.0))
        place(session, frame, ELBOW, (100.0 + frame, 220.0 if frame == 50 else 160.0))
    yield session
    session.close()


def place(session: Session, frame: int, keypoint: int, position: tuple[float, float]) -> None:
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, frame)
    session.do(poses.place(at, keypoint, np.array(position), Visibility.VISIBLE, "a keypoint"))


def queue(session: Session) -> list[DriftPoint]:
    return drift_review.drift_points(session, session.selection.focus.layer, "c")


def progress(session: Session) -> Progress:
    return drift_review.progress_of(session, session.selection.focus.layer, "c")


def origin_at(session: Session, drifted: DriftPoint, frame: int) -> int:
    view = session.view(session.selection.focus.layer, drifted.instance, frame)
    return int(view.origin[drifted.point.keypoint])


def spots(points: list[DriftPoint]) -> set[tuple[str, int]]:
    return {(found.keypoint_name, found.point.frame) for found in points}


def test_what_is_accepted_is_pinned_and_its_run_leaves_the_queue(arm: Session) -> None:
    before = queue(arm)
    worst = before[0]
    drift_review.accept_point(arm, worst, worst.point.frame)
    assert origin_at(arm, worst, worst.point.frame) == Origin.ACCEPTED
    after = queue(arm)
    assert not any(
        found.holds(worst.instance, frame, worst.keypoint_name)
        for found in after
        for frame in range(worst.point.start, worst.point.stop)
    )
    assert progress(arm).settled == 1


def test_accepting_is_one_step_of_undo_with_its_verdict(arm: Session) -> None:
    before = queue(arm)
    drift_review.accept_point(arm, before[0], before[0].point.frame)
    arm.undo()
    assert queue(arm) == before
    assert progress(arm).settled == 0
    arm.redo()
    assert len(queue(arm)) < len(before)


def test_what_is_called_fine_comes_back_when_a_keyframe_beside_it_moves(arm: Session) -> None:
    worst = queue(arm)[0]
    drift_review.call_fine(arm, worst)
    assert spots([worst]).isdisjoint(spots(queue(arm)))
    place(arm, 0, ELBOW, (101.0, 160.0))
    assert spots([worst]).isdisjoint(spots(queue(arm)))
    place(arm, 50, ELBOW, (151.0, 221.0))
    place(arm, 50, SHOULDER, (151.0, 100.0))
    assert any(found.holds(worst.instance, worst.point.frame, worst.keypoint_name) for found in queue(arm))


def test_what_is_called_fine_is_so_no_more_when_the_span_is_filled_by_another_method(arm: Session) -> None:
    worst = queue(arm)[0]
    layer = arm.selection.focus.layer
    drift_review.call_fine(arm, worst)
    assert drift_review.fine_runs(arm, layer, worst.instance)
    live = arm.live(layer, worst.instance)
    starts, after = live.choices(live.all_spans())
    arm.do(SetMethod(layer, worst.instance, starts, Method.LINEAR, after))
    assert drift_review.fine_runs(arm, layer, worst.instance) == []


def test_what_is_put_off_stands_last_in_the_order_of_putting_off_also_after_a_restart(arm: Session) -> None:
    first, second = queue(arm)[:2]
    drift_review.put_off(arm, first)
    drift_review.put_off(arm, second)
    assert spots(queue(arm)[-2:]) == spots([first, second])
    path = arm.project.path
    arm.close()
    with Session.open(path) as again:
        again.selection.move(clip="c", layer=again.contents.layers[0].id)
        last = queue(again)[-2:]
        assert [found.point.frame for found in last] == [first.point.frame, second.point.frame]
        assert [found.later for found in last] == [True, True]
        assert progress(again).later == 2
        assert progress(again).left == len(queue(again))


def test_what_is_not_visible_is_estimated_where_it_is_filled_in(arm: Session) -> None:
    worst = queue(arm)[0]
    tier = drift_review.mark_not_visible(arm, worst, worst.point.frame)
    view = arm.view(arm.selection.focus.layer, worst.instance, worst.point.frame)
    assert tier is Visibility.ESTIMATED
    assert view.visibility[worst.point.keypoint] == Visibility.ESTIMATED
    assert not any(
        found.holds(worst.instance, worst.point.frame, worst.keypoint_name) for found in queue(arm)
    )


def test_nothing_outside_the_picture_waits_for_a_review(arm: Session) -> None:
    clip = arm.contents.clip("c")
    arm.do(PutClips("Crop", (replace(clip, size=(150, 150)),)))
    (instance,) = arm.contents.instances
    resolved = arm.live(arm.selection.focus.layer, instance.id).resolved
    derived = np.isin(resolved.origin, DERIVED)
    assert derived.any()
    assert (resolved.positions[derived] <= 150).all()
    assert not any(found.point.x > 150 or found.point.y > 150 for found in queue(arm))


def test_a_point_that_a_new_keyframe_has_taken_out_is_refused(arm: Session) -> None:
    worst = queue(arm)[0]
    place(arm, worst.point.frame, worst.point.keypoint, (worst.point.x, worst.point.y))
    with pytest.raises(EditRefused, match="moved on"):
        drift_review.accept_point(arm, worst, worst.point.frame)


def test_verdicts_go_with_their_instance_and_come_back_with_it(arm: Session) -> None:
    from palpate.session.edits.contents import RemoveInstance

    drift_review.call_fine(arm, queue(arm)[0])
    layer = arm.selection.focus.layer
    held = arm.project.rulings(layer)
    arm.do(RemoveInstance(arm.contents.instances[0]))
    assert arm.project.rulings(layer) == []
    arm.undo()
    assert arm.project.rulings(layer) == held


def test_progress_is_told_for_every_clip(arm: Session) -> None:
    arm.do(PutClips("Add", (Clip("d", "other", ClipKind.VIDEO, n_frames=9),)))
    progress = {clip: drift_review.progress_of(arm, arm.selection.focus.layer, clip) for clip in "cd"}
    assert progress["d"] == Progress()
    assert progress["c"].left == len(queue(arm)) == progress["c"].total


def test_what_lies_beside_the_worst_is_walked_with_it(arm: Session) -> None:
    arm.selection.move(keypoint=SHOULDER)
    walked = drift_review.walk(arm, arm.selection.focus.layer, "c")
    assert spots(walked) == spots(queue(arm))
    assert walked[0] == queue(arm)[0]
    regions = arm.contents.skeleton_of(walked[0].instance).keypoints
    done: list[DriftPoint] = []
    while walked:
        head, frame = walked[0], walked[0].point.frame
        group = [
            found
            for found in walked
            if found is head
            or (
                regions[head.point.keypoint].region
                and regions[found.point.keypoint].region == regions[head.point.keypoint].region
                and abs(found.point.frame - frame) <= 2
            )
        ]
        assert walked[: len(group)] == group
        assert not done or done[-1].point.score * 4 >= head.point.score
        done, walked = [*done, head], walked[len(group) :]


def test_what_was_put_off_is_walked_last(arm: Session) -> None:
    first = queue(arm)[0]
    drift_review.put_off(arm, first)
    walked = drift_review.walk(arm, arm.selection.focus.layer, "c")
    assert spots(walked[-1:]) == spots([first])


def test_inside_its_run_the_next_one_is_that_behind_it(arm: Session) -> None:
    points = queue(arm)
    wide = next(found for found in points if found.point.stop - found.point.start > 1)
    inside = next(f for f in range(wide.point.start, wide.point.stop) if f != wide.point.frame)
    after = drift_review.next_drift(points, (wide.instance, inside, wide.keypoint_name))
    assert after == points[(points.index(wide) + 1) % len(points)]


def test_nobody_hears_of_the_rulings_on_anothers_layer(arm: Session) -> None:
    mine = arm.selection.focus.layer
    theirs = editions.new_layer("bo", LayerKind.WORK, "bo")
    arm.do(PutLayer("Add", theirs))
    batter = arm.contents.instances[0]
    track = arm.project.track(mine, batter.id, 17)
    arm.do(AddLabels("Copy", theirs, (), (), (), {batter.id: track}))
    before = drift_review.drift_points(arm, theirs.id, "c")
    drift_review.call_fine(arm, queue(arm)[0])
    assert drift_review.drift_points(arm, theirs.id, "c") == before
    assert len(queue(arm)) == len(before) - 1
    arm.selection.move(layer=theirs.id)
    with pytest.raises(EditRefused):
        drift_review.call_fine(arm, before[0])
