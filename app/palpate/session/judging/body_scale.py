"""How large an instance is in the picture."""

from __future__ import annotations

import numpy as np

from palpate.model.skeleton import Skeleton
from palpate.model.track import Track

_POSES = 200  # that a scale is taken from; more of a long clip tell the same


def scale_of(skeleton: Skeleton, track: Track) -> float:
    """Return the median of the scales that the poses of a track have, px; NaN where none has any.

    A pose of which less than half is placed tells nothing of the size, unless it has an outline.
    """
    from palpate.quality.scale import areas_and_boxes, scales  # no start needs to judge

    rows = np.unique(np.linspace(0, max(len(track.frames) - 1, 0), _POSES).astype(np.int64))
    rows = rows[rows < len(track.frames)]
    placed = np.isfinite(track.positions[rows, :, 0]).sum(axis=1)
    outlined = np.isin(track.frames[rows], list(track.shapes))
    rows = rows[outlined | (2 * placed >= len(skeleton))]
    areas, boxes = areas_and_boxes([track.shapes.get(frame) for frame in track.frames[rows].tolist()])
    found = scales(skeleton.scale, areas=areas, boxes=boxes, positions=track.positions[rows]).px
    known = found[np.isfinite(found)]
    return float(np.median(known)) if len(known) else float("nan")
