"""What is kept of a review is what would be found anew, whatever was done and undone meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip, ClipKind
from palpate.model.origin import DERIVED, Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.edits.spans import SetMethod
from palpate.session.placing import gestures
from palpate.session.review import drift_review, looked_at
from palpate.session.review.review_kept import runs_of
from palpate.session.review.tally import BLOCK
from palpate.session.session import Session

N = 3 * BLOCK
ARM = (5, 7, 9)


@pytest.fixture
def long_clip(tmp_path: Path) -> Iterator[Session]:
    """An arm through three blocks of frames, with a keyframe every ten frames."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=N, fps=120.0, size=(640, 480))
    with session.founding():
        session.do(PutClips("Add", (clip,)))
    session.selection.move(clip="c", layer=session.contents.layers[0].id)
    with session.founding():
        gestures.add_instance(session, "coco_17", "batter")
    frames = np.arange(0, N, 10)
    positions = np.full((len(frames), 17, 2), np.nan)
    positions[:, ARM] = np.array([(100.0, 100.0), (160.0, 100.0), (200.0, 100.0)])
    codes = np.where(np.isfinite(positions[..., 0]), Visibility.VISIBLE, Visibility.NOT_PLACED)
    origin = np.where(np.isfinite(positions[..., 0]), Origin.IMPORTED, Origin.NONE)
    track = Track(frames, positions, codes.astype(np.int8), origin.astype(np.int8))
    layer, (batter,) = session.contents.layers[0], session.contents.instances
    with session.founding():
        session.do(AddLabels("Put", layer, (), (), (), {batter.id: track}))
    yield session
    session.close()


def put(session: Session, frame: int, keypoint: int, place: tuple[float, float]) -> None:
    focus = session.selection.focus
    at = session.pose_at(focus.layer, focus.instance, frame)
    session.do(poses.place(at, keypoint, np.array(place), Visibility.VISIBLE, "a keypoint"))


def edits(session: Session, chance: np.random.Generator) -> list[Callable[[], object]]:
    focus, frame = session.selection.focus, int(chance.integers(N))
    live = session.live(focus.layer, focus.instance)
    queue = drift_review.drift_points(session, focus.layer, "c")
    keypoint = int(chance.choice(ARM))
    away = (float(chance.uniform(60, 400)), float(chance.uniform(60, 400)))

    def on_queue(say: Callable[[drift_review.DriftPoint], object]) -> Callable[[], object]:
        return lambda: say(queue[int(chance.integers(len(queue)))]) if queue else None

    def clear() -> None:
        at = session.pose_at(focus.layer, focus.instance, int(chance.choice(live.track.frames)))
        session.do(poses.clear(at, np.array([keypoint]), "a keypoint"))

    def fill() -> None:
        starts, after = live.choices(live.all_spans((frame, frame + 1)))
        method = (Method.LINEAR, Method.PCHIP, Method.NONE)[int(chance.integers(3))]
        session.do(SetMethod(focus.layer, focus.instance, starts, method, after))

    return [
        lambda: put(session, frame, keypoint, away),
        lambda: put(session, frame, keypoint, away),
        clear,
        fill,
        session.undo,
        session.undo,
        session.redo,
        on_queue(lambda one: drift_review.accept_point(session, one, one.point.frame)),
        on_queue(lambda one: drift_review.call_fine(session, one)),
        on_queue(lambda one: drift_review.put_off(session, one)),
        on_queue(lambda one: drift_review.mark_not_visible(session, one, one.point.frame)),
        lambda: looked_at.looked(session, focus.layer, focus.instance, frame, ARM),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_and_undone_nothing_is_missed_and_nothing_stays(
    long_clip: Session, seed: int
) -> None:
    chance, focus = np.random.default_rng(seed), long_clip.selection.focus
    for _ in range(60):
        do = edits(long_clip, chance)
        try:
            do[int(chance.integers(len(do)))]()
        except EditRefused:
            continue
        live = long_clip.live(focus.layer, focus.instance)
        kept = sorted(long_clip.review.runs(live), key=lambda p: (p.keypoint, p.start))
        assert kept == sorted(runs_of(live), key=lambda p: (p.keypoint, p.start))
        (found,) = looked_at.coverage(long_clip, focus.layer, "c")
        counted = looked_at.tally(long_clip, focus.layer, "c")
        assert (counted.keyframes, counted.spans) == (len(found.keyframes_seen), len(found.spans_seen))
        assert counted.unseen_keyframes == found.n_unseen_keyframes
        assert counted.unseen_spans == found.n_unseen_spans
        assert counted.untracked == len(live.spans_to_track())
        for drifted in drift_review.drift_points(long_clip, focus.layer, "c"):
            point = drifted.point
            origin = live.resolved.origin[:, point.keypoint]
            assert np.isin(
                origin[point.start - live.resolved.start : point.stop - live.resolved.start], DERIVED
            ).all()


def test_a_long_clip_is_counted_bit_by_bit(long_clip: Session) -> None:
    focus = long_clip.selection.focus
    assert looked_at.tally_so_far(long_clip, focus.layer, "c", most=2) is None
    found = looked_at.tally_so_far(long_clip, focus.layer, "c", most=2)
    assert found == looked_at.tally(long_clip, focus.layer, "c")


def test_rulings_and_looks_of_another_run_of_the_program_are_there(long_clip: Session) -> None:
    focus = long_clip.selection.focus
    put(long_clip, 50, 7, (300.0, 300.0))
    queue = drift_review.drift_points(long_clip, focus.layer, "c")
    drift_review.accept_point(long_clip, queue[0], queue[0].point.frame)
    looked_at.looked(long_clip, focus.layer, focus.instance, 1005, [5])
    before = looked_at.tally(long_clip, focus.layer, "c")
    settled = drift_review.progress_of(long_clip, focus.layer, "c")
    long_clip.looks.keep()
    with Session.open(long_clip.project.path, read_only=True) as again:
        assert looked_at.tally(again, focus.layer, "c") == before
        assert drift_review.progress_of(again, focus.layer, "c") == settled
