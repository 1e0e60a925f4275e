"""Following keypoints through a real film, from the gesture to what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from palpate.assist.crops import GreyFrames
from palpate.assist.traced import Traced
from palpate.base.errors import EditRefused, FrameUnavailable
from palpate.base.progress import Progress
from palpate.model.arrays import Pixels
from palpate.model.change import Change
from palpate.model.drift import Reason
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import RemoveInstance
from palpate.session.filling import between, evidence
from palpate.session.filling.tracking import Following, start_tracking
from palpate.session.frames.media_adding import add_media
from palpate.session.jobs import JobState
from palpate.session.placing import gestures
from palpate.session.review.drift_review import drift_points, next_drift
from palpate.session.session import Session

FIRST, LAST = 0, 8
TRUE, ASTRAY = 0, 1


@pytest.fixture
def filmed(shared_data: Path, empty_project: Session) -> Session:
    """Three flies on a floor that never moves.

    Two keypoints sit on the floor, each with keyframes in frames 0 and 8: one where the floor is, the other
    40 px beside itself in frame 8.
    """
    session = empty_project
    film = shutil.copy(shared_data / "dreem" / "three_flies.mp4", session.project.path.parent)
    (clip,) = add_media(session, [Path(film)])
    layer = session.contents.layers[0].id
    session.selection.move(clip=clip.id, layer=layer, frame=FIRST)
    gestures.add_instance(session, "stick_figure", "floor")
    spots = still_spots(session.media.source(clip).grey(FIRST), session.media.source(clip).grey(LAST))
    for frame in (FIRST, LAST):
        off = np.array([[0.0, 0.0], [40.0, 0.0]]) if frame == LAST else np.zeros((2, 2))
        at = session.pose_at(layer, session.selection.focus.instance, frame)
        visible = np.full(2, 2, np.int8)
        session.do(poses.move(at, np.array([TRUE, ASTRAY]), spots + off, visible, title="Place"))
    return session


def still_spots(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the centres, in px, of the two blocks with most contrast among those that stand still."""
    side = 32
    rows, columns = first.shape[0] // side, first.shape[1] // side

    def blocks(grey: np.ndarray) -> np.ndarray:
        cut = grey[: rows * side, : columns * side].astype(np.float64)
        return cut.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(rows, columns, -1)

    contrast = blocks(first).std(axis=-1)
    moved = np.abs(blocks(first) - blocks(last)).mean(axis=-1)
    contrast[moved > 2.0] = 0.0
    inner = np.zeros_like(contrast)
    inner[3:-3, 3:-3] = contrast[3:-3, 3:-3]
    best = np.argsort(inner.ravel())[::-1]
    chosen = [
        best[0],
        next(at for at in best if np.hypot(*(np.array(divmod(at, columns)) - divmod(best[0], columns))) > 5),
    ]
    return (
        np.array([[column + 0.5, row + 0.5] for row, column in (divmod(int(at), columns) for at in chosen)])
        * side
    )


def ids(session: Session) -> tuple[str, str]:
    return session.contents.layers[0].id, session.contents.instances[0].id


def track(session: Session) -> None:
    job = start_tracking(session, *ids(session))
    assert job is not None
    session.jobs.wait(job)
    assert job.state is JobState.DONE


def test_what_stands_still_is_tracked_where_it_stands_and_a_wrong_keyframe_drifts(filmed: Session) -> None:
    layer, instance = ids(filmed)
    heard: list[Change] = []
    filmed.changed.connect(lambda change, origin: heard.append(change))
    gestures.fill_by(filmed, Method.FLOW)
    track(filmed)
    resolved = filmed.live(layer, instance).resolved
    inside = slice(1, LAST)
    assert (resolved.origin[inside, TRUE] == Origin.TRACKED).all()
    spot = resolved.positions[FIRST, TRUE]
    assert np.abs(resolved.positions[inside, TRUE] - spot).max() < 0.5
    assert not (resolved.drift[inside, TRUE] >= 1.0).any()
    assert (resolved.drift[inside, ASTRAY] >= 1.0).any()
    assert heard[-1].spans == {(layer, instance)}

    (worst, *_) = points = drift_points(filmed, layer)
    assert {point.keypoint_name for point in points} == {"left_hand"}
    assert worst.point.reasons & (Reason.FLOW | Reason.DISAGREEMENT)
    assert next_drift(points, None) is worst
    assert next_drift(points, (worst.instance, worst.point.frame, worst.keypoint_name)) in points
    assert next_drift([], None) is None


