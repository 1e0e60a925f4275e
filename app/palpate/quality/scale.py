"""How large an instance is in a frame: s, the length that OKS and tolerances are fractions of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from palpate.base.geometry import outline_area
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.pose import Shape
from palpate.model.skeleton import ScaleRule
from palpate.quality.points import extents

BOX_FACTOR = 0.53  # a person's segment covers about this share of the box (domain reference 1.1)
KEYPOINT_MARGIN = 0.10  # the box of the keypoints is enlarged by this share of each extent


class ScaleSource(StrEnum):
    """What a scale was taken from."""

    MASK = "mask"
    BOX = "box"
    KEYPOINTS = "keypoints"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scales:
    """Scales of N instance-frames.

    Attributes
    ----------
    px
        ``(N,)`` s in px; NaN where nothing tells it (never 0).
    source
        ``(N,)`` what each was taken from, as words of `ScaleSource`.
    """

    px: Floats
    source: NDArray[np.str_]


def scales(
    rule: ScaleRule, *, areas: Floats, boxes: Floats, positions: Floats, sides: Floats | None = None
) -> Scales:
    """Return the scale of each instance-frame from the first source of the rule that it has.

    Parameters
    ----------
    areas
        ``(N,)`` segment areas in px²; NaN or not above 0 counts as unknown.
    boxes
        ``(N, 4)`` x, y, width, height in px; NaN where unknown.
    positions
        ``(N, K, 2)`` px; NaN where there is none. Take the reference's, not the candidate's.
    sides
        Their `extents` where these are known already.

    Notes
    -----
    s² is the segment area times the rule's factor, or 0.53 times the area of the annotated box, or 0.53
    times that of the keypoints' box enlarged by 10 % (domain reference 1.1).
    """
    squared_from: dict[str, Callable[[], Floats]] = {
        ScaleSource.MASK: lambda: areas * rule.factor,
        ScaleSource.BOX: lambda: BOX_FACTOR * boxes[:, 2] * boxes[:, 3],
        ScaleSource.KEYPOINTS: lambda: (
            BOX_FACTOR * _enlarged_area(extents(positions) if sides is None else sides)
        ),
    }
    squared = np.full(len(areas), np.nan)
    source = np.full(len(areas), ScaleSource.NONE.value, dtype="<U9")
    for name in rule.sources:
        found = squared_from[name]()
        use = np.isnan(squared) & np.isfinite(found) & (found > 0)
        squared[use], source[use] = found[use], name
    return Scales(px=np.sqrt(squared), source=source)


def areas_and_boxes(shapes: Sequence[Shape | None]) -> tuple[Floats, Floats]:
    """Return ``(N,)`` segment areas and ``(N, 4)`` boxes of shapes; NaN where unknown.

    A stated area comes before the area of the polygons: it is what COCO's own evaluation uses, and a foreign
    file's rings cannot tell of holes. An outline that was drawn or changed here has no stated one.
    """
    if not any(shapes):
        return np.full(len(shapes), np.nan), np.full((len(shapes), 4), np.nan)
    areas = np.array([_area(shape) for shape in shapes], dtype=np.float64)
    no_box = (np.nan,) * 4
    boxes = [no_box if shape is None or shape.box is None else shape.box for shape in shapes]
    return areas, np.array(boxes, dtype=np.float64).reshape(-1, 4)


def clip_constant(scale_px: Floats, groups: Ints) -> Floats:
    """Replace each scale by the median of its group, so that a raised arm changes no tolerance.

    Parameters
    ----------
    scale_px
        ``(N,)`` px, NaN where unknown.
    groups
        ``(N,)`` one number per instance of a clip.

    Returns
    -------
    ``(N,)``: also where the frame itself had no scale; NaN if the whole group has none.
    """
    known = np.isfinite(scale_px)
    order = np.lexsort((scale_px, groups, ~known))[: int(known.sum())]
    steady = np.full(len(scale_px), np.nan)
    if not len(order):
        return steady
    names, starts, counts = np.unique(groups[order], return_index=True, return_counts=True)
    ordered = scale_px[order]
    medians = (ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2.0
    place = np.minimum(np.searchsorted(names, groups), len(names) - 1)
    found: Bools = names[place] == groups
    steady[found] = medians[place[found]]
    return steady


def _area(shape: Shape | None) -> float:
    if shape is None:
        return np.nan
    if shape.area is not None:
        return shape.area
    return outline_area(shape.outline) if shape.polygons else np.nan


def _enlarged_area(sides: Floats) -> Floats:
    """``(N,)`` areas of the finite points' boxes with their margin; 0 with fewer than two."""
    width, height = np.maximum(sides, 0.0).T * (1.0 + KEYPOINT_MARGIN)
    return np.asarray(width * height)
