"""Version 6: labels that a new version of their skeleton wants placed anew, and guidelines written here."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE outdated (
        layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
        version INTEGER NOT NULL, standing BLOB NOT NULL, PRIMARY KEY (layer, instance, keypoint, frame)
    ) STRICT
    """,
    """
    CREATE TABLE guideline (
        skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
        time TEXT NOT NULL, PRIMARY KEY (skeleton, keypoint)
    ) STRICT
    """,
    """
    CREATE TABLE target (
        skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,
        author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (skeleton, keypoint)
    ) STRICT
    """,
    """
    CREATE TABLE plate (
        name TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, width_mm REAL, content BLOB NOT NULL,
        author TEXT NOT NULL, time TEXT NOT NULL
    ) STRICT
    """,
)
