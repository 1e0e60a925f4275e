"""The keys of a Datumaro file that mean something here; all others are kept word for word.

Two layouts of a skeleton are read: ``points`` as x, y, v triplets in the order of the label's keypoints with
``points_attributes`` (written today), and ``elements``, one ``points`` annotation per keypoint with its own
``label_id`` and ``visibility`` (written until 2024). The first is written. v: 0 absent, 1 hidden, 2 visible.
Items of a video carry ``clip`` (its name) and ``attr.frame``; ``attributes.track_id`` ties frames together.
"""

from __future__ import annotations

from palpate.formats import extension

FOREIGN = "datumaro"
REFERENCE = "schema"
SIGMAS = "sigmas"
POINTS_ATTRIBUTES = "points_attributes"

ITEM_KEYS = frozenset({"id", "annotations", "clip"})
ANNOTATION_KEYS = extension.KEYS | {
    "id",
    "type",
    "label_id",
    "points",
    "elements",
    "attributes",
    "group",
    POINTS_ATTRIBUTES,
}
