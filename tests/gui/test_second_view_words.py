"""How the second view says what it shows."""

from __future__ import annotations

from palpate.session.frames.second_view import Match
from palpate.session.session import Session
from palpate.ui.second_view.words import why_blank


def test_what_is_only_counted_is_told_in_frames(two_bowlers: Session) -> None:
    clip = two_bowlers.contents.clips[0].id
    assert (
        why_blank(two_bowlers, clip, Match(beyond_frames=-3)) == "over 1 begins 3 frames after this moment."
    )
    assert why_blank(two_bowlers, clip, Match(beyond_frames=1)) == "over 1 ended 1 frame before this moment."
    assert why_blank(two_bowlers, clip, Match(beyond_s=0.5)) == "over 1 ended 0.500 s before this moment."
