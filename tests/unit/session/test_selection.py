"""Where the work is: told once per change, with what it was before."""

from __future__ import annotations

from palpate.session.selection import Focus, Selection


def test_at_first_nothing_is_selected() -> None:
    assert Selection().focus == Focus("", "", 0, "", -1, frozenset())


def test_a_move_tells_now_and_before() -> None:
    selection, heard = Selection(), []
    selection.changed.connect(lambda now, before: heard.append((now, before)))
    selection.move(clip="c", frame=7)
    selection.move(frame=8)
    assert heard == [
        (Focus(clip="c", frame=7), Focus()),
        (Focus(clip="c", frame=8), Focus(clip="c", frame=7)),
    ]


def test_a_move_to_the_same_place_is_silent() -> None:
    selection, heard = Selection(), []
    selection.move(frame=7, chosen=frozenset({1}))
    selection.changed.connect(lambda now, before: heard.append(now))
    selection.move(frame=7, chosen=frozenset({1}))
    assert heard == []


def test_the_focus_is_there_before_anybody_is_told() -> None:
    selection, seen = Selection(), []
    selection.changed.connect(lambda now, before: seen.append(selection.focus == now))
    selection.move(keypoint=3)
    assert seen == [True]
