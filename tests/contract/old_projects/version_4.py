"""A project file as version 4 made it: the tables of version 3, rulings and looks; the same story."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

REVIEW_4 = """
CREATE TABLE ruling (
    layer TEXT NOT NULL, instance TEXT NOT NULL, kind TEXT NOT NULL, keypoint TEXT NOT NULL,
    frame INTEGER NOT NULL, stop INTEGER NOT NULL, standing BLOB NOT NULL, verdict TEXT NOT NULL,
    score REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, kind, keypoint, frame)
) STRICT;
CREATE TABLE look (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (layer, instance, keypoint, frame)
) STRICT;
"""


def make(path: Path) -> None:
    """Write what version 3 wrote, with the tables that version 4 added and nothing in them."""
    spec = importlib.util.spec_from_file_location("before", Path(__file__).with_name("version_3.py"))
    assert spec is not None
    assert spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    before.make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {REVIEW_4} PRAGMA user_version = 4; COMMIT;")
