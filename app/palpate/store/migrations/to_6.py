"""Version 6: labels that a new version of their skeleton wants placed anew."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE outdated (
        layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, frame INTEGER NOT NULL,
        version INTEGER NOT NULL, standing BLOB NOT NULL, PRIMARY KEY (layer, instance, keypoint, frame)
    ) STRICT
    """,
)
