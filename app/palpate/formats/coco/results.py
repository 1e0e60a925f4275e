"""A result list: predictions with an image id each, and nothing else."""

from __future__ import annotations

from pathlib import Path

from palpate.base.errors import FormatError
from palpate.formats.checks import is_id
from palpate.model.skeleton import Skeleton


def as_data_set(raw: list[object], path: Path, skeleton: Skeleton | None) -> dict[str, object]:
    """Return the list as a data set with the images and categories that it mentions.

    Parameters
    ----------
    skeleton
        Names the keypoints, which a result list does not do.

    Returns
    -------
    Images in ascending order of their ids, which are their file names too; annotations in the order of the
    list, with ids from 1 where they have none.

    Raises
    ------
    FormatError
        If no entry has keypoints, or nothing names them.
    """
    entries = [entry for entry in raw if isinstance(entry, dict)]
    if not any("keypoints" in entry for entry in entries):
        kind = "a list of detections" if any("bbox" in entry for entry in entries) else "a list"
        raise FormatError(f"{kind} without keypoints; there is nothing to read", path=path)
    if skeleton is None:
        raise FormatError(
            "a result list does not name its keypoints; give their skeleton (--skeleton NAME or FILE)",
            path=path,
        )
    images = sorted({e["image_id"] for e in entries if is_id(e.get("image_id"))}, key=_ascending)
    ids = sorted({e["category_id"] for e in entries if is_id(e.get("category_id"))}, key=_ascending)
    named = {identity: skeleton.name if len(ids) == 1 else f"{skeleton.name} {identity}" for identity in ids}
    return {
        "images": [{"id": identity, "file_name": str(identity)} for identity in images],
        "annotations": [
            {"id": i + 1, **entry} if isinstance(entry, dict) else entry for i, entry in enumerate(raw)
        ],
        "categories": [
            {"id": identity, "name": name, "keypoints": list(skeleton.names), "skeleton": _edges(skeleton)}
            for identity, name in named.items()
        ],
    }


def _ascending(identity: int | str) -> tuple[bool, int, str]:
    return (False, identity, "") if isinstance(identity, int) else (True, 0, identity)


def _edges(skeleton: Skeleton) -> list[list[int]]:
    place = skeleton.position_of
    return [[place[a] + 1, place[b] + 1] for a, b in skeleton.edges]
