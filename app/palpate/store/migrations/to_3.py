"""Version 3: clips that show the same event, and which of their frames are the same moment."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE sync (
        clip TEXT NOT NULL, other TEXT NOT NULL, frame INTEGER NOT NULL, other_frame INTEGER NOT NULL,
        event TEXT NOT NULL, author TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (clip, other)
    ) STRICT
    """,
)
