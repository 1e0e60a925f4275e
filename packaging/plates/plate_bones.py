"""The skeleton as named bones: one closed surface each, smooth enough to be drawn large.

Places are metres in the frame of the assembled skeleton: x forward, y up, z to the subject's right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WELD = 0.02  # of the usual length of an edge
Points = NDArray[np.float64]
Faces = NDArray[np.int64]

_FOOT = (
    *("calcaneus", "cuboid", "metatarsal5", "navicular", "cuneiform_lateral", "metatarsal4"),
    *("cuneiform_middle", "cuneiform_medial", "metatarsal3", "metatarsal2", "metatarsal1"),
)
_TOES = (
    *("toe5_proximal", "toe4_proximal", "toe3_proximal", "toe5_middle", "toe2_proximal"),
    *("hallux_proximal", "toe5_distal", "toe4_middle", "toe4_distal", "toe3_middle", "toe3_distal"),
    *("toe2_middle", "hallux_distal", "toe2_distal"),
)
# Compound meshes of the right side: their loose parts from back to front.
_COMPOUND = {"foot": _FOOT, "bofoot": _TOES}
_RENAMED = {"hat_jaw": "", "block": "", "skull": "skull", "jaw": "jaw", "sacrum": "sacrum"}


@dataclass(frozen=True)
class Bone:
    """A surface.

    Attributes
    ----------
    vertices, normals
        (N, 3), metres; unit normals point outwards.
    faces
        (M, 3), rows of ``vertices``.
    """

    vertices: Points
    normals: Points
    faces: Faces

    def moved(self, turn: Points, shift: Points) -> Bone:
        """Return it turned by a (3, 3) matrix and then shifted."""
        return Bone(self.vertices @ turn.T + shift, self.normals @ turn.T, self.faces)


def read_bones(path: Path) -> dict[str, Bone]:
    """Return every bone of the assembled skeleton (``<mesh>/vertices``, ``<mesh>/faces``) by its own name.

    Names of paired bones begin with ``left_`` or ``right_``.
    """
    stored = np.load(path)
    found: dict[str, Bone] = {}
    for mesh in sorted({name.split("/")[0] for name in stored.files}):
        parts = _loose_parts(stored[f"{mesh}/vertices"], stored[f"{mesh}/faces"])
        found |= dict(_named(mesh, parts))
    return found


def _loose_parts(vertices: Points, faces: Faces) -> list[Bone]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    places, merged = np.unique(vertices.round(6), axis=0, return_inverse=True)
    faces = merged.ravel()[faces]
    size = len(places)
    graph = coo_matrix((np.ones(faces.size), (faces.ravel(), np.roll(faces, 1, 1).ravel())), (size, size))
    count, part = connected_components(graph, directed=False)
    return [_bone(places, faces[part[faces[:, 0]] == k]) for k in range(count)]


def _bone(places: Points, faces: Faces) -> Bone:
    used, again = np.unique(faces, return_inverse=True)
    vertices, faces = _welded(places[used], again.reshape(-1, 3))
    corners = vertices[faces]
    volume = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
    faces = faces if volume > 0 else faces[:, ::-1]
    return Bone(vertices, _normals(vertices, faces), faces)


def _welded(vertices: Points, faces: Faces) -> tuple[Points, Faces]:
    """Join vertices that lie much closer than an edge is long: seams that would show as slits."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    edges = np.linalg.norm(vertices[faces] - vertices[np.roll(faces, 1, axis=1)], axis=2)
    pairs = cKDTree(vertices).query_pairs(_WELD * float(np.median(edges)), output_type="ndarray")
    size = len(vertices)
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (size, size))
    count, group = connected_components(graph, directed=False)
    first = np.full(count, size)
    np.minimum.at(first, group, np.arange(size))
    faces = group.astype(np.int64)[faces]
    whole = (faces != np.roll(faces, 1, axis=1)).all(1)
    return vertices[first], faces[whole]


def _normals(vertices: Points, faces: Faces) -> Points:
    """Weigh the faces around a vertex by their angle there, so that slivers count little."""
    total = np.zeros_like(vertices)
    corners = vertices[faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-15
    for k in range(3):
        a = corners[:, (k + 1) % 3] - corners[:, k]
        b = corners[:, (k + 2) % 3] - corners[:, k]
        cosine = np.einsum("ij,ij->i", a, b) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1) + 1e-15)
        np.add.at(total, faces[:, k], flat * np.arccos(cosine.clip(-1, 1))[:, None])
    return np.asarray(total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-15))


def _named(mesh: str, parts: list[Bone]) -> list[tuple[str, Bone]]:
    if mesh == "hat_ribs_scap":
        return _thorax(parts)
    base = mesh.removeprefix("l_")
    if base in _COMPOUND:
        side = "left" if mesh.startswith("l_") else "right"
        ordered = sorted(parts, key=lambda bone: float(bone.vertices[:, 0].min()))
        return [(f"{side}_{name}", bone) for name, bone in zip(_COMPOUND[base], ordered, strict=True)]
    name = _single_name(mesh)
    largest = max(parts, key=lambda bone: len(bone.vertices))
    return [(name, largest)] if name else []


