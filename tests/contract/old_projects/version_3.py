"""A project file as version 3 made it: the tables of version 2, and moments in common; the same story."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

SYNCS_3 = """
CREATE TABLE sync (
    clip TEXT NOT NULL, other TEXT NOT NULL, frame INTEGER NOT NULL, other_frame INTEGER NOT NULL,
    event TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (clip, other)
) STRICT;
"""


def make(path: Path) -> None:
    """Write what version 2 wrote, with the table that version 3 added and nothing in it."""
    spec = importlib.util.spec_from_file_location("before", Path(__file__).with_name("version_2.py"))
    assert spec is not None
    assert spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    before.make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {SYNCS_3} PRAGMA user_version = 3; COMMIT;")
