"""The project file: one edit is one transaction, and undo never takes what is somebody else's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.store import locking
from palpate.store.project import Project
from palpate.store.rows import Writer
from palpate.store.tables import USER_VERSION


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(Project.create(tmp_path / "new.palpate", {"annotator": "ana"})) as opened:
        yield opened


def put(project: Project, value: str, author: str = "ana") -> None:
    project.edit(f"To {value}", author, lambda writer: writer.put("setting", ("at",), (value,)))


def at(project: Project) -> str | None:
    return project.settings().get("at")


def test_an_edit_that_fails_half_way_changes_nothing(project: Project) -> None:
    def write(writer: Writer) -> None:
        writer.put("setting", ("at",), ("1",))
        raise EditRefused("no")

    with pytest.raises(EditRefused):
        project.edit("Fail", "ana", write)
    assert at(project) is None
    assert project.history() == []
    put(project, "2")
    assert at(project) == "2"


def test_an_edit_that_writes_nothing_is_no_step(project: Project) -> None:
    put(project, "1")
    project.undo("ana")
    assert project.edit("Nothing", "ana", lambda writer: writer.delete("setting", "elsewhere")) == []
    assert project.redoable("ana") is not None
    assert len(project.history()) == 1


def test_undo_and_redo_tell_the_rows_they_changed(project: Project) -> None:
    put(project, "1")
    entry, rows = project.undo("ana")
    assert (entry.title, [(row.key, row.before, row.after) for row in rows]) == (
        "To 1",
        [(("at",), ("1",), None)],
    )
    entry, rows = project.redo("ana")
    assert (entry.title, [(row.key, row.before, row.after) for row in rows]) == (
        "To 1",
        [(("at",), None, ("1",))],
    )


def test_nobody_takes_back_what_another_did(project: Project) -> None:
    put(project, "1", "ana")
    put(project, "2", "ben")
    assert project.undoable("ana") is None
    with pytest.raises(EditRefused, match="nothing of yours"):
        project.undo("ana")
    project.undo("ben")
    assert at(project) == "1"
    with pytest.raises(EditRefused, match="nothing to redo"):
        project.redo("ana")
    project.undo("ana")
    assert at(project) is None
    with pytest.raises(EditRefused):
        project.redo("ben")
    project.redo("ana")
    project.redo("ben")
    assert at(project) == "2"


def test_undo_works_on_after_closing_and_opening(project: Project, tmp_path: Path) -> None:
    for value in "123":
        put(project, value)
    project.undo("ana")
    project.close()
    with closing(Project.open(tmp_path / "new.palpate")) as again:
        assert at(again) == "2"
        again.redo("ana")
        assert at(again) == "3"
        for _ in range(3):
            again.undo("ana")
        assert at(again) is None
        with pytest.raises(EditRefused):
            again.undo("ana")


def test_the_file_carries_its_mark_and_version(project: Project, tmp_path: Path) -> None:
    put(project, "1")
    project.close()
    with closing(sqlite3.connect(tmp_path / "new.palpate")) as raw:
        assert raw.execute("PRAGMA application_id").fetchone()[0].to_bytes(4, "big") == b"PALP"
        assert raw.execute("PRAGMA user_version").fetchone()[0] == USER_VERSION
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_evidence_is_kept_beside_the_facts_and_never_journalled(project: Project) -> None:
    ends, content = np.zeros((2, 2)).tobytes(), np.ones((4, 6)).tobytes()
    project.keep_derived("layer-1", "bowler", [("nose", 0, 5, ends, content)])
    project.keep_derived("layer-1", "bowler", [("nose", 0, 7, ends, content)])
    assert project.derived("layer-1", "bowler") == [("nose", 0, 7, ends, content)]
    assert project.derived("layer-2", "bowler") == []
    assert project.history() == []


def test_edits_are_timed_by_author(project: Project) -> None:
    put(project, "1", "ana")
    put(project, "2", "ben")
    project.undo("ben")
    assert [author for author, _ in project.edit_times()] == ["ana", "ben"]


def test_flags_and_events_are_read_by_layer_and_clip(project: Project) -> None:
    def write(writer: Writer) -> None:
        for frame, note in ((9, "blurred"), (4, "")):
            writer.put("flag", ("layer-1", "clip-1", frame), (note, writer.author, writer.time))
            writer.put("event", ("clip-1", frame, f"event {frame}"), (writer.author, writer.time))

    project.edit("Flag", "ana", write)
    assert [(f.frame, f.text, f.author) for f in project.flags("layer-1", "clip-1")] == [
        (4, "", "ana"),
        (9, "blurred", "ana"),
    ]
    assert project.flags("layer-2", "clip-1") == []
    assert [(event.frame, event.name) for event in project.events("clip-1")] == [
        (4, "event 4"),
        (9, "event 9"),
    ]
    assert project.events("clip-2") == []


@pytest.fixture
def everything_is_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every kind of file system that this machine has as one of a network."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        pytest.skip("the system does not list its file systems")
    kinds = {line.split(" ")[2] for line in mounts.read_text(encoding="utf-8").splitlines()}
    monkeypatch.setattr(locking, "_NETWORK_KINDS", kinds)


@pytest.mark.usefixtures("everything_is_a_network")
def test_on_a_network_no_log_lies_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "shared.palpate"
    with closing(Project.create(path, {})) as project:
        put(project, "1")
        put(project, "2")
        project.undo("ana")
        assert list(tmp_path.iterdir()) == [path]
        with closing(Project.open(path)) as second:
            assert "is working in this project" in second.read_only
            assert at(second) == "1"
        put(project, "3")
    with closing(Project.open(path)) as again:
        assert again.read_only == ""
        again.undo("ana")
        assert at(again) == "1"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("everything_is_a_network")
def test_a_project_made_on_a_disk_goes_on_on_a_network(closed_project: Path) -> None:
    with closing(Project.open(closed_project)) as project:
        put(project, "1")
    assert list(closed_project.parent.iterdir()) == [closed_project]
    with closing(Project.open(closed_project, read_only=True)) as project:
        assert at(project) == "1"
