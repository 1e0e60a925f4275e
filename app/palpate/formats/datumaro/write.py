"""Datumaro out, in the layout that CVAT reads today."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from palpate.formats import extension, particulars
from palpate.formats.datumaro.label_table import LabelTable
from palpate.formats.datumaro.schema import FOREIGN, POINTS_ATTRIBUTES
from palpate.formats.gather import TRACK_ID
from palpate.formats.identity import default_instance
from palpate.formats.image_table import ImageRow, ImageTable
from palpate.formats.json_file import dump
from palpate.formats.kept import kept_of, kept_of_shape, objects_in
from palpate.formats.particulars import Particulars
from palpate.formats.poses import UNLABELLED, triplets_of
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.pose import Pose


def write(labels: Labels, path: Path, *, force: bool) -> list[str]:
    """Write Datumaro skeletons; see `palpate.formats.registry.write`."""
    table = LabelTable(labels)
    images = ImageTable(labels, FOREIGN)
    items = {key: _item(row) for key, row in images.rows.items()}
    first = _add_annotations(labels, table, items)
    defaults = {
        i.id: default_instance(i.clip, i.number, i.skeleton, table.attributes_of(i)) for i in labels.instances
    }
    told = Particulars(
        clips=tuple(particulars.told_clip(clip, with_frames=False) for clip in labels.clips),
        instances=particulars.instance_entries(labels.instances, defaults, first),
        assigned_ids=not any(
            "id" in kept_of_shape(shape, FOREIGN)
            for _, track in labels.labelled()
            for shape in track.shapes.values()
        ),
    )
    beyond = kept_of(labels, FOREIGN).get("file")
    content = {
        "info": {},
        **(beyond if isinstance(beyond, Mapping) else {}),
        "categories": table.categories(),
        particulars.KEY: particulars.to_json(told),
        "items": list(items.values()),
    }
    dump(path, content, force=force)
    return images.warnings


def _item(row: ImageRow) -> dict[str, object]:
    width, height = row.size
    image: dict[str, object] = {"path": row.file_name}
    if row.size != (0, 0):
        image["size"] = [height, width]
    item: dict[str, object] = {"id": str(row.id), "annotations": []}
    attr = {"frame": row.frame} if row.keyed else {}
    for key, ours in (("image", image), ("attr", attr)):
        more = row.beyond.get(key)
        together = {**(more if isinstance(more, Mapping) else {}), **ours}
        if together:
            item[key] = together
    if row.keyed:
        item["clip"] = row.clip.name
    return {**{key: value for key, value in row.beyond.items() if key not in item}, **item}


def _add_annotations(
    labels: Labels, table: LabelTable, items: Mapping[tuple[str, int], dict[str, object]]
) -> dict[str, int | str]:
    """Put the annotations into their items; return the ordinal of the first one of each instance."""
    by_item: dict[tuple[str, int], list[tuple[Instance, Pose]]] = {key: [] for key in items}
    for instance, track in labels.labelled():
        for frame in track.frames.tolist():
            pose = track.pose(frame)
            if pose is not None:
                by_item[instance.clip, frame].append((instance, pose))
    aside: dict[object, list[object]] = {}
    for entry in objects_in(kept_of(labels, FOREIGN), "annotations"):
        aside.setdefault(str(entry.get("item")), []).append(entry.get("annotation"))
    first: dict[str, int | str] = {}
    ordinal = 0
    for key, poses in by_item.items():
        annotations: list[object] = []
        for instance, pose in poses:
            first.setdefault(instance.id, ordinal)
            annotations.append(_annotation(labels, table, instance, pose, ordinal))
            ordinal += 1
        items[key]["annotations"] = [*annotations, *aside.get(items[key]["id"], [])]
    return first


def _annotation(
    labels: Labels, table: LabelTable, instance: Instance, pose: Pose, ordinal: int
) -> dict[str, object]:
    kept = kept_of_shape(pose.shape, FOREIGN)
    skeleton = labels.skeleton_of(instance)
    attributes = kept.get("attributes")
    per_point = kept.get(POINTS_ATTRIBUTES)
    if not isinstance(per_point, list) or len(per_point) != len(skeleton):
        per_point = [{} for _ in skeleton.names]
    ours: dict[str, object] = {
        "attributes": {
            **(attributes if isinstance(attributes, Mapping) else {}),
            TRACK_ID: kept.get(TRACK_ID, instance.number),
        },
        POINTS_ATTRIBUTES: per_point,
    }
    entry: dict[str, object] = {
        "id": ordinal,
        "type": "skeleton",
        "group": 0,
        "label_id": table.id_of(instance),
        "points": triplets_of(pose, skeleton, kept),
        **extension.arrays_of(pose.visibility, pose.origin, pose.scores),
    }
    return entry | {k: v for k, v in kept.items() if k not in (UNLABELLED, TRACK_ID)} | ours
