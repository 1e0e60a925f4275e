"""Mix-ups of the clip in hand: found in the background, put right in one step, called fine."""

from __future__ import annotations

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
from palpate.session import mixups
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.jobs import JobState
from palpate.session.mixups import FoundMixup
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
