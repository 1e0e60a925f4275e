"""Where one label is, or would be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A label: ids of its layer and instance, its frame, and the index of its keypoint."""

    layer: str
    instance: str
    frame: int
    keypoint: int
