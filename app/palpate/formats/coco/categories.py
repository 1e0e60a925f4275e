"""``categories[]``: which keypoints there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from palpate.formats.checks import is_id, shown
from palpate.formats.coco.schema import REFERENCE
from palpate.formats.descriptions import Description, SkeletonPool, read_edges, read_names, read_sigmas
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
    """

    by_id: dict[int | str, Category] = field(default_factory=dict)
    without: set[int | str] = field(default_factory=set)
    skeletons: dict[str, Skeleton] = field(default_factory=dict)
    table: list[dict[str, object]] = field(default_factory=list)


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
    pool = SkeletonPool([given, *known] if given else known)
    for (_, entry), says in zip(entries, described, strict=True):
        if says is None:
            categories.without.add(entry["id"])
            continue
        name = entry["name"] if users[says] == 1 else f"skeleton_{len(says.names)}"
        reference, group = entry.get(REFERENCE), entry.get("supercategory")
        skeleton = pool.skeleton(says, name, reference=reference, group=group)
        _add(categories, entry, skeleton, is_repeated=named[entry["name"]] > 1)
    categories.skeletons = pool.by_name
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
) -> Description | None:
    raw = entry.get("keypoints")
    if raw is None or raw == []:
        names = given.names if given else ()
    else:
        names = read_names(raw, f"{place}.keypoints", problems)
    if not names:
        return None
    edges = read_edges(entry.get("skeleton"), len(names), f"{place}.skeleton", problems)
    sigmas = read_sigmas(entry.get("sigmas"), len(names), f"{place}.sigmas", problems)
    return Description(names, edges, sigmas)


def _add(
    categories: Categories, entry: Mapping[str, object], skeleton: Skeleton, *, is_repeated: bool
) -> None:
    identity, name = entry["id"], str(entry["name"])
    attributes = {} if name == skeleton.name else {CATEGORY: name}
    if is_repeated:
        attributes[CATEGORY_ID] = str(identity)
    if is_id(identity):
        categories.by_id[identity] = Category(skeleton, attributes)
