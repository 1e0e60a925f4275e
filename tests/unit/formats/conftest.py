"""Comparing label sets, and skeletons that come up again and again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from palpate.model.skeleton import Keypoint, Skeleton


def _plain(value: object) -> object:
    """Reduce to values that compare by ==, NaN as None."""
    if isinstance(value, np.ndarray):
        numbers = [None if n != n else n for n in value.ravel().tolist()]
        return value.shape, str(value.dtype), numbers
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


@pytest.fixture
def plain() -> Callable[[object], object]:
    return _plain


@pytest.fixture
def coco_17(reference: Path) -> Skeleton:
    content = json.loads((reference / "coco_17.json").read_text())
    points = [Keypoint(n, sigma=s) for n, s in zip(content["keypoints"], content["sigmas"], strict=True)]
    return Skeleton("coco_17", tuple(points), sigma_source="COCO")


@pytest.fixture
def coco_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a small sound COCO file, after changing it in place; return its path."""

    def write(change: Callable[[dict[str, object]], object] | None = None) -> Path:
        content = _sound_coco()
        if change is not None:
            change(content)
        path = tmp_path / "labels.json"
        path.write_text(json.dumps(content))
        return path

    return write


def _sound_coco() -> dict[str, object]:
    """Two images, three keypoints, one annotation in each."""
    annotation = {"category_id": 1, "keypoints": [10, 20, 2, 30.5, 40.25, 1, 0, 0, 0], "num_keypoints": 2}
    return {
        "images": [
            {"id": 11, "file_name": "a.png", "width": 640, "height": 480},
            {"id": 12, "file_name": "b.png", "width": 640, "height": 480},
        ],
        "categories": [
            {
                "id": 1,
                "name": "bowler",
                "keypoints": ["wrist", "elbow", "shoulder"],
                "skeleton": [[1, 2], [2, 3]],
            }
        ],
        "annotations": [
            {"id": 501, "image_id": 11, "bbox": [1, 2, 30, 40], "area": 600, **annotation},
            {"id": 502, "image_id": 12, **annotation},
        ],
    }
