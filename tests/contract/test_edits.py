"""Every edit: what undo takes back, redo does again, row for row, also after closing the project."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from making_edits import MAKERS, story
from walking import facts, redone, undone

import palpate.session as package
from palpate.base.errors import EditRefused
from palpate.model.skeleton import Skeleton
from palpate.session import editions
from palpate.session.edits import contents as of_contents
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml


def edit_classes() -> set[str]:
    """Return every edit there is: whatever has a merge key and rows to write, in any module of sessions."""
    found = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        loaded = importlib.import_module(module.name)
        for _, kind in inspect.getmembers(loaded, inspect.isclass):
            fields = getattr(kind, "__dataclass_fields__", {})
            if kind.__module__ == loaded.__name__ and "merge_key" in fields and hasattr(kind, "write"):
                found.add(kind.__name__)
    return found


def test_every_edit_takes_part() -> None:
    assert edit_classes() == set(MAKERS)


# ---- apply, undo, redo ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figure_file(tmp_path_factory: pytest.TempPathFactory, stick_figure: Skeleton) -> Path:
    file = tmp_path_factory.mktemp("skeleton") / "stick_figure.yaml"
    file.write_text(skeleton_to_yaml(stick_figure), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def new_project(tmp_path_factory: pytest.TempPathFactory, figure_file: Path) -> Callable[[], Session]:
    """Make projects that hold the same story."""

    def make() -> Session:
        return story(tmp_path_factory.mktemp("project") / "story.palpate", figure_file)

    return make


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_an_edit_undone_and_done_again_leaves_no_trace_of_the_detour(
    name: str, new_project: Callable[[], Session]
) -> None:
    applied = 0
    with new_project() as session:
        for instance in ("third", "fourth"):
            made = editions.new_instance(session.contents, "clip-1", "stick_figure", instance)
            session.do(of_contents.PutInstance("Add", made))
        for seed in range(20):
            before, count = facts(session.project.path), len(session.project.history())
            try:
                session.do(MAKERS[name](session, Random(seed)))
            except EditRefused:
                assert facts(session.project.path) == before
                continue
            after = facts(session.project.path)
            if len(session.project.history()) == count:  # nothing to write, or one step with the last one
                continue
            applied += 1
            session.undo()
            assert facts(session.project.path) == before
            session.redo()
            assert facts(session.project.path) == after
    assert applied >= 2


@pytest.mark.parametrize(
    ("seed", "edits", "reopened"), [*((n, 50, 0.1) for n in range(25)), (98, 200, 0), (99, 200, 0.1)]
)
def test_whole_sessions_can_be_walked_back_and_forth_over_restarts(
    seed: int, edits: int, reopened: float, new_project: Callable[[], Session]
) -> None:
    chance = Random(seed)
    session = new_project()
    path = session.project.path
    try:
        for _ in range(edits):
            with suppress(EditRefused):
                session.do(MAKERS[chance.choice(sorted(MAKERS))](session, chance))
            if chance.random() < reopened:
                session.close()
                session = Session.open(path)
        end = facts(path)
        walked = undone(session)
        beginning = facts(path)
        founded = {"setting", "skeleton", "layer", "plan", "attempt"}
        assert {table for table, rows in beginning.items() if rows} == founded
        session.close()
        session = Session.open(path)
        assert redone(session) == walked
        assert facts(path) == end
        assert undone(session) == walked
        assert facts(path) == beginning
    finally:
        session.close()


def test_contents_in_memory_follow_undo_and_redo(new_project: Callable[[], Session]) -> None:
    with new_project() as session:
        chance = Random(3)
        for _ in range(60):
            try:
                session.do(MAKERS[chance.choice(sorted(MAKERS))](session, chance))
            except EditRefused:
                continue
            for _ in range(chance.choice((0, 0, 0, 1, 4))):
                session.undo()
            for _ in range(chance.randrange(3)):
                if session.redoable() is not None:
                    session.redo()
            with Session.open(session.project.path, read_only=True) as fresh:
                assert session.contents == fresh.contents
