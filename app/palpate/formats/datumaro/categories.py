"""``categories``: labels of skeletons and of their keypoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from palpate.formats.checks import is_index, shown
from palpate.formats.datumaro.schema import REFERENCE, SIGMAS
from palpate.formats.descriptions import Description, SkeletonPool, read_edges, read_names, read_sigmas
from palpate.formats.identity import CATEGORY
from palpate.formats.problems import Problems
from palpate.model.skeleton import Skeleton


@dataclass(slots=True)
class SkeletonLabels:
    """The labels of a file that are skeletons.

    Attributes
    ----------
    by_id
        Skeleton of each label that has keypoints.
    names
        Of all labels, in order; a label's id is its place.
    skeletons
        By name.
    table
        ``categories`` word for word, but for what the skeleton says.
    """

    by_id: dict[int, Skeleton] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    skeletons: dict[str, Skeleton] = field(default_factory=dict)
    table: dict[str, object] = field(default_factory=dict)

    def attributes(self, label_id: int) -> dict[str, str]:
        """Return the attributes of an instance with this label."""
        name = self.names[label_id]
        return {} if name == self.by_id[label_id].name else {CATEGORY: name}


def read_labels(raw: object, *, known: Sequence[Skeleton], problems: Problems) -> SkeletonLabels:
    """Return the skeletons among the labels."""
    labels = SkeletonLabels()
    if not isinstance(raw, dict):
        problems.add("categories", "is not an object")
        return labels
    parents = _read_label_list(raw, labels, problems)
    items = _list_in(raw, "points", "items", problems)
    labels.table = {**raw}
    if items:
        labels.table["points"] = {**raw["points"], "items": [_without_extras(item) for item in items]}
    pool = SkeletonPool(known)
    described = _described_items(items, labels, problems)
    for label_id, names in parents.items():
        if label_id not in described and names:
            described[label_id] = (Description(tuple(names)), {})
    for label_id, (says, item) in described.items():
        labels.by_id[label_id] = pool.skeleton(
            says, labels.names[label_id], reference=item.get(REFERENCE), group=None
        )
    labels.skeletons = pool.by_name
    return labels


def _list_in(raw: Mapping[str, object], kind: str, key: str, problems: Problems) -> list[object]:
    group = raw.get(kind)
    if group is None:
        return []
    entries = group.get(key) if isinstance(group, dict) else None
    if not isinstance(entries, list):
        problems.add(f"categories.{kind}.{key}", "is not a list")
        return []
    return entries


def _read_label_list(
    raw: Mapping[str, object], labels: SkeletonLabels, problems: Problems
) -> dict[int, list[str]]:
    """Fill in the names of all labels; return the names of the labels below each."""
    below: dict[str, list[str]] = {}
    for i, entry in enumerate(_list_in(raw, "label", "labels", problems)):
        name = entry.get("name") if isinstance(entry, dict) else None
        parent = entry.get("parent") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not isinstance(parent, str | None):
            problems.add(f"categories.label.labels[{i}]", "has no name, or a parent that is no text")
        labels.names.append(name if isinstance(name, str) else "")
        if isinstance(name, str) and isinstance(parent, str) and parent:
            below.setdefault(parent, []).append(name)
    return {i: list(dict.fromkeys(below.get(name, []))) for i, name in enumerate(labels.names)}


def _described_items(
    items: Sequence[object], labels: SkeletonLabels, problems: Problems
) -> dict[int, tuple[Description, Mapping[str, object]]]:
    described: dict[int, tuple[Description, Mapping[str, object]]] = {}
    for i, item in enumerate(items):
        place = f"categories.points.items[{i}]"
        if not isinstance(item, dict):
            problems.add(place, "is not an object")
            continue
        label_id = item.get("label_id")
        if not is_index(label_id) or label_id >= len(labels.names):
            problems.add(f"{place}.label_id", f"is {shown(label_id)}, which no label has")
            continue
        names = read_names(item.get("labels"), f"{place}.labels", problems)
        edges = read_edges(item.get("joints"), len(names), f"{place}.joints", problems)
        sigmas = read_sigmas(item.get(SIGMAS), len(names), f"{place}.{SIGMAS}", problems)
        if names:
            described[label_id] = (Description(names, edges, sigmas), item)
    return described


def _without_extras(item: object) -> object:
    if not isinstance(item, dict):
        return item
    return {key: value for key, value in item.items() if key not in (REFERENCE, SIGMAS)}
