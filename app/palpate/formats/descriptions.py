"""What a foreign file says of its keypoints, checked, and the skeleton that this makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from palpate.formats.checks import is_index, is_number, shown
from palpate.formats.foreign_skeleton import known_skeleton, new_skeleton, split_reference, with_sigmas
from palpate.formats.problems import Problems
from palpate.model.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Description:
    """Keypoint names, edges as indices from 0, and σ per keypoint or none at all."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...] = ()
    sigmas: tuple[float | None, ...] = ()


@dataclass(slots=True)
class SkeletonPool:
    """The skeletons of one file.

    Attributes
    ----------
    known
        Those of ours that fit are preferred.
    by_name
        Those in use.
    """

    known: Sequence[Skeleton]
    by_name: dict[str, Skeleton] = field(default_factory=dict)
    _made: dict[Description, Skeleton] = field(default_factory=dict)

    def skeleton(self, says: Description, name: str, *, reference: object, group: object) -> Skeleton:
        """Return the skeleton of a description; equal descriptions share one.

        Parameters
        ----------
        name
            Of a new one, unless the file refers to one.
        reference, group
            See `palpate.formats.foreign_skeleton.new_skeleton`.
        """
        if says not in self._made:
            self._made[says] = self._make(says, name, reference, group)
            self.by_name[self._made[says].name] = self._made[says]
        return self._made[says]

    def _make(self, says: Description, name: str, reference: object, group: object) -> Skeleton:
        known = known_skeleton(says.names, reference, self.known)
        if known is not None and self.by_name.get(known.name, known) is known:
            if says.sigmas in ((), tuple(point.sigma for point in known.keypoints)):
                return known
            return with_sigmas(known, _free_name(name, {*self.by_name, known.name}), says.sigmas)
        name = _free_name(split_reference(reference)[0] or name, self.by_name)
        return new_skeleton(
            name,
            says.names,
            edges=says.edges,
            sigmas=says.sigmas,
            reference=reference if split_reference(reference)[0] == name else None,
            group=group,
        )


def read_names(raw: object, place: str, problems: Problems) -> tuple[str, ...]:
    """Return keypoint names; none with a problem noted if they are no list of different texts."""
    if not isinstance(raw, list) or not all(isinstance(name, str) and name for name in raw):
        problems.add(place, "is not a list of names")
        return ()
    repeated = [name for name, times in Counter(raw).items() if times > 1]
    for name in repeated:
        problems.add(place, f"{name} stands {raw.count(name)} times")
    return () if repeated else tuple(raw)


def read_edges(raw: object, n: int, place: str, problems: Problems) -> tuple[tuple[int, int], ...]:
    """Return edges as indices from 0, of pairs counted from 1; faulty ones are noted and left out."""
    if raw is None:
        return ()
    if not isinstance(raw, list):
        problems.add(place, "is not a list of pairs")
        return ()
    edges = []
    for i, pair in enumerate(raw):
        if not (isinstance(pair, list) and len(pair) == 2 and all(is_index(end) for end in pair)):
            problems.add(f"{place}[{i}]", f"is {shown(pair)}; a pair of keypoint numbers from 1 is expected")
        elif not all(1 <= end <= n for end in pair):
            problems.add(f"{place}[{i}]", f"is {shown(pair)}; there are keypoints 1 to {n}")
        else:
            edges.append((pair[0] - 1, pair[1] - 1))
    return tuple(edges)


def read_sigmas(raw: object, n: int, place: str, problems: Problems) -> tuple[float | None, ...]:
    """Return σ per keypoint, None where unknown; nothing if the file gives none or faulty ones."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) != n:
        problems.add(place, f"is not a list of {n} numbers, one per keypoint")
        return ()
    if not all(value is None or (is_number(value) and value > 0) for value in raw):
        problems.add(place, "holds something that is neither a positive number nor null")
        return ()
    return tuple(None if value is None else float(value) for value in raw)


def _free_name(name: str, taken: Collection[str]) -> str:
    name = name or "skeleton"
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
