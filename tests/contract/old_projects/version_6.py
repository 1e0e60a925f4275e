"""A project file as version 6 made it: the tables of what is authored in the program; the same story."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

AUTHORED_6 = """
CREATE TABLE outdated (
    layer TEXT NOT NULL, instance TEXT NOT NULL, frame INTEGER NOT NULL, marks BLOB NOT NULL,
    PRIMARY KEY (layer, instance, frame)
) STRICT;
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
CREATE TABLE policy (
    skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    before TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (skeleton, keypoint, name)
) STRICT;
CREATE TABLE example (
    id TEXT PRIMARY KEY, skeleton TEXT NOT NULL, version INTEGER NOT NULL, keypoint TEXT NOT NULL,
    content TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL
) STRICT;
CREATE TABLE example_picture (id TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
"""


def make(path: Path) -> None:
    """Write what version 5 wrote, with the tables that version 6 added and nothing in them."""
    spec = importlib.util.spec_from_file_location("before", Path(__file__).with_name("version_5.py"))
    assert spec is not None
    assert spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    before.make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {AUTHORED_6} PRAGMA user_version = 6; COMMIT;")
