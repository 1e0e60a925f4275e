"""Opening: what is whole opens, what is damaged is told apart and never touched."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from palpate.base.errors import (
    FileUnreadable,
    FileUnwritable,
    ProjectDamaged,
    ProjectError,
    ProjectNewer,
    ProjectReadOnly,
    TargetExists,
)
from palpate.store import connection as database
from palpate.store.project import Project
from palpate.store.tables import APPLICATION_ID, USER_VERSION

PAGE = 4096


def state(folder: Path) -> dict[str, bytes]:
    """Return everything in a folder, byte by byte; nothing of the shared index, which is no content."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("rb+") as stream:
        stream.seek(at)
        stream.write(content)


def open_and_close(path: Path) -> None:
    Project.open(path).close()


def read_and_close(path: Path) -> None:
    Project.open(path, read_only=True).close()


def refused_untouched(path: Path, kind: type[Exception]) -> str:
    """Open for writing and for reading; both refuse, and leave every byte and no new file."""
    before = state(path.parent)
    for how in (open_and_close, read_and_close):
        with pytest.raises(kind) as caught:
            how(path)
    assert state(path.parent) == before
    assert set(path.parent.iterdir()) == {path.parent / name for name in before}
    return str(caught.value)


def test_a_closed_project_is_one_file(closed_project: Path) -> None:
    assert list(closed_project.parent.iterdir()) == [closed_project]


def test_reading_leaves_the_file_and_nothing_beside_it(closed_project: Path) -> None:
    before = state(closed_project.parent)
    read_and_close(closed_project)
    assert state(closed_project.parent) == before
    assert list(closed_project.parent.iterdir()) == [closed_project]


def test_reading_beside_a_writer_leaves_his_files_alone(closed_project: Path) -> None:
    writer = Project.open(closed_project)
    writer.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("1",)))
    with closing(Project.open(closed_project, read_only=True)) as reader:
        assert reader.settings()["a"] == "1"
    writer.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("2",)))
    with closing(Project.open(closed_project, read_only=True)) as reader:
        assert reader.settings()["a"] == "2"
    writer.close()
    assert list(closed_project.parent.iterdir()) == [closed_project]


@pytest.mark.parametrize("beginning", [b"\0" * 16, b"SQLite format 4\0", b"\xff" * 100])
def test_a_damaged_beginning_is_told_and_left(closed_project: Path, beginning: bytes) -> None:
    overwrite(closed_project, 0, beginning)
    assert "beginning is damaged" in refused_untouched(closed_project, ProjectDamaged)


def test_any_page_that_is_overwritten_is_noticed(closed_project: Path) -> None:
    whole = closed_project.read_bytes()
    pages = len(whole) // PAGE
    assert pages > 20
    for page in range(1, pages):
        closed_project.write_bytes(whole)
        overwrite(closed_project, page * PAGE, b"\xa5" * PAGE)
        message = refused_untouched(closed_project, ProjectDamaged)
        assert "was left as it is" in message
        assert "\n" not in message


@pytest.mark.parametrize("lost", [1, 511, PAGE, 3 * PAGE + 7])
def test_a_cut_end_is_noticed(closed_project: Path, lost: int) -> None:
    whole = closed_project.read_bytes()
    closed_project.write_bytes(whole[:-lost])
    refused_untouched(closed_project, ProjectDamaged)


def test_a_file_cut_in_its_first_page_is_noticed(closed_project: Path) -> None:
    whole = closed_project.read_bytes()
    for length in (0, 1, 99, 100, 101, 1000, PAGE):
        closed_project.write_bytes(whole[:length])
        refused_untouched(closed_project, ProjectDamaged)


def test_noise_never_gets_further_than_a_known_fault(closed_project: Path) -> None:
    whole = closed_project.read_bytes()
    seeded = random.Random(5)
    for _ in range(25):
        closed_project.write_bytes(whole)
        overwrite(closed_project, seeded.randrange(100, len(whole) - 64), seeded.randbytes(64))
        before = closed_project.read_bytes()
        try:
            read_and_close(closed_project)
        except ProjectError:
            assert closed_project.read_bytes() == before


def test_a_damaged_file_with_a_log_of_a_crash_keeps_both(closed_project: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(Project.open(closed_project)) as project:
        project.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("1",)))
        for ending in ("", "-wal"):
            shutil.copy(f"{closed_project}{ending}", crashed)
    path = crashed / closed_project.name
    overwrite(path, 12 * PAGE, b"\xa5" * PAGE)
    before = state(crashed)
    assert len(before) == 2
    for how in (open_and_close, read_and_close):
        with pytest.raises(ProjectDamaged):
            how(path)
        assert state(crashed) == before


def test_a_log_of_a_crash_is_read_without_writing_it_back(closed_project: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(Project.open(closed_project)) as project:
        project.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("1",)))
        for ending in ("", "-wal"):
            shutil.copy(f"{closed_project}{ending}", crashed)
    before = state(crashed)
    with closing(Project.open(crashed / closed_project.name, read_only=True)) as project:
        assert project.settings()["a"] == "1"
    assert state(crashed) == before


