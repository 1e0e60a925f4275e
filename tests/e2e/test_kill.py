"""A program that is killed at any moment loses nothing that it had committed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from palpate.session.session import Session

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs processes that can be forked and killed"
)

KILLS = 50
NOT_FACTS = {"edit", "lease", "derived", "sqlite_sequence"}
PROGRAM = Path(__file__).with_name("endless_editing.py")


@pytest.fixture(scope="module")
def editing(checkout: Path) -> Iterator[subprocess.Popen[str]]:
    """The program that edits projects without end."""
    environment = dict(os.environ, PYTHONPATH=str(checkout / "app"), PYTHONDONTWRITEBYTECODE="1")
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(PROGRAM)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        yield program
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait() == 0


def edited_until_killed(program: subprocess.Popen[str], path: Path, chance: Random) -> list[int]:
    """Let a project be edited, kill the editing at a random moment, and return the edits it had told of."""
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(f"{path}\n")
    program.stdin.flush()
    after, told, child = chance.choice((0, 1, 2, chance.randrange(60))), [], 0
    killed = False
    for line in program.stdout:
        word, _, number = line.strip().partition(" ")
        if word == "ended":
            assert killed, "the editing ended by itself"
            return told
        if word == "child":
            child = int(number)
        else:
            told.append(int(number))
        if child and len(told) >= after and not killed:
            threading.Event().wait(chance.uniform(0.0, 0.004))
            os.kill(child, signal.SIGKILL)
            killed = True
    raise AssertionError("the program ended")


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that is no journal, no lease and nothing that can be computed again."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(raw.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in tables
            if table not in NOT_FACTS
        }


def standing_edits(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as raw:
        return [number for (number,) in raw.execute("SELECT id FROM edit WHERE state = 'done' ORDER BY id")]


def test_fifty_killed_programs_leave_fifty_whole_projects(
    editing: subprocess.Popen[str], two_bowlers: Session, tmp_path: Path
) -> None:
    two_bowlers.close()
    template = two_bowlers.project.path
    before, edits_before = facts(template), standing_edits(template)
    for number in range(KILLS):
        path = tmp_path / f"killed {number}.palpate"
        shutil.copy(template, path)
        told = edited_until_killed(editing, path, Random(number))
        with Session.open(path) as session:
            assert session.project.read_only == ""
            after, edits = facts(path), standing_edits(path)
            new = edits[len(edits_before) :]
            # The last edit may have been committed and the program killed before it could tell.
            assert new[: len(told)] == told
            assert len(new) - len(told) in (0, 1)
            for _ in new:
                session.undo()
            assert facts(path) == before
            for _ in new:
                session.redo()
            assert facts(path) == after
        assert [file.name for file in tmp_path.glob(f"killed {number}.palpate*")] == [path.name]


def test_one_project_survives_being_killed_again_and_again(
    editing: subprocess.Popen[str], two_bowlers: Session, tmp_path: Path
) -> None:
    two_bowlers.close()
    path = two_bowlers.project.path
    before, known = facts(path), standing_edits(path)
    n_before = len(known)
    for number in range(10):
        told = edited_until_killed(editing, path, Random(100 + number))
        assert standing_edits(path)[: len(known) + len(told)] == [*known, *told]
        known = standing_edits(path)
    with Session.open(path) as session:
        for _ in range(len(known) - n_before):
            session.undo()
        assert facts(path) == before
