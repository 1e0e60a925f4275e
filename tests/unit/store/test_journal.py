"""The journal: what is one step of undo, whose steps they are, and what can be done again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from palpate.store import journal
from palpate.store.journal import State
from palpate.store.rows import Writer
from palpate.store.tables import SCHEMA

NOON = "2024-05-04T12:00:00.000+00:00"
HALF_A_SECOND_LATER = "2024-05-04T12:00:00.500+00:00"
A_SECOND_LATER = "2024-05-04T12:00:01.000+00:00"
JUST_OVER_A_SECOND_LATER = "2024-05-04T12:00:01.001+00:00"
BEFORE_NOON = "2024-05-04T11:59:59.900+00:00"


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        yield connection


def put(
    database: sqlite3.Connection,
    value: str,
    time: str = NOON,
    *,
    merge: str | None = "nudge",
    author: str = "ana",
) -> None:
    writer = Writer(database, author, time, {})
    with database:
        database.execute("BEGIN")
        writer.put("setting", ("at",), (value,))
        journal.record(database, writer, title=f"To {value}", merge=merge)


def undo(database: sqlite3.Connection, author: str = "ana") -> None:
    step(database, journal.next_undo(database), author, undone=True)


def redo(database: sqlite3.Connection, author: str = "ana") -> None:
    step(database, journal.next_redo(database), author, undone=False)


def step(database: sqlite3.Connection, entry: journal.Entry | None, author: str, *, undone: bool) -> None:
    assert entry is not None
    changes = journal.rows_of(database, entry)
    writer = Writer(database, author, NOON, {})
    with database:
        database.execute("BEGIN")
        writer.apply([change.inverse() for change in reversed(changes)] if undone else changes)
        journal.record_step(database, writer, entry, undone=undone)


def value(database: sqlite3.Connection) -> str | None:
    found = database.execute("SELECT value FROM setting WHERE name = 'at'").fetchone()
    return found[0] if found else None


def titles(database: sqlite3.Connection) -> list[tuple[str, State]]:
    return [(entry.title, entry.state) for entry in journal.history(database)]


@pytest.mark.parametrize("later", [NOON, HALF_A_SECOND_LATER, A_SECOND_LATER])
def test_the_same_gesture_within_a_second_is_one_step_of_undo(
    database: sqlite3.Connection, later: str
) -> None:
    put(database, "1")
    put(database, "2", later)
    assert titles(database) == [("To 1", State.DONE)]
    undo(database)
    assert value(database) is None
    redo(database)
    assert value(database) == "2"


@pytest.mark.parametrize("later", [JUST_OVER_A_SECOND_LATER, BEFORE_NOON])
def test_a_gesture_after_a_pause_or_a_clock_put_back_is_a_step_of_its_own(
    database: sqlite3.Connection, later: str
) -> None:
    put(database, "1")
    put(database, "2", later)
    undo(database)
    assert value(database) == "1"


def test_a_held_key_stays_one_step_for_as_long_as_it_is_held(database: sqlite3.Connection) -> None:
    for tenth in range(50):
        put(database, str(tenth), f"2024-05-04T12:00:0{tenth // 10}.{tenth % 10}00+00:00")
    assert len(titles(database)) == 1
    undo(database)
    assert value(database) is None


@pytest.mark.parametrize("merge", [None, "another key"])
def test_another_gesture_is_never_merged(database: sqlite3.Connection, merge: str | None) -> None:
    put(database, "1")
    put(database, "2", HALF_A_SECOND_LATER, merge=merge)
    assert len(titles(database)) == 2


def test_a_gesture_without_a_key_never_merges_with_its_like(database: sqlite3.Connection) -> None:
    put(database, "1", merge=None)
    put(database, "2", merge=None)
    assert len(titles(database)) == 2


def test_the_same_gesture_of_another_author_is_another_step(database: sqlite3.Connection) -> None:
    put(database, "1")
    put(database, "2", HALF_A_SECOND_LATER, author="ben")
    assert len(titles(database)) == 2


def test_a_gesture_after_an_undo_starts_a_new_step(database: sqlite3.Connection) -> None:
    put(database, "1", merge=None)
    put(database, "2")
    undo(database)
    put(database, "3", HALF_A_SECOND_LATER)
    assert titles(database) == [("To 3", State.DONE), ("To 2", State.ABANDONED), ("To 1", State.DONE)]
    undo(database)
    assert value(database) == "1"


def test_a_gesture_after_undo_and_redo_does_not_grow_what_was_redone(database: sqlite3.Connection) -> None:
    put(database, "1")
    undo(database)
    redo(database)
    put(database, "2", HALF_A_SECOND_LATER)
    assert len(titles(database)) == 2
    undo(database)
    assert value(database) == "1"


def test_what_was_undone_is_abandoned_by_a_new_edit_and_stays_in_the_history(
    database: sqlite3.Connection,
) -> None:
    for n in "123":
        put(database, n, merge=None)
    undo(database)
    undo(database)
    put(database, "4", merge=None)
    assert journal.next_redo(database) is None
    assert [state for _, state in titles(database)] == [
        State.DONE,
        State.ABANDONED,
        State.ABANDONED,
        State.DONE,
    ]


def test_steps_are_undone_newest_first_and_redone_in_their_order(database: sqlite3.Connection) -> None:
    for n in "123":
        put(database, n, merge=None)
    seen = []
    for take in (undo, undo, redo, undo, undo, redo, redo, redo):
        take(database)
        seen.append(value(database))
    assert seen == ["2", "1", "2", "1", None, "1", "2", "3"]


def test_every_edit_undo_and_redo_names_the_one_before_it(database: sqlite3.Connection) -> None:
    put(database, "1", merge=None)
    put(database, "2", merge=None)
    undo(database)
    redo(database)
    rows = database.execute("SELECT uuid, parent, kind FROM edit ORDER BY id").fetchall()
    assert [kind for _, _, kind in rows] == ["edit", "edit", "undo", "redo"]
    assert [parent for _, parent, _ in rows] == [None, *(uuid for uuid, _, _ in rows[:-1])]


def test_a_row_written_twice_in_an_edit_keeps_its_first_before(database: sqlite3.Connection) -> None:
    put(database, "1", merge=None)
    writer = Writer(database, "ana", NOON, {})
    with database:
        database.execute("BEGIN")
        writer.put("setting", ("at",), ("2",))
        writer.delete("setting", "at")
        writer.put("setting", ("at",), ("3",))
        journal.record(database, writer, title="Twice", merge=None)
    undo(database)
    assert value(database) == "1"


def test_removing_what_is_not_there_and_writing_what_stands_touch_nothing(
    database: sqlite3.Connection,
) -> None:
    put(database, "1")
    writer = Writer(database, "ana", NOON, {})
    writer.put("setting", ("at",), ("1",))
    writer.delete("setting", "elsewhere")
    assert writer.changes == {}


def test_the_history_is_as_long_as_asked(database: sqlite3.Connection) -> None:
    for n in "12345":
        put(database, n, merge=None)
    assert [entry.title for entry in journal.history(database, limit=2)] == ["To 5", "To 4"]
