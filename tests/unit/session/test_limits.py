"""From where on a point wants a look: px, or a share of what its skeleton allows; kept with the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import UsageError
from palpate.model.clip import Clip, ClipKind
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.model.track import Track
from palpate.session import gestures
from palpate.session.body_scale import scale_of
from palpate.session.edits.contents import PutClips
from palpate.session.limits import (
    Limit,
    choose_limit,
    chosen_limit,
    limit_of,
    limits_of,
    limits_px,
)
from palpate.session.session import Session

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