def test_tracking_judges_interpolation_without_replacing_it(filmed: Session) -> None:
    gestures.fill_by(filmed, Method.PCHIP)
    before = filmed.live(*ids(filmed)).resolved.positions.copy()
    track(filmed)
    resolved = filmed.live(*ids(filmed)).resolved
    np.testing.assert_array_equal(resolved.positions, before)
    assert (resolved.origin[1:LAST, :2] == Origin.INTERPOLATED).all()
    assert np.isfinite(resolved.drift[1:LAST, :2]).all()


def test_the_usual_method_follows_the_picture_once_it_was_asked(filmed: Session) -> None:
    before = filmed.live(*ids(filmed)).resolved
    assert (before.origin[1:LAST, TRUE] == Origin.INTERPOLATED).all()
    track(filmed)
    resolved = filmed.live(*ids(filmed)).resolved
    assert (resolved.origin[1:LAST, TRUE] == Origin.TRACKED).all()
    spot = resolved.positions[FIRST, TRUE]
    assert np.abs(resolved.positions[1:LAST, TRUE] - spot).max() < 0.5
    assert resolved.drift[1:LAST, ASTRAY].mean() > 2 * resolved.drift[1:LAST, TRUE].mean()


def test_what_was_tracked_is_kept_and_never_tracked_twice(filmed: Session) -> None:
    gestures.fill_by(filmed, Method.FLOW)
    track(filmed)
    found = filmed.live(*ids(filmed)).resolved
    assert start_tracking(filmed, *ids(filmed)) is None
    path = filmed.project.path
    filmed.close()
    with Session.open(path) as again:
        assert start_tracking(again, *ids(again)) is None
        resolved = again.live(*ids(again)).resolved
        np.testing.assert_array_equal(resolved.positions, found.positions)
        np.testing.assert_array_equal(resolved.drift, found.drift)


def test_a_keyframe_that_moves_asks_for_tracking_again_and_undo_does_not(filmed: Session) -> None:
    layer, instance = ids(filmed)
    track(filmed)
    judged = filmed.live(layer, instance).resolved.drift.copy()
    filmed.selection.move(frame=LAST, keypoint=TRUE, chosen=frozenset())
    gestures.nudge(filmed, (1.0, 0.0))
    assert filmed.live(layer, instance).spans_to_track().keypoint.tolist() == [TRUE]
    filmed.undo()
    assert len(filmed.live(layer, instance).spans_to_track()) == 0
    np.testing.assert_array_equal(filmed.live(layer, instance).resolved.drift, judged)


def test_a_cancelled_tracking_leaves_nothing(filmed: Session) -> None:
    job = start_tracking(filmed, *ids(filmed))
    assert job is not None
    job.token.cancel()
    filmed.jobs.wait(job)
    assert job.state is JobState.CANCELLED
    assert filmed.project.derived(*ids(filmed)) == []
    assert len(filmed.live(*ids(filmed)).spans_to_track()) == 2


def test_an_instance_that_was_removed_meanwhile_takes_nothing_over(filmed: Session) -> None:
    job = start_tracking(filmed, *ids(filmed))
    assert job is not None
    filmed.do(RemoveInstance(filmed.contents.instances[0]))
    filmed.jobs.wait(job)
    assert job.state is JobState.DONE
    assert filmed.contents.instances == ()


def test_closing_a_project_stops_its_tracking(filmed: Session) -> None:
    job = start_tracking(filmed, *ids(filmed))
    assert job is not None
    filmed.close()
    assert job.thread is not None
    assert not job.thread.is_alive()


def test_one_keyframe_is_nothing_to_track_from(filmed: Session) -> None:
    layer, instance = ids(filmed)
    at = filmed.pose_at(layer, instance, LAST)
    filmed.do(poses.clear(at, np.array([TRUE, ASTRAY]), "both"))
    with pytest.raises(EditRefused, match="two keyframes"):
        start_tracking(filmed, layer, instance)
    assert between.track_all(filmed, layer) == (0, [])
    (why,) = between.why_nothing_between(filmed, layer)
    assert why.endswith("is labelled in one frame only: there is nothing to fill in")


