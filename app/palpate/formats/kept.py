"""What a format's reader keeps beyond labels, each format under its own name.

`Labels.foreign` and `Shape.foreign` hold one object per format, so that nothing that one format said is
written into another. Only ``Shape.foreign["image_id"]`` stands outside: the id under which a file knows the
frame, by which a result list and a data set are paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from palpate.formats.checks import is_id
from palpate.model.labels import Labels
from palpate.model.pose import Shape

IMAGE_ID = "image_id"


def kept_of(labels: Labels, format: str) -> Mapping[str, object]:
    """Return what a format's reader kept of a file; empty if the labels come from elsewhere."""
    content = labels.foreign.get(format)
    return content if isinstance(content, Mapping) else {}


def kept_of_shape(shape: Shape | None, format: str) -> Mapping[str, object]:
    """Return what a format's reader kept of one annotation."""
    content = shape.foreign.get(format) if shape is not None else None
    return content if isinstance(content, Mapping) else {}


def foreign_shape(format: str, kept: Mapping[str, object], image_id: int | str | None) -> dict[str, object]:
    """Return the value of `Shape.foreign`."""
    foreign: dict[str, object] = {} if image_id is None else {IMAGE_ID: image_id}
    return {**foreign, format: dict(kept)} if kept else foreign


def objects_in(content: Mapping[str, object], key: str) -> list[dict[str, object]]:
    """Return the objects of a list that was kept under a key."""
    entries = content.get(key)
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return []
    return [dict(entry) for entry in entries if isinstance(entry, Mapping)]


def image_ids(labels: Labels) -> Iterator[tuple[tuple[str, int], int | str]]:
    """Yield (clip id, frame) and the id under which a file knows that frame, for each pose that has one."""
    for instance, track in labels.labelled():
        for frame, shape in track.shapes.items():
            if is_id(identity := shape.foreign.get(IMAGE_ID)):
                yield (instance.clip, frame), identity


def frame_keys(labels: Labels) -> dict[tuple[str, int], str]:
    """Return the foreign image id of each frame that has one, by clip id and frame.

    A result list names images by id alone and a data set by file: frames of the two belong together where
    these keys are equal. Frames without a label have one too, as long as the labels come straight from a
    file.
    """
    clip_ids = {clip.name: clip.id for clip in labels.clips}
    keys: dict[tuple[str, int], str] = {}
    for format in labels.foreign:
        for entry in objects_in(kept_of(labels, format), "images"):
            clip_id, frame, identity = (
                clip_ids.get(str(entry.get("clip"))),
                entry.get("frame"),
                entry.get("id"),
            )
            if clip_id is not None and isinstance(frame, int) and is_id(identity):
                keys[clip_id, frame] = str(identity)
    return keys | {place: str(identity) for place, identity in image_ids(labels)}
