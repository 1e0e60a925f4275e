"""The tables of a project file, and which of their columns make the key.

Facts live in the journalled tables, one row per thing. Every journalled change is the pair of a row before
and a row after, so that undoing is writing the row before: no edit needs an inverse of its own making.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

APPLICATION_ID = 0x50414C50  # "PALP"
USER_VERSION = 7


@dataclass(frozen=True)
class Table:
    """A journalled table: the columns of its key and those of its value."""

    name: str
    key: tuple[str, ...]
    value: tuple[str, ...]

    @cached_property
    def upsert(self) -> str:
        """SQL that writes a whole row."""
        columns = (*self.key, *self.value)
        marks = ", ".join("?" * len(columns))
        updates = ", ".join(f"{column} = excluded.{column}" for column in self.value)
        return (
            f"INSERT INTO {self.name} ({', '.join(columns)}) VALUES ({marks}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {updates}"
        )

    @cached_property
    def select(self) -> str:
        """SQL that reads the value of one key."""
        return f"SELECT {', '.join(self.value)} FROM {self.name} WHERE {self.where}"

    @cached_property
    def select_all(self) -> str:
        """SQL that reads all whole rows, by their key."""
        key = ", ".join(self.key)
        return f"SELECT {key}, {', '.join(self.value)} FROM {self.name} ORDER BY {key}"

    @cached_property
    def delete(self) -> str:
        """SQL that removes one key."""
        return f"DELETE FROM {self.name} WHERE {self.where}"

    @cached_property
    def where(self) -> str:
        """Condition on the whole key."""
        return " AND ".join(f"{column} = ?" for column in self.key)


TABLES = {
    table.name: table
    for table in (
        Table("setting", ("name",), ("value",)),
        Table("skeleton", ("name",), ("version", "content")),
        Table("clip", ("id",), ("place", "name", "content")),
        Table("layer", ("id",), ("place", "name", "kind", "author", "created")),
        Table("instance", ("id",), ("clip", "number", "name", "skeleton", "attributes")),
        Table(
            "pose",
            ("layer", "instance", "frame"),
            ("pts", "positions", "visibility", "origin", "scores", "shape", "author", "time"),
        ),
        Table("span", ("layer", "instance", "keypoint", "frame"), ("method",)),
        Table("flag", ("layer", "clip", "frame"), ("note", "author", "time")),
        Table("event", ("clip", "frame", "name"), ("author", "time")),
        Table(
            "note",
            ("id",),
            (
                *("clip", "layer", "frame", "instance", "keypoint"),
                *("content", "author", "time", "changed", "resolver", "resolved"),
            ),
        ),
        Table("sync", ("clip", "other"), ("frame", "other_frame", "event", "author", "time")),
        Table(
            "ruling",
            ("layer", "instance", "kind", "keypoint", "frame"),
            ("stop", "standing", "verdict", "score", "author", "time"),
        ),
        Table(
            "policy",
            ("skeleton", "keypoint", "name"),
            ("value", "before", "source", "author", "time"),
        ),
        Table("outdated", ("layer", "instance", "frame"), ("marks",)),
        Table("guideline", ("skeleton", "keypoint"), ("content", "author", "time")),
        Table("target", ("skeleton", "keypoint"), ("version", "content", "author", "time")),
        Table("plate", ("name",), ("title", "kind", "width_mm", "content", "author", "time")),
        Table("example", ("id",), ("skeleton", "version", "keypoint", "content", "author", "time")),
        Table("example_picture", ("id",), ("content",)),  # apart: other words write no picture anew
        # Only a migration journals these: what it renames has to come back under its old name.
        Table("derived", ("layer", "instance", "keypoint", "start"), ("stop", "ends", "content")),
        Table("look", ("layer", "instance", "keypoint", "frame"), ("x", "y", "author", "time")),
        Table("smear", ("layer", "instance", "keypoint"), ("content",)),
        Table("plan", ("id",), ("purpose", "content", "author", "time")),
        Table("attempt", ("id",), ("layer", "annotator", "submitted", "content")),
        Table("comment", ("attempt", "keypoint"), ("content", "author", "time")),
        Table("certificate", ("layer",), ("version", "digest", "note", "author", "time")),
        Table(
            "adjudication",
            ("layer", "instance", "keypoint", "frame"),
            ("first", "second", "choice", "author", "time"),
        ),
    )
}

SCHEMA = """
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
CREATE TABLE note (
    id TEXT PRIMARY KEY, clip TEXT NOT NULL, layer TEXT NOT NULL, frame INTEGER NOT NULL,
    instance TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, changed TEXT NOT NULL, resolver TEXT NOT NULL, resolved TEXT NOT NULL
) STRICT;
CREATE TABLE sync (
    clip TEXT NOT NULL, other TEXT NOT NULL, frame INTEGER NOT NULL, other_frame INTEGER NOT NULL,
    event TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (clip, other)
) STRICT;
CREATE TABLE ruling (
    layer TEXT NOT NULL, instance TEXT NOT NULL, kind TEXT NOT NULL, keypoint TEXT NOT NULL,
    frame INTEGER NOT NULL, stop INTEGER NOT NULL, standing BLOB NOT NULL, verdict TEXT NOT NULL,
    score REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, kind, keypoint, frame)
) STRICT;

