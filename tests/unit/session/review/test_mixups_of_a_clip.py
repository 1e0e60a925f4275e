"""Mix-ups of the clip in hand: found in the background, put right in one step, called fine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.arrays import Floats
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.mixup import MixupKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.frames import scenes
from palpate.session.jobs import JobState
from palpate.session.review import mixups
from palpate.session.review.mixups import FoundMixup
from palpate.session.session import Session

N = 60


def walking(x: float) -> Floats:
    """A figure ``(60, 5, 2)`` that walks to the right and swings its hands, which are far apart."""
    t = np.arange(N)
    figure = np.array([(0.0, 0.0), (-40.0, 50.0), (40.0, 50.0), (0.0, 60.0), (0.0, 150.0)])
    at = figure[None] + np.stack([x + 3.0 * t, 100.0 + 5 * np.sin(t / 9.0)], axis=1)[:, None]
    at[:, 1:3, 1] += 10.0 * np.sin(t / 7.0)[:, None] * (1.0, -1.0)
    return np.asarray(at)


@pytest.fixture
def clip(empty_project: Session) -> Session:
    """Two walkers 400 px apart, placed in every second frame."""
    session = empty_project
    session.do(PutClips("Add", (Clip("c", "net", ClipKind.VIDEO, n_frames=N, fps=60.0, size=(1920, 1080)),)))
    session.selection.move(clip="c", layer=session.contents.layers[0].id)
    put(session, walking(100.0), walking(500.0))
    return session


def put(session: Session, *positions: Floats) -> None:
    frames = np.arange(0, N, 2)
    instances = tuple(Instance(name, "c", name, n, "stick_figure") for n, name in enumerate(("ada", "bea")))
    codes = np.full((len(frames), 5), Visibility.VISIBLE, np.int8)
    tracks = {
        instance.id: Track(frames, at[frames], codes, np.full_like(codes, Origin.IMPORTED))
        for instance, at in zip(instances, positions, strict=True)
    }
    new = () if session.contents.instances else instances
    session.do(AddLabels("Put", session.contents.layers[0], (), (), new, tracks))
    session.selection.move(instance="ada")


def look(session: Session) -> list[FoundMixup]:
    return mixups.look_for_mixups(session, session.contents.layers[0].id, "c")


def facts(session: Session, instance: str) -> Floats:
    return session.live(session.contents.layers[0].id, instance).track.positions.copy()


def test_an_honest_clip_has_none(clip: Session) -> None:
    assert look(clip) == []


def test_swapped_sides_are_swapped_back_as_they_were_in_one_step(clip: Session) -> None:
    honest = facts(clip, "ada")
    wrong = walking(100.0)
    wrong[20:31] = wrong[20:31][:, [0, 2, 1, 3, 4]]
    put(clip, wrong, walking(500.0))
    (found,) = look(clip)
    assert (found.mixup.kind, found.mixup.first, found.mixup.last) == (MixupKind.LIMB, 20, 30)
    assert found.instance_name == "ada"
    mixups.swap_back(clip, found)
    assert np.array_equal(facts(clip, "ada"), honest)
    assert look(clip) == []
    clip.undo()
    assert look(clip) == [found]


def test_swapped_instances_are_swapped_back_as_they_were(clip: Session) -> None:
    honest = facts(clip, "ada"), facts(clip, "bea")
    wrong = walking(100.0), walking(500.0)
    for one, other in (wrong, wrong[::-1]):
        one[30:41] = (walking(500.0) if other is wrong[1] else walking(100.0))[30:41]
    put(clip, *wrong)
    (found,) = look(clip)
    assert (found.mixup.kind, found.other_name) == (MixupKind.IDENTITY, "bea")
    mixups.swap_back(clip, found)
    assert all(np.array_equal(facts(clip, name), at) for name, at in zip(("ada", "bea"), honest, strict=True))


def test_a_jump_is_left_as_a_gap_of_its_keypoint_alone(clip: Session) -> None:
    wrong = walking(100.0)
    wrong[24:27, 4] += (90.0, -60.0)
    put(clip, wrong, walking(500.0))
    found = look(clip)[0]
    assert (found.mixup.kind, found.mixup.keypoints) == (MixupKind.JUMP, (4,))
    with pytest.raises(EditRefused, match="nothing is exchanged"):
        mixups.swap_back(clip, found)
    mixups.leave_gap(clip, found)
    view = clip.view(found.layer, "ada", 24)
    assert view.visibility[4] == Visibility.NOT_PLACED
    assert (view.visibility[:4] == Visibility.VISIBLE).all()
    assert look(clip) == []


def test_what_is_called_fine_comes_back_when_its_labels_change(clip: Session) -> None:
    wrong = walking(100.0)
    wrong[24:27, 4] += (90.0, -60.0)
    put(clip, wrong, walking(500.0))
    found = look(clip)[0]
    mixups.call_fine(clip, found)
    assert found not in look(clip)
    assert mixups.still_open(clip, [found]) == []
    wrong[24:27, 4] += (5.0, 5.0)
    put(clip, wrong, walking(500.0))
    assert [one.mixup.keypoints for one in look(clip)] == [(4,)]


def test_taking_one_up_chooses_its_frames_and_keypoints(clip: Session) -> None:
    wrong = walking(100.0)
    wrong[24:27, 4] += (90.0, -60.0)
    put(clip, wrong, walking(500.0))
    mixups.take_up(clip, look(clip)[0])
    focus = clip.selection.focus
    assert (focus.instance, focus.frame, focus.keypoint) == ("ada", 24, 4)
    assert (focus.chosen_frames, focus.chosen) == ((24, 26), frozenset({4}))


def test_looking_in_the_background_gives_the_same(clip: Session) -> None:
    wrong = walking(100.0)
    wrong[20:31] = wrong[20:31][:, [0, 2, 1, 3, 4]]
    put(clip, wrong, walking(500.0))
    told: list[list[FoundMixup]] = []
    job = mixups.start_looking(clip, clip.contents.layers[0].id, "c", told.append)
    clip.jobs.wait(job)
    assert told == [look(clip)]
    assert told[0]


def test_looking_that_was_cancelled_tells_nothing(clip: Session) -> None:
    told: list[list[FoundMixup]] = []
    job = mixups.start_looking(clip, clip.contents.layers[0].id, "c", told.append)
    job.token.cancel()
    clip.jobs.wait(job)
    assert job.state in (JobState.CANCELLED, JobState.DONE)
    assert len(told) == (job.state is JobState.DONE)


def test_a_clip_without_labels_says_so(clip: Session) -> None:
    clip.do(PutClips("Add", (replace(clip.contents.clips[0], id="d", name="empty"),)))
    with pytest.raises(EditRefused, match="nothing is placed"):
        mixups.start_looking(clip, clip.contents.layers[0].id, "d", lambda _: None)


def test_a_jumps_keyframes_are_removed_and_their_neighbours_fill_the_place(clip: Session) -> None:
    wrong = walking(100.0)
    wrong[24:27, 4] += (90.0, -60.0)
    put(clip, wrong, walking(500.0))
    found = look(clip)[0]
    assert mixups.remove_keyframes(clip, found) == 2
    view = clip.view(found.layer, "ada", 24)
    assert np.abs(view.positions[4] - walking(100.0)[24, 4]).max() < 2.0
    assert (view.origin[:4] == Origin.IMPORTED).all()
    assert look(clip) == []
    with pytest.raises(EditRefused, match="nothing stands there"):
        mixups.remove_keyframes(clip, found)
    clip.undo()
    assert look(clip) == [found]


def frozen(clip: Session) -> FoundMixup:
    """All of ada stand still from 20 to 24, her foot alone on to 28."""
    still = walking(100.0)
    still[20:26] = still[19]
    still[18:30, 4] = still[19, 4]
    put(clip, still, walking(500.0))
    (found,) = look(clip)
    return found


def test_what_stands_still_together_is_one_finding_with_its_parts(clip: Session) -> None:
    found = frozen(clip)
    assert found.mixup.kind is MixupKind.FROZEN
    assert found.mixup.keypoints == (0, 1, 2, 3, 4)
    assert len(found.mixup.parts) > 1
    assert found.mixup.last == 28


@pytest.mark.parametrize("repair", [mixups.remove_keyframes, mixups.leave_gap])
def test_of_a_finding_in_parts_only_what_is_wrong_is_touched(
    clip: Session, repair: Callable[[Session, FoundMixup], object]
) -> None:
    found = frozen(clip)
    wrong = {(f, k) for a, b, keypoints in found.mixup.parts for f in range(a, b + 1) for k in keypoints}
    stood = {frame: clip.project.pose(found.layer, "ada", frame) for frame in range(0, N, 2)}
    repair(clip, found)
    for frame, was in stood.items():
        now = clip.project.pose(found.layer, "ada", frame)
        assert was is not None
        for k in range(5):
            if (frame, k) in wrong:
                assert now is None or now.origin[k] != Origin.IMPORTED
            else:
                assert now is not None
                assert np.array_equal(now.positions[k], was.positions[k])


def test_one_that_is_flagged_stays_in_the_list_and_names_itself_at_its_frame(clip: Session) -> None:
    found = frozen(clip)
    mixups.take_up(clip, found)
    mixups.mark_for_review(clip, found, "stands still")
    (flag,) = clip.project.flags(found.layer, "c")
    assert (flag.frame, flag.text) == (found.mixup.first, "stands still")
    assert look(clip) == [found]


def test_nothing_is_compared_across_a_scene_change_until_somebody_joins_the_scenes(clip: Session) -> None:
    elsewhere = walking(100.0)
    elsewhere[30:] += (0.0, 300.0)
    put(clip, elsewhere, walking(500.0))
    leaps = look(clip)
    assert leaps
    known = clip.contents.clips[0]
    scenes.keep_cuts(clip, known, (30,))
    assert look(clip) == []
    scenes.join_scenes(clip, known, 30)
    assert look(clip) == leaps
