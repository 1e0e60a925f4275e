"""The categories of a Datumaro JSON file: joints count labels from 1, whatever their order."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.formats.checks import shown
from palpate.formats.skeletons.described import Described, Faults, checked_names


def recognises(content: object) -> bool:
    """Tell whether this is a Datumaro file."""
    return isinstance(content, dict) and isinstance(content.get("categories"), dict)


def read(content: Mapping[str, object], faults: Faults) -> list[Described]:
    """Return every skeleton among the categories."""
    categories = content["categories"]
    points = categories.get("points") if isinstance(categories, dict) else None
    items = points.get("items") if isinstance(points, dict) else None
    if not isinstance(items, list) or not items:
        faults.add("categories.points", "there are no skeletons")
        return []
    found = [
        _item(item, f"categories.points.items[{i}]", _names(categories), faults)
        for i, item in enumerate(items)
    ]
    return [one for one in found if one is not None]


def _names(categories: object) -> list[str]:
    label = categories.get("label") if isinstance(categories, dict) else None
    labels = label.get("labels") if isinstance(label, dict) else None
    entries = labels if isinstance(labels, list) else []
    return [str(one.get("name", "")) if isinstance(one, dict) else "" for one in entries]


def _item(item: object, place: str, labels: list[str], faults: Faults) -> Described | None:
    if not isinstance(item, dict):
        faults.add(place, "is not an object")
        return None
    names = checked_names(item.get("labels"), f"{place}.labels", faults)
    joints = item.get("joints", [])
    if not names or not isinstance(joints, list):
        return None
    edges = []
    for i, pair in enumerate(joints):
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)
        if not whole or not all(1 <= end <= len(names) for end in pair):
            sentence = f"must be a pair of keypoint numbers from 1 to {len(names)}, not {shown(pair)}"
            faults.add(f"{place}.joints[{i}]", sentence)
        else:
            edges.append((pair[0] - 1, pair[1] - 1))
    own = item.get("label_id")
    name = labels[own] if type(own) is int and 0 <= own < len(labels) else ""
    return Described(name, names, tuple(edges))
