"""COCO out, with everything COCO has no word for in keys that others ignore."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from palpate.base.geometry import bounding_box, outline_area
from palpate.formats import extension, particulars
from palpate.formats.checks import is_id
from palpate.formats.coco.category_table import CategoryTable
from palpate.formats.coco.schema import (
    AREA_SOURCE,
    BOX_SOURCE,
    COVERED,
    FOREIGN,
    FROM_BOX,
    FROM_KEYPOINT_BOX,
    FROM_KEYPOINTS,
    FROM_NOTHING,
    FROM_OUTLINE,
    HOLES,
    REFERENCE,
)
from palpate.formats.foreign_skeleton import reference_of
from palpate.formats.free_ids import FreeIds
from palpate.formats.gather import TRACK_ID
from palpate.formats.identity import default_instance
from palpate.formats.image_table import ImageRow, ImageTable
from palpate.formats.json_file import dump
from palpate.formats.kept import kept_of, kept_of_shape, objects_in
from palpate.formats.particulars import Particulars
from palpate.formats.poses import UNLABELLED, placed_in, triplets_of
from palpate.model.arrays import Floats
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.pose import Pose, Shape


def write(labels: Labels, path: Path, *, force: bool) -> list[str]:
    """Write COCO keypoints; see `palpate.formats.registry.write`.

    A missing box or area is computed, since COCO's own evaluation needs them, and marked with its source.
    """
    categories = CategoryTable(labels)
    images = ImageTable(labels, FOREIGN)
    annotations, first = _annotations(labels, categories, images)
    told = Particulars(
        clips=tuple(particulars.told_clip(clip, with_frames=False) for clip in labels.clips),
        instances=_entries(labels, categories, first),
        assigned_ids=not _ids_in(labels),
    )
    beyond = kept_of(labels, FOREIGN).get("file")
    content = {
        "info": {},
        "licenses": [],
        **(beyond if isinstance(beyond, Mapping) else {}),
        "images": [_image(row) for row in images.rows.values()],
        "categories": categories.entries,
        particulars.KEY: particulars.to_json(told),
        "annotations": annotations,
    }
    dump(path, content, force=force)
    return images.warnings


def _entries(
    labels: Labels, categories: CategoryTable, first: Mapping[str, int | str]
) -> tuple[particulars.InstanceEntry, ...]:
    defaults = {
        i.id: default_instance(i.clip, i.number, i.skeleton, categories.attributes_of(i))
        for i in labels.instances
    }
    return particulars.instance_entries(labels.instances, defaults, first)


def _annotations(
    labels: Labels, categories: CategoryTable, images: ImageTable
) -> tuple[list[dict[str, object]], dict[str, int | str]]:
    """Return the annotations, and the id of the first one of each instance."""
    aside = objects_in(kept_of(labels, FOREIGN), "annotations")
    ids = FreeIds([*_ids_in(labels), *(a["id"] for a in aside if is_id(a.get("id")))])
    written: list[dict[str, object]] = []
    first: dict[str, int | str] = {}
    for instance, track in labels.labelled():
        for frame in track.frames.tolist():
            pose = track.pose(frame)
            if pose is None:
                continue
            entry = _annotation(labels, instance, pose)
            identity = ids.keep_or_new(kept_of_shape(pose.shape, FOREIGN).get("id"))
            entry["id"] = identity
            entry["image_id"] = images.id_of(instance.clip, frame)
            entry["category_id"] = categories.id_of(instance)
            first.setdefault(instance.id, identity)
            written.append(entry)
    return [*written, *aside], first


def _ids_in(labels: Labels) -> list[object]:
    shapes = (shape for _, track in labels.labelled() for shape in track.shapes.values())
    return [identity for shape in shapes if (identity := kept_of_shape(shape, FOREIGN).get("id")) is not None]


def _image(row: ImageRow) -> dict[str, object]:
    width, height = row.size
    entry: dict[str, object] = {"id": row.id, "file_name": row.file_name}
    if row.size != (0, 0):
        entry |= {"width": width, "height": height}
    if row.keyed:
        entry |= {"clip": row.clip.name, "frame": row.frame}
    return {**entry, **{key: value for key, value in row.beyond.items() if key not in entry}}


def _annotation(labels: Labels, instance: Instance, pose: Pose) -> dict[str, object]:
    shape = pose.shape or Shape()
    kept = kept_of_shape(pose.shape, FOREIGN)
    placed = placed_in(pose)
    box, box_source = _box(shape, pose.positions[placed])
    area, area_source = _area(shape, pose.positions[placed])
    skeleton = labels.skeleton_of(instance)
    sources = {BOX_SOURCE: box_source, AREA_SOURCE: area_source}
    return {
        "id": 0,
        "image_id": 0,
        "category_id": 0,
        TRACK_ID: instance.number,
        "iscrowd": 0,
        "keypoints": triplets_of(pose, skeleton, kept),
        "num_keypoints": int(placed.sum()),
        "bbox": box,
        "area": area,
        "segmentation": [ring.ravel().tolist() for ring in shape.polygons],
        **extension.arrays_of(pose.visibility, pose.origin, pose.scores),
        REFERENCE: reference_of(skeleton),
        **({HOLES: _flat_holes(shape)} if shape.holes else {}),
        **{key: value for key, value in kept.items() if key not in _outlived(shape)},
        **{key: source for key, source in sources.items() if source},
    }


def _outlived(shape: Shape) -> set[str]:
    """Return what was kept of an annotation but is said otherwise now, as a mask that was drawn anew."""
    return {UNLABELLED, "segmentation"} if shape.polygons else {UNLABELLED}


def _flat_holes(shape: Shape) -> list[list[list[float]]]:
    return [[ring.ravel().tolist() for ring in cut] for cut in shape.holes]


def _box(shape: Shape, points: Floats) -> tuple[list[float], str]:
    if shape.box is not None:
        return list(shape.box), ""
    if shape.polygons:
        return _bounds(np.concatenate(shape.polygons)), FROM_OUTLINE
    return _bounds(points), FROM_KEYPOINTS if len(points) else FROM_NOTHING


def _area(shape: Shape, points: Floats) -> tuple[float, str]:
    if shape.area is not None:
        return shape.area, ""
    if shape.polygons:
        return outline_area(shape.outline), FROM_OUTLINE
    if shape.box is not None:
        return COVERED * shape.box[2] * shape.box[3], FROM_BOX
    enlarged = bounding_box(points, 0.1)
    if enlarged is None:
        return 0.0, FROM_NOTHING
    return COVERED * float(enlarged[2] * enlarged[3]), FROM_KEYPOINT_BOX


def _bounds(points: Floats) -> list[float]:
    box = bounding_box(points)
    return [0.0, 0.0, 0.0, 0.0] if box is None else box.tolist()
