"""``categories`` to write: those of the file the labels came from, and labels for other skeletons."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from palpate.formats.datumaro.schema import FOREIGN, REFERENCE, SIGMAS
from palpate.formats.foreign_skeleton import reference_of
from palpate.formats.identity import CATEGORY
from palpate.formats.kept import kept_of, objects_in
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton


class LabelTable:
    """The labels of a label set; a label's id is its place in the list."""

    def __init__(self, labels: Labels) -> None:
        former = kept_of(labels, FOREIGN).get("categories")
        self._beyond = dict(former) if isinstance(former, Mapping) else {}
        self._labels = _objects(self._beyond, "label", "labels")
        self._points = _objects(self._beyond, "points", "items")
        self._skeletons = labels.skeletons
        self._found: dict[tuple[str, str], int] = {}
        for instance in labels.instances:
            self.id_of(instance)
        used = {skeleton for skeleton, _ in self._found}
        for name in labels.skeletons:
            if name not in used:
                self._find(name, name)

    def id_of(self, instance: Instance) -> int:
        """Return the label id of an instance."""
        return self._find(instance.skeleton, instance.attributes.get(CATEGORY, instance.skeleton))

    def attributes_of(self, instance: Instance) -> dict[str, str]:
        """Return the attributes that a reader will give to the instance because of its label."""
        name = str(self._labels[self.id_of(instance)]["name"])
        return {} if name == instance.skeleton else {CATEGORY: name}

    def categories(self) -> dict[str, object]:
        """Return the value to write."""
        label, points = self._beyond.get("label"), self._beyond.get("points")
        return {
            **self._beyond,
            "label": {"attributes": [], **_mapping(label), "labels": self._labels},
            "points": {**_mapping(points), "items": self._points},
        }

    def _find(self, skeleton_name: str, label: str) -> int:
        key = (skeleton_name, label)
        if key not in self._found:
            skeleton = self._skeletons[skeleton_name]
            former = self._matching(skeleton, label)
            self._found[key] = self._new(skeleton, label) if former is None else former
        return self._found[key]

    def _matching(self, skeleton: Skeleton, label: str) -> int | None:
        for item in self._points:
            at = item.get("label_id")
            named = isinstance(at, int) and at < len(self._labels) and self._labels[at].get("name") == label
            if named and item.get("labels") == list(skeleton.names) and isinstance(at, int):
                item.update(_extras(skeleton))
                return at
        return self._without_points(skeleton, label)

    def _without_points(self, skeleton: Skeleton, label: str) -> int | None:
        """Return a label that names its keypoints only by being their parent, and list them."""
        listed = {item.get("label_id") for item in self._points}
        below = [entry.get("name") for entry in self._labels if entry.get("parent") == label]
        for at, entry in enumerate(self._labels):
            if entry.get("name") == label and at not in listed and below == list(skeleton.names):
                self._list_points(skeleton, at)
                return at
        return None

    def _new(self, skeleton: Skeleton, label: str) -> int:
        identity = len(self._labels)
        self._labels.append({"name": label, "parent": "", "attributes": []})
        self._labels += [{"name": name, "parent": label, "attributes": []} for name in skeleton.names]
        self._list_points(skeleton, identity)
        return identity

    def _list_points(self, skeleton: Skeleton, identity: int) -> None:
        place = skeleton.position_of
        self._points.append(
            {
                "label_id": identity,
                "labels": list(skeleton.names),
                "joints": [[place[a] + 1, place[b] + 1] for a, b in skeleton.edges],
                **_extras(skeleton),
            }
        )


def _extras(skeleton: Skeleton) -> dict[str, object]:
    extras: dict[str, object] = {REFERENCE: reference_of(skeleton)}
    if np.isfinite(skeleton.sigmas).any():
        extras[SIGMAS] = [point.sigma for point in skeleton.keypoints]
    return extras


def _objects(beyond: Mapping[str, object], kind: str, key: str) -> list[dict[str, object]]:
    return objects_in(_mapping(beyond.get(kind)), key)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
