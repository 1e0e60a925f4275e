"""The keys of a COCO keypoint file that mean something here; all others are kept word for word.

``images[]`` of a video carry ``clip`` (its name) and ``frame`` (index from 0); ``annotations[]`` carry
``track_id``. Arrays of our own: `palpate.formats.extension`; the object of our own:
`palpate.formats.particulars`.
"""

from __future__ import annotations

from palpate.formats import extension

# Under which `palpate.formats.kept` holds what this format says beyond labels.
FOREIGN = "coco"
IMAGE_KEYS = frozenset({"id", "file_name", "width", "height", "clip", "frame"})

REFERENCE = "schema"
AREA_SOURCE = "area_source"
BOX_SOURCE = "bbox_source"
HOLES = "holes"  # rings cut out of each polygon of the segmentation, which has no word for them

FROM_OUTLINE = "segmentation"
FROM_BOX = "0.53*bbox"
FROM_KEYPOINT_BOX = "0.53*keypoint_box"
FROM_KEYPOINTS = "keypoints"
FROM_NOTHING = "none"
AREA_SOURCES = (FROM_OUTLINE, FROM_BOX, FROM_KEYPOINT_BOX, FROM_NOTHING)
BOX_SOURCES = (FROM_OUTLINE, FROM_KEYPOINTS, FROM_NOTHING)

# Share of a box that a person covers, on average; domain reference 1.1.
COVERED = 0.53

ANNOTATION_KEYS = extension.KEYS | {
    "id",
    "image_id",
    "category_id",
    "track_id",
    "keypoints",
    "num_keypoints",
    "bbox",
    "area",
    HOLES,
    REFERENCE,
}
