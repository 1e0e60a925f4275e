"""COCO in: a data set or a result list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from palpate.base.errors import FormatError
from palpate.formats import particulars
from palpate.formats.checks import is_id, shown
from palpate.formats.coco.annotations import AnnotationReader
from palpate.formats.coco.categories import Categories, read_categories
from palpate.formats.coco.images import read_images
from palpate.formats.coco.results import as_data_set
from palpate.formats.coco.schema import FOREIGN
from palpate.formats.extension import ArrayReader
from palpate.formats.foreign_skeleton import tiers_as_found
from palpate.formats.gather import TRACK_ID, FoundPose, gathered, usable_entries
from palpate.formats.images import Frames
from palpate.formats.json_file import load
from palpate.formats.particulars import Particulars
from palpate.formats.poses import TripletReader, have_confidences
from palpate.formats.problems import Problems
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton

_READ = frozenset({"images", "annotations", "categories", particulars.KEY})


@dataclass(slots=True)
class _File:
    """What the parts of a file mean, while its annotations are read."""

    frames: Frames
    categories: Categories
    reader: AnnotationReader
    problems: Problems
    root: str = "annotations"


def read(path: Path, *, skeletons: Sequence[Skeleton], skeleton: Skeleton | None) -> Labels:
    """Read COCO keypoints; see `palpate.formats.registry.read`.

    Annotations with a ``track_id`` (or ``attributes.track_id``) become one instance over frames, each other
    one an instance of its own. v = 0 is *not yet placed*, v = 1 *estimated*, v = 2 *visible*, unless our own
    arrays say more. Values of a result list have the origin *model*, all others *imported* where the file
    does not tell. Keys without a meaning here are kept word for word; see `palpate.formats.kept`.
    """
    problems = Problems()
    content = load(path, problems)
    is_results = isinstance(content, list)
    if isinstance(content, list):
        content = as_data_set(content, path, skeleton)
    if not isinstance(content, dict):
        problems.add("", "neither an object nor a list stands at the top")
        problems.raise_if_any(path)
        return Labels({}, (), (), {})
    return _labels(content, path, skeletons, skeleton, problems, is_results=is_results)


def _labels(
    content: Mapping[str, object],
    path: Path,
    skeletons: Sequence[Skeleton],
    skeleton: Skeleton | None,
    problems: Problems,
    *,
    is_results: bool,
) -> Labels:
    warnings: list[str] = []
    told = particulars.from_json(content, problems)
    frames = read_images(
        content.get("images"), declared=told.clips, name=path.stem, problems=problems, warnings=warnings
    )
    categories = read_categories(
        content.get("categories"), known=skeletons, given=skeleton, problems=problems, warnings=warnings
    )
    entries = _annotations(content.get("annotations"), problems)
    if not problems.found:
        _require_names(entries, categories, path)
    reader = _reader(entries, told, problems, is_results=is_results)
    file = _File(frames, categories, reader, problems, "" if is_results else "annotations")
    found = list(_poses(file, entries))
    problems.raise_if_any(path)
    aside = [raw for raw in entries if isinstance(raw, dict) and raw.get("category_id") in categories.without]
    warnings += [*reader.warnings(), *_warn_of(aside)]
    usable = usable_entries(told.instances, frames.clips, categories.skeletons)
    instances, tracks = gathered(found, usable, warnings, format=FOREIGN)
    return Labels(
        skeletons=tiers_as_found(categories.skeletons, found),
        clips=frames.clips,
        instances=instances,
        tracks=tracks,
        foreign={FOREIGN: _kept(content, frames, categories, aside)},
        warnings=tuple(warnings),
    )


def _annotations(raw: object, problems: Problems) -> list[object]:
    if not isinstance(raw, list):
        problems.add("annotations", "is not a list")
        return []
    ids = Counter(entry["id"] for entry in raw if isinstance(entry, dict) and is_id(entry.get("id")))
    for identity, times in ids.items():
        if times > 1:
            problems.add("annotations", f"id {shown(identity)} stands {times} times")
    return raw


def _require_names(entries: Sequence[object], categories: Categories, path: Path) -> None:
    if categories.by_id:
        return
    if any(isinstance(entry, dict) and entry.get("keypoints") for entry in entries):
        raise FormatError(
            "no category names its keypoints; give their skeleton (--skeleton NAME or FILE)", path=path
        )
    raise FormatError(
        "neither categories nor annotations have keypoints; there is nothing to read", path=path
    )


def _reader(
    entries: Sequence[object], told: Particulars, problems: Problems, *, is_results: bool
) -> AnnotationReader:
    origin = Origin.MODEL if is_results else Origin.IMPORTED
    arrays = ArrayReader(problems, default_origin=origin)
    # Only scored annotations are predictions; elsewhere a third value that is no flag is a mistake.
    scored = (e.get("keypoints") for e in entries if isinstance(e, dict) and (is_results or "score" in e))
    triplets = TripletReader(arrays, problems, confidences=have_confidences(scored))
    return AnnotationReader(triplets, problems, with_ids=not told.assigned_ids)


def _poses(file: _File, entries: Sequence[object]) -> Iterator[FoundPose]:
    for i, raw in enumerate(entries):
        place = f"{file.root}[{i}]"
        if not isinstance(raw, dict):
            file.problems.add(place, "is not an object")
            continue
        found = _found(file, raw, place)
        if found is not None:
            yield found


def _found(file: _File, raw: Mapping[str, object], place: str) -> FoundPose | None:
    image, category = raw.get("image_id"), raw.get("category_id")
    where = file.frames.places.get(image) if is_id(image) else None
    if where is None:
        file.problems.add(f"{place}.image_id", f"is {shown(image)}, which no image has")
    if is_id(category) and category in file.categories.without:
        return None
    kind = file.categories.by_id.get(category) if is_id(category) else None
    if kind is None:
        file.problems.add(f"{place}.category_id", f"is {shown(category)}, which no category has")
        return None
    identity = raw.get("id")
    if identity is not None and not is_id(identity):
        file.problems.add(f"{place}.id", f"is {shown(identity)}; a whole number or a text is expected")
    pose = file.reader.pose(raw, kind.skeleton, place)
    if pose is None or where is None:
        return None
    track, keyed = _track(raw, place, file.problems)
    return FoundPose(
        clip=where.clip,
        frame=where.frame,
        skeleton=kind.skeleton.name,
        n_keypoints=len(kind.skeleton),
        pose=pose,
        track=track,
        scope=where.scope,
        keyed=keyed,
        attributes=kind.attributes,
        annotation=identity if is_id(identity) else None,
    )


def _track(raw: Mapping[str, object], place: str, problems: Problems) -> tuple[int | str | None, bool]:
    track = raw.get(TRACK_ID)
    if is_id(track):
        return track, True
    if track is not None:
        problems.add(f"{place}.{TRACK_ID}", f"is {shown(track)}; a whole number or a text is expected")
    attributes = raw.get("attributes")
    track = attributes.get(TRACK_ID) if isinstance(attributes, dict) else None
    return (track if is_id(track) else None), False


def _warn_of(aside: Sequence[object]) -> list[str]:
    if not aside:
        return []
    return [f"{len(aside)} annotations are of categories without keypoints; they are kept for writing back"]


def _kept(
    content: Mapping[str, object], frames: Frames, categories: Categories, aside: Sequence[object]
) -> dict[str, object]:
    beyond = {key: value for key, value in content.items() if key not in _READ}
    for key, empty in (("info", {}), ("licenses", [])):
        if beyond.get(key) == empty:
            del beyond[key]
    kept: dict[str, object] = {"file": beyond, "images": frames.table, "categories": categories.table}
    return {**kept, "annotations": list(aside)} if aside else kept
