"""The columns of a wide CSV, and the comment lines above them.

``frame,time,instance`` and ``<keypoint>_x``, ``_y``, ``_v`` for each keypoint, then ``<keypoint>_origin``
and, where there are confidences, ``<keypoint>_score``; with several clips ``clip`` comes first. x to the
right and y down in px from the top-left corner of the image, frames from 0, time in s. Empty is missing.
"""

from __future__ import annotations

CLIP, FRAME, TIME, INSTANCE = "clip", "frame", "time", "instance"
X, Y, V, ORIGIN, SCORE = "_x", "_y", "_v", "_origin", "_score"

COMMENT = "#"
SKELETON_LINE = "# skeleton: "
PARTICULARS_LINE = "# palpate: "
EXPLANATION = (
    "# x right, y down in px from the top-left corner of the image; frame from 0; time in s; empty: missing",
    "# v: 0 absent, 1 occluded (estimated), 2 visible, 3 certain despite partial occlusion; "
    "empty: not yet placed",
)
MISSING = frozenset({"", "nan", "NaN", "NA"})
