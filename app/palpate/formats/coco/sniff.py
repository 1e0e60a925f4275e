"""Whether a file is COCO."""

from __future__ import annotations

from pathlib import Path

from palpate.formats.json_file import outline

_RESULT = frozenset({"image_id", "category_id", "score"})


def recognises(path: Path) -> bool:
    """Tell by its top-level keys, or by the first entry of a result list."""
    seen = outline(path)
    if seen.fault:
        return {"images", "annotations"} <= seen.keys or {"image_id", "keypoints"} <= seen.keys
    if seen.is_list:
        return seen.keys >= _RESULT or {"image_id", "keypoints"} <= seen.keys
    return "annotations" in seen.keys and ("images" in seen.keys or "categories" in seen.keys)
