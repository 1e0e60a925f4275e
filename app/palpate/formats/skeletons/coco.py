"""A COCO category: names, edges counted from 1, sometimes σ."""

from __future__ import annotations

import math
from collections.abc import Mapping

from palpate.formats.checks import shown
from palpate.formats.skeletons.described import Described, Faults, checked_names
from palpate.model.skeleton import Skeleton


def recognises(content: object) -> bool:
    """Tell whether this is a COCO data set or one of its categories."""
    if not isinstance(content, dict):
        return False
    return isinstance(content.get("categories"), list) or isinstance(content.get("keypoints"), list)


def read(content: Mapping[str, object], faults: Faults) -> list[Described]:
    """Return every category with keypoints; those with the same keypoints and edges are one."""
    entries = content.get("categories", [content])
    assert isinstance(entries, list)
    found: list[Described] = []
    one = "categories" not in content
    for i, entry in enumerate(entries):
        place = "" if one else f"categories[{i}]."
        if not isinstance(entry, dict):
            faults.add(f"categories[{i}]", "is not an object")
        elif entry.get("keypoints"):
            found.append(_category(entry, place, faults))
    if not found and not faults.found:
        faults.add("categories", "none of them names keypoints")
    return _merged(found)


def _category(entry: Mapping[str, object], place: str, faults: Faults) -> Described:
    names = checked_names(entry.get("keypoints"), f"{place}keypoints", faults)
    edges = _edges(entry.get("skeleton"), len(names), f"{place}skeleton", faults) if names else ()
    name, group = entry.get("name"), entry.get("supercategory")
    return Described(
        name=name if isinstance(name, str) else "",
        names=names,
        edges=edges,
        sigmas=_sigmas(entry.get("sigmas"), len(names), f"{place}sigmas", faults) if names else (),
        group=group if isinstance(group, str) else "",
    )


def _edges(raw: object, n: int, place: str, faults: Faults) -> tuple[tuple[int, int], ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        faults.add(place, "must be a list of pairs")
        return ()
    edges = []
    for i, pair in enumerate(raw):
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)
        if not whole or not all(1 <= end <= n for end in pair):
            sentence = f"must be a pair of keypoint numbers from 1 to {n}, not {shown(pair)}"
            faults.add(f"{place}[{i}]", sentence)
        else:
            edges.append((pair[0] - 1, pair[1] - 1))
    return tuple(edges)


def _sigmas(raw: object, n: int, place: str, faults: Faults) -> tuple[float | None, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) != n:
        faults.add(place, f"must be a list of {n} numbers, one per keypoint")
        return ()
    for i, value in enumerate(raw):
        if value is not None and not (type(value) in (int, float) and 0 < value < math.inf):
            faults.add(f"{place}[{i}]", f"must be a number greater than 0, not {shown(value)}")
            return ()
    return tuple(None if value is None else float(value) for value in raw)


def _merged(found: list[Described]) -> list[Described]:
    by_content: dict[object, list[Described]] = {}
    for one in found:
        by_content.setdefault((one.names, one.edges, one.sigmas), []).append(one)
    merged = []
    for same in by_content.values():
        if len(same) == 1:
            merged.append(same[0])
            continue
        note = (
            f"{len(same)} categories have these keypoints, among them {', '.join(o.name for o in same[:3])}"
        )
        first = same[0]
        name = f"skeleton_{len(first.names)}"
        merged.append(Described(name, first.names, first.edges, sigmas=first.sigmas, notes=(note,)))
    return merged


def content_of(skeleton: Skeleton) -> dict[str, object]:
    """Return the skeleton as a data set with one category and no images."""
    where = skeleton.position_of
    category: dict[str, object] = {
        "id": 1,
        "name": skeleton.name,
        "supercategory": str(skeleton.subject),
        "keypoints": list(skeleton.names),
        "skeleton": [[where[a] + 1, where[b] + 1] for a, b in skeleton.edges],
    }
    if any(point.sigma for point in skeleton.keypoints):
        category["sigmas"] = [point.sigma for point in skeleton.keypoints]
    return {"images": [], "annotations": [], "categories": [category]}
