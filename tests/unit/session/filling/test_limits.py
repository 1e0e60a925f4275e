"""From where on a point wants a look: px, or a share of what its skeleton allows; kept with the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import UsageError
from palpate.model.arrays import Floats
from palpate.model.change import Change
from palpate.model.clip import Clip, ClipKind
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.filling.limits import (
    Limit,
    choose_limit,
    chosen_limit,
    limit_of,
    limits_of,
    limits_px,
)
from palpate.session.judging.body_scale import scale_of
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.store.library import load_skeleton

PAIR = Skeleton(
    "pair",
    (
        Keypoint("near", tolerance=Tolerance(fraction=0.02)),
        Keypoint("fixed", tolerance=Tolerance(px=7.0)),
        Keypoint("free"),
    ),
)


def track_of(size: float) -> Track:
    """Two poses in boxes of so many px."""
    empty = Pose.empty(3)
    boxed = Pose(
        empty.positions,
        empty.visibility,
        empty.origin,
        shape=Shape(box=(0.0, 0.0, size, size)),
    )
    return Track.from_poses({0: boxed, 8: boxed}, 3)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("4 px", Limit(px=4.0)),
        ("2.5 px", Limit(px=2.5)),
        ("150 %", Limit(share=1.5)),
        ("", Limit()),
        ("-3 px", Limit()),
        ("0 px", Limit()),
        ("9999 px", Limit()),
        ("nan px", Limit()),
        ("many", Limit()),
    ],
)
def test_what_is_kept_is_read_and_nonsense_is_as_the_skeleton_says(text: str, limit: Limit) -> None:
    assert limit_of(text) == limit
    assert limit_of(limit.text) == limit


def test_a_share_is_of_what_each_keypoint_may_be_off_at_the_size_of_its_instance() -> None:
    track = track_of(400.0)
    scale = scale_of(PAIR, track)
    assert scale == pytest.approx(np.sqrt(0.53) * 400.0)
    assert limits_px(Limit(share=0.5), PAIR, track) == pytest.approx(
        [0.01 * scale, 3.5, PAIR.policy.drift_px]
    )


def test_px_are_for_all_alike() -> None:
    assert limits_px(Limit(px=2.5), PAIR, track_of(400.0)).tolist() == [2.5, 2.5, 2.5]


def test_where_nothing_tells_the_size_a_share_is_as_the_skeleton_says() -> None:
    empty = Track.from_poses({}, 3)
    assert limits_px(Limit(share=0.5), PAIR, empty).tolist() == [
        PAIR.policy.drift_px,
        3.5,
        PAIR.policy.drift_px,
    ]


def test_no_limit_is_so_small_that_everything_wants_a_look() -> None:
    assert limits_px(Limit(share=0.1), PAIR, track_of(4.0))[0] == 0.5


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    made.do(PutClips("Add the clip", (Clip("c", "net", ClipKind.VIDEO, n_frames=20, size=(640, 480)),)))
    made.selection.move(clip="c", layer=made.contents.layers[0].id)
    gestures.add_instance(made, "coco_17", "batter")
    return made


def test_a_limit_is_kept_with_the_project_and_can_be_undone(session: Session) -> None:
    focus, path = session.selection.focus, session.project.path
    choose_limit(session, Limit(px=6.0))
    assert limits_of(session, focus.layer, focus.instance).tolist() == [6.0] * 17
    session.close()
    with Session.open(path) as again:
        assert chosen_limit(again) == Limit(px=6.0)
        again.undo()
        assert chosen_limit(again) == Limit()


def test_what_is_out_of_bounds_is_refused(session: Session) -> None:
    with session, pytest.raises(UsageError, match=r"from 0\.5 to 200 px"):
        choose_limit(session, Limit(px=0.01))


@pytest.fixture
def bowling(tmp_path: Path) -> Session:
    """A bowler in four frames; allowed is half the tolerance."""
    made = Session.create(tmp_path / "b.palpate", ["cricket_bowling_54"], "ana")
    made.do(PutClips("Add the clip", (Clip("c", "net", ClipKind.VIDEO, n_frames=20, size=(1920, 1080)),)))
    made.selection.move(clip="c", layer=made.contents.layers[0].id)
    gestures.add_instance(made, "cricket_bowling_54", "bowler")
    choose_limit(made, Limit(share=0.5))
    limits_of(made, made.selection.focus.layer, made.selection.focus.instance)  # as soon as it is shown
    for frame in (0, 5, 10, 15):
        put_pose(made, frame, 1.0)
    return made


def put_pose(session: Session, frame: int, size: float) -> None:
    session.selection.move(frame=frame, keypoint=0)
    n = len(session.contents.skeleton_of(session.selection.focus.instance))
    places = 500.0 + size * 400.0 * np.stack([np.linspace(0, 1, n), np.sin(np.arange(n))], axis=1)
    at = session.pose_at(session.selection.focus.layer, session.selection.focus.instance, frame)
    visible = np.full(n, Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.arange(n), places, visible, title="Put"))


def limits_here(session: Session) -> Floats:
    return limits_of(session, session.selection.focus.layer, session.selection.focus.instance)


def test_shares_follow_the_size_that_an_instance_has_by_now(bowling: Session) -> None:
    with bowling:
        before = limits_here(bowling)
        fresh = bowling.live(bowling.selection.focus.layer, bowling.selection.focus.instance)
        assert before == pytest.approx(limits_px(Limit(share=0.5), fresh.skeleton, fresh.track))
        told: list[Change] = []
        bowling.changed.connect(lambda change, _origin: told.append(change))
        for frame in (0, 5, 10):
            put_pose(bowling, frame, 2.0)
        assert (limits_here(bowling) > 1.5 * before)[before > 1.0].all()
        assert any(change.spans for change in told)


def test_a_nudge_judges_nothing_anew(bowling: Session) -> None:
    with bowling:
        before = limits_here(bowling)
        bowling.selection.move(frame=5, keypoint=3)
        gestures.nudge(bowling, (1.0, 0.0))
        assert limits_here(bowling) is before


def test_limits_in_px_do_not_follow_any_size(bowling: Session) -> None:
    with bowling:
        choose_limit(bowling, Limit(px=3.0))
        for frame in (0, 5, 10, 15):
            put_pose(bowling, frame, 2.0)
        assert set(limits_here(bowling).tolist()) == {3.0}


def test_a_pose_that_has_hardly_begun_tells_nothing_of_the_size() -> None:
    skeleton = load_skeleton("coco_17")
    positions = np.full((1, 17, 2), np.nan)
    positions[0, :3] = [(100, 100), (104, 99), (96, 99)]
    begun = Track(np.array([0]), positions, np.full((1, 17), 2, np.int8), np.ones((1, 17), np.int8))
    assert np.isnan(scale_of(skeleton, begun))
    positions[0, 3:10] = [(100 + 10 * n, 150 + 30 * n) for n in range(7)]
    assert scale_of(skeleton, begun) > 50