def test_whole_layers_are_tracked_counted_and_listed(filmed: Session) -> None:
    layer, _ = ids(filmed)
    assert between.choose_method(filmed, layer, Method.FLOW) == 2
    assert between.track_all(filmed, layer) == (2, [])
    assert between.track_all(filmed, layer) == (0, [])
    counted = between.counted(filmed, layer)
    assert counted["derived"] == 2 * (LAST - 1)
    content = between.drift_content(filmed, layer, "", threshold=1.0)
    assert counted["drifting"] >= len(content["points"]) > 0
    scores = [point["score"] for point in content["points"]]
    assert scores == sorted(scores, reverse=True)
    for point, span in zip(content["points"], content["spans"], strict=True):
        assert point["keypoint"] == span["keypoint"] == "left_hand"
        assert span["start"] <= point["frame"] < span["stop"]


def test_spans_across_a_scene_change_are_parted_with_a_note(filmed: Session) -> None:
    """The same film, with another scene from frame 5 on."""
    layer, instance = ids(filmed)
    live = filmed.live(layer, instance)
    source = filmed.media.source(filmed.contents.clips[0])
    other = np.random.default_rng(1).integers(0, 255, source.grey(0).shape, dtype=np.uint8)
    found = Following.of(live, live.spans()).run(
        lambda frame: source.grey(frame) if frame < 5 else other, Progress()
    )
    assert found.cuts == {5}
    assert found.lost == set()


def torn(grey: GreyFrames, lost: int) -> GreyFrames:
    """Return a film of which a frame cannot be decoded."""

    def seen(frame: int) -> Pixels:
        if frame == lost:
            raise FrameUnavailable("this frame is torn", frame=frame)
        return grey(frame)

    return seen


def test_a_frame_that_cannot_be_decoded_is_left_empty_and_named(filmed: Session) -> None:
    layer, instance = ids(filmed)
    live = filmed.live(layer, instance)
    source = filmed.media.source(filmed.contents.clips[0])

    found = Following.of(live, live.spans()).run(torn(source.grey, 3), Progress())
    assert found.lost == {3}
    live.add_evidence(found.pieces)
    assert np.isnan(live.resolved.positions[3, TRUE]).all()
    assert live.resolved.visibility[3, TRUE] == Visibility.NOT_PLACED
    assert np.isfinite(live.resolved.positions[[1, 2, 4, 7], TRUE]).all()


def test_flow_alone_gives_way_to_a_curve_where_a_frame_is_torn(filmed: Session) -> None:
    gestures.fill_by(filmed, Method.FLOW)
    live = filmed.live(*ids(filmed))
    source = filmed.media.source(filmed.contents.clips[0])

    live.add_evidence(Following.of(live, live.spans()).run(torn(source.grey, 3), Progress()).pieces)
    assert not len(live.spans_to_track())
    resolved = live.resolved
    assert (resolved.origin[[1, 2, 4], TRUE] == Origin.INTERPOLATED).all()
    assert np.isnan(resolved.positions[3, TRUE]).all()


def test_a_long_clip_in_stretches_is_found_as_well_as_in_one(filmed: Session) -> None:
    live = filmed.live(*ids(filmed))
    source = filmed.media.source(filmed.contents.clips[0])
    following = Following.of(live, live.spans())
    whole = following.run(source.grey, Progress()).pieces
    spans = following.spans
    parts: evidence.Evidence = {}
    for kept in ((0, 4), (4, 9)):
        traced = Traced.empty(0, LAST + 1, spans.n_keypoints)
        for known, found in whole.items():
            evidence.put(traced, known, found)
        parts = evidence.joined(parts, evidence.cut(traced, spans, kept))
    assert parts.keys() == whole.keys()
    for key, piece in whole.items():
        np.testing.assert_array_equal(parts[key].content, piece.content)


def test_keypoints_are_left_alone_whose_spans_still_hold(filmed: Session) -> None:
    layer, instance = ids(filmed)
    track(filmed)
    before = filmed.live(layer, instance).resolved.positions[:, ASTRAY].copy()
    filmed.selection.move(frame=LAST, keypoint=TRUE, chosen=frozenset())
    gestures.nudge(filmed, (1.0, 0.0))
    spans = filmed.live(layer, instance).gone_stale()
    job = start_tracking(filmed, layer, instance, spans=spans)
    assert job is not None
    filmed.jobs.wait(job)
    assert not len(filmed.live(layer, instance).spans_to_track())
    np.testing.assert_array_equal(filmed.live(layer, instance).resolved.positions[:, ASTRAY], before)
