"""Plane geometry that several packages need; the one place that knows shapely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import GeometryRefused

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

_LEAST_AREA = 1e-3  # px²; what is left between two cuts is no part that anybody drew
_LARGEST = 1e9  # px; what lies beyond is a fault, and its area would not be counted finely


@dataclass(frozen=True, slots=True)
class Polygon:
    """A part of an outline.

    Attributes
    ----------
    exterior
        ``(N, 2)`` px, not closed: the last vertex is not the first one again.
    holes
        Rings ``(M, 2)`` px that are cut out of it.
    """

    exterior: Floats
    holes: tuple[Floats, ...] = ()

    @property
    def rings(self) -> tuple[Floats, ...]:
        """The exterior, then the holes."""
        return (self.exterior, *self.holes)


Outline = tuple[Polygon, ...]


def bounding_box(points: Floats, margin: float = 0.0) -> Floats | None:
    """Return the box around the finite points.

    Parameters
    ----------
    points
        ``(K, 2)`` in px, corner origin; rows with NaN are left out.
    margin
        Fraction of each extent added in total (0.1 enlarges the box by 10 %).

    Returns
    -------
    ``(4,)`` x, y, width, height in px, or None without a finite point.
    """
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        return None
    low, high = finite.min(axis=0), finite.max(axis=0)
    pad = (high - low) * margin / 2.0
    return np.concatenate([low - pad, high - low + 2.0 * pad])


def polygons_area(rings: Sequence[Floats], holes: Sequence[Sequence[Floats]] = ()) -> float:
    """Return the area in px² that the rings cover together; overlaps count once, repaired if they cross.

    Parameters
    ----------
    holes
        Rings cut out of each, in the same order; empty if there are none.
    """
    from shapely import Polygon, difference, make_valid, union_all

    cut = [*holes, *([()] * (len(rings) - len(holes)))]
    shapes = []
    for ring, within in zip(rings, cut, strict=True):
        if len(ring) >= 3:
            out = [make_valid(Polygon(hole)) for hole in within if len(hole) >= 3]
            shapes.append(difference(make_valid(Polygon(ring)), union_all(out)))
    return float(union_all(shapes).area) if shapes else 0.0


def outline_area(outline: Outline) -> float:
    """Return the area of an outline in px²; parts that overlap count once."""
    return polygons_area([part.exterior for part in outline], [part.holes for part in outline])


def box_between(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return x, y, width, height in px of the box with two opposite corners.

    Raises
    ------
    GeometryRefused
        If it has no width or no height.
    """
    (x0, y0), (x1, y1) = first, second
    if not np.isfinite([x0, y0, x1, y1]).all():
        raise GeometryRefused("a box needs four finite numbers")
    box = (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
    if min(box[2:]) <= 0.0:
        raise GeometryRefused("a box needs a width and a height: drag from one corner to the other")
    return box


def valid_polygon(exterior: Floats, holes: Sequence[Floats] = ()) -> Outline:
    """Return what a ring without some holes encloses, as parts of which none crosses itself.

    A ring that crosses itself falls into the parts that it goes around, in either direction; a stretch that
    it goes around twice is inside. What a hole reaches beyond the ring means nothing.

    Parameters
    ----------
    exterior, holes
        ``(N, 2)`` px, closed or not.

    Raises
    ------
    GeometryRefused
        With fewer than three corners, numbers that are not finite, or no area at all.
    """
    body = _enclosed(exterior, "an outline")
    for hole in holes:
        body = body.difference(_enclosed(hole, "a hole"))
    return _parts(body, "nothing is left of the outline: its holes cover it")


def is_valid(outline: Outline) -> bool:
    """Tell whether no ring crosses itself, holes lie within, and parts lie apart."""
    import shapely

    if any(len(ring) < 3 or not np.isfinite(ring).all() for part in outline for ring in part.rings):
        return False
    whole = shapely.MultiPolygon([(part.exterior, part.holes) for part in outline])
    return bool(whole.is_valid) and float(whole.area) > _LEAST_AREA


def mended(outline: Outline) -> Outline:
    """Return a valid outline that covers the same; the very same where it is valid already.

    Parts and holes without an area are left out; GeometryRefused if no part is left.
    """
    if is_valid(outline):
        return outline
    whole: Outline = ()
    reason = GeometryRefused("an outline needs three corners or more")
    for part in outline:
        try:
            piece = valid_polygon(part.exterior, tuple(filter(_has_area, part.holes)))
        except GeometryRefused as error:
            reason = error
        else:
            whole = joined(whole, piece) if whole else piece
    if not whole:
        raise reason
    return whole


def joined(outline: Outline, more: Outline) -> Outline:
    """Return what either of two valid outlines covers."""
    from shapely import union_all

    return _parts(union_all([_area_of(outline), _area_of(more)]), "there is nothing to join")


def without(outline: Outline, cut: Outline) -> Outline:
    """Return what of a valid outline another one does not cover.

    Raises
    ------
    GeometryRefused
        If nothing is left.
    """
    return _parts(_area_of(outline).difference(_area_of(cut)), "nothing would be left of the outline")


def overlap(outline: Outline, other: Outline) -> float:
    """Return the area in px² that two valid outlines share."""
    return float(_area_of(outline).intersection(_area_of(other)).area)


def stroke_outline(points: Floats, radius: float) -> Outline:
    """Return what a round brush covers on its way.

    Parameters
    ----------
    points
        ``(N, 2)`` px, one or more.
    radius
        Px; above 0.

    Raises
    ------
    GeometryRefused
    """
    import shapely

    if not len(points) or not np.isfinite(points).all() or not radius > 0.0:
        raise GeometryRefused("a stroke needs a point and a brush with some size")
    way = shapely.Point(points[0]) if len(points) == 1 else shapely.LineString(points)
    return _parts(way.buffer(radius, quad_segs=16), "the brush has covered nothing")


def hull_outline(points: Floats, *, margin: float = 0.0) -> Outline:
    """Return the convex hull of the finite points, widened by a margin in px on all sides.

    Parameters
    ----------
    points
        ``(K, 2)`` px; rows with NaN are left out.

    Raises
    ------
    GeometryRefused
        With fewer than three points, or all of them on a line.
    """
    import shapely

    hull = shapely.MultiPoint(points[np.isfinite(points).all(axis=1)]).convex_hull
    if not hull.area > _LEAST_AREA:
        raise GeometryRefused("a hull needs three placed keypoints that do not lie on a line")
    return _parts(hull.buffer(margin, quad_segs=3) if margin > 0.0 else hull, "the hull covers nothing")


def simplified(outline: Outline, tolerance: float) -> Outline:
    """Return a valid outline with as few vertices as a tolerance in px allows; as it was if nothing stays."""
    simple = _area_of(outline).simplify(tolerance, preserve_topology=True)
    return _parts(simple, "") if simple.area > _LEAST_AREA else outline


def encloses(outline: Outline, x: float, y: float) -> bool:
    """Tell whether a position in px lies in one of the parts and in none of its holes."""
    return any(
        _winding(part.exterior, x, y) and not any(_winding(hole, x, y) for hole in part.holes)
        for part in outline
    )


def _enclosed(ring: Floats, what: str) -> BaseGeometry:
    """Return what a ring goes around, valid."""
    import shapely

    corners = _open(np.asarray(ring, dtype=np.float64).reshape(-1, 2))
    if not np.isfinite(corners).all() or (np.abs(corners) > _LARGEST).any():
        raise GeometryRefused(f"{what} needs corners with two finite numbers each")
    if len(np.unique(corners, axis=0)) < 3:
        raise GeometryRefused(f"{what} needs three corners or more")
    shape = shapely.Polygon(corners)
    if not shape.is_valid:
        lines = shapely.union_all([shapely.LinearRing(corners)])
        faces = shapely.polygonize([lines]).geoms
        inside = [face for face in faces if _winding(corners, *face.representative_point().coords[0])]
        shape = shapely.union_all(inside)
    if not shape.area > _LEAST_AREA:
        raise GeometryRefused(f"{what} needs corners that do not lie on a line: it has no area")
    return shape


def _has_area(hole: Floats) -> bool:
    try:
        _enclosed(hole, "a hole")
    except GeometryRefused:
        return False
    return True


def _winding(ring: Floats, x: float, y: float) -> int:
    """Return how often a ring goes around a position. Source: Sunday 2001, winding number."""
    (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
    left = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    upward, downward = (y0 <= y) & (y1 > y) & (left > 0), (y0 > y) & (y1 <= y) & (left < 0)
    return int(upward.sum()) - int(downward.sum())


def _open(ring: Floats) -> Floats:
    return ring[:-1] if len(ring) > 1 and (ring[0] == ring[-1]).all() else ring


def _area_of(outline: Outline) -> BaseGeometry:
    import shapely

    return shapely.union_all([shapely.Polygon(part.exterior, part.holes) for part in outline])


def _parts(shape: BaseGeometry, nothing: str) -> Outline:
    """Return a shape's polygons, largest first; lines, points and crumbs are left out."""
    found = sorted((part for part in _polygons(shape) if part.area > _LEAST_AREA), key=lambda p: -p.area)
    if not found:
        raise GeometryRefused(nothing)
    return tuple(
        Polygon(
            _open(np.array(part.exterior.coords)),
            tuple(_open(np.array(hole.coords)) for hole in part.interiors if _ring_area(hole) > _LEAST_AREA),
        )
        for part in found
    )


def _polygons(shape: BaseGeometry) -> Iterable[BaseGeometry]:
    if shape.geom_type == "Polygon":
        return [shape]
    return [part for piece in getattr(shape, "geoms", ()) for part in _polygons(piece)]


def _ring_area(ring: BaseGeometry) -> float:
    import shapely

    return float(shapely.Polygon(ring).area)


def square_pixels(positions: Floats, aspect: tuple[float, float]) -> Floats:
    """Return positions as they lie in the scene, where a step across is as long as one down.

    Angles, lengths and speeds are taken from these; labels and exported frames stay on the stored grid.

    Parameters
    ----------
    positions
        ``(..., 2)`` in stored px, corner origin; NaN stays NaN.
    aspect
        Width to height of a displayed pixel, as a clip has it.

    Returns
    -------
    ``(..., 2)`` in heights of a pixel; the same numbers where pixels are square.
    """
    width, height = aspect
    return np.asarray(positions * np.array([width / height, 1.0]))


def stored_pixels(positions: Floats, aspect: tuple[float, float]) -> Floats:
    """Return ``(..., 2)`` positions as `square_pixels` took them: stored px, corner origin."""
    width, height = aspect
    return np.asarray(positions / np.array([width / height, 1.0]))


def rotated(vectors: Floats, along: Floats) -> Floats:
    """Express vectors in the frame whose first axis is ``along``.

    Parameters
    ----------
    vectors, along
        ``(..., 2)``; ``along`` need not be of unit length.

    Returns
    -------
    ``(..., 2)``: the part along the axis, and the part across it (n = (t_y, −t_x)); NaN where ``along``
    has no length. Source: domain reference 1.5, body-local frame.
    """
    length = np.hypot(along[..., 0], along[..., 1])[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(length > 0, along / length, np.nan)
    across = vectors[..., 0] * t[..., 1] - vectors[..., 1] * t[..., 0]
    return np.stack([(vectors * t).sum(axis=-1), across], axis=-1)
