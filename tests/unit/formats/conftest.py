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