def _single_name(mesh: str) -> str:
    if mesh in _RENAMED:
        return _RENAMED[mesh]
    for start, letter in (("cerv", "c"), ("thoracic", "t"), ("lumbar", "l")):
        if mesh.startswith(start):
            return letter + "".join(sign for sign in mesh.removeprefix(start) if sign.isdigit())
    for start, side in (("l_", "left_"), ("r_", "right_")):
        if mesh.startswith(start):
            return side + mesh.removeprefix(start)
    stem, _, end = mesh.rpartition("_")
    return ("left_" if end.startswith("l") else "right_") + stem


def _thorax(parts: list[Bone]) -> list[tuple[str, Bone]]:
    """Tell scapulae, clavicles, breastbone and ribs (numbered from their heads downwards) apart."""
    named: list[tuple[str, Bone]] = []
    ribs: dict[str, list[Bone]] = {"left": [], "right": []}
    for bone in parts:
        low, high = bone.vertices.min(0), bone.vertices.max(0)
        side = "right" if low[2] + high[2] > 0 else "left"
        if low[2] * high[2] < 0:
            named.append(("sternum", bone))
        elif len(bone.vertices) > 700:
            named.append((f"{side}_scapula", bone))
        elif len(bone.vertices) > 200:
            named.append((f"{side}_clavicle", bone))
        else:
            ribs[side].append(bone)
    for side, bones in ribs.items():
        ordered = sorted(bones, key=lambda bone: -float(bone.vertices[:, 1].max()))
        named += [(f"{side}_rib{k}", bone) for k, bone in enumerate(ordered, 1)]
    return named


def refined(bone: Bone, spacing: float, most: int = 10) -> Bone:
    """Return the bone with curved faces cut so fine that no edge is much longer than ``spacing`` metres.

    Faces are bent after the normals of their corners (PN triangles; Vlachos and others, 2001); the corners,
    and so every landmark on them, stay where they were measured.
    """
    corners, normals = bone.vertices[bone.faces], bone.normals[bone.faces]
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    cuts = np.clip(np.ceil(edges / spacing), 1, most).astype(int)
    found = [_bent(corners[cuts == n], normals[cuts == n], int(n)) for n in np.unique(cuts)]
    starts = np.cumsum([0] + [len(bent.vertices) for bent in found])
    return Bone(
        np.concatenate([bent.vertices for bent in found]),
        np.concatenate([bent.normals for bent in found]),
        np.concatenate([bent.faces + start for bent, start in zip(found, starts, strict=False)]),
    )


def _bent(corners: Points, normals: Points, n: int) -> Bone:
    u, v = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij"))
    inside = u + v <= n
    row = {(a, b): k for k, (a, b) in enumerate(zip(u[inside], v[inside], strict=True))}
    weights = np.c_[n - u[inside] - v[inside], u[inside], v[inside]] / n
    up = [(row[a, b], row[a + 1, b], row[a, b + 1]) for a in range(n) for b in range(n - a)]
    down = [(row[a + 1, b], row[a + 1, b + 1], row[a, b + 1]) for a in range(n) for b in range(n - a - 1)]
    local = np.array(up + down)
    places = _curved(corners, normals, weights)
    around = np.einsum("pk,mkc->mpc", weights, normals)
    around /= np.linalg.norm(around, axis=2, keepdims=True) + 1e-15
    shift = np.arange(len(corners))[:, None, None] * len(weights)
    return Bone(places.reshape(-1, 3), around.reshape(-1, 3), (local[None] + shift).reshape(-1, 3))


def _curved(corners: Points, normals: Points, weights: Points) -> Points:
    """Evaluate the cubic patch of each face at barycentric weights (P, 3): (M, P, 3)."""

    def pulled(i: int, j: int) -> Points:
        """Return the control point a third of the way from corner i to j, in the plane of i."""
        rise = np.einsum("ij,ij->i", corners[:, j] - corners[:, i], normals[:, i])[:, None]
        return np.asarray((2 * corners[:, i] + corners[:, j] - rise * normals[:, i]) / 3)

    w = weights.T[:, :, None, None]
    edge = {(i, j): pulled(i, j) for i in range(3) for j in range(3) if i != j}
    centre = sum(edge.values()) / 6
    centre = centre + (centre - corners.mean(1)) / 2
    total = 6 * w[0] * w[1] * w[2] * centre + sum(w[i] ** 3 * corners[:, i] for i in range(3))
    total = total + sum(3 * w[i] ** 2 * w[j] * place for (i, j), place in edge.items())
    return np.asarray(np.swapaxes(total, 0, 1))