@pytest.mark.parametrize("content", [b"", b"image,x,y\n" * 40, b"PK\3\4" + b"\0" * 200])
def test_something_else_is_no_project(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "labels.palpate"
    path.write_bytes(content)
    assert "is not a Palpate project" in refused_untouched(path, ProjectDamaged)


def test_another_database_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "other.palpate"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE pose (x)")
    assert "this database is not a Palpate project" in refused_untouched(path, ProjectError)


def test_a_project_of_a_later_version_says_what_to_do(closed_project: Path) -> None:
    with closing(sqlite3.connect(closed_project)) as connection:
        connection.execute(f"PRAGMA user_version = {USER_VERSION + 1}")
    assert "later version" in refused_untouched(closed_project, ProjectNewer)


def test_a_database_with_our_mark_but_without_our_tables_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "empty.palpate"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE something (x)")
    with pytest.raises(ProjectDamaged):
        Project.open(path)


def test_a_folder_and_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="is a folder"):
        Project.open(tmp_path)
    with pytest.raises(FileUnreadable, match="there is no such file"):
        Project.open(tmp_path / "none.palpate")
    assert list(tmp_path.iterdir()) == []


def test_a_new_project_replaces_nothing(closed_project: Path) -> None:
    before = closed_project.read_bytes()
    with pytest.raises(TargetExists):
        Project.create(closed_project, {})
    assert closed_project.read_bytes() == before


def test_a_new_project_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match="folder does not exist"):
        Project.create(tmp_path / "none" / "new.palpate", {})


def test_a_project_that_fails_while_being_made_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "new.palpate"
    with pytest.raises(sqlite3.ProgrammingError):
        Project.create(path, {"annotator": object()})  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b", "50% #1?", "Überblick", "läuft & steht;"])
def test_a_project_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.palpate"
    with closing(Project.create(path, {"annotator": "ana"})) as project:
        project.edit("Set", "ana", lambda w: w.put("setting", ("a",), ("1",)))
    assert list(tmp_path.iterdir()) == [path]
    with closing(Project.open(path, read_only=True)) as project:
        assert project.settings() == {"annotator": "ana", "a": "1"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, unlike the others that tests get."""
    folder = Path(tempfile.mkdtemp(prefix="palpate-test-"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter")
@pytest.mark.parametrize(("of_folder", "of_file"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_where_nothing_can_be_written_a_project_is_read(
    closed_project: Path, open_folder: Path, in_child: Callable[..., Any], of_folder: int, of_file: int
) -> None:
    path = open_folder / "shared.palpate"
    shutil.copy(closed_project, path)
    path.chmod(of_file)
    open_folder.chmod(of_folder)
    body = """
project = Project.open(path)
reason, frames = project.read_only, len(project.track("layer-1", "bowler", 17).frames)
try:
    project.edit("Set", "ben", lambda w: w.put("setting", ("a",), ("1",)))
    fault = ""
except PalpateError as error:
    fault = type(error).__name__
project.close()
result = [reason, frames, fault]
"""
    before = path.read_bytes()
    reason, frames, fault = in_child(body, path, humble=True)
    assert reason == "this file or its folder may not be written"
    assert (frames, fault) == (200, ProjectReadOnly.__name__)
    assert path.read_bytes() == before
    assert list(open_folder.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter")
def test_no_project_is_made_where_nothing_can_be_written(
    open_folder: Path, in_child: Callable[..., Any]
) -> None:
    open_folder.chmod(0o555)
    body = """
try:
    Project.create(path, {})
except PalpateError as error:
    result = [type(error).__name__, error.sentence]
"""
    told = in_child(body, open_folder / "new.palpate", humble=True)
    assert told == [FileUnwritable.__name__, "its folder may not be written"]
    assert list(open_folder.iterdir()) == []


def test_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    path = tmp_path / "small.palpate"
    with closing(database.create(path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(FileUnwritable, match="disk is full"), database.faults_told(path):
            connection.execute("INSERT INTO setting VALUES ('big', ?)", ("x" * 10 * PAGE,))


def test_a_fault_of_the_program_is_not_told_as_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "new.palpate"
    with closing(database.create(path)) as connection:
        with pytest.raises(sqlite3.OperationalError), database.faults_told(path):
            connection.execute("SELEKT 1")
        with pytest.raises(sqlite3.IntegrityError), database.faults_told(path):
            connection.execute("INSERT INTO setting VALUES ('a', NULL)")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are a POSIX matter")
def test_a_disk_that_refuses_loses_the_edit_it_refused_and_no_other(
    closed_project: Path, in_child: Callable[..., Any]
) -> None:
    body = """
import logging, resource
logging.getLogger().addHandler(logging.NullHandler())
project = Project.open(path)
def put(n):
    project.edit("Set", "ana", lambda w: w.put("setting", (f"n{n}",), ("x" * 20_000,)))
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 200_000, hard))
kept, told = [], []
for n in range(40):
    try:
        put(n)
        kept.append(n)
    except PalpateError as error:
        told.append([type(error).__name__, error.sentence])
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
put(100)
project.undo("ana")
project.redo("ana")
project.close()
project = Project.open(path)
found = sorted(int(name[1:]) for name in project.settings() if name[:1] == "n")
project.close()
result = {"kept": [*kept, 100], "found": found, "told": told, "uncaught": uncaught}
"""
    result = in_child(body, closed_project)
    assert result["found"] == result["kept"]
    assert result["told"]
    assert {kind for kind, _ in result["told"]} == {FileUnwritable.__name__}
    assert all("the disk refused" in sentence for _, sentence in result["told"])
    assert result["uncaught"] == []


def test_a_name_that_is_too_long_is_told_like_every_fault_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300 + ".palpate")
    with pytest.raises(FileUnreadable, match="too long"):
        Project.open(path)
    with pytest.raises(FileUnwritable, match="too long"):
        Project.create(path, {})
