"""COCO out, with everything COCO has no word for in keys that others ignore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from palpate.base.geometry import bounding_box, polygons_area
from palpate.formats import extension, particulars
from palpate.formats.checks import is_id
from palpate.formats.coco.category_table import CategoryTable
from palpate.formats.coco.image_table import ImageTable
from palpate.formats.coco.schema import (
    AREA_SOURCE,
    BOX_SOURCE,
    COVERED,
    FROM_BOX,
    FROM_KEYPOINT_BOX,
    FROM_KEYPOINTS,
    FROM_NOTHING,
    FROM_OUTLINE,
    REFERENCE,
    UNLABELLED,
    kept,
)
from palpate.formats.foreign_skeleton import reference_of
from palpate.formats.free_ids import FreeIds
from palpate.formats.gather import TRACK_ID
from palpate.formats.identity import default_instance
from palpate.formats.json_file import dump
from palpate.formats.particulars import Particulars
from palpate.model.arrays import Bools, Floats
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.pose import Pose, Shape
from palpate.model.visibility import has_position, three_tiers


def write(labels: Labels, path: Path, *, force: bool) -> list[str]:
    """Write COCO keypoints; see `palpate.formats.registry.write`.

    A missing box or area is computed, since COCO's own evaluation needs them, and marked with its source.
    """
    categories = CategoryTable(labels)
    images = ImageTable(labels)
    annotations, first = _annotations(labels, categories, images)
    told = Particulars(
        clips=tuple(particulars.without_frames(clip) for clip in labels.clips),
        instances=_entries(labels, categories, first),
        assigned_ids=not any(
            "id" in shape.foreign for _, track in labels.labelled() for shape in track.shapes.values()
        ),
    )
    beyond = kept(labels).get("file")
    content = {
        "info": {},
        "licenses": [],
        **(beyond if isinstance(beyond, Mapping) else {}),
        "images": images.entries(),
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
    aside = _kept_annotations(labels)
    ids = FreeIds([*_ids_in(labels), *(a["id"] for a in aside if is_id(a.get("id")))])
    written: list[dict[str, object]] = []
    first: dict[str, int | str] = {}
    for instance, track in labels.labelled():
        for frame in track.frames.tolist():
            pose = track.pose(frame)
            if pose is None:
                continue
            entry = _annotation(labels, instance, pose)
            identity = ids.keep_or_new((pose.shape or Shape()).foreign.get("id"))
            entry["id"] = identity
            entry["image_id"] = images.id_of(instance.clip, frame)
            entry["category_id"] = categories.id_of(instance)
            first.setdefault(instance.id, identity)
            written.append(entry)
    return [*written, *aside], first


def _ids_in(labels: Labels) -> list[object]:
    return [s.foreign.get("id") for _, track in labels.labelled() for s in track.shapes.values()]


def _kept_annotations(labels: Labels) -> list[dict[str, object]]:
    entries = kept(labels).get("annotations")
    return [dict(e) for e in entries if isinstance(e, Mapping)] if isinstance(entries, Sequence) else []


def _annotation(labels: Labels, instance: Instance, pose: Pose) -> dict[str, object]:
    shape = pose.shape or Shape()
    foreign = {key: value for key, value in shape.foreign.items() if key != UNLABELLED}
    placed = has_position(pose.visibility) & np.isfinite(pose.positions).all(axis=1)
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
        "keypoints": _triplets(pose, placed, shape.foreign.get(UNLABELLED)),
        "num_keypoints": int(placed.sum()),
        "bbox": box,
        "area": area,
        "segmentation": [ring.ravel().tolist() for ring in shape.polygons],
        **extension.arrays_of(pose.visibility, pose.origin, pose.scores),
        REFERENCE: reference_of(skeleton),
        **{key: source for key, source in sources.items() if source},
        **foreign,
    }


def _triplets(pose: Pose, placed: Bools, unlabelled: object) -> list[float]:
    points = np.where(placed[:, None], pose.positions, 0.0)
    flags = np.where(placed, three_tiers(pose.visibility), 0)
    if isinstance(unlabelled, Mapping):
        for k, point in unlabelled.items():
            if not placed[int(k)]:
                points[int(k)] = point
    return [value for (x, y), v in zip(points.tolist(), flags.tolist(), strict=True) for value in (x, y, v)]


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
        return polygons_area(shape.polygons), FROM_OUTLINE
    if shape.box is not None:
        return COVERED * shape.box[2] * shape.box[3], FROM_BOX
    enlarged = bounding_box(points, 0.1)
    if enlarged is None:
        return 0.0, FROM_NOTHING
    return COVERED * float(enlarged[2] * enlarged[3]), FROM_KEYPOINT_BOX


def _bounds(points: Floats) -> list[float]:
    box = bounding_box(points)
    return [0.0, 0.0, 0.0, 0.0] if box is None else box.tolist()
