"""Where scenes change: kept with the project, seen by its tracks, and joined again by a person."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.origin import DERIVED
from palpate.session.frames.scenes import cut_words, cuts_in_force, join_scenes, keep_cuts
from palpate.session.session import Session


def derived_frames(session: Session) -> set[int]:
    walker = next(found for found in session.contents.instances if found.name == "walker")
    resolved = session.live(session.contents.layers[0].id, walker.id).resolved
    return set(np.flatnonzero(np.isin(resolved.origin[:, 0], DERIVED)).tolist())


def test_a_cut_parts_the_span_across_it_and_no_other(two_bowlers: Session) -> None:
    session = two_bowlers
    (clip, *_) = session.contents.clips
    before = derived_frames(session)
    assert keep_cuts(session, clip, {25}) == (25,)
    assert keep_cuts(session, clip, {25}) == ()
    assert derived_frames(session) == before - set(range(21, 30))


def test_a_cut_is_still_there_when_the_project_is_opened_again(two_bowlers: Session) -> None:
    (clip, *_) = two_bowlers.contents.clips
    keep_cuts(two_bowlers, clip, {25, 61})
    after, path = derived_frames(two_bowlers), two_bowlers.project.path
    two_bowlers.close()
    with Session.open(path) as again:
        assert cuts_in_force(again.project, clip.id) == (25, 61)
        assert derived_frames(again) == after


def test_scenes_that_somebody_joins_are_filled_across_until_it_is_undone(two_bowlers: Session) -> None:
    session = two_bowlers
    (clip, *_) = session.contents.clips
    whole = derived_frames(session)
    keep_cuts(session, clip, {25, 61})
    parted = derived_frames(session)
    join_scenes(session, clip, 25)
    assert derived_frames(session) == parted | set(range(21, 30))
    join_scenes(session, clip, 61)
    assert derived_frames(session) == whole
    assert keep_cuts(session, clip, {25}) == ()  # found again: what was said of it still holds
    session.undo()
    session.undo()
    assert derived_frames(session) == parted


def test_scenes_can_only_be_joined_where_they_were_parted(two_bowlers: Session) -> None:
    (clip, *_) = two_bowlers.contents.clips
    with pytest.raises(EditRefused, match="frame 24; nor anywhere else"):
        join_scenes(two_bowlers, clip, 24)
    keep_cuts(two_bowlers, clip, {25, 61})
    with pytest.raises(EditRefused, match="frame 24; the nearest one begins at 25"):
        join_scenes(two_bowlers, clip, 24)


def test_the_sentence_names_every_frame() -> None:
    assert "at frame 25:" in cut_words((25,))
    assert "at frames 25, 30 and 61:" in cut_words((25, 30, 61))
