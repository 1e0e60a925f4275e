"""Measuring smear in pictures: each frame once, only what is not known, and what cannot be read left out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import Cancelled, EditRefused, FrameUnavailable
from palpate.base.folders import resource
from palpate.base.progress import CancelToken, Progress
from palpate.demo.truth import Truth, load_truth
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_measuring import (
    keep,
    measure_now,
    measured,
    side_for,
    start_measuring,
    to_measure,
)
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, RemoveInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.exposure import Known, exposure_in
from palpate.session.frames.media_adding import add_media
from palpate.session.jobs import JobState
from palpate.session.session import Session

HAND = 2
FIRST, STOP = 100, 165


@dataclass
class Pictures:
    """Frames of noise, of which some cannot be read; remembers which were asked for."""

    broken: tuple[int, ...] = ()
    asked: list[int] = field(default_factory=list)
    n_frames: int = 40

    def size_of(self, frame: int) -> tuple[int, int]:
        return 700, 400

    def time_of(self, frame: int) -> float:
        return frame / 100.0

    def pts_of(self, frame: int) -> int:
        return frame

    def bgra(self, frame: int, *, stop: object = None) -> Pixels:
        raise FrameUnavailable("nobody asks for colours", frame=frame)

    def grey(self, frame: int) -> Pixels:
        self.asked.append(frame)
        if frame in self.broken:
            raise FrameUnavailable("cannot be decoded", frame=frame)
        return np.random.default_rng(frame).integers(0, 255, (400, 700), dtype=np.uint8)

    def close(self) -> None:
        """Nothing is open."""


def measure(session: Session, pictures: Pictures) -> int:
    """Measure what is not known in other pictures; returns the frames that could not be read."""
    wanted = to_measure(session, session.contents.layers[0].id, "c")
    found = measured(wanted, pictures, Progress()) if wanted else []
    keep(session, found)
    return max((one.unread for one in found), default=0)


def test_each_frame_is_decoded_once_for_all_instances_and_points(thrower: Session) -> None:
    layer = thrower.contents.layers[0]
    track = thrower.live(layer.id, "ada").track
    bea = Instance("bea", "c", "bea", 2, "stick_figure")
    thrower.do(AddLabels("Put", layer, (), (), (bea,), {"bea": replace(track)}))
    pictures = Pictures()
    measure(thrower, pictures)
    assert pictures.asked == list(range(40))
    assert to_measure(thrower, layer.id, "c") == []


def test_only_a_point_that_moved_is_measured_again(thrower: Session) -> None:
    measure(thrower, Pictures())
    at = thrower.pose_at(thrower.contents.layers[0].id, "ada", 12)
    thrower.do(poses.place(at, HAND, np.array([150.0, 190.0]), Visibility.VISIBLE, "hand"))
    (wanted,) = to_measure(thrower, thrower.contents.layers[0].id, "c")
    assert (wanted.frames.tolist(), wanted.keypoints.tolist()) == ([12], [HAND])
    again = Pictures()
    measure(thrower, again)
    assert again.asked == [12]


def test_frames_that_cannot_be_read_are_left_out_and_tried_again_later(thrower: Session) -> None:
    assert measure(thrower, Pictures(broken=(7, 8))) == 2
    (wanted,) = to_measure(thrower, thrower.contents.layers[0].id, "c")
    assert np.unique(wanted.frames).tolist() == [7, 8]
    assert measure(thrower, Pictures()) == 0
    assert to_measure(thrower, thrower.contents.layers[0].id, "c") == []


def test_points_at_the_border_and_outside_are_no_trouble(thrower: Session) -> None:
    layer = thrower.contents.layers[0].id
    for frame, x in ((3, 0.0), (4, 699.9), (5, -30.0), (6, 700.0)):
        at = thrower.pose_at(layer, "ada", frame)
        thrower.do(poses.place(at, HAND, np.array([x, 399.0]), Visibility.VISIBLE, "hand"))
    measure(thrower, Pictures())
    live = thrower.live(layer, "ada")
    found = thrower.smears.over(layer, "ada", live.skeleton, live.resolved)
    assert found.known[3:7, HAND].tolist() == [True, True, False, False]
    assert np.isnan(found.smear.extent[3:7, HAND]).all()


def test_a_clip_without_placements_has_nothing_to_measure(thrower: Session) -> None:
    thrower.do(PutClips("Add", (Clip("d", "side", ClipKind.VIDEO, n_frames=9),)))
    with pytest.raises(EditRefused, match="nothing is placed"):
        start_measuring(thrower, thrower.contents.layers[0].id, "d")
    assert measure_now(thrower, thrower.contents.layers[0].id, "d") == 0


def test_measuring_stops_where_it_is_cancelled(thrower: Session) -> None:
    token, pictures = CancelToken(), Pictures()

    def report(done: int, _total: int, _what: str) -> None:
        if done == 5:
            token.cancel()

    wanted = to_measure(thrower, thrower.contents.layers[0].id, "c")
    with pytest.raises(Cancelled):
        measured(wanted, pictures, Progress(report=report, token=token))
    assert len(pictures.asked) == 6


def test_what_is_measured_of_an_instance_that_is_gone_meanwhile_is_dropped(thrower: Session) -> None:
    layer = thrower.contents.layers[0].id
    found = measured(to_measure(thrower, layer, "c"), Pictures(), Progress())
    thrower.do(RemoveInstance(thrower.contents.instance("ada")))
    keep(thrower, found)
    assert thrower.project.smears(layer, "ada") == {}


def test_patches_grow_with_the_width_of_limbs_between_limits() -> None:
    assert [side_for(width) for width in (np.nan, 3.0, 12.7, 20.0, 500.0)] == [17, 17, 17, 27, 41]


# ---- in a film -----------------------------------------------------------------------------------------


@pytest.fixture
def truth() -> Truth:
    return load_truth(resource("demo", "bowler_truth.npz"))


@pytest.fixture
def bowler(tmp_path: Path, truth: Truth) -> Iterator[Session]:
    """The bowler's delivery, every keypoint of it where it is, in the frames of the arm's swing."""
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    with Session.create(tmp_path / "bowling.palpate", ["cricket_bowling_54"], "ana") as session:
        (clip,) = add_media(session, [Path(film)])
        at = truth.positions[FIRST:STOP, 0].astype(np.float64)
        codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
        track = Track(np.arange(FIRST, STOP), at, codes, np.full_like(codes, Origin.HAND))
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
        yield session


def test_the_film_tells_the_exposure_and_reopening_measures_nothing(bowler: Session, truth: Truth) -> None:
    layer, clip = bowler.contents.layers[0].id, bowler.contents.clips[0].id
    unread: list[int] = []
    job = start_measuring(bowler, layer, clip, unread.append)
    assert job is not None
    bowler.jobs.wait(job)
    assert (job.state, unread) == (JobState.DONE, [0])
    found = exposure_in(bowler, layer, clip)
    assert found.known is Known.PICTURE
    assert found.share == pytest.approx(truth.shutter_s * truth.fps, rel=0.2)
    path = bowler.project.path
    bowler.close()
    with Session.open(path) as session:
        assert start_measuring(session, layer, clip) is None
        assert exposure_in(session, layer, clip) == found


def test_with_its_shutter_noted_what_contradicts_is_what_truth_says(
    bowler: Session, truth: Truth, blur_in: Callable[..., tuple[float, float, float]]
) -> None:
    error, recall, precision = blur_in(bowler, truth, slice(FIRST, STOP))
    assert error <= 0.25
    assert recall >= 0.90
    assert precision >= 0.80


@pytest.fixture
def blur_in() -> Callable[..., tuple[float, float, float]]:
    """Return median relative error above 4 px, recall and precision of what contradicts."""
    from palpate.session.blurred.blur import blur_of

    def compare(session: Session, truth: Truth, frames: slice) -> tuple[float, float, float]:
        clip = session.contents.clips[0]
        session.do(PutClips("Note", (replace(clip, attributes={"shutter": f"{truth.shutter_s} s"}),)))
        blur = blur_of(session, session.contents.layers[0].id, "b")
        true, width = truth.blur_px[frames, 0], truth.width_px[frames, 0]
        above = true > 4.0
        error = float(np.median(np.abs(blur.extent - true)[above] / true[above]))
        smeared = (true > 0.25 * width) | (true > 8.0)
        hits = (blur.contradicts & smeared).sum()
        return error, float(hits / smeared.sum()), float(hits / blur.contradicts.sum())

    return compare
