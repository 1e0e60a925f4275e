"""Where the work is: told once per change, with what it was before."""

from __future__ import annotations

from dataclasses import replace

from palpate.model.clip import Clip, ClipKind
from palpate.model.layer import LayerKind
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutLayer, RemoveInstance
from palpate.session.selection import Focus, Selection
from palpate.session.session import Session


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


def test_a_focus_lets_go_of_an_instance_that_is_gone(two_bowlers: Session) -> None:
    walker, stander = two_bowlers.contents.instances
    here = Focus("clip-1", two_bowlers.contents.layers[0].id, 7, stander.id, 3, frozenset({1, 3}))
    two_bowlers.selection.set(here)
    two_bowlers.do(RemoveInstance(stander))
    assert two_bowlers.selection.focus == Focus("clip-1", here.layer, 7, walker.id)
    two_bowlers.undo()
    assert two_bowlers.selection.focus.instance == walker.id


def test_a_focus_on_a_layer_that_is_gone_returns_to_the_working_layer(two_bowlers: Session) -> None:
    working = two_bowlers.contents.layers[0]
    two_bowlers.do(PutLayer("Add layer", editions.new_layer("second", LayerKind.IMPORT, "ana")))
    two_bowlers.selection.move(clip="clip-1", layer=two_bowlers.contents.layer_named("second").id)
    two_bowlers.undo()
    assert two_bowlers.selection.focus.layer == working.id


def test_listeners_to_an_edit_find_a_focus_on_what_is_there(empty_project: Session) -> None:
    clip = Clip("clip-1", "over 1", ClipKind.VIDEO, n_frames=9)
    empty_project.do(PutClips("Add over 1", (clip,)))
    empty_project.selection.move(clip=clip.id, frame=8)
    heard: list[Focus] = []
    empty_project.changed.connect(lambda *_: heard.append(empty_project.selection.focus))
    empty_project.undo()
    assert heard == [Focus(frame=8)]


def test_a_range_of_frames_is_let_go_of_with_its_clip() -> None:
    selection = Selection()
    selection.move(clip="c", chosen_frames=(3, 9), loops=True)
    selection.move(frame=5)
    assert selection.focus.chosen_frames == (3, 9)
    selection.move(clip="d")
    assert selection.focus == Focus(clip="d", frame=5, loops=True)


def test_a_range_is_held_within_what_is_left_of_a_clip(two_bowlers: Session) -> None:
    clip = two_bowlers.contents.clips[0]
    two_bowlers.selection.move(clip=clip.id, chosen_frames=(20, 90))
    two_bowlers.do(PutClips("Shorten", (replace(clip, n_frames=60),)))
    assert two_bowlers.selection.focus.chosen_frames == (20, 59)
    two_bowlers.do(PutClips("Shorten more", (replace(clip, n_frames=10),)))
    assert two_bowlers.selection.focus.chosen_frames is None
