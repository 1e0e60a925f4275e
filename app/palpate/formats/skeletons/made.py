"""From what a file says to a skeleton of ours, with everything that it did not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.formats.skeletons.described import Described
from palpate.model.sides import sides_from_names
from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject

_OPPOSITE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


@dataclass(frozen=True, slots=True)
class Made:
    """A skeleton out of a foreign file, and sentences on what the file could not say or left open."""

    skeleton: Skeleton
    warnings: tuple[str, ...]


def skeleton_of(described: Described, *, name: str, known: Iterable[Skeleton]) -> Made:
    """Return the skeleton that a description makes.

    Parameters
    ----------
    name
        Used where the file has no name for it.
    known
        Skeletons of ours: one with exactly these keypoint names in this order lends everything else.
    """
    called = _clean_name(described.name) or name
    fitting = next((one for one in known if one.names == described.names), None)
    if fitting is not None:
        return _lent(described, called, fitting)
    sided, notes = _sided(described)
    rest = _rest(described)
    sigmas = described.sigmas or (None,) * len(described.names)
    points = tuple(
        Keypoint(one, side=side, mirror=mirror, sigma=sigma, rest=place)
        for one, (side, mirror), sigma, place in zip(described.names, sided, sigmas, rest, strict=True)
    )
    skeleton = Skeleton(
        name=called,
        keypoints=points,
        edges=_edges(described),
        subject=next((one for one in Subject if one == described.group), Subject.PERSON),
        sigma_source="the imported file" if any(sigmas) else "",
    )
    return Made(skeleton, (*described.notes, *notes, *_unsaid(skeleton, described)))


def _lent(described: Described, name: str, known: Skeleton) -> Made:
    points = known.keypoints
    said = f"names and order are those of {known.name}: its sides, mirrors, σ, regions and policy were taken"
    if described.sigmas:
        points = tuple(replace(p, sigma=s) for p, s in zip(points, described.sigmas, strict=True))
        said = f"names and order are those of {known.name}: its sides, mirrors and regions were taken"
    skeleton = replace(
        known,
        name=name,
        keypoints=points,
        edges=_edges(described),
        base=None,
        sigma_source="the imported file" if described.sigmas else known.sigma_source,
    )
    return Made(skeleton, (*described.notes, said, *_drawn(described)))


def _edges(described: Described) -> tuple[tuple[str, str], ...]:
    """Return the edges by name; one given twice, in either direction, is one."""
    kept: dict[frozenset[int], tuple[int, int]] = {}
    for a, b in described.edges:
        if a != b:
            kept.setdefault(frozenset((a, b)), (a, b))
    return tuple((described.names[a], described.names[b]) for a, b in kept.values())


def _sided(described: Described) -> tuple[list[tuple[Side, str | None]], list[str]]:
    """Return side and mirror per keypoint: mirrors as the file says, sides by the names."""
    names = described.names
    said = sides_from_names(names)
    pairs = [pair for pair in described.mirrors or () if pair[0] != pair[1]]
    if not pairs:
        return said, _told(said, described)
    result: list[tuple[Side, str | None]] = [(side, None) for side, _ in said]
    assumed, against = [], []
    for a, b in pairs:
        sides = (said[a][0], said[b][0])
        if sides[0] == sides[1] != Side.MIDLINE:
            against.append(f"{names[a]} and {names[b]}")
            continue
        if sides == (Side.MIDLINE, Side.MIDLINE):
            assumed.append(f"{names[min(a, b)]}")
            sides = (Side.LEFT, Side.RIGHT) if a < b else (Side.RIGHT, Side.LEFT)
        left_first = sides[0] if sides[0] is not Side.MIDLINE else _OPPOSITE[sides[1]]
        result[a], result[b] = (left_first, names[b]), (_OPPOSITE[left_first], names[a])
    notes = [f"mirror pairs of the same side are left out: {_some(against)}"] if against else []
    if assumed:
        notes.append(
            f"the file pairs {_count(2 * len(assumed), 'keypoint')} without saying which one is left; the "
            f"first of each pair was taken as left ({_some(assumed)}): check this"
        )
    return result, notes


def _told(said: Sequence[tuple[Side, str | None]], described: Described) -> list[str]:
    n = sum(side is not Side.MIDLINE for side, _ in said)
    if not n:
        return ["sides and mirrors are not said; every keypoint is on the midline until somebody says more"]
    notes = [f"sides and mirrors of {_count(n, 'keypoint')} were read out of the names"]
    if described.mirrors is not None:
        notes.append("the file pairs no keypoints, though their names have sides; the names were believed")
    return notes


def _rest(described: Described) -> tuple[tuple[float, float] | None, ...]:
    """Return the drawing as fractions of its box, to four places; nothing if it has no extent."""
    if not described.rest:
        return (None,) * len(described.names)
    places = np.array(described.rest, dtype=np.float64)
    low, extent = places.min(axis=0), np.ptp(places, axis=0)
    if not np.isfinite(places).all() or extent.max() <= 0:
        return (None,) * len(described.names)
    shares = (places - low) / np.where(extent > 0, extent, 1.0)
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in shares)


def _unsaid(skeleton: Skeleton, described: Described) -> list[str]:
    missing = [] if any(point.sigma for point in skeleton.keypoints) else ["σ"]
    missing += ["regions", "tolerances"]
    missing += [] if described.rest else ["a template"]
    edges = [] if skeleton.edges else ["the file names no edges"]
    return [f"not in such a file, so unset: {', '.join(missing)}", *edges]


def _drawn(described: Described) -> list[str]:
    return [] if described.edges else ["the file names no edges"]


def _clean_name(name: str) -> str:
    """Return a name for one line; of a path, which old files give, its last part without an ending."""
    line = " ".join(name.split())
    if "/" in line or "\\" in line:
        line = line.replace("\\", "/").rstrip("/").rpartition("/")[2].partition(".")[0]
    return line[:60]


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
