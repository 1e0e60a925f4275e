"""All keypoints of one instance in one frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from palpate.base.geometry import Outline, Polygon
from palpate.model.arrays import Codes, Floats
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of an instance's outline in one frame.

    Attributes
    ----------
    box
        x, y, width, height in px, corner origin.
    area
        Area of the segment in px², where somebody else has stated it.
    polygons
        Rings, each ``(N, 2)`` px; together they are the outline.
    holes
        Rings cut out of each polygon, in the order of `polygons`; empty where none has any.
    box_origin, outline_origin
        How box and polygons came about: by hand, or accepted as they were made from the keypoints; NONE
        where they were imported and nobody says.
    foreign
        What a foreign file said beyond that, kept word for word and written back to the same format.
    """

    box: tuple[float, float, float, float] | None = None
    area: float | None = None
    polygons: tuple[Floats, ...] = ()
    foreign: Mapping[str, object] = field(default_factory=dict)
    holes: tuple[tuple[Floats, ...], ...] = ()
    box_origin: Origin = Origin.NONE
    outline_origin: Origin = Origin.NONE

    @property
    def outline(self) -> Outline:
        """The polygons with their holes."""
        cut = self.holes or ((),) * len(self.polygons)
        return tuple(Polygon(*found) for found in zip(self.polygons, cut, strict=True))

    def with_box(self, box: tuple[float, float, float, float] | None, origin: Origin) -> Shape:
        """Return it with another box, or without one."""
        return replace(self, box=box, box_origin=Origin.NONE if box is None else origin)

    def with_outline(self, outline: Outline, origin: Origin) -> Shape:
        """Return it with another outline, or without one; an area that was stated holds no longer."""
        return replace(
            self,
            area=None,
            polygons=tuple(part.exterior for part in outline),
            holes=tuple(part.holes for part in outline) if any(part.holes for part in outline) else (),
            outline_origin=origin if outline else Origin.NONE,
        )

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return self.box is None and self.area is None and not self.polygons and not self.foreign


@dataclass(frozen=True, slots=True)
class Pose:
    """The stored values of one instance in one frame.

    Attributes
    ----------
    positions
        ``(K, 2)`` px, corner origin; NaN where there is none.
    visibility
        ``(K,)`` codes of `Visibility`.
    origin
        ``(K,)`` codes of `Origin`; facts only.
    scores
        ``(K,)`` confidence 0…1 of a model, NaN where there is none; None if nobody gave any.
    """

    positions: Floats
    visibility: Codes
    origin: Codes
    scores: Floats | None = None
    shape: Shape | None = None

    @staticmethod
    def empty(n_keypoints: int) -> Pose:
        """Return a pose on which nothing has been placed."""
        return Pose(
            positions=np.full((n_keypoints, 2), np.nan),
            visibility=np.full(n_keypoints, Visibility.NOT_PLACED, dtype=np.int8),
            origin=np.full(n_keypoints, Origin.NONE, dtype=np.int8),
        )

    def says_the_same_as(self, other: Pose) -> bool:
        """Whether positions, tiers and origins are equal; scores and outline are not looked at."""
        return (
            np.array_equal(self.positions, other.positions, equal_nan=True)
            and np.array_equal(self.visibility, other.visibility)
            and np.array_equal(self.origin, other.origin)
        )

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return bool((self.visibility == Visibility.NOT_PLACED).all()) and self.shape is None
