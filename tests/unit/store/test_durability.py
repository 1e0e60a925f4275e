"""The worker that brings edits safely to the disk."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

from palpate.store.durability import SYNC_EVERY_S
from palpate.store.project import Project


def syncers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "project-syncer"]


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


def test_an_edit_reaches_the_file_itself_while_the_project_is_open(closed_project: Path) -> None:
    with closing(Project.open(closed_project)) as project:
        put(project, "a word that stands nowhere else")
        deadline = time.monotonic() + 30 * SYNC_EVERY_S
        pause = threading.Event()
        while b"a word that stands nowhere else" not in closed_project.read_bytes():
            assert time.monotonic() < deadline, "the edit never reached the file"
            pause.wait(0.02)


def test_closing_does_not_wait_for_the_next_sync(closed_project: Path) -> None:
    project = Project.open(closed_project)
    put(project, "1")
    project.close()
    assert b"1" in closed_project.read_bytes()
    assert syncers() == []
