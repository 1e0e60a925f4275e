"""Which keypoints move together: the skeleton's tree, and the parts of a body that hardly bend.

Derived from what any skeleton file says, so that animals, faces, hands and single points are served alike.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Ints
from palpate.model.skeleton import Side, Skeleton

# A region of one side is taken for rigid from this many keypoints on: a hand or a foot, but not a limb.
_HAND = 4
_HEAD = 3
_TORSO = "torso"


@dataclass(frozen=True, slots=True)
class Part:
    """Keypoints that keep their places among each other for some frames.

    Attributes
    ----------
    members
        ``(N,)`` keypoint indices.
    bones
        ``(B, 2)`` keypoint indices: lines that lie on the part.
    """

    members: Ints
    bones: Ints


@dataclass(frozen=True, slots=True)
class Kinship:
    """How the K keypoints of a skeleton hang together.

    Attributes
    ----------
    parents
        ``(K,)`` index of the neighbour towards the root; −1 for a root.
    order
        ``(K,)`` all keypoints, parents before their children.
    parts
        Rigid parts; a keypoint may belong to several or none.
    """

    parents: Ints
    order: Ints
    parts: tuple[Part, ...]


def kinship_of(skeleton: Skeleton) -> Kinship:
    """Return how a skeleton hangs together; each keypoint stands alone where it says nothing."""
    parents = _parents(skeleton)
    return Kinship(parents, _order(parents), tuple(_parts(skeleton, parents)))


def _parents(skeleton: Skeleton) -> Ints:
    """Return the declared parents, else those of a walk along the edges; a circle is cut open."""
    place = skeleton.position_of
    declared = [place.get(point.parent, -1) if point.parent else -1 for point in skeleton.keypoints]
    parents = np.array(declared, dtype=np.int64)
    if (parents >= 0).any():
        for k in range(len(parents)):
            if k in _ancestors(parents, k):
                parents[k] = -1
        return parents
    near = defaultdict(list)
    for a, b in skeleton.edge_indices.tolist():
        near[a].append(b)
        near[b].append(a)
    seen: set[int] = set()
    for root in range(len(parents)):
        waiting = [root] if root not in seen else []
        seen.add(root)
        while waiting:
            here = waiting.pop(0)
            for k in near[here]:
                if k not in seen:
                    seen.add(k)
                    parents[k] = here
                    waiting.append(k)
    return parents


def _ancestors(parents: Ints, keypoint: int) -> list[int]:
    """Return the way from a keypoint to its root, itself excluded; stops where it meets itself again."""
    way: list[int] = []
    k = int(parents[keypoint])
    while k >= 0 and k not in way:
        way.append(k)
        k = int(parents[k])
    return way


def _order(parents: Ints) -> Ints:
    depth = [len(_ancestors(parents, k)) for k in range(len(parents))]
    return np.argsort(depth, kind="stable")


def _parts(skeleton: Skeleton, parents: Ints) -> list[Part]:
    edges = skeleton.edge_indices
    groups = [np.array(sorted(group), dtype=np.int64) for group in _groups(skeleton)]
    parts = [Part(group, edges[np.isin(edges, group).all(axis=1)]) for group in groups]
    parts = [part for part in parts if len(part.bones)]
    inside = np.zeros(len(edges), dtype=np.bool_)
    for part in parts:
        inside |= np.isin(edges, part.members).all(axis=1)
    parts += [Part(np.sort(edge), edge[np.newaxis]) for edge in edges[~inside]]
    return parts + _torso(skeleton, parents)


def _groups(skeleton: Skeleton) -> list[set[int]]:
    """Return the keypoints of hands, feet, heads and the like, by region and side."""
    regions: dict[str, dict[Side, set[int]]] = defaultdict(lambda: defaultdict(set))
    for k, point in enumerate(skeleton.keypoints):
        if point.region:
            regions[point.region][point.side].add(k)
    groups = []
    for sides in regions.values():
        if Side.MIDLINE in sides:
            groups.append(set().union(*sides.values()))
        else:
            groups += [side for side in sides.values() if len(side) >= _HAND]
    return [group for group in groups if len(group) >= _HEAD]


def _torso(skeleton: Skeleton, parents: Ints) -> list[Part]:
    """Return the trunk, if the skeleton names a diagonal of it: its corners and what lies between."""
    diagonal = skeleton.normalisers.get(_TORSO)
    if diagonal is None:
        return []
    a, b = (skeleton.position_of[name] for name in diagonal)
    mirror = skeleton.mirror_indices
    corners = [a, b, int(mirror[a]), int(mirror[b])]
    if len(set(corners)) < len(corners):
        return []
    one, other = _ancestors(parents, a), _ancestors(parents, b)
    common = next((k for k in one if k in other), None)
    between = [] if common is None else [*one[: one.index(common) + 1], *other[: other.index(common)]]
    bones = [(a, b), (corners[2], corners[3]), (a, corners[3]), (corners[2], b)]
    return [Part(np.array(sorted({*corners, *between}), dtype=np.int64), np.array(bones, dtype=np.int64))]
