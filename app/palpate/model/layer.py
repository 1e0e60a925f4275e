"""A named label set over the clips of a project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LayerKind(StrEnum):
    """What a layer is for."""

    WORK = "work"
    GOLD = "gold"
    CALIBRATION = "calibration"
    MODEL = "model"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Layer:
    """Labels of one author for one purpose; nothing ever overwrites across layers.

    Attributes
    ----------
    created
        ISO 8601 time, UTC.
    """

    id: str
    name: str
    kind: LayerKind
    author: str
    created: str
