"""Keyframes beside where the picture leads: listed after tracking, put there by one edit, called fine."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.mixup import MixupKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.filling.tracking import Following
from palpate.session.review import mixups
from palpate.session.review.mixups import FoundMixup
from palpate.session.session import Session

FRAMES, SIZE = (0, 8, 16, 24), (320, 260)
SPOTS = np.array([[80.0, 80.0], [120.0, 100.0], [160.0, 100.0], [120.0, 140.0], [150.0, 170.0]])
SLIP, OFF, WRONG = 16, np.array([14.0, -10.0]), 3


def grey(frame: int) -> Pixels:
    """A texture that slides two px to the right in every frame."""
    noise = cv2.GaussianBlur(np.random.default_rng(3).uniform(0, 255, (260, 320)), (0, 0), 2.0)
    even = (noise - noise.mean()) / noise.std() * 40 + 128
    slid = cv2.warpAffine(even, np.array([[1.0, 0, 2 * frame], [0, 1, 0]]), SIZE, borderMode=cv2.BORDER_WRAP)
    return np.clip(slid, 0, 255).astype(np.uint8)


@pytest.fixture
def tracked(empty_project: Session) -> Session:
    """Five points of the texture, one of them beside itself in one keyframe, and followed."""
    session = empty_project
    session.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=25, fps=60.0, size=SIZE),)))
    session.selection.move(clip="c", layer=session.contents.layers[0].id)
    at = SPOTS + np.array([[2.0 * frame, 0.0] for frame in FRAMES])[:, np.newaxis]
    at[FRAMES.index(SLIP), WRONG] += OFF
    codes = np.full((len(FRAMES), 5), Visibility.VISIBLE, np.int8)
    track = Track(np.array(FRAMES), at, codes, np.full_like(codes, Origin.HAND))
    figure = Instance("ada", "c", "ada", 0, "stick_figure")
    session.do(AddLabels("Put", session.contents.layers[0], (), (), (figure,), {"ada": track}))
    session.selection.move(instance="ada")
    follow(session)
    return session


def follow(session: Session) -> None:
    live = session.live(session.contents.layers[0].id, "ada")
    live.add_evidence(Following.of(live, live.spans_to_track()).run(grey, Progress()).pieces)


def look(session: Session) -> list[FoundMixup]:
    found = mixups.look_for_mixups(session, session.contents.layers[0].id, "c")
    return [one for one in found if one.mixup.kind is MixupKind.BESIDE]


def at_slip(session: Session) -> tuple[float, float, Origin]:
    track = session.live(session.contents.layers[0].id, "ada").track
    row = FRAMES.index(SLIP)
    x, y = track.positions[row, WRONG].tolist()
    return x, y, Origin(int(track.origin[row, WRONG]))


def test_a_slip_is_listed_with_how_far_it_lies_beside(tracked: Session) -> None:
    (found,) = look(tracked)
    assert (found.mixup.first, found.mixup.last, found.mixup.keypoints) == (SLIP, SLIP, (WRONG,))
    assert found.mixup.evidence["beside_px"] == pytest.approx(np.hypot(*OFF), abs=1.0)
    assert found.instance_name == "ada"


def test_the_frames_beside_it_want_a_look(tracked: Session) -> None:
    live = tracked.live(tracked.contents.layers[0].id, "ada")
    beside = live.drift_px[[SLIP - 2, SLIP - 1, SLIP + 1, SLIP + 2], WRONG]
    assert (beside >= 0.7 * np.hypot(*OFF)).all()
    assert (live.drift_px[1:8, 0] < 2.0).all()


def test_it_is_put_where_the_picture_leads_as_a_guess_that_was_accepted(tracked: Session) -> None:
    before = at_slip(tracked)
    (found,) = look(tracked)
    mixups.repair(tracked, found)
    x, y, origin = at_slip(tracked)
    np.testing.assert_allclose((x, y), SPOTS[WRONG] + (2.0 * SLIP, 0.0), atol=1.0)
    assert origin is Origin.ACCEPTED
    assert look(tracked) == []
    follow(tracked)
    assert look(tracked) == []
    tracked.undo()
    assert at_slip(tracked) == before


def test_a_keyframe_that_was_moved_meanwhile_stays_where_it_is(tracked: Session) -> None:
    (found,) = look(tracked)
    at = tracked.pose_at(found.layer, "ada", SLIP)
    moved = np.array([[170.0, 150.0]])
    tracked.do(poses.move(at, np.array([WRONG]), moved, np.array([2], np.int8), title="Move"))
    with pytest.raises(EditRefused, match="moved meanwhile"):
        mixups.repair(tracked, found)
    assert at_slip(tracked)[:2] == (170.0, 150.0)


def test_what_is_called_fine_is_listed_no_more(tracked: Session) -> None:
    (found,) = look(tracked)
    mixups.call_fine(tracked, found)
    assert look(tracked) == []


def test_what_is_left_empty_is_gone_and_what_lies_around_stays(tracked: Session) -> None:
    (found,) = look(tracked)
    mixups.leave_gap(tracked, found)
    track = tracked.live(found.layer, "ada").track
    assert track.visibility[track.frames == SLIP, WRONG] != Visibility.VISIBLE
    assert (track.visibility[track.frames == SLIP, 0] == Visibility.VISIBLE).all()


def test_before_anything_was_tracked_nothing_is_listed(tracked: Session) -> None:
    tracked.live(tracked.contents.layers[0].id, "ada").evidence.clear()
    tracked.live(tracked.contents.layers[0].id, "ada").set_limits(np.full(5, 9.0))
    assert look(tracked) == []
