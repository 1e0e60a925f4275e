"""Projects of every earlier version: they open, say the same as before, and undo goes on where it stood."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from palpate.base.errors import ProjectDamaged
from palpate.model.clip import Clip, ClipKind
from palpate.model.note import Note
from palpate.model.ruling import Ruling, Verdict
from palpate.model.sync import Sync
from palpate.session.edits.contents import PutClips
from palpate.session.edits.notes import AddNote
from palpate.session.edits.rulings import Settle
from palpate.session.edits.syncs import PutSync
from palpate.session.session import Session
from palpate.store.migrations import steps
from palpate.store.project import Project
from palpate.store.tables import SCHEMA, TABLES, USER_VERSION

OLD = Path(__file__).parent / "old_projects"
Rows = dict[str, list[tuple[object, ...]]]


def maker(version: int) -> Callable[[Path], None]:
    """Return what makes a project of a version."""
    spec = importlib.util.spec_from_file_location(f"version_{version}", OLD / f"version_{version}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make: Callable[[Path], None] = module.make
    return make


VERSIONS = range(steps.OLDEST, USER_VERSION)


@pytest.fixture(params=VERSIONS)
def old_project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "old.palpate"
    maker(request.param)(path)
    return path


def content(path: Path) -> Rows:
    """Return every row of every table but the lease."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in sorted(names) if name != "lease"
        }


def structure(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of every table, with their types and keys."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: raw.execute(f"PRAGMA table_info({name})").fetchall() for name in sorted(names)}


def test_every_earlier_version_has_a_step_and_a_story() -> None:
    assert set(steps.STEPS) == set(range(steps.OLDEST + 1, USER_VERSION + 1))
    assert {path.stem for path in OLD.glob("*.py")} == {f"version_{version}" for version in VERSIONS}


def test_an_old_project_gets_the_tables_of_a_new_one(old_project: Path, tmp_path: Path) -> None:
    Project.open(old_project).close()
    Project.create(tmp_path / "new.palpate", {}).close()
    assert structure(old_project) == structure(tmp_path / "new.palpate")
    with closing(sqlite3.connect(old_project)) as raw:
        assert steps.version_of(raw) == USER_VERSION


def test_nothing_that_stood_in_an_old_project_is_changed(old_project: Path) -> None:
    before = content(old_project)
    Project.open(old_project).close()
    after = content(old_project)
    assert {name: after[name] for name in before} == before
    assert all(not after[name] for name in set(after) - set(before))
    assert [path.name for path in old_project.parent.iterdir()] == ["old.palpate"]


def test_undo_and_redo_go_on_where_they_stood(old_project: Path) -> None:
    with Session.open(old_project) as session:
        assert [flag.frame for flag in session.project.flags("l", "c")] == [4]
        session.redo()
        assert [flag.frame for flag in session.project.flags("l", "c")] == [4, 9]
        while session.undoable() is not None:
            session.undo()
        assert (session.contents.clips, session.contents.layers) == ((), ())
        while session.redoable() is not None:
            session.redo()
        track = session.live("l", "i").track
        assert track.frames.tolist() == [0, 20]
        assert track.positions[1, 0].tolist() == [30.5, 20.0]


def test_an_old_project_takes_what_only_new_ones_hold(old_project: Path) -> None:
    with Session.open(old_project) as session:
        session.do(AddNote(Note("n", "c", "l", 4, "i", "hip", "knee or hip?")))
    with Session.open(old_project) as session:
        assert [note.text for note in session.project.notes("c")] == ["knee or hip?"]
        session.undo()
        assert session.project.notes("c") == []


def test_clips_of_an_old_project_can_be_synchronised(old_project: Path) -> None:
    with Session.open(old_project) as session:
        assert session.contents.syncs == ()
        session.do(PutClips("Add side", (Clip("d", "side", ClipKind.VIDEO, n_frames=60, fps=60.0),)))
        session.do(PutSync("Synchronise", Sync("c", "d", 7, 14)))
    with Session.open(old_project) as session:
        assert session.contents.syncs == (Sync("c", "d", 7, 14),)
        session.undo()
        assert session.contents.syncs == ()


def test_an_old_project_remembers_what_is_ruled_and_looked_at_in_it(old_project: Path) -> None:
    ruling = Ruling("l", "i", "drift", "hip", 5, 9, b"ends", Verdict.FINE, 1.4)
    with Session.open(old_project) as session:
        session.do(Settle("Review hip: fine", (ruling,)))
        session.looks.add("l", "i", [("hip", 7, 12.5, 20.0)])
    with Session.open(old_project) as session:
        assert session.project.rulings("l") == [ruling]
        assert session.looks.of("l", "i") == {("hip", 7): (12.5, 20.0)}
        session.undo()
        assert session.project.rulings("l") == []
        assert session.looks.of("l", "i") == {("hip", 7): (12.5, 20.0)}


def test_an_old_project_keeps_what_is_measured_of_smear_in_it(old_project: Path) -> None:
    with Session.open(old_project) as session:
        session.project.keep_smears("l", "i", {"hip": b"as measured"})
    with Session.open(old_project) as session:
        assert session.project.smears("l", "i") == {"hip": b"as measured"}


def test_reading_an_old_project_changes_no_byte_of_it(old_project: Path) -> None:
    before = old_project.read_bytes()
    with Session.open(old_project, read_only=True) as session:
        assert session.live("l", "i").track.frames.tolist() == [0, 20]
        assert session.project.notes() == []
        assert [event.name for event in session.project.events("c")] == ["heel_strike"]
    assert old_project.read_bytes() == before
    assert [path.name for path in old_project.parent.iterdir()] == ["old.palpate"]


def test_a_step_that_fails_leaves_the_project_as_it_was(
    old_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(old_project)
    broken = {version: (*step, "CREATE TABLE setting (a)") for version, step in steps.STEPS.items()}
    monkeypatch.setattr(steps, "STEPS", broken)
    with pytest.raises(sqlite3.OperationalError):
        Project.open(old_project)
    monkeypatch.undo()
    assert content(old_project) == before
    with closing(Project.open(old_project)) as project:
        assert not project.read_only


def test_a_project_whose_place_cannot_be_written_is_read_as_it_is(
    old_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with closing(Project.open(old_project)) as project:
        assert project.read_only
        assert project.notes() == []


def test_a_version_that_never_was_is_refused(old_project: Path, tmp_path: Path) -> None:
    shutil.copy(old_project, tmp_path / "odd.palpate")
    with closing(sqlite3.connect(tmp_path / "odd.palpate")) as raw:
        raw.execute("PRAGMA user_version = 0")
    with pytest.raises(ProjectDamaged, match="never a version 0"):
        Project.open(tmp_path / "odd.palpate")


def test_every_table_that_is_journalled_is_in_the_schema() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript(SCHEMA)
        for table in TABLES.values():
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table.name})")]
            assert columns == [*table.key, *table.value]
