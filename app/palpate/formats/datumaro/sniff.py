"""Whether a file is Datumaro's JSON."""

from __future__ import annotations

from pathlib import Path

from palpate.formats.json_file import outline


def recognises(path: Path) -> bool:
    """Tell by its top-level keys."""
    seen = outline(path)
    return not seen.is_list and {"categories", "items"} <= seen.keys
