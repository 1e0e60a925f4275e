"""The worker that brings edits safely to the disk."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from palpate.store.connection import open_writable
from palpate.store.durability import LONG_LOG_BYTES, SYNC_EVERY_S, sync
from palpate.store.project import Project
from palpate.store.rows import Writer


def syncers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "project-syncer"]


def connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


@pytest.fixture
def project_with_a_log(closed_project: Path) -> Path:
    with closing(connected(closed_project)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return closed_project


def put(project: Project, value: str) -> None:
    project.edit("Set", "ana", lambda writer: writer.put("setting", ("a",), (value,)))


def test_a_program_that_only_reads_starts_no_thread(closed_project: Path) -> None:
    with closing(Project.open(closed_project)) as project:
        project.settings()
        assert syncers() == []


def test_the_worker_begins_with_the_first_edit_and_ends_with_the_project(closed_project: Path) -> None:
    with closing(Project.open(closed_project)) as project:
        put(project, "1")
        put(project, "2")
        assert len(syncers()) == 1
    assert syncers() == []


def test_a_long_log_is_taken_into_the_file_while_the_project_is_open(closed_project: Path) -> None:
    word = b"a word that stands nowhere else"
    with closing(Project.open(closed_project)) as project:
        put(project, word.decode() * (LONG_LOG_BYTES // len(word)))
        deadline, pause = time.monotonic() + 30 * SYNC_EVERY_S, threading.Event()
        while word not in closed_project.read_bytes():
            assert time.monotonic() < deadline, "the edit never reached the file"
            pause.wait(0.02)


def test_a_short_log_stays_for_the_next_edits(project_with_a_log: Path) -> None:
    path, word = project_with_a_log, b"a word that waits in the log"
    with closing(connected(path)) as connection:
        connection.execute("INSERT INTO setting VALUES ('a', ?)", (word.decode(),))
        sync(connection, path)
        assert word in path.with_name(f"{path.name}-wal").read_bytes()
        assert word not in path.read_bytes()
        sync(connection, path, long_bytes=1)
        assert word in path.read_bytes()


def test_a_log_that_was_long_is_a_short_one_again_after_the_next_edit(project_with_a_log: Path) -> None:
    path = project_with_a_log
    with closing(open_writable(path)) as writer, closing(connected(path)) as syncer:
        writer.execute("INSERT INTO setting VALUES ('a', ?)", ("word " * LONG_LOG_BYTES,))
        sync(syncer, path)
        writer.execute("INSERT INTO setting VALUES ('b', 'short')")
        assert path.with_name(f"{path.name}-wal").stat().st_size < LONG_LOG_BYTES


def test_a_reader_only_delays_that_a_long_log_is_taken_in(project_with_a_log: Path) -> None:
    path, word = project_with_a_log, b"a word that a reader holds up"
    with closing(connected(path)) as writer, closing(connected(path)) as reader:
        writer.execute("INSERT INTO setting VALUES ('a', 'what stood before')")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM setting").fetchone()
        writer.execute("UPDATE setting SET value = ? WHERE name = 'a'", (word.decode(),))
        sync(writer, path, long_bytes=1)
        assert word not in path.read_bytes()
        reader.execute("ROLLBACK")
        sync(writer, path, long_bytes=1)
        assert word in path.read_bytes()


def test_the_right_to_write_is_renewed_after_an_edit_and_not_while_it_is_written(
    closed_project: Path,
) -> None:
    with (
        closing(Project.open(closed_project)) as project,
        closing(sqlite3.connect(closed_project, isolation_level=None, timeout=0)) as other,
    ):

        def seen() -> float:
            return float(other.execute("SELECT seen FROM lease").fetchone()[0])

        renewed: list[bool] = []
        before = seen()

        def write(writer: Writer) -> None:
            writer.put("setting", ("a",), ("1",))
            renewed.append(project._syncer.renew(other))  # would find the file locked

        project.edit("Set", "ana", write)
        assert (renewed, seen()) == ([False], before)
        assert project._syncer.renew(other)
        assert seen() > before


def test_without_a_log_there_is_nothing_to_do(closed_project: Path) -> None:
    with closing(connected(closed_project)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        before = closed_project.read_bytes()
        sync(connection, closed_project)
        assert closed_project.read_bytes() == before


def test_closing_does_not_wait_for_the_next_sync(closed_project: Path) -> None:
    project = Project.open(closed_project)
    put(project, "1")
    project.close()
    assert b"1" in closed_project.read_bytes()
    assert syncers() == []
