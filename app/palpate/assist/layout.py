"""Where the keypoints of a skeleton lie when nobody has posed it."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Side, Skeleton

# People are drawn facing the viewer, so that their right is on the left of the picture.
_COLUMN = {Side.RIGHT: 0, Side.MIDLINE: 1, Side.LEFT: 2}


def rest_layout(skeleton: Skeleton) -> Floats:
    """Return a skeleton's ``(K, 2)`` template in fractions of its box, x right and y down, from 0 to 1.

    It is the one in the skeleton's file, if every keypoint has its place there. Else the keypoints are laid
    out row by row as the edges lead away from the roots, right, middle and left of the subject beside each
    other: no likeness, but each is near its neighbours and none hides another.
    """
    rest = skeleton.rest
    return _in_rows(skeleton) if np.isnan(rest).any() else rest


def _in_rows(skeleton: Skeleton) -> Floats:
    rows: dict[int, list[int]] = defaultdict(list)
    for keypoint, depth in enumerate(_depths(skeleton).tolist()):
        rows[depth].append(keypoint)
    places = np.empty((len(skeleton), 2))
    for depth, members in rows.items():
        members.sort(key=lambda k: (_COLUMN[skeleton.keypoints[k].side], k))
        across = (np.arange(len(members)) + 0.5) / len(members)
        places[members, 0] = across
        places[members, 1] = (depth + 0.5) / len(rows)
    low, high = places.min(axis=0), places.max(axis=0)
    extent = high - low
    return np.asarray(np.where(extent > 0, (places - low) / np.where(extent > 0, extent, 1.0), 0.5))


def _depths(skeleton: Skeleton) -> Ints:
    """Count the edges from each keypoint to the nearest root of its part of the skeleton."""
    near: dict[int, set[int]] = defaultdict(set)
    place = skeleton.position_of
    parents = {k: place[p.parent] for k, p in enumerate(skeleton.keypoints) if p.parent}
    for a, b in [*skeleton.edge_indices.tolist(), *parents.items()]:
        near[a].add(b)
        near[b].add(a)
    depths = np.full(len(skeleton), -1, dtype=np.int64)
    roots = [k for k in range(len(skeleton)) if parents and k not in parents]
    for start in (*roots, *range(len(skeleton))):
        if depths[start] < 0:
            _walk(start, near, depths)
    return depths


def _walk(start: int, near: dict[int, set[int]], depths: Ints) -> None:
    depths[start] = 0
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for k in sorted(near[here]):
            if depths[k] < 0:
                depths[k] = depths[here] + 1
                waiting.append(k)
