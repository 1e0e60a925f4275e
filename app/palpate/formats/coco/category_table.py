"""``categories[]`` to write: those of the file the labels came from, and one per other skeleton."""

from __future__ import annotations

import numpy as np

from palpate.formats.coco.categories import CATEGORY_ID
from palpate.formats.coco.schema import FOREIGN, REFERENCE
from palpate.formats.foreign_skeleton import reference_of
from palpate.formats.free_ids import FreeIds
from palpate.formats.identity import CATEGORY
from palpate.formats.kept import kept_of, kept_of_shape, objects_in
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton


class CategoryTable:
    """The categories of a label set.

    Attributes
    ----------
    entries
        In the order of the file the labels came from, then new ones.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self.entries = objects_in(kept_of(labels, FOREIGN), "categories")
        self._ids = FreeIds([entry.get("id") for entry in self.entries])
        for entry in self.entries:
            entry["id"] = self._ids.keep_or_new(entry.get("id"))
        self._found: dict[tuple[str, str, str], dict[str, object]] = {}
        for instance in labels.instances:
            self._entry_of(instance)
        for skeleton in labels.skeletons.values():
            self._describe_others(skeleton)

    def id_of(self, instance: Instance) -> int | str:
        """Return the id of an instance's category."""
        identity = self._entry_of(instance)["id"]
        return identity if isinstance(identity, int) else str(identity)

    def attributes_of(self, instance: Instance) -> dict[str, str]:
        """Return the attributes that a reader will give to the instance because of its category."""
        entry = self._entry_of(instance)
        name = str(entry["name"])
        attributes = {} if name == instance.skeleton else {CATEGORY: name}
        if sum(other["name"] == name for other in self.entries) > 1:
            attributes[CATEGORY_ID] = str(entry["id"])
        return attributes

    def _entry_of(self, instance: Instance) -> dict[str, object]:
        name = instance.attributes.get(CATEGORY, instance.skeleton)
        key = (instance.skeleton, name, instance.attributes.get(CATEGORY_ID, ""))
        if key not in self._found:
            self._found[key] = self._matching(*key) or self._new(
                name, instance.skeleton, self._former_id(instance)
            )
        return self._found[key]

    def _matching(self, skeleton_name: str, name: str, identity: str) -> dict[str, object] | None:
        skeleton = self._labels.skeletons[skeleton_name]
        for entry in self.entries:
            fits = entry.get("keypoints") in (None, [], list(skeleton.names))
            if fits and entry["name"] == name and identity in ("", str(entry["id"])):
                entry["keypoints"] = list(skeleton.names)
                return _described(entry, skeleton)
        return None

    def _former_id(self, instance: Instance) -> object:
        """Return the category id that the instance had in the file it came from."""
        track = self._labels.tracks.get(instance.id)
        shapes = track.shapes.values() if track is not None else ()
        return next((kept_of_shape(shape, FOREIGN).get(CATEGORY_ID) for shape in shapes), None)

    def _new(self, name: str, skeleton_name: str, former_id: object = None) -> dict[str, object]:
        skeleton = self._labels.skeletons[skeleton_name]
        place = skeleton.position_of
        entry: dict[str, object] = {
            "id": self._ids.keep_or_new(former_id),
            "name": name,
            "supercategory": str(skeleton.subject),
            "keypoints": list(skeleton.names),
            "skeleton": [[place[a] + 1, place[b] + 1] for a, b in skeleton.edges],
        }
        self.entries.append(entry)
        return _described(entry, skeleton)

    def _describe_others(self, skeleton: Skeleton) -> None:
        """Describe categories without an instance, and give every skeleton a category."""
        fitting = [entry for entry in self.entries if entry.get("keypoints") == list(skeleton.names)]
        for entry in fitting:
            if REFERENCE not in entry:
                _described(entry, skeleton)
        if not fitting:
            self._new(skeleton.name, skeleton.name)


def _described(entry: dict[str, object], skeleton: Skeleton) -> dict[str, object]:
    if np.isfinite(skeleton.sigmas).any():
        entry["sigmas"] = [point.sigma for point in skeleton.keypoints]
    entry[REFERENCE] = reference_of(skeleton)
    return entry
