"""Version 5: what was measured of smear."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE smear (
        layer TEXT NOT NULL, instance TEXT NOT NULL, keypoint TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (layer, instance, keypoint)
    ) STRICT
    """,
)
