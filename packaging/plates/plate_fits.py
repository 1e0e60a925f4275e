"""Finding places on a bone by geometry: extremes, spheres through heads, middles of facing joint surfaces."""

from __future__ import annotations

import numpy as np
from plate_bones import Bone, Points, refined

FORWARD, UP, RIGHT = np.eye(3)
_SAMPLE_M = 0.0015


def surface(bone: Bone) -> Points:
    """Return places spread densely over the bone, (N, 3)."""
    return refined(bone, _SAMPLE_M, most=16).vertices


def extreme(bone: Bone, direction: Points, *, within: Points | None = None, band: float = 0.0005) -> Points:
    """Return the place farthest along a direction: the middle of what lies within ``band`` metres of it.

    ``within`` restricts the search to other places of the bone, (N, 3).
    """
    places = surface(bone) if within is None else within
    along = places @ direction
    cap = places[along > along.max() - band]
    return np.asarray(cap[np.linalg.norm(cap - cap.mean(0), axis=1).argmin()])


def end(bone: Bone, direction: Points, length: float) -> Points:
    """Return the places of the bone's last ``length`` metres along a direction."""
    places = surface(bone)
    along = places @ direction
    return np.asarray(places[along > along.max() - length])


def long_axis(bone: Bone, towards: Points) -> Points:
    """Return the unit direction in which the bone is longest, on the side of ``towards``."""
    places = surface(bone)
    axis = np.linalg.svd(places - places.mean(0), full_matrices=False)[2][0]
    return np.asarray(axis * np.sign(axis @ towards))


def sphere(places: Points) -> tuple[Points, float]:
    """Return centre and radius of the sphere through places, least squares (Coope, 1993)."""
    solved = np.linalg.lstsq(np.c_[2 * places, np.ones(len(places))], (places**2).sum(1), rcond=None)[0]
    centre = solved[:3]
    return centre, float(np.sqrt(solved[3] + centre @ centre))


def ball(bone: Bone, start: Points, *, radius: float, rounds: int = 40) -> tuple[Points, float]:
    """Return centre and radius of a ball-shaped head: the sphere refitted to what lies on it.

    Begins with a rough centre and radius; keeps the places within 8 % of the radius of the last sphere, on
    the side of the first centre that faces away from the bone's middle.
    """
    places = surface(bone)
    outward = start - bone.vertices.mean(0)
    outward /= np.linalg.norm(outward)
    centre, size = start, radius
    for width in np.linspace(0.35, 0.06, rounds):
        away = np.linalg.norm(places - centre, axis=1)
        on = (np.abs(away - size) < width * size) & ((places - centre) @ outward > -0.3 * size)
        centre, size = sphere(places[on])
    return centre, size


def facing(bone: Bone, other: Bone, *, reach: float = 0.0015) -> Points:
    """Return the middle between the surfaces two bones turn towards each other.

    The surface of a bone is what lies within ``reach`` metres more than the smallest distance to the other.
    """
    from scipy.spatial import cKDTree

    one, two = surface(bone), surface(other)
    middles = []
    for places, against in ((one, two), (two, one)):
        gaps = np.asarray(cKDTree(against).query(places)[0])
        middles.append(places[gaps < gaps.min() + reach].mean(0))
    return np.asarray((middles[0] + middles[1]) / 2)


def head(bone: Bone, direction: Points, *, share: float) -> Points:
    """Return the centre of the head at one end of a long bone.

    The head is as long as the bone is thick there: its centre lies where the axis of the last ``share`` of
    the bone's length is half that thickness from the very end.
    """
    places = surface(bone)
    along = places @ direction
    last = places[along > along.max() - share * np.ptp(along)]
    middle = (last.min(0) + last.max(0)) / 2
    across = last - np.outer(last @ direction, direction)
    axes = np.linalg.svd(across - across.mean(0), full_matrices=False)[2][:2]
    spans = np.ptp(across @ axes.T, axis=0)
    centre = middle - (middle @ direction) * direction
    for axis in axes:
        spread = across @ axis
        centre = centre + ((spread.min() + spread.max()) / 2 - centre @ axis) * axis
    return np.asarray(centre + (along.max() - spans.min() / 2) * direction)
