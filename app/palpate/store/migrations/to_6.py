"""Version 6: labels to place anew since a version of their skeleton, and what a project says of keypoints.

That is its thresholds and examples, and guidelines with their places and plates.
"""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE outdated (
        layer TEXT NOT NULL, instance TEXT NOT NULL, frame INTEGER NOT NULL, marks BLOB NOT NULL,
        PRIMARY KEY (layer, instance, frame)
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
    """
    CREATE TABLE policy (
        skeleton TEXT NOT NULL, keypoint TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        before TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL,
        PRIMARY KEY (skeleton, keypoint, name)
    ) STRICT
    """,
    """
    CREATE TABLE example (
        id TEXT PRIMARY KEY, skeleton TEXT NOT NULL, version INTEGER NOT NULL, keypoint TEXT NOT NULL,
        content TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE example_picture (id TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
)
