"""Version 2: notes that are pinned to a frame or a keypoint."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE note (
        id TEXT PRIMARY KEY, clip TEXT NOT NULL, layer TEXT NOT NULL, frame INTEGER NOT NULL,
        instance TEXT NOT NULL, keypoint TEXT NOT NULL, content TEXT NOT NULL, author TEXT NOT NULL,
        time TEXT NOT NULL, changed TEXT NOT NULL, resolver TEXT NOT NULL, resolved TEXT NOT NULL
    ) STRICT
    """,
)
