"""A project file as version 5 made it: the tables of version 4 and measured smear; the same story."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

SMEARS_5 = """
CREATE TABLE smear (
    layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (layer, instance, keypoint)
) STRICT;
"""


def make(path: Path) -> None:
    """Write what version 4 wrote, with the table that version 5 added and nothing in it."""
    spec = importlib.util.spec_from_file_location("before", Path(__file__).with_name("version_4.py"))
    assert spec is not None
    assert spec.loader is not None
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    before.make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"BEGIN; {SMEARS_5} PRAGMA user_version = 5; COMMIT;")
