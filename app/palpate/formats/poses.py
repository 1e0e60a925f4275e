"""Keypoints as x, y, v triplets: what COCO and Datumaro share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from palpate.formats.checks import are_numbers, is_non_finite, is_number, shown
from palpate.formats.extension import ArrayReader
from palpate.formats.problems import Problems
from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.pose import Pose
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position, three_tiers

# Key in what a format keeps of a shape: positions that a file gives to keypoints with v = 0.
UNLABELLED = "unlabelled_positions"
_FLAGS = frozenset({0, 1, 2})


@dataclass(slots=True)
class TripletReader:
    """Turns triplets into poses, and counts what had to be decided.

    Attributes
    ----------
    arrays
        Reads our own arrays.
    confidences
        Whether the third value is a confidence, as in result lists, not a flag.
    unlabelled, at_corner
        Keypoints with v = 0 but a position, and with v > 0 at (0, 0).
    """

    arrays: ArrayReader
    problems: Problems
    confidences: bool = False
    unlabelled: int = 0
    at_corner: int = 0

    def pose(
        self, numbers: object, skeleton: Skeleton, *, beside: Mapping[str, object], place: str, key: str
    ) -> tuple[Pose, dict[str, object]] | None:
        """Return a pose without a shape, or None with a problem noted.

        Parameters
        ----------
        numbers
            3K of them; None if nothing is placed.
        beside
            The object that may hold our own arrays.
        place, key
            Of that object in the file, and of the numbers in it.

        Returns
        -------
        The pose, and the positions that keypoints without a label have all the same, by name.
        """
        triplets = self._triplets(numbers, skeleton, f"{place}.{key}")
        if triplets is None:
            return None
        points, third = triplets[:, :2], triplets[:, 2]
        flags, scores = self._flags(points, third)
        tiers = self.arrays.tiers(beside, flags, place)
        given = self.arrays.scores(beside, len(skeleton), place)
        placed = has_position(tiers)
        self.at_corner += int((placed & ~points.any(axis=1)).sum())
        pose = Pose(
            positions=np.where(placed[:, None], points, np.nan),
            visibility=tiers,
            origin=self.arrays.origins(beside, tiers, place),
            scores=scores if given is None else given,
        )
        return pose, self._without_label(points, placed, skeleton)

    def warnings(self) -> list[str]:
        """Return what had to be decided."""
        sentences = []
        if self.confidences:
            sentences.append(
                "the file has confidences, not visibility flags; every keypoint counts as visible"
            )
        if self.unlabelled:
            sentences.append(
                f"{self.unlabelled} keypoints have v=0 but a position; they count as not labelled, and the "
                "positions are kept for writing back"
            )
        if self.at_corner:
            sentences.append(f"{self.at_corner} keypoints have v>0 and stand at (0, 0); look at them")
        return [*sentences, *self.arrays.warnings()]

    def _triplets(self, numbers: object, skeleton: Skeleton, place: str) -> Floats | None:
        n = len(skeleton)
        if numbers is None:
            return np.zeros((n, 3))
        if not are_numbers(numbers):
            self._note_faulty(numbers, place)
            return None
        if len(numbers) != 3 * n:
            expected = f"{3 * n} expected, x, y, v for each of {n} keypoints of {skeleton.name}"
            self.problems.add(place, f"has {len(numbers)} numbers; {expected}")
            return None
        if not self.confidences and not _FLAGS.issuperset(numbers[2::3]):
            at = next(k for k, flag in enumerate(numbers[2::3]) if flag not in _FLAGS)
            sentence = f"v of {skeleton.names[at]} is {shown(numbers[3 * at + 2])}; 0, 1 or 2 is expected"
            self.problems.add(place, sentence)
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
        flags = np.where(said, np.int8(Visibility.VISIBLE), np.int8(0))
        return flags, np.where(said, third, np.nan)

    def _without_label(self, points: Floats, placed: Bools, skeleton: Skeleton) -> dict[str, object]:
        at = np.flatnonzero(~placed & points.any(axis=1)).tolist()
        self.unlabelled += len(at)
        return {skeleton.names[k]: points[k].tolist() for k in at}


def have_confidences(lists: Iterable[object]) -> bool:
    """Tell whether some third value is no flag, so that all of them are confidences."""
    return any(
        isinstance(numbers, list) and any(v not in (0, 1, 2) for v in numbers[2::3]) for numbers in lists
    )


def placed_in(pose: Pose) -> Bools:
    """Return ``(K,)`` which keypoints are written with a position."""
    return np.asarray(has_position(pose.visibility) & np.isfinite(pose.positions).all(axis=1))


def triplets_of(pose: Pose, skeleton: Skeleton, kept: Mapping[str, object]) -> list[float]:
    """Return the 3K numbers of a pose; what was kept of keypoints without a label is written with v = 0."""
    placed = placed_in(pose)
    points = np.where(placed[:, None], pose.positions, 0.0)
    flags = np.where(placed, three_tiers(pose.visibility), 0)
    unlabelled = kept.get(UNLABELLED)
    for name, point in unlabelled.items() if isinstance(unlabelled, Mapping) else ():
        k = skeleton.position_of.get(name)
        if k is not None and not placed[k]:
            points[k] = point
    return [value for (x, y), v in zip(points.tolist(), flags.tolist(), strict=True) for value in (x, y, v)]
