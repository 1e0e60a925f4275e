"""``categories[]``: which keypoints there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from palpate.formats.checks import is_id, is_index, is_number, shown
from palpate.formats.coco.schema import REFERENCE
from palpate.formats.foreign_skeleton import known_skeleton, new_skeleton, split_reference, with_sigmas
from palpate.formats.identity import CATEGORY
from palpate.formats.problems import Problems
from palpate.model.skeleton import Skeleton

CATEGORY_ID = "category_id"


@dataclass(frozen=True, slots=True)
class Category:
    """One category that has keypoints; its attributes go to its instances."""

    skeleton: Skeleton
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Categories:
    """All categories of a file.

    Attributes
    ----------
    by_id
        Those with keypoints.
    without
        Ids of those without.
    skeletons
        By name.
    table
        The categories word for word, but for what the skeleton says.
    unnamed
        Places of categories whose keypoints have no names, when no skeleton was given for them.
    """

    by_id: dict[int | str, Category] = field(default_factory=dict)
    without: set[int | str] = field(default_factory=set)
    skeletons: dict[str, Skeleton] = field(default_factory=dict)
    table: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Described:
    """What one category says of its keypoints."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    sigmas: tuple[float | None, ...]


def read_categories(
    raw: object,
    *,
    known: Sequence[Skeleton],
    given: Skeleton | None,
    problems: Problems,
    warnings: list[str],
) -> Categories:
    """Return the categories and their skeletons.

    Parameters
    ----------
    known, given
        See `palpate.formats.registry.read`.
    """
    categories = Categories()
    if not isinstance(raw, list):
        problems.add("categories", "is not a list")
        return categories
    places = [(f"categories[{i}]", entry) for i, entry in enumerate(raw)]
    entries = [(place, entry) for place, entry in places if _is_category(entry, place, problems)]
    _note_repeated_ids(entries, problems)
    categories.table = [
        {k: v for k, v in entry.items() if k not in ("sigmas", REFERENCE)} for _, entry in entries
    ]
    described = [_described(entry, place, given, problems) for place, entry in entries]
    users, named = Counter(described), Counter(entry["name"] for _, entry in entries)
    available = [given, *known] if given else list(known)
    skeletons: dict[_Described, Skeleton] = {}
    for (_, entry), says in zip(entries, described, strict=True):
        if says is None:
            categories.without.add(entry["id"])
            continue
        if says not in skeletons:
            name = str(entry["name"]) if users[says] == 1 else f"skeleton_{len(says.names)}"
            skeletons[says] = _skeleton(entry, says, name, available, categories.skeletons)
            categories.skeletons[skeletons[says].name] = skeletons[says]
        _add(categories, entry, skeletons[says], is_repeated=named[entry["name"]] > 1)
    if given and given.name not in categories.skeletons and categories.skeletons:
        warnings.append(f"the file names its own keypoints; {given.name} is not used")
    return categories


def _is_category(entry: object, place: str, problems: Problems) -> bool:
    if not isinstance(entry, dict):
        problems.add(place, "is not an object")
        return False
    if not is_id(entry.get("id")):
        problems.add(f"{place}.id", f"is {shown(entry.get('id'))}; a whole number or a text is expected")
        return False
    if not isinstance(entry.get("name"), str):
        problems.add(f"{place}.name", f"is {shown(entry.get('name'))}; a text is expected")
        return False
    return True


def _note_repeated_ids(entries: Sequence[tuple[str, Mapping[str, object]]], problems: Problems) -> None:
    for identity, times in Counter(entry["id"] for _, entry in entries).items():
        if times > 1:
            problems.add("categories", f"id {shown(identity)} stands {times} times")


def _described(
    entry: Mapping[str, object], place: str, given: Skeleton | None, problems: Problems
) -> _Described | None:
    names = _names(entry, place, given, problems)
    if not names:
        return None
    edges = _edges(entry.get("skeleton"), len(names), f"{place}.skeleton", problems)
    return _Described(names, edges, _sigmas(entry.get("sigmas"), len(names), f"{place}.sigmas", problems))


def _names(
    entry: Mapping[str, object], place: str, given: Skeleton | None, problems: Problems
) -> tuple[str, ...]:
    raw = entry.get("keypoints")
    if raw is None or raw == []:
        return given.names if given else ()
    if not isinstance(raw, list) or not all(isinstance(name, str) and name for name in raw):
        problems.add(f"{place}.keypoints", "is not a list of names")
        return ()
    for name, times in Counter(raw).items():
        if times > 1:
            problems.add(f"{place}.keypoints", f"{name} stands {times} times")
            return ()
    return tuple(raw)


def _edges(raw: object, n: int, place: str, problems: Problems) -> tuple[tuple[int, int], ...]:
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


def _sigmas(raw: object, n: int, place: str, problems: Problems) -> tuple[float | None, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) != n:
        problems.add(place, f"is not a list of {n} numbers, one per keypoint")
        return ()
    if not all(value is None or (is_number(value) and value > 0) for value in raw):
        problems.add(place, "holds something that is neither a positive number nor null")
        return ()
    return tuple(None if value is None else float(value) for value in raw)


def _skeleton(
    entry: Mapping[str, object],
    described: _Described,
    name: str,
    available: Sequence[Skeleton],
    taken: Mapping[str, Skeleton],
) -> Skeleton:
    reference = entry.get(REFERENCE)
    known = known_skeleton(described.names, reference, available)
    if known is not None and taken.get(known.name, known) is known:
        own = tuple(point.sigma for point in known.keypoints)
        if described.sigmas in ((), own):
            return known
        return with_sigmas(known, _free_name(name, {*taken, known.name}), described.sigmas)
    name = _free_name(split_reference(reference)[0] or name, taken)
    return new_skeleton(
        name,
        described.names,
        edges=described.edges,
        sigmas=described.sigmas,
        reference=reference if split_reference(reference)[0] == name else None,
        group=entry.get("supercategory"),
    )


def _free_name(name: str, taken: Collection[str]) -> str:
    if name and name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _add(
    categories: Categories, entry: Mapping[str, object], skeleton: Skeleton, *, is_repeated: bool
) -> None:
    identity, name = entry["id"], str(entry["name"])
    attributes = {} if name == skeleton.name else {CATEGORY: name}
    if is_repeated:
        attributes[CATEGORY_ID] = str(identity)
    if is_id(identity):
        categories.by_id[identity] = Category(skeleton, attributes)
