"""Going back to a point of the history: step by step, told as one, never through somebody else's edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import EditRefused
from palpate.model.change import Change
from palpate.session import history
from palpate.session.edits.contents import PutSetting
from palpate.session.session import Session
from palpate.store.journal import State


@pytest.fixture
def session(empty_project: Session) -> Session:
    """A project in which the lens was set to 1, 2, 3, 4."""
    for value in "1234":
        empty_project.do(PutSetting("lens", value))
    return empty_project


def point(session: Session, back: int) -> int:
    """Return the entry that stands so many steps before the newest."""
    return session.project.history()[back].id


def lens(session: Session) -> str | None:
    return session.project.settings().get("lens")


def states(session: Session) -> list[State]:
    return [entry.state for entry in session.project.history(limit=4)]


def test_going_back_takes_back_all_that_came_after(session: Session) -> None:
    target = point(session, 2)
    assert history.steps_to(session, target) == -2
    history.go_to(session, target)
    assert lens(session) == "2"
    assert states(session) == [State.UNDONE, State.UNDONE, State.DONE, State.DONE]


def test_going_on_again_does_all_up_to_there(session: Session) -> None:
    newest = point(session, 0)
    history.go_to(session, point(session, 3))
    history.go_to(session, point(session, 1))
    assert lens(session) == "3"
    history.go_to(session, newest)
    assert lens(session) == "4"


def test_the_beginning_is_a_point_too(session: Session) -> None:
    history.go_to(session, history.BEGINNING)
    assert session.undoable() is None
    assert lens(session) is None


def test_what_a_project_was_made_with_is_no_step_back(empty_project: Session) -> None:
    assert empty_project.undoable() is None
    assert empty_project.project.history() == []
    assert [layer.author for layer in empty_project.contents.layers] == [empty_project.author]
    assert empty_project.contents.skeletons


def test_a_layer_that_somebody_finds_on_opening_is_no_step_back_either(session: Session) -> None:
    path, known = session.project.path, len(session.project.history())
    session.do(PutSetting("annotator", "berta"))
    session.close()
    for _ in range(2):  # once is enough
        with Session.open_to_work(path) as again:
            assert [layer.author for layer in again.contents.layers].count("berta") == 1
            assert len(again.project.history()) == known + 1
            assert again.contents.working_layer("berta").author == "berta"  # type: ignore[union-attr]


def test_a_layer_that_was_found_on_opening_keeps_what_can_be_done_again(session: Session) -> None:
    session.do(PutSetting("annotator", "berta"))
    session.author = "berta"
    session.do(PutSetting("lens", "5"))
    session.undo()
    path = session.project.path
    session.close()
    with Session.open_to_work(path) as again:
        again.redo()
        assert lens(again) == "5"


def test_every_step_is_journalled_and_panels_hear_of_one_change(session: Session) -> None:
    told: list[Change] = []
    session.changed.connect(lambda change, _origin: told.append(change))
    history.go_to(session, point(session, 3))
    assert told == [Change(clips=True)]
    path = session.project.path
    session.close()
    with Session.open(path) as again:
        for value in "234":
            again.redo()
            assert lens(again) == value


def test_where_the_work_stands_already_nothing_happens(session: Session) -> None:
    told: list[Change] = []
    session.changed.connect(lambda change, _origin: told.append(change))
    assert history.go_to(session, point(session, 0)) == Change()
    assert told == []


def test_what_was_abandoned_cannot_be_reached(session: Session) -> None:
    session.undo()
    session.do(PutSetting("lens", "5"))
    assert states(session)[:2] == [State.DONE, State.ABANDONED]
    with pytest.raises(EditRefused, match="cannot be reached"):
        history.go_to(session, point(session, 1))
    with pytest.raises(EditRefused, match="cannot be reached"):
        history.go_to(session, 10_000)
    assert lens(session) == "5"


def test_somebody_elses_edit_blocks_the_way_and_nothing_changes(session: Session) -> None:
    target = point(session, 1)
    session.author = "ben"
    session.do(PutSetting("film", "hp5"))
    session.author = "ana"
    session.do(PutSetting("lens", "5"))
    with pytest.raises(EditRefused, match="“Set film” by ben lies between; undo never takes back"):
        history.go_to(session, target)
    assert lens(session) == "5"
    history.go_to(session, point(session, 1))  # up to it there is a way
    assert lens(session) == "4"


def test_what_somebody_else_undid_only_they_do_again(session: Session) -> None:
    session.author = "ben"
    session.do(PutSetting("film", "hp5"))
    session.undo()
    session.author = "ana"
    with pytest.raises(EditRefused, match="redo never does again"):
        history.go_to(session, point(session, 0))


def test_undo_that_can_do_nothing_says_why(session: Session) -> None:
    assert history.why_not_undo(session) == ""
    assert history.why_not_redo(session) == "there is nothing to redo"
    session.author = "ben"
    assert history.why_not_undo(session) == (
        "the last edit is by ana (Set lens); undo never takes back what somebody else did"
    )
    session.author = "ana"
    session.undo()
    assert history.why_not_redo(session) == ""
    session.author = "ben"
    assert history.why_not_redo(session) == "ana undid Set lens; only they do it again"
    session.author = "ana"
    history.go_to(session, history.BEGINNING)
    assert history.why_not_undo(session) == "there is nothing to undo"


def test_the_history_comes_in_pages(session: Session) -> None:
    first = session.project.history(limit=3)
    rest = session.project.history(limit=500, before=first[-1].id)
    assert [*first, *rest] == session.project.history()


def test_a_step_that_fails_tells_what_was_done_before_it(session: Session, tmp_path: Path) -> None:
    session.author = "ben"
    session.do(PutSetting("film", "hp5"))
    told: list[Change] = []
    session.changed.connect(lambda change, _origin: told.append(change))
    with pytest.raises(EditRefused):
        session.step(-2)
    assert told == [Change(clips=True)]
    assert lens(session) == "4"
    assert "film" not in session.project.settings()
