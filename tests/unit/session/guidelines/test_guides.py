"""What a project itself tells of keypoints comes first, and follows them through versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from palpate.base.errors import EditRefused, GuidelineFaulty
from palpate.model.guideline import Guideline
from palpate.model.migration import Add, Redefine, Remove, Rename, Rule, Split
from palpate.model.plate import Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.edits.guides import PutGuideline, PutTargets
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.guidance import guideline_of, guidelines_of, told_of
from palpate.session.guidelines.guideline_book import book_of
from palpate.session.guidelines.guideline_search import search_guidelines
from palpate.session.guidelines.plates import sights_of
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.store.library import load_skeleton

BOWLING = "cricket_bowling_54"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0L9 9"/></svg>'
HERE = Target("spine_posterior", False, (0.4, 0.3), (0.3, 0.2, 0.2, 0.2))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.palpate", [BOWLING], "cora", "consultant") as made:
        yield made


def skeleton_of(session: Session) -> Skeleton:
    return next(iter(session.contents.skeletons.values()))


def say(session: Session, words: str, keypoint: str = "t6") -> bool:
    told = guideline_of(skeleton_of(session), keypoint, session.guides) or Guideline(keypoint)
    return guide_editing.write_guideline(session, skeleton_of(session), replace(told, definition=words))


def definition(session: Session, keypoint: str = "t6") -> str:
    found = guideline_of(skeleton_of(session), keypoint, session.guides)
    return "" if found is None else found.definition


def migrate(session: Session, *rules: Rule) -> None:
    migrating.migrate(session, migrating.by_rules(session, rules))


# ---- words ---------------------------------------------------------------------------------------------


def test_own_words_come_before_shipped_ones_and_say_whose_they_are(session: Session) -> None:
    shipped = definition(session)
    assert say(session, "Where we say.")
    told = told_of(skeleton_of(session), "t6", session.guides)
    assert told.guideline is not None
    assert told.guideline.definition == "Where we say."
    assert told.guideline.palpation_cue
    assert told.own is not None
    assert told.own.author == "cora"
    assert guidelines_of(skeleton_of(session), session.guides)["t6"] == told.guideline
    assert guideline_of(load_skeleton(BOWLING), "t6").definition == shipped  # type: ignore[union-attr]


def test_words_are_undone_done_again_and_there_after_a_restart(session: Session) -> None:
    shipped = definition(session)
    say(session, "One.")
    say(session, "Two.")
    assert session.undoable().title == "Rewrite the guideline of T6 spinous process"  # type: ignore[union-attr]
    session.undo()
    assert definition(session) == "One."
    session.undo()
    assert definition(session) == shipped
    session.step(2)
    with Session.open(session.project.path, read_only=True) as again:
        assert definition(again) == "Two."


def test_going_back_takes_the_own_words_away(session: Session) -> None:
    shipped = definition(session)
    say(session, "Mine.")
    assert guide_editing.forget_guideline(session, skeleton_of(session), "t6")
    assert definition(session) == shipped
    assert not guide_editing.forget_guideline(session, skeleton_of(session), "t6")


def test_writing_what_is_shipped_is_going_back(session: Session) -> None:
    shipped = definition(session)
    say(session, "Mine.")
    say(session, shipped)
    assert told_of(skeleton_of(session), "t6", session.guides).own is None
    count = len(session.project.history())
    assert not say(session, shipped)
    assert len(session.project.history()) == count


def test_a_search_and_a_book_find_the_own_words(session: Session) -> None:
    say(session, "Under the xyzzy.")
    skeleton = skeleton_of(session)
    assert [one.keypoint for one in search_guidelines(skeleton, "xyzzy", session.guides)] == [
        skeleton.position_of["t6"]
    ]
    page = book_of(skeleton, session.guides).pages[skeleton.position_of["t6"]]
    assert page.guideline is not None
    assert page.guideline.definition == "Under the xyzzy."


def test_an_annotator_reads_only(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.palpate", [BOWLING], "ana") as session:
        assert "consultants and leads" in guide_editing.why_not_write(session)
        with pytest.raises(EditRefused, match="consultants and leads"):
            say(session, "Mine.")
        with pytest.raises(EditRefused, match="consultants and leads"):
            guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
        with pytest.raises(EditRefused, match="consultants and leads"):
            guide_editing.add_picture(session, skeleton_of(session), tmp_path / "none.svg")


def test_nobody_writes_in_a_project_that_is_only_read(session: Session) -> None:
    with Session.open(session.project.path, read_only=True) as reader:
        assert "reading only" in guide_editing.why_not_write(reader)


def test_a_guideline_for_an_unknown_keypoint_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="no keypoint of cricket_bowling_54 is called 't99'"):
        session.do(PutGuideline(BOWLING, "t99", Guideline("t99", "Here.")))
    with pytest.raises(EditRefused, match="pins no skeleton named 'hand'"):
        session.do(PutGuideline("hand", "t6", Guideline("t6", "Here.")))
    with pytest.raises(EditRefused, match="'t99'"):
        session.do(PutTargets("Show", BOWLING, {"t99": (HERE,)}))


def test_words_that_were_tampered_with_are_told_as_a_fault_and_only_there(session: Session) -> None:
    say(session, "Mine.")
    session.close()
    with closing(sqlite3.connect(session.project.path)) as raw, raw:
        raw.execute("UPDATE guideline SET content = 'no head'")
    with Session.open(session.project.path) as again:
        with pytest.raises(GuidelineFaulty):
            guideline_of(skeleton_of(again), "t6", again.guides)
        assert guideline_of(skeleton_of(again), "t7", again.guides) is not None


# ---- versions ------------------------------------------------------------------------------------------


def test_shipped_words_and_places_go_on_to_hold_after_a_migration(session: Session) -> None:
    before = guidelines_of(skeleton_of(session), session.guides)
    migrate(session, Add(Keypoint("ball_seam")))
    skeleton = skeleton_of(session)
    assert skeleton.version == 2
    assert guidelines_of(skeleton, session.guides) == before
    assert sights_of(skeleton, "t6", session.guides) == sights_of(load_skeleton(BOWLING), "t6")
    assert book_of(skeleton, session.guides).pages[-1].guideline is None


def test_a_renamed_keypoint_keeps_what_is_told_of_it(session: Session) -> None:
    shipped = definition(session, "t7")
    say(session, "Mine.")
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    migrate(session, Rename("t6", "sixth"), Rename("t7", "seventh"))
    skeleton = skeleton_of(session)
    assert definition(session, "sixth") == "Mine."
    assert definition(session, "seventh") == shipped
    assert sights_of(skeleton, "sixth", session.guides)[0].target.at == HERE.at
    places = {sight.plate.name for sight in sights_of(skeleton, "seventh", session.guides)}
    assert places == {sight.plate.name for sight in sights_of(load_skeleton(BOWLING), "t7")}
    assert definition(session, "t6") == ""
    assert {"sixth", "seventh"} <= guidelines_of(skeleton, session.guides).keys()
    session.undo()
    assert definition(session, "t6") == "Mine."


def test_two_keypoints_that_exchange_their_names_exchange_their_guidelines(session: Session) -> None:
    six, seven = definition(session, "t6"), definition(session, "t7")
    migrate(session, Rename("t6", "between"), Rename("t7", "t6"), Rename("between", "t7"))
    assert (definition(session, "t6"), definition(session, "t7")) == (seven, six)
    migrate(session, Rename("t6", "later"))
    assert definition(session, "later") == seven
    again = sights_of(skeleton_of(session), "later", session.guides)[0].target.at
    assert again == sights_of(load_skeleton(BOWLING), "t7")[0].target.at


def test_neighbours_are_called_as_the_new_version_calls_them(session: Session) -> None:
    assert "t7" in sights_of(skeleton_of(session), "t6", session.guides)[0].target.neighbours
    migrate(session, Rename("t7", "seventh"))
    neighbours = sights_of(skeleton_of(session), "t6", session.guides)[0].target.neighbours
    assert "seventh" in neighbours
    assert "t7" not in neighbours


def test_a_place_that_is_another_one_is_explained_by_nothing_until_somebody_does(
    session: Session,
) -> None:
    say(session, "The old place.")
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    migrate(session, Redefine("t6"))
    told = told_of(skeleton_of(session), "t6", session.guides)
    assert told.guideline is None
    assert told.own is None
    assert told.outgrown is not None
    assert told.outgrown.definition == "The old place."
    assert sights_of(skeleton_of(session), "t6", session.guides) == ()
    guide_editing.write_guideline(session, skeleton_of(session), Guideline("t6", "The new place."))
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    assert definition(session) == "The new place."
    assert len(sights_of(skeleton_of(session), "t6", session.guides)) == 1


def test_a_name_that_comes_back_for_another_place_inherits_nothing(session: Session) -> None:
    say(session, "Mine.")
    migrate(session, Remove("t6"), Add(Keypoint("t6")))
    assert told_of(skeleton_of(session), "t6", session.guides).guideline is None
    assert sights_of(skeleton_of(session), "t6", session.guides) == ()


def test_both_parts_of_a_split_keypoint_remember_what_was_said_of_the_whole(session: Session) -> None:
    say(session, "The whole.")
    migrate(session, Split("t6", ("t6", "t6_skin")))
    for name in ("t6", "t6_skin"):
        told = told_of(skeleton_of(session), name, session.guides)
        assert told.guideline is None
        assert told.outgrown is not None
        assert told.outgrown.definition == "The whole."
