"""One writer at a time, and a dead one stands in nobody's way."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from palpate.base.errors import EditRefused, ProjectReadOnly
from palpate.store import locking
from palpate.store.locking import STALE_AFTER_S, Lease
from palpate.store.project import Project

LEASE = "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?, ?, ?, ?)"


def write_lease(path: Path, *, host: str, process: int, born: str, seen: float) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(LEASE, ("foreign", host, process, born, "Ben", seen))


def lease_of(path: Path) -> tuple[str, ...] | None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = connection.execute("SELECT token, host, person FROM lease").fetchone()
    return tuple(found) if found else None


def put(project: Project, value: str) -> None:
    project.edit("Set", "ana", lambda writer: writer.put("setting", ("a",), (value,)))


def test_a_second_opener_reads_and_is_told_who_writes(closed_project: Path) -> None:
    with closing(Project.open(closed_project)) as first:
        with closing(Project.open(closed_project)) as second:
            assert second.read_only.endswith("is working in this project; it is open for reading only")
            assert socket.gethostname() in second.read_only
            with pytest.raises(ProjectReadOnly, match="is working in this project"):
                put(second, "1")
        put(first, "2")
    with closing(Project.open(closed_project)) as third:
        assert third.read_only == ""
        put(third, "3")


def test_one_that_only_reads_never_stands_in_the_way(closed_project: Path) -> None:
    with closing(Project.open(closed_project, read_only=True)) as reader:
        assert reader.read_only == "opened for reading only"
        with closing(Project.open(closed_project)) as writer:
            put(writer, "1")
        assert reader.settings()["a"] == "1"


def test_a_reader_can_undo_nothing_and_caches_nothing(closed_project: Path) -> None:
    with closing(Project.open(closed_project, read_only=True)) as reader:
        with pytest.raises(ProjectReadOnly):
            reader.undo("ana")
        with pytest.raises(EditRefused):
            reader.redo("ana")
        reader.keep_derived("layer-1", "bowler", [("nose", 0, 5, b"", b"")])
        assert reader.derived("layer-1", "bowler") == []


def test_the_lease_of_a_dead_process_is_taken_over(
    closed_project: Path, in_child: Callable[..., Any]
) -> None:
    body = """
project = Project.open(path)
project.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("of the dead",)))
print(json.dumps(os.getpid()), flush=True)
os._exit(0)
"""
    in_child(body, closed_project)
    assert lease_of(closed_project) is not None
    with closing(Project.open(closed_project)) as project:
        assert project.read_only == ""
        assert project.settings()["a"] == "of the dead"
        put(project, "of the living")
    assert lease_of(closed_project) is None
    assert list(closed_project.parent.iterdir()) == [closed_project]


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the system does not tell when a process began"
)
def test_a_process_number_that_was_used_again_is_not_taken_for_the_holder(closed_project: Path) -> None:
    write_lease(closed_project, host=socket.gethostname(), process=os.getpid(), born="1", seen=time.time())
    with closing(Project.open(closed_project)) as project:
        assert project.read_only == ""


def test_another_process_that_lives_keeps_its_lease(closed_project: Path) -> None:
    parent = os.getppid()
    born = Path(f"/proc/{parent}/stat")
    began = born.read_text().rpartition(")")[2].split()[19] if born.exists() else ""
    write_lease(closed_project, host=socket.gethostname(), process=parent, born=began, seen=0.0)
    with closing(Project.open(closed_project)) as project:
        assert project.read_only.startswith(f"Ben on {socket.gethostname()} is working")


def test_another_machine_keeps_its_lease_until_it_is_silent_for_long(closed_project: Path) -> None:
    write_lease(closed_project, host="elsewhere", process=1, born="", seen=time.time())
    with closing(Project.open(closed_project)) as project:
        assert project.read_only.startswith("Ben on elsewhere is working")
    assert lease_of(closed_project) == ("foreign", "elsewhere", "Ben")
    write_lease(closed_project, host="elsewhere", process=1, born="", seen=time.time() - STALE_AFTER_S - 1)
    with closing(Project.open(closed_project)) as project:
        assert project.read_only == ""


def test_one_who_slept_and_lost_the_lease_writes_nothing_more(closed_project: Path) -> None:
    sleeper = Project.open(closed_project)
    put(sleeper, "before")
    write_lease(closed_project, host="elsewhere", process=1, born="", seen=time.time())
    with pytest.raises(ProjectReadOnly, match="Ben on elsewhere has taken over"):
        put(sleeper, "after")
    assert sleeper.settings()["a"] == "before"
    with pytest.raises(ProjectReadOnly, match="has taken over"):
        sleeper.undo("ana")
    sleeper.close()
    assert lease_of(closed_project) == ("foreign", "elsewhere", "Ben")


def test_only_the_holder_renews_and_gives_back(closed_project: Path) -> None:
    write_lease(closed_project, host="elsewhere", process=1, born="", seen=1.0)
    with closing(sqlite3.connect(closed_project, isolation_level=None)) as connection:
        locking.renew(connection, "mine")
        locking.release(connection, "mine")
        found = locking.holder_of(connection)
        assert found is not None
        assert found.seen == 1.0
        locking.renew(connection, "foreign")
        renewed = locking.holder_of(connection)
        assert renewed is not None
        assert renewed.seen > 1.0
        locking.release(connection, "foreign")
        assert locking.holder_of(connection) is None


def test_a_program_that_holds_the_database_leaves_it_readable(closed_project: Path) -> None:
    with closing(sqlite3.connect(closed_project, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with closing(Project.open(closed_project)) as project:
            assert project.read_only == "another program is writing to this project"
            assert len(project.track("layer-1", "bowler", 17).frames) == 200
        stranger.execute("ROLLBACK")


def test_a_lease_tells_who_holds_it() -> None:
    lease = Lease("t", "field-laptop", 1, "", "ana", time.time())
    assert lease.holder == "ana on field-laptop"
    assert lease.alive


def test_a_local_folder_is_not_on_a_network(tmp_path: Path) -> None:
    assert not locking.on_network(tmp_path / "x.palpate")


WORKING = """
import sys
from pathlib import Path
from palpate.store.project import Project
path = Path(sys.argv[1])
project = Project.open(path)
project.edit("Set", "ana", lambda writer: writer.put("setting", ("a",), ("first",)))
path.read_bytes()  # as a file dialog does it; the system forgets all locks of this program
print("ready", flush=True)
sys.stdin.readline()
project.edit("Set", "ana", lambda writer: writer.put("setting", ("a",), ("second",)))
print("put", flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_saved_outlives_a_second_opener_and_a_crash_although_the_system_forgot_the_locks(
    closed_project: Path, *, read_only: bool
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORKING, str(closed_project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ, PYTHONPATH=str(Path(locking.__file__).parents[2])),
    ) as working:
        assert working.stdin is not None
        assert working.stdout is not None
        assert working.stdout.readline() == "ready\n"
        with closing(Project.open(closed_project, read_only=read_only)) as second:
            assert second.read_only
        working.stdin.write("\n")
        working.stdin.flush()
        assert working.stdout.readline() == "put\n"
        working.kill()
    with closing(Project.open(closed_project)) as again:
        assert again.settings()["a"] == "second"
