"""Version 7: what people are to label, what came of it, and what is certified."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE plan (
        id TEXT PRIMARY KEY, purpose TEXT NOT NULL, content TEXT NOT NULL,
        author TEXT NOT NULL, time TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attempt (
        id TEXT PRIMARY KEY, layer TEXT NOT NULL UNIQUE, annotator TEXT NOT NULL, submitted TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE comment (
        attempt TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
        time TEXT NOT NULL, PRIMARY KEY (attempt, keypoint)
    ) STRICT
    """,
    """
    CREATE TABLE certificate (
        layer TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, note TEXT NOT NULL,
        author TEXT NOT NULL, time TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE adjudication (
        layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
        first TEXT NOT NULL, second TEXT NOT NULL, choice TEXT NOT NULL,
        author TEXT NOT NULL, time TEXT NOT NULL,
        PRIMARY KEY (layer, instance, keypoint, frame)
    ) STRICT
    """,
)
