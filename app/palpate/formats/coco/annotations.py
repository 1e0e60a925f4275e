"""One entry of ``annotations[]`` as a pose with its outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.formats.checks import are_numbers, is_non_finite, is_number, shown
from palpate.formats.coco.schema import (
    ANNOTATION_KEYS,
    AREA_SOURCE,
    AREA_SOURCES,
    BOX_SOURCE,
    BOX_SOURCES,
    UNLABELLED,
)
from palpate.formats.extension import ArrayReader
from palpate.formats.problems import Problems
from palpate.model.arrays import Codes, Floats
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position

_FLAGS = frozenset({0, 1, 2})


@dataclass(slots=True)
class AnnotationReader:
    """Turns entries into poses.

    Attributes
    ----------
    arrays
        Reads our own arrays.
    with_ids
        Whether ids mean something and are kept.
    confidences
        Whether the third value of a keypoint is a confidence, as in result lists, not a flag.
    unlabelled, at_corner, miscounted
        Keypoints with v = 0 but a position; with v > 0 at (0, 0); annotations whose ``num_keypoints`` is not
        the number of keypoints with v > 0.
    """

    arrays: ArrayReader
    problems: Problems
    with_ids: bool = True
    confidences: bool = False
    unlabelled: int = 0
    at_corner: int = 0
    miscounted: int = 0

    def pose(self, raw: Mapping[str, object], skeleton: Skeleton, place: str) -> Pose | None:
        """Return the pose, or None with a problem noted. Without ``keypoints``, nothing is placed."""
        triplets = self._triplets(raw, skeleton, place)
        if triplets is None:
            return None
        points, third = triplets[:, :2], triplets[:, 2]
        flags, scores = self._flags(points, third)
        tiers = self.arrays.tiers(raw, flags, place)
        given = self.arrays.scores(raw, len(skeleton), place)
        if "num_keypoints" in raw and not self.confidences:
            self.miscounted += raw["num_keypoints"] != np.count_nonzero(flags)
        placed = has_position(tiers)
        self.at_corner += int((placed & ~points.any(axis=1)).sum())
        return Pose(
            positions=np.where(placed[:, None], points, np.nan),
            visibility=tiers,
            origin=self.arrays.origins(raw, tiers, place),
            scores=scores if given is None else given,
            shape=self._shape(raw, self._positions_without_flag(points, placed), place),
        )

    def warnings(self) -> list[str]:
        """Return what had to be decided."""
        sentences = []
        if self.confidences:
            sentences.append(
                "the file has confidences, not visibility flags; every keypoint counts as visible"
            )
        if self.unlabelled:
            sentences.append(
                f"{self.unlabelled} keypoints have v=0 but a position; they count as not placed, and the "
                "positions are kept for writing back"
            )
        if self.at_corner:
            sentences.append(f"{self.at_corner} keypoints have v>0 and stand at (0, 0); look at them")
        if self.miscounted:
            sentences.append(
                f"{self.miscounted} annotations miscount their keypoints (num_keypoints); export counts anew"
            )
        return sentences

    def _triplets(self, raw: Mapping[str, object], skeleton: Skeleton, place: str) -> Floats | None:
        numbers = raw.get("keypoints")
        n = len(skeleton)
        if numbers is None:
            return np.zeros((n, 3))
        if not are_numbers(numbers):
            self._note_faulty(numbers, f"{place}.keypoints")
            return None
        if len(numbers) != 3 * n:
            expected = f"{3 * n} expected, x, y, v for each of {n} keypoints of {skeleton.name}"
            self.problems.add(f"{place}.keypoints", f"has {len(numbers)} numbers; {expected}")
            return None
        if not self.confidences and not _FLAGS.issuperset(numbers[2::3]):
            at = next(k for k, flag in enumerate(numbers[2::3]) if flag not in _FLAGS)
            sentence = f"v of {skeleton.names[at]} is {shown(numbers[3 * at + 2])}; 0, 1 or 2 is expected"
            self.problems.add(f"{place}.keypoints", sentence)
            return None
        return np.array(numbers, dtype=np.float64).reshape(n, 3)

    def _note_faulty(self, numbers: object, place: str) -> None:
        if not isinstance(numbers, list):
            self.problems.add(place, "is not a list of numbers")
            return
        wrong = [(i, v) for i, v in enumerate(numbers) if not is_number(v) and not is_non_finite(v)]
        if wrong:
            self.problems.add(place, f"holds {shown(wrong[0][1])} at {wrong[0][0]}; a number is expected")

    def _flags(self, points: Floats, third: Floats) -> tuple[Codes, Floats | None]:
        if not self.confidences:
            return third.astype(np.int8), None
        said = points.any(axis=1) | (third != 0)
        return np.where(said, np.int8(Visibility.VISIBLE), np.int8(0)), np.where(said, third, np.nan)

    def _positions_without_flag(self, points: Floats, placed: np.ndarray) -> dict[str, object]:
        at = np.flatnonzero(~placed & points.any(axis=1)).tolist()
        self.unlabelled += len(at)
        return {str(k): points[k].tolist() for k in at}

    def _shape(self, raw: Mapping[str, object], unlabelled: Mapping[str, object], place: str) -> Shape | None:
        box = _box(raw.get("bbox"), f"{place}.bbox", self.problems)
        area = _area(raw.get("area"), f"{place}.area", self.problems)
        polygons = _polygons(raw.get("segmentation"), f"{place}.segmentation", self.problems)
        foreign = {key: value for key, value in raw.items() if key not in ANNOTATION_KEYS and key != "area"}
        if raw.get(BOX_SOURCE) in BOX_SOURCES:
            box = None
            del foreign[BOX_SOURCE]
        if raw.get(AREA_SOURCE) in AREA_SOURCES:
            area = None
            del foreign[AREA_SOURCE]
        _drop_implied(foreign, polygons=bool(polygons), with_ids=self.with_ids)
        if unlabelled:
            foreign[UNLABELLED] = dict(unlabelled)
        if box is None and area is None and not polygons and not foreign:
            return None
        return Shape(box, area, polygons, foreign)


def _drop_implied(foreign: dict[str, object], *, polygons: bool, with_ids: bool) -> None:
    if polygons or foreign.get("segmentation") == []:
        foreign.pop("segmentation", None)
    if foreign.get("iscrowd") == 0:
        del foreign["iscrowd"]
    if not with_ids:
        foreign.pop("id", None)
        foreign.pop("image_id", None)


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
