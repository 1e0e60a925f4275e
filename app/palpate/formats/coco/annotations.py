"""One entry of ``annotations[]`` as a pose with its outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from palpate.formats.checks import are_numbers, is_id, is_non_finite, shown
from palpate.formats.coco.schema import (
    ANNOTATION_KEYS,
    AREA_SOURCE,
    AREA_SOURCES,
    BOX_SOURCE,
    BOX_SOURCES,
    FOREIGN,
    HOLES,
)
from palpate.formats.kept import foreign_shape
from palpate.formats.poses import UNLABELLED, TripletReader, placed_in
from palpate.formats.problems import Problems
from palpate.model.arrays import Floats
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton


@dataclass(slots=True)
class AnnotationReader:
    """Turns entries into poses.

    Attributes
    ----------
    with_ids
        Whether ids mean something and are kept.
    miscounted
        Annotations whose ``num_keypoints`` is not the number of keypoints with v > 0.
    """

    triplets: TripletReader
    problems: Problems
    with_ids: bool = True
    miscounted: int = 0

    def pose(self, raw: Mapping[str, object], skeleton: Skeleton, place: str) -> Pose | None:
        """Return the pose, or None with a problem noted. Without ``keypoints``, nothing is placed."""
        numbers = raw.get("keypoints")
        found = self.triplets.pose(numbers, skeleton, beside=raw, place=place, key="keypoints")
        shape = self._shape(raw, found[1] if found else {}, place)
        if found is None:
            return None
        pose = found[0]
        if "num_keypoints" in raw and not self.triplets.confidences:
            self.miscounted += raw["num_keypoints"] != int(placed_in(pose).sum())
        return replace(pose, shape=shape)

    def warnings(self) -> list[str]:
        """Return what had to be decided."""
        sentences = self.triplets.warnings()
        if self.miscounted:
            sentences.append(
                f"{self.miscounted} annotations miscount their keypoints (num_keypoints); export counts anew"
            )
        return sentences

    def _shape(self, raw: Mapping[str, object], unlabelled: Mapping[str, object], place: str) -> Shape | None:
        box = _box(raw.get("bbox"), f"{place}.bbox", self.problems)
        area = _area(raw.get("area"), f"{place}.area", self.problems)
        polygons = _polygons(raw.get("segmentation"), f"{place}.segmentation", self.problems)
        holes = _holes(raw.get(HOLES), len(polygons), f"{place}.{HOLES}", self.problems)
        kept = {key: value for key, value in raw.items() if key not in ANNOTATION_KEYS}
        # A value that was computed when the file was written is computed anew.
        if box is None or raw.get(BOX_SOURCE) in BOX_SOURCES:
            box = None
            kept.pop(BOX_SOURCE, None)
        if area is None or raw.get(AREA_SOURCE) in AREA_SOURCES:
            area = None
            kept.pop(AREA_SOURCE, None)
        if polygons or raw.get("segmentation") == []:
            del kept["segmentation"]
        if raw.get("iscrowd") == 0:
            del kept["iscrowd"]
        if unlabelled:
            kept[UNLABELLED] = dict(unlabelled)
        image = raw.get("image_id")
        if self.with_ids:
            kept |= {key: raw[key] for key in ("id", "category_id") if key in raw}
        foreign = foreign_shape(FOREIGN, kept, image if self.with_ids and is_id(image) else None)
        if box is None and area is None and not polygons and not foreign:
            return None
        return Shape(box, area, polygons, foreign, holes)


def _box(raw: object, place: str, problems: Problems) -> tuple[float, float, float, float] | None:
    if raw is None or raw == []:
        return None
    if not are_numbers(raw) or len(raw) != 4:
        problems.add(place, f"is {shown(raw)}; x, y, width, height are expected")
        return None
    x, y, width, height = map(float, raw)
    if width < 0 or height < 0:
        problems.add(place, f"has a negative size ({width:g} × {height:g})")
        return None
    return x, y, width, height


def _area(raw: object, place: str, problems: Problems) -> float | None:
    if raw is None or is_non_finite(raw):
        return None
    # An area may exceed what a coordinate may: compare the side of the square.
    if type(raw) not in (int, float) or not 0 <= raw <= 1e18:  # type: ignore[operator]
        problems.add(place, f"is {shown(raw)}; a number of px² from 0 on is expected")
        return None
    return float(raw)  # type: ignore[arg-type]


def _polygons(raw: object, place: str, problems: Problems) -> tuple[Floats, ...]:
    """Return rings where every one of them is a polygon; else nothing, and the entry is kept as it is."""
    if not isinstance(raw, list) or not raw:
        return ()
    for i, ring in enumerate(raw):
        if not are_numbers(ring):
            problems.add(f"{place}[{i}]", "is not a list of numbers")
            return ()
        if len(ring) % 2:
            problems.add(f"{place}[{i}]", f"has {len(ring)} numbers; x, y pairs are expected")
            return ()
    if any(len(ring) < 6 for ring in raw):
        return ()
    return tuple(np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in raw)


def _holes(raw: object, n_polygons: int, place: str, problems: Problems) -> tuple[tuple[Floats, ...], ...]:
    """Return the rings cut out of each polygon; nothing without polygons that they belong to."""
    if raw is None or not n_polygons:
        return ()
    if not isinstance(raw, list) or len(raw) != n_polygons:
        problems.add(place, f"is not a list of {n_polygons}, one per polygon of the segmentation")
        return ()
    return tuple(_polygons(cut, f"{place}[{i}]", problems) for i, cut in enumerate(raw))
