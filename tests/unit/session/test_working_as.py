"""Who works in a project can be another one: edits, looks, layers and rights follow, undo included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused, UsageError
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions, history, other_layers, rights
from palpate.session.edits.contents import PutClips, PutInstance, PutLayer
from palpate.session.exchange.demo_project import give_role
from palpate.session.guidelines.guide_editing import why_not_write
from palpate.session.placing import gestures
from palpate.session.policies import why_not_change
from palpate.session.session import Session
from palpate.session.working_as import known_names, role_of, work_as

SPOT = np.array([10.0, 20.0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.palpate"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    """Ana's project with gold of cora."""
    with Session.create(path, ["coco_17"], "ana") as session:
        session.do(PutClips("Add", (Clip("c", "walk", ClipKind.VIDEO, n_frames=30, size=(64, 48)),)))
        session.do(PutInstance("Add", Instance("i", "c", "walker", 1, "coco_17")))
        session.do(PutLayer("Add", editions.new_layer("reference", LayerKind.GOLD, "cora")))
        own = session.contents.layer_named("ana")
        session.selection.move(clip="c", instance="i", keypoint=0, layer=own.id)
        yield session


def in_hand(session: Session) -> str:
    return session.contents.layer(session.selection.focus.layer).name


def place(session: Session) -> None:
    gestures.place(session, SPOT, Visibility.VISIBLE)


def test_an_annotator_who_becomes_consultant_may_do_what_consultants_may(session: Session) -> None:
    gold = session.contents.layer_named("reference").id
    forbidden = (
        rights.why_not_change(session, gold),
        other_layers.why_not_see(session, gold),
        why_not_write(session),
        why_not_change(session),
    )
    assert all(forbidden)
    work_as(session, "ana", "consultant")
    assert (session.author, role_of(session), in_hand(session)) == ("ana", "consultant", "ana")
    assert not rights.why_not_change(session, gold)
    assert not other_layers.why_not_see(session, gold)
    assert not why_not_write(session)
    assert not why_not_change(session)
    assert len(session.contents.layers_of_kind(LayerKind.GOLD)) == 1


def test_somebody_new_works_in_a_layer_of_their_own_and_their_edits_carry_their_name(
    session: Session, path: Path
) -> None:
    work_as(session, " ben ", "annotator")
    assert (in_hand(session), session.contents.layer_named("ben").author) == ("ben", "ben")
    place(session)
    assert session.project.history()[0].author == "ben"
    session.close()
    with Session.open_to_work(path) as again:
        assert (again.author, known_names(again)) == ("ben", ("ben", "ana", "cora"))


def test_undo_lets_the_person_before_work_again_and_redo_the_one_after(session: Session) -> None:
    place(session)
    work_as(session, "ben", "lead")
    session.undo()
    assert (session.author, role_of(session), in_hand(session)) == ("ana", "annotator", "ana")
    assert not history.why_not_redo(session)
    session.redo()
    assert (session.author, role_of(session), in_hand(session)) == ("ben", "lead", "ben")


def test_undo_never_takes_back_what_the_person_before_did(session: Session) -> None:
    place(session)
    work_as(session, "ben", "annotator")
    place(session)
    work_as(session, "ana", "annotator")
    session.undo()
    assert session.author == "ben"
    session.undo()
    session.undo()
    assert session.author == "ana"
    entry = session.undoable()
    assert entry is not None
    assert entry.author == "ana"


def test_who_is_annotator_again_has_no_gold_in_hand(session: Session) -> None:
    work_as(session, "ana", "consultant")
    session.selection.move(layer=session.contents.layer_named("reference").id)
    session.undo()
    assert in_hand(session) == "ana"


def test_a_consultant_finds_gold_where_there_was_none(path: Path) -> None:
    with Session.create(path, ["coco_17"], "ana") as session:
        work_as(session, "cora", "consultant")
        gold = session.contents.gold_layer()
        assert gold is not None
        assert gold.author == "cora"


def test_looks_are_those_of_who_looked(session: Session) -> None:
    layer = session.selection.focus.layer
    work_as(session, "ben", "annotator")
    session.looks.add(layer, "i", [("nose", 3, 1.0, 2.0)])
    assert session.project.rows("SELECT author FROM look") == [("ben",)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb"])
def test_what_cannot_be_a_name_is_refused_and_nobody_else_works(session: Session, name: str) -> None:
    with pytest.raises(EditRefused):
        work_as(session, name, "annotator")
    assert session.author == "ana"


def test_working_as_one_does_already_is_refused_and_an_unknown_role_too(session: Session) -> None:
    with pytest.raises(EditRefused, match="already"):
        work_as(session, "ana", "annotator")
    with pytest.raises(UsageError, match="boss"):
        work_as(session, "ana", "boss")


def test_a_demo_is_opened_in_another_role_and_asking_again_writes_nothing(path: Path) -> None:
    with Session.create(path, ["coco_17"], "ana"):
        pass
    for _ in range(2):
        give_role(path, "consultant")
    with Session.open(path, read_only=True) as session:
        assert (session.author, role_of(session)) == ("ana", "consultant")
        assert [entry.title for entry in session.project.history()].count("Work as ana, consultant") == 1
