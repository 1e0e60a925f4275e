"""Datumaro in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from palpate.base.errors import FormatError
from palpate.formats import particulars
from palpate.formats.checks import is_id, is_index, shown
from palpate.formats.datumaro.categories import SkeletonLabels, read_labels
from palpate.formats.datumaro.schema import (
    ANNOTATION_KEYS,
    FOREIGN,
    ITEM_KEYS,
    POINTS_ATTRIBUTES,
)
from palpate.formats.extension import ArrayReader
from palpate.formats.foreign_skeleton import tiers_as_found
from palpate.formats.gather import TRACK_ID, FoundPose, gathered, usable_entries
from palpate.formats.images import Image, Place, clip_and_frame, placed_images, size_of
from palpate.formats.json_file import load
from palpate.formats.kept import foreign_shape
from palpate.formats.poses import UNLABELLED, TripletReader
from palpate.formats.problems import Problems
from palpate.model.labels import Labels
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility

_READ = frozenset({"categories", "items", particulars.KEY})


@dataclass(slots=True)
class _File:
    """What the parts of a file mean, while its annotations are read."""

    labels: SkeletonLabels
    places: Mapping[int | str, Place]
    triplets: TripletReader
    problems: Problems
    with_ids: bool
    aside: list[dict[str, object]] = field(default_factory=list)
    read: int = 0


def read(path: Path, *, skeletons: Sequence[Skeleton], skeleton: Skeleton | None) -> Labels:
    """Read the skeletons of a Datumaro file; see `palpate.formats.registry.read`.

    v = 0 is *absent*, as Datumaro calls it, 1 *estimated*, 2 *visible*, unless our own arrays say more; a
    keypoint that has no element is *not yet placed*. Annotations that are no skeletons, and keys without a
    meaning here, are kept word for word; see `palpate.formats.kept`.
    """
    problems = Problems()
    content = load(path, problems)
    if not isinstance(content, dict):
        problems.add("", "no object stands at the top")
        content = {}
    told = particulars.from_json(content, problems)
    known = [skeleton, *skeletons] if skeleton else skeletons
    labels = read_labels(content.get("categories"), known=known, problems=problems)
    items = _items(content.get("items"), problems)
    warnings: list[str] = []
    images = [image for place, item in items if (image := _image(item, place, problems))]
    frames = placed_images(
        images, declared=told.clips, name=path.stem, problems=problems, warnings=warnings, root="items"
    )
    triplets = TripletReader(ArrayReader(problems, zero=Visibility.ABSENT), problems)
    file = _File(labels, frames.places, triplets, problems, with_ids=not told.assigned_ids)
    found = [pose for place, item in items for pose in _poses(file, item, place)]
    problems.raise_if_any(path)
    if not found and not labels.by_id:
        raise FormatError("has no skeletons, neither in categories nor in items", path=path)
    entries = usable_entries(told.instances, frames.clips, labels.skeletons)
    warnings += triplets.warnings()
    instances, tracks = gathered(found, entries, warnings, format=FOREIGN)
    beyond = {key: value for key, value in content.items() if key not in _READ and value != {}}
    kept = {"file": beyond, "images": frames.table, "categories": labels.table}
    return Labels(
        skeletons=tiers_as_found(labels.skeletons, found),
        clips=frames.clips,
        instances=instances,
        tracks=tracks,
        foreign={FOREIGN: {**kept, "annotations": file.aside} if file.aside else kept},
        warnings=tuple(warnings),
    )


def _items(raw: object, problems: Problems) -> list[tuple[str, dict[str, object]]]:
    if not isinstance(raw, list):
        problems.add("items", "is not a list")
        return []
    for i, item in enumerate(raw):
        if not isinstance(item, dict):
            problems.add(f"items[{i}]", "is not an object")
    return [(f"items[{i}]", item) for i, item in enumerate(raw) if isinstance(item, dict)]


def _image(item: Mapping[str, object], place: str, problems: Problems) -> Image | None:
    identity = item.get("id")
    if not is_id(identity):
        problems.add(f"{place}.id", f"is {shown(identity)}; a text is expected")
        return None
    raw, attr = item.get("image"), item.get("attr")
    image = raw if isinstance(raw, dict) else {}
    attributes = attr if isinstance(attr, dict) else {}
    clip, frame = clip_and_frame(item.get("clip"), attributes.get("frame"), f"{place}.attr", problems)
    size = image.get("size")
    height, width = size if isinstance(size, list) and len(size) == 2 else (None, None)
    name = image.get("path")
    beyond = {
        key: value for key, value in item.items() if key not in (ITEM_KEYS if clip else ITEM_KEYS - {"clip"})
    }
    return Image(
        str(identity),
        name if isinstance(name, str) and name else str(identity),
        size_of(width, height, f"{place}.image.size", problems),
        clip,
        frame,
        _beyond(beyond, clip),
    )


def _beyond(item: dict[str, object], clip: str) -> dict[str, object]:
    """Leave out what the image entry and the frame say already."""
    image, attr = item.pop("image", None), item.pop("attr", None)
    if isinstance(image, dict):
        rest = {key: value for key, value in image.items() if key not in ("path", "size")}
        image = rest or None
    if isinstance(attr, dict):
        attr = {key: value for key, value in attr.items() if not (clip and key == "frame")} or None
    more = {"image": image, "attr": attr}
    return item | {key: value for key, value in more.items() if value is not None}


def _poses(file: _File, item: Mapping[str, object], place: str) -> Iterator[FoundPose]:
    annotations = item.get("annotations", [])
    if not isinstance(annotations, list):
        file.problems.add(f"{place}.annotations", "is not a list")
        return
    for j, raw in enumerate(annotations):
        where = f"{place}.annotations[{j}]"
        if not isinstance(raw, dict):
            file.problems.add(where, "is not an object")
        elif raw.get("type") != "skeleton":
            file.aside.append({"item": str(item.get("id")), "annotation": raw})
        else:
            found = _found(file, item, raw, where)
            file.read += 1
            if found is not None:
                yield found


def _found(
    file: _File, item: Mapping[str, object], raw: Mapping[str, object], place: str
) -> FoundPose | None:
    label_id, identity = raw.get("label_id"), item.get("id")
    skeleton = file.labels.by_id.get(label_id) if is_index(label_id) else None
    if skeleton is None or not is_index(label_id):
        file.problems.add(f"{place}.label_id", f"is {shown(label_id)}, which no label with keypoints has")
        return None
    pose = _pose(file, raw, skeleton, place)
    where = file.places.get(str(identity))
    if pose is None or where is None:
        return None
    attributes = raw.get("attributes")
    if not isinstance(attributes, dict | None):
        file.problems.add(f"{place}.attributes", "is not an object")
    track = attributes.get(TRACK_ID) if isinstance(attributes, dict) else None
    return FoundPose(
        clip=where.clip,
        frame=where.frame,
        skeleton=skeleton.name,
        n_keypoints=len(skeleton),
        pose=pose,
        track=track if is_id(track) else None,
        scope=where.scope,
        keyed=is_id(track),
        attributes=file.labels.attributes(label_id),
        annotation=file.read,
    )


def _pose(file: _File, raw: Mapping[str, object], skeleton: Skeleton, place: str) -> Pose | None:
    numbers: object = raw.get("points")
    lacking: list[int] = []
    if "elements" in raw:
        numbers, lacking = _from_elements(file, raw["elements"], skeleton, place)
    found = file.triplets.pose(numbers, skeleton, beside=raw, place=place, key="points")
    if found is None:
        return None
    pose, unlabelled = found
    pose.visibility[lacking] = Visibility.NOT_PLACED
    pose.origin[lacking] = 0
    kept = {key: value for key, value in raw.items() if key not in ANNOTATION_KEYS}
    kept |= _kept_attributes(file, raw, len(skeleton), place)
    if unlabelled:
        kept[UNLABELLED] = unlabelled
    if file.with_ids and "id" in raw:
        kept["id"] = raw["id"]
    return replace(pose, shape=Shape(foreign=foreign_shape(FOREIGN, kept, None)) if kept else None)


def _kept_attributes(
    file: _File, raw: Mapping[str, object], n_keypoints: int, place: str
) -> dict[str, object]:
    attributes = raw.get("attributes")
    if isinstance(attributes, dict):
        attributes = {key: value for key, value in attributes.items() if key != TRACK_ID}
    per_point = raw.get(POINTS_ATTRIBUTES)
    if per_point is not None and not (isinstance(per_point, list) and len(per_point) == n_keypoints):
        file.problems.add(f"{place}.{POINTS_ATTRIBUTES}", f"is not a list of {n_keypoints}, one per keypoint")
        per_point = None
    if per_point is not None and not any(per_point):
        per_point = None
    found = {"attributes": attributes, "group": raw.get("group"), POINTS_ATTRIBUTES: per_point}
    return {key: value for key, value in found.items() if value}


def _from_elements(
    file: _File, raw: object, skeleton: Skeleton, place: str
) -> tuple[list[object] | None, list[int]]:
    """Return triplets of the older layout, and which keypoints have no element."""
    if not isinstance(raw, list):
        file.problems.add(f"{place}.elements", "is not a list")
        return None, []
    triplets: list[object] = [0.0] * (3 * len(skeleton))
    lacking = set(range(len(skeleton)))
    for i, element in enumerate(raw):
        k = _keypoint(file, element, skeleton)
        points = element.get("points") if isinstance(element, dict) else None
        if k is None or not isinstance(points, list) or len(points) != 2:
            file.problems.add(f"{place}.elements[{i}]", f"is no point of {skeleton.name}")
            continue
        visibility = element.get("visibility")
        flag = visibility[0] if isinstance(visibility, list) and len(visibility) == 1 else 2
        triplets[3 * k : 3 * k + 3] = [*points, flag]
        lacking.discard(k)
    return triplets, sorted(lacking)


def _keypoint(file: _File, element: object, skeleton: Skeleton) -> int | None:
    label_id = element.get("label_id") if isinstance(element, dict) else None
    if not is_index(label_id) or label_id >= len(file.labels.names):
        return None
    return skeleton.position_of.get(file.labels.names[label_id])
