"""A project file as version 2 made it: the tables of version 1, and notes; the same story."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

NOTES_2 = """
CREATE TABLE note (
    id TEXT PRIMARY KEY, clip TEXT NOT NULL, layer TEXT NOT NULL, frame INTEGER NOT NULL,
    instance TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
    time TEXT NOT NULL, changed TEXT NOT NULL, resolver TEXT NOT NULL, resolved TEXT NOT NULL
) STRICT;
"""


def make(path: Path) -> None:
    """Write what version 1 wrote, with the table that version 2 added and nothing in it."""
    spec = importlib.util.spec_from_file_location("before", Path(__file__).with_name("version_1.py"))
    assert spec is not None
    assert spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    before.make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {NOTES_2} PRAGMA user_version = 2; COMMIT;")
