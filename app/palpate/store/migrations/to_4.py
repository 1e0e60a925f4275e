"""Version 4: what a review ruled, and what was looked at."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE ruling (
        layer TEXT NOT NULL, instance TEXT NOT NULL, kind TEXT NOT NULL, keypoint TEXT NOT NULL,
        frame INTEGER NOT NULL, stop INTEGER NOT NULL, standing BLOB NOT NULL, verdict TEXT NOT NULL,
        score REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
        PRIMARY KEY (layer, instance, kind, keypoint, frame)
    ) STRICT
    """,
    """
    CREATE TABLE look (
        layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
        x REAL NOT NULL, y REAL NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
        PRIMARY KEY (layer, instance, keypoint, frame)
    ) STRICT
    """,
)