-- Labels of keypoints that are another place since a version of their skeleton, and what they said then.
CREATE TABLE outdated (
    layer TEXT NOT NULL, instance TEXT NOT NULL, frame INTEGER NOT NULL, marks BLOB NOT NULL,
    PRIMARY KEY (layer, instance, frame)
) STRICT;

-- What the project itself tells of keypoints, instead of what is shipped: words as Markdown with a head,
-- places on plates as JSON, and plates as SVG, PNG or JPEG files.
CREATE TABLE guideline (
    skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, PRIMARY KEY (skeleton, keypoint)
) STRICT;
CREATE TABLE target (
    skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,
    author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (skeleton, keypoint)
) STRICT;
CREATE TABLE plate (
    name TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, width_mm REAL, content BLOB NOT NULL,
    author TEXT NOT NULL, time TEXT NOT NULL
) STRICT;

-- What a project asks for in place of what its skeleton says; keypoint '' is the whole skeleton.
CREATE TABLE policy (
    skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    before TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (skeleton, keypoint, name)
) STRICT;

-- Pictures of keypoints placed right or wrong, cut out of frames of this project, and what is said of them.
CREATE TABLE example (
    id TEXT PRIMARY KEY, skeleton TEXT NOT NULL, version INTEGER NOT NULL, keypoint TEXT NOT NULL,
    content TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL
) STRICT;
CREATE TABLE example_picture (id TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;

-- What people are to label without seeing the answer, what came of it, and what is certified or decided.
CREATE TABLE plan (
    id TEXT PRIMARY KEY, purpose TEXT NOT NULL, content TEXT NOT NULL,
    author TEXT NOT NULL, time TEXT NOT NULL
) STRICT;
CREATE TABLE attempt (
    id TEXT PRIMARY KEY, layer TEXT NOT NULL UNIQUE, annotator TEXT NOT NULL, submitted TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE TABLE comment (
    attempt TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, PRIMARY KEY (attempt, keypoint)
) STRICT;
CREATE TABLE certificate (
    layer TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, note TEXT NOT NULL,
    author TEXT NOT NULL, time TEXT NOT NULL
) STRICT;
CREATE TABLE adjudication (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
    first TEXT NOT NULL, second TEXT NOT NULL, choice TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, keypoint, frame)
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

-- What was on the screen, large and in hand, and where it stood then; no edit, and never undone.
CREATE TABLE look (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, keypoint, frame)
) STRICT;

-- What was measured of the smear of a keypoint, with where it stood then; may be thrown away at any time.
CREATE TABLE smear (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (layer, instance, keypoint)
) STRICT;

-- Who is writing.
CREATE TABLE lease (
    slot INTEGER PRIMARY KEY CHECK (slot = 1), token TEXT NOT NULL, host TEXT NOT NULL,
    process INTEGER NOT NULL, born TEXT NOT NULL, person TEXT NOT NULL, seen REAL NOT NULL
) STRICT;
"""
