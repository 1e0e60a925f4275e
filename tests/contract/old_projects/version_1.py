"""A project file as version 1 made it: its tables word for word, a story in them, and its journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np

APPLICATION_ID = 0x50414C50
NOON = "2026-03-01T12:00:00.000+00:00"
Change = tuple[str, tuple[object, ...], tuple[object, ...] | None, tuple[object, ...] | None]

SCHEMA_1 = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE skeleton (name TEXT PRIMARY KEY, version INTEGER NOT NULL, content TEXT NOT NULL) STRICT;
CREATE TABLE clip (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, content TEXT NOT NULL
) STRICT;
CREATE TABLE layer (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    author TEXT NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE instance (
    id TEXT PRIMARY KEY, clip TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
    skeleton TEXT NOT NULL, attributes TEXT NOT NULL
) STRICT;
CREATE TABLE pose (
    layer TEXT NOT NULL, instance TEXT NOT NULL, frame INTEGER NOT NULL, pts INTEGER,
    positions BLOB NOT NULL, visibility BLOB NOT NULL, origin BLOB NOT NULL, scores BLOB, shape TEXT,
    author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, frame)
) STRICT;
CREATE TABLE span (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
    method TEXT NOT NULL, PRIMARY KEY (layer, instance, keypoint, frame)
) STRICT;
CREATE TABLE flag (
    layer TEXT NOT NULL, clip TEXT NOT NULL, frame INTEGER NOT NULL, note TEXT NOT NULL,
    author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (layer, clip, frame)
) STRICT;
CREATE TABLE event (
    clip TEXT NOT NULL, frame INTEGER NOT NULL, name TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, PRIMARY KEY (clip, frame, name)
) STRICT;

-- Every edit, undo and redo: who, when, what, and each touched row before and after.
CREATE TABLE edit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, parent TEXT, kind TEXT NOT NULL,
    of INTEGER, title TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, merge TEXT,
    state TEXT NOT NULL, rows BLOB NOT NULL
) STRICT;
CREATE INDEX edit_by_state ON edit (state, id);

-- Computed evidence between two keyframes of a keypoint; may be thrown away at any time.
CREATE TABLE derived (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, ends BLOB NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (layer, instance, keypoint, start)
) STRICT;

-- Who is writing.
CREATE TABLE lease (
    slot INTEGER PRIMARY KEY CHECK (slot = 1), token TEXT NOT NULL, host TEXT NOT NULL,
    process INTEGER NOT NULL, born TEXT NOT NULL, person TEXT NOT NULL, seen REAL NOT NULL
) STRICT;
"""

SKELETON = "skeleton: pair\nkeypoints: [{name: hip}, {name: knee, parent: hip}]\nedges: [[hip, knee]]\n"
CLIP = '{"kind":"video","size":[640,480],"n_frames":30,"fps":30.0,"frame_names":[],"frame_sizes":{}}'


def make(path: Path) -> None:
    """Write a closed project of *ana*: two keyframes, a flag, an event, and an edit that is undone."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            f"BEGIN; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; {SCHEMA_1} COMMIT;"
        )
        with connection:
            connection.execute("BEGIN")
            for name, value in (("annotator", "ana"), ("role", "annotator")):
                connection.execute("INSERT INTO setting VALUES (?, ?)", (name, value))
            for number, (title, rows) in enumerate(_story(), start=1):
                _do(connection, number, title, rows)
            connection.execute("UPDATE edit SET state = 'undone' WHERE id = (SELECT max(id) FROM edit)")


def _story() -> list[tuple[str, list[Change]]]:
    return [
        ("Use skeleton pair", [("skeleton", ("pair",), None, (1, SKELETON))]),
        ("Add walk", [("clip", ("c",), None, (0, "walk", CLIP))]),
        ("Add layer", [("layer", ("l",), None, (0, "ana", "work", "ana", NOON))]),
        ("Add walker", [("instance", ("i",), None, ("c", 1, "walker", "pair", "{}"))]),
        ("Place hip", [("pose", ("l", "i", 0), None, _pose(10.0))]),
        ("Place hip", [("pose", ("l", "i", 20), None, _pose(30.5))]),
        ("Fill 1 spans by linear", [("span", ("l", "i", "hip", 0), None, ("linear",))]),
        ("Flag frame 4", [("flag", ("l", "c", 4), None, ("blurred", "ana", NOON))]),
        ("Mark heel strike", [("event", ("c", 7, "heel_strike"), None, ("ana", NOON))]),
        ("Flag frame 9", [("flag", ("l", "c", 9), None, ("", "ana", NOON))]),
    ]


def _pose(x: float) -> tuple[object, ...]:
    positions = np.array([[x, 20.0], [np.nan, np.nan]])
    codes = (np.array([2, -1], np.int8).tobytes(), np.array([1, 0], np.int8).tobytes())
    return (None, positions.tobytes(), *codes, None, None, "ana", NOON)


def _do(connection: sqlite3.Connection, number: int, title: str, rows: list[Change]) -> None:
    undone = title == "Flag frame 9"
    for table, key, _, after in rows:
        if not undone:
            marks = ", ".join("?" * (len(key) + len(after or ())))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", (*key, *(after or ())))
    connection.execute(
        "INSERT INTO edit (uuid, parent, kind, of, title, author, time, merge, state, rows) "
        "VALUES (?, ?, 'edit', NULL, ?, 'ana', ?, NULL, 'done', ?)",
        (
            f"edit-{number}",
            f"edit-{number - 1}" if number > 1 else None,
            title,
            NOON,
            msgspec.msgpack.encode(rows),
        ),
    )
