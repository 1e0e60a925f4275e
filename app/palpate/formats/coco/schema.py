"""The keys of a COCO keypoint file that mean something here; all others are kept word for word.

``images[]`` of a video carry ``clip`` (its name) and ``frame`` (index from 0); ``annotations[]`` carry
``track_id``. Arrays of our own: `palpate.formats.extension`; the object of our own:
`palpate.formats.particulars`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from palpate.formats import extension
from palpate.formats.checks import is_id
from palpate.model.labels import Labels

# Under which `Labels.foreign` keeps what this format says beyond labels.
FOREIGN = "coco"
IMAGE_KEYS = frozenset({"id", "file_name", "width", "height", "clip", "frame"})

REFERENCE = "schema"
AREA_SOURCE = "area_source"
BOX_SOURCE = "bbox_source"
# Annotation key, and key in `Shape.foreign`: positions that a file gives to keypoints with v = 0.
UNLABELLED = "unlabelled_positions"

FROM_OUTLINE = "segmentation"
FROM_BOX = "0.53*bbox"
FROM_KEYPOINT_BOX = "0.53*keypoint_box"
FROM_KEYPOINTS = "keypoints"
FROM_NOTHING = "none"
AREA_SOURCES = frozenset({FROM_OUTLINE, FROM_BOX, FROM_KEYPOINT_BOX, FROM_NOTHING})
BOX_SOURCES = frozenset({FROM_OUTLINE, FROM_KEYPOINTS, FROM_NOTHING})

# Share of a box that a person covers, on average; domain reference 1.1.
COVERED = 0.53

ANNOTATION_KEYS = (
    frozenset({"keypoints", "num_keypoints", "bbox", "category_id", "track_id", REFERENCE}) | extension.KEYS
)


def frame_keys(labels: Labels) -> dict[tuple[str, int], str]:
    """Return the COCO image id of each frame that has one, by clip id and frame.

    A result list names images by id alone and a data set by file; frames of the two belong together where
    these keys are equal.
    """
    clip_ids = {clip.name: clip.id for clip in labels.clips}
    keys = {}
    for entry in image_table(labels):
        clip_id, frame, image = clip_ids.get(str(entry.get("clip"))), entry.get("frame"), entry.get("id")
        if clip_id is not None and isinstance(frame, int) and is_id(image):
            keys[clip_id, frame] = str(image)
    for instance, track in labels.labelled():
        for frame, shape in track.shapes.items():
            if is_id(image := shape.foreign.get("image_id")):
                keys[instance.clip, frame] = str(image)
    return keys


def kept(labels: Labels) -> Mapping[str, object]:
    """Return what this format's reader kept beyond labels; empty if labels come from elsewhere."""
    content = labels.foreign.get(FOREIGN)
    return content if isinstance(content, Mapping) else {}


def image_table(labels: Labels) -> Iterator[Mapping[str, object]]:
    """Yield what was kept of each image: ``clip`` (name), ``frame``, ``id``, ``file_name``, ``beyond``."""
    entries = kept(labels).get("images")
    if isinstance(entries, list | tuple):
        yield from (entry for entry in entries if isinstance(entry, Mapping))
