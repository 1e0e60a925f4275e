"""A track that follows edits is, after each of them, what resolving everything afresh would give."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from random import Random

import numpy as np
import pytest

from palpate.assist.traced import COLUMNS, Sight
from palpate.base.errors import EditRefused
from palpate.model.arrays import Floats, Floats32
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.ranges import PutPoses
from palpate.session.edits.shapes import ClearShape, SetBox
from palpate.session.edits.spans import SetMethod
from palpate.session.filling import evidence
from palpate.session.filling.evidence import Evidence, SpanEvidence
from palpate.session.placing import gestures, swapping
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


def ids(session: Session) -> tuple[str, str]:
    """Return the layer and the walker of the story."""
    walker = next(found for found in session.contents.instances if found.name == "walker")
    return session.contents.layers[0].id, walker.id


def fresh(session: Session) -> LiveTrack:
    return editions.load_track(session.project, session.contents, *ids(session))


def assert_like_fresh(session: Session) -> None:
    live, again = session.live(*ids(session)), fresh(session)
    assert live.resolved.start == again.resolved.start
    for name in ("positions", "visibility", "origin", "drift", "reasons"):
        np.testing.assert_array_equal(
            getattr(live.resolved, name), getattr(again.resolved, name), err_msg=name
        )
    np.testing.assert_array_equal(live.drift_px, again.drift_px)
    for name in ("frames", "positions", "visibility", "origin"):
        np.testing.assert_array_equal(getattr(live.track, name), getattr(again.track, name), err_msg=name)
    assert live.methods == again.methods
    assert {frame: shape.box for frame, shape in live.track.shapes.items()} == {
        frame: shape.box for frame, shape in again.track.shapes.items()
    }
    spans, expected = live.spans(), again.spans()
    for name in ("keypoint", "left", "right", "start", "end"):
        np.testing.assert_array_equal(getattr(spans, name), getattr(expected, name), err_msg=name)


def evidence_of(positions: Floats, **columns: float) -> Floats32:
    """Return what the picture tells of a span in which a point was seen all along."""
    content = np.full((len(positions), len(COLUMNS)), np.nan, dtype=np.float32)
    content[:, :2], content[:, 2:4] = positions, 0.0
    calm = {"forward_backward": 0.1, "parting": 0.1, "strain": 0.1, "sight": Sight.SEEN}
    for name, value in (calm | columns).items():
        content[:, COLUMNS.index(name)] = value
    return content


def random_evidence(live: LiveTrack, chance: Random) -> Evidence:
    """Return what tracking might have found in some of the spans: close, apart, or refused."""
    spans = live.spans()
    pieces = {}
    for n, (keypoint, left, right) in enumerate(zip(spans.keypoint, spans.left, spans.right, strict=True)):
        if chance.random() < 0.6:
            length = int(right - left - 1)
            share = np.arange(1, length + 1)[:, None] / (length + 1)
            line = spans.start[n] * (1 - share) + spans.end[n] * share
            off = np.array([[chance.uniform(-8, 8) for _ in range(2)] for _ in range(length)])
            content = evidence_of(line + off, deviation=chance.uniform(0, 5), expected=chance.uniform(0, 8))
            if chance.random() < 0.3:
                content[length // 2 :, COLUMNS.index("sight")] = chance.choice((Sight.BLIND, Sight.NONE))
            if chance.random() < 0.3:
                content[:, COLUMNS.index("flow_x") : COLUMNS.index("flow_y") + 1] = line - off
            pieces[int(keypoint), int(left)] = SpanEvidence(
                int(right), np.stack([spans.start[n], spans.end[n]]), content
            )
    return pieces


def track_some(session: Session, chance: Random) -> None:
    layer, walker = ids(session)
    pieces = random_evidence(session.live(layer, walker), chance)
    session.live(layer, walker).add_evidence(pieces)
    evidence.keep_evidence(session.project, layer, walker, session.contents.skeleton_of(walker), pieces)


def random_edit(session: Session, chance: Random) -> None:
    """Do what a hand does to the walker, mostly at keyframes."""
    layer, walker = ids(session)
    frame = chance.choice((10 * chance.randrange(10), chance.randrange(100)))
    at = session.pose_at(layer, walker, frame)
    keypoints = np.array(sorted(chance.sample(range(5), chance.choice((1, 1, 1, 2, 5)))), np.int64)
    spot = (
        100.0 + frame + 10.0 * keypoints[:, None] + np.array([[chance.uniform(-3, 3)] * 2 for _ in keypoints])
    )
    tiers = np.array([chance.choice((1, 2, 3)) for _ in keypoints], np.int8)
    kind = chance.randrange(10)
    if kind < 3:
        session.do(poses.move(at, keypoints, spot, tiers, title="Move"))
    elif kind == 3:
        session.do(poses.decide_absent(at, int(keypoints[0]), "Head"))
    elif kind == 4:
        session.do(poses.clear(at, keypoints, "some"))
    elif kind == 5:
        session.do(poses.accept(at, keypoints, spot, tiers))
    elif kind == 6:
        box = (1.0, 2.0, 3.0 + chance.randrange(3), 4.0)
        drawn = chance.choice((SetBox("Draw", at, box), ClearShape("Clear", at)))
        with suppress(EditRefused):
            session.do(drawn)
    elif kind > 7:
        over_a_range(session, chance, chance.choice((frame, 90)))
    else:
        names = session.contents.skeleton_of(walker).names
        spans = tuple((names[k], 10 * chance.randrange(10)) for k in keypoints)
        session.do(SetMethod(layer, walker, spans, chance.choice(list(Method))))


def over_a_range(session: Session, chance: Random, frame: int) -> None:
    """Exchange sides or identities, or clear, in one frame or in many."""
    layer, walker = ids(session)
    last = min(frame + chance.choice((0, 4, 25)), 99)
    session.selection.move(
        clip=session.contents.clips[0].id,
        layer=layer,
        instance=walker,
        frame=frame,
        keypoint=0,
        chosen=frozenset(chance.choice(((), (), (1, 2, 4)))),
        chosen_frames=None if last == frame else (frame, last),
    )
    other = next(found.id for found in session.contents.instances if found.id != walker)
    command = chance.choice(
        (
            swapping.swap_sides,
            swapping.clear_frames,
            swapping.clear_pose,
            partial(swapping.swap_identity, other=other),
            partial(gestures.fill_by, method=chance.choice(list(Method)), window=(frame, last + 1)),
        )
    )
    with suppress(EditRefused):
        command(session)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("tracked", [False, True], ids=["interpolated", "tracked"])
def test_following_edits_is_resolving_afresh(two_bowlers: Session, seed: int, tracked: bool) -> None:
    chance = Random(seed)
    session = two_bowlers
    assert_like_fresh(session)
    for _ in range(40):
        if tracked and chance.random() < 0.1:
            track_some(session, chance)
        random_edit(session, chance)
        if chance.random() < 0.3:
            with suppress(EditRefused):
                session.undo()
                assert_like_fresh(session)
                session.redo()
        assert_like_fresh(session)


def test_undoing_everything_and_doing_it_again_is_followed(two_bowlers: Session) -> None:
    session, chance = two_bowlers, Random(11)
    session.live(*ids(session))
    track_some(session, chance)
    for _ in range(10):
        random_edit(session, chance)
    layer, walker = ids(session)
    while session.undoable() is not None and len(session.live(layer, walker).track.frames):
        session.undo()
        assert_like_fresh(session)
    while session.redoable() is not None:
        session.redo()
        assert_like_fresh(session)


def test_evidence_that_went_stale_counts_again_when_the_keyframe_is_put_back(two_bowlers: Session) -> None:
    session = two_bowlers
    layer, walker = ids(session)
    live = session.live(layer, walker)
    spans = live.spans()
    first = spans.pick(np.flatnonzero((spans.keypoint == 0) & (spans.left == 10)))
    content = evidence_of(np.full((9, 2), 200.0), deviation=9.0, expected=12.0)
    pieces = {(0, 10): SpanEvidence(20, np.stack([first.start[0], first.end[0]]), content)}
    live.add_evidence(pieces)
    evidence.keep_evidence(session.project, layer, walker, live.skeleton, pieces)
    judged = live.resolved.drift[15, 0]
    assert judged >= 1.0

    at = session.pose_at(layer, walker, 20)
    moved = np.array([[125.0, 125.0]])
    session.do(poses.move(at, np.array([0]), moved, np.array([2], np.int8), title="Move"))
    # The first keyframe of all is placed anew: everything is resolved afresh, without any valid evidence.
    before = session.pose_at(layer, walker, 97)
    session.do(poses.move(before, np.array([0]), moved, np.array([2], np.int8), title="Move"))
    assert not session.live(layer, walker).resolved.drift[15, 0] >= 1.0
    back = first.end[0][None]
    session.do(poses.move(at, np.array([0]), back, np.array([2], np.int8), title="Move back"))
    assert session.live(layer, walker).resolved.drift[15, 0] == judged
    assert_like_fresh(session)


def test_the_walker_is_on_her_line_in_every_frame(two_bowlers: Session) -> None:
    session = two_bowlers
    resolved = session.live(*ids(session)).resolved
    assert (resolved.start, resolved.stop) == (0, 91)
    frames = np.arange(91.0)
    expected = 100.0 + frames[:, None] + 10.0 * np.arange(5)
    np.testing.assert_allclose(resolved.positions[..., 0], expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(resolved.positions[..., 1], expected, rtol=0, atol=1e-9)
    assert (resolved.visibility == Visibility.VISIBLE).all()
    by_hand = resolved.origin == Origin.HAND
    assert (by_hand == (frames % 10 == 0)[:, None]).all()
    assert (resolved.origin[~by_hand] == Origin.INTERPOLATED).all()


def test_outside_the_outermost_keyframes_nothing_stands(two_bowlers: Session) -> None:
    layer, walker = ids(two_bowlers)
    for frame in (-1, 91, 99, 10_000):
        view = two_bowlers.view(layer, walker, frame)
        assert np.isnan(view.positions).all()
        assert view.unplaced.tolist() == [0, 1, 2, 3, 4]


def test_what_a_look_shows_cannot_be_changed_into_the_track(two_bowlers: Session) -> None:
    layer, walker = ids(two_bowlers)
    facts = two_bowlers.live(layer, walker).track.positions.copy()
    two_bowlers.live(layer, walker).resolved.positions[:] = -1.0
    np.testing.assert_array_equal(two_bowlers.live(layer, walker).track.positions, facts)


def test_a_clip_that_turns_out_longer_is_followed(two_bowlers: Session) -> None:
    from dataclasses import replace

    from palpate.session.edits.contents import PutClips

    session = two_bowlers
    assert session.live(*ids(session)).n_frames == 100
    session.do(PutClips("Look again", (replace(session.contents.clips[0], n_frames=120),)))
    assert session.live(*ids(session)).n_frames == 120
    session.undo()
    assert session.live(*ids(session)).n_frames == 100


def test_a_clip_labelled_in_every_frame_is_followed_where_it_is_touched(two_bowlers: Session) -> None:
    session, chance = two_bowlers, Random(5)
    layer, walker = ids(session)
    resolved = session.live(layer, walker).resolved
    everything, tiers = np.arange(5), np.full(5, 2, np.int8)
    written = []
    for frame in range(91):
        guess = resolved.positions[frame] + np.random.default_rng(frame).normal(0.0, 1.0, (5, 2))
        written.append((session.pose_at(layer, walker, frame), Pose(guess, tiers, np.ones(5, np.int8))))
    session.do(PutPoses("Place all", tuple(written)))
    assert_like_fresh(session)
    for _ in range(40):
        random_edit(session, chance)
        assert_like_fresh(session)
    kept = session.live(layer, walker)
    session.do(poses.clear(session.pose_at(layer, walker, 50), everything, "all"))
    assert session.live(layer, walker) is kept


def test_the_ends_of_a_track_come_and_go(two_bowlers: Session) -> None:
    session = two_bowlers
    layer, walker = ids(session)
    kept, spot = session.live(layer, walker), np.array([[1.0, 2.0]])
    assert kept.resolved.stop == 91
    one, tier = np.array([3]), np.array([2], np.int8)
    for frame in (92, 93, 99):
        session.do(poses.move(session.pose_at(layer, walker, frame), one, spot, tier, title="Move"))
        assert session.live(layer, walker).resolved.stop == frame + 1
        assert_like_fresh(session)
    for _ in range(3):
        session.undo()
        assert_like_fresh(session)
    session.do(poses.clear(session.pose_at(layer, walker, 0), np.arange(5), "all"))
    assert session.live(layer, walker).resolved.start == 10
    assert_like_fresh(session)
    session.undo()
    assert_like_fresh(session)
    assert session.live(layer, walker) is kept
