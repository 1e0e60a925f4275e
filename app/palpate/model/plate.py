"""Pictures on which the exact place of keypoints is shown, and these places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Point = tuple[float, float]
"""Fractions of a plate's width and height, from the top-left corner."""

Area = tuple[float, float, float, float]
"""Left, top, width and height, as the same fractions."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A drawing of a part of the body.

    Attributes
    ----------
    name
        Of its file, without the suffix.
    size
        Width and height in its own units.
    width_mm
        How wide is what it shows; None if it is not to scale.
    """

    name: str
    title: str
    size: tuple[float, float]
    width_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a keypoint lies on a plate.

    Attributes
    ----------
    plate
        Name of the plate.
    mirrored
        Whether it is shown flipped left to right. All places here are those of the picture as shown.
    at
        The exact place.
    zoom
        Its surroundings.
    neighbours
        Where other keypoints lie within them, by name.
    """

    plate: str
    mirrored: bool
    at: Point
    zoom: Area
    neighbours: Mapping[str, Point] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlateTable:
    """All plates of a folder, and the targets on them.

    Attributes
    ----------
    plates
        By name.
    targets
        By skeleton and keypoint, the plate to look at first coming first.
    """

    plates: Mapping[str, Plate]
    targets: Mapping[str, Mapping[str, tuple[Target, ...]]]
