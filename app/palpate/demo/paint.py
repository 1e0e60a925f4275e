"""From hits to light: blended surface directions, cloth, sun, sky and shadows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from palpate.demo.details import Detail, touched
from palpate.demo.light import Light
from palpate.demo.outfit import Outfit, coloured, folded
from palpate.demo.raycast import Placed
from palpate.demo.rotation import unit
from palpate.demo.solids import Solid
from palpate.demo.visible import Hits, ShadowMap
from palpate.model.arrays import Floats

Singles = NDArray[np.float32]

_BIAS_M = 0.022
_TAPS = ((0, 0), (1.3, 0.4), (-0.4, 1.3), (-1.3, -0.4), (0.4, -1.3))


@dataclass(frozen=True, slots=True)
class Costume:
    """What painting needs to know of one figure beside where it stands.

    Attributes
    ----------
    solids
        The body's solids at rest.
    pivots
        ``(N, 3)`` place at rest of the pivot of each solid's segment.
    neighbours
        Per solid the others whose surface its own flows into.
    patterns
        Per solid the one whose frame carries the pattern: one number runs over all solids of the back.
    outfit
        Colours and textures.
    details
        What is added for a look from close by.
    """

    solids: tuple[Solid, ...]
    pivots: Floats
    neighbours: tuple[tuple[int, ...], ...]
    patterns: tuple[int, ...]
    outfit: Outfit
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Daylight:
    """The light of one instant: its setting, and the shadow maps of all that stands in it."""

    light: Light
    shadows: tuple[ShadowMap, ...]


def dressed(solids: tuple[Solid, ...], pivots: Floats, *, parents: Sequence[int], outfit: Outfit) -> Costume:
    """Return a costume; solids of one segment, or of two that meet in a pivot, flow into each other."""
    neighbours = []
    for index, solid in enumerate(solids):
        close = [
            other
            for other, one in enumerate(solids)
            if other != index and _meet(one.segment, solid.segment, parents)
        ]
        neighbours.append(tuple(close))
    places = [pivots[solid.segment] if solid.segment >= 0 else np.zeros(3) for solid in solids]
    cloths = [solid.cloth for solid in solids]
    patterns = [cloths.index("back") if cloth == "back" else index for index, cloth in enumerate(cloths)]
    return Costume(solids, np.array(places), tuple(neighbours), tuple(patterns), outfit)


def _meet(one: int, other: int, parents: Sequence[int]) -> bool:
    if min(one, other) < 0 or not parents:
        return False
    return one == other or parents[one] == other or parents[other] == one


def painted(hits: Hits, placed: Placed, *, costume: Costume, daylight: Daylight) -> tuple[Singles, Singles]:
    """Return linear colour ``(H, W, 3)``, black where nothing is hit, and coverage ``(H, W)`` 0 or 1."""
    solids = hits.solid.ravel()
    covered = np.flatnonzero(solids >= 0)
    order = covered[np.argsort(solids[covered], kind="stable")]
    ray = hits.directions.reshape(-1, 3)[order]
    place = hits.starts.reshape(-1, 3)[order] + ray * hits.distance.ravel()[order][:, None]
    lit = np.empty((len(order), 3), dtype=np.float32)
    found, first = np.unique(solids[order], return_index=True)
    figure = (placed, hits.anchor, costume)
    ends = np.append(first, len(order))[1:]
    for index, start, stop in zip(found, first, ends, strict=True):
        part = slice(int(start), int(stop))
        lit[part] = _lit(int(index), place[part], ray[part], figure, daylight)
    colour = np.zeros((len(solids), 3), dtype=np.float32)
    colour[order] = lit
    return colour.reshape(*hits.solid.shape, 3), (hits.solid >= 0).astype(np.float32)


def _lit(
    index: int,
    place: Singles,
    ray: Singles,
    figure: tuple[Placed, Floats, Costume],
    daylight: Daylight,
) -> Floats:
    placed, anchor, costume = figure
    light = daylight.light
    cloth = costume.solids[index].cloth
    carrier = costume.patterns[index]
    solid = costume.solids[carrier]
    own = (place - (placed.centres[carrier] - anchor)) @ placed.inverses[carrier].T
    rest = own @ solid.shape.T + solid.origin + costume.pivots[carrier]
    normal = _surface(index, place, placed, anchor, costume.neighbours[index])
    turn = placed.shapes[carrier] @ np.linalg.inv(solid.shape)
    colour = coloured(costume.outfit, cloth, rest)
    tilt = folded(costume.outfit, cloth, rest) @ turn.T
    if costume.details:
        colour, raised = _touched(index, place, figure, colour)
        tilt = tilt + raised
    normal = unit(normal + tilt)
    world = place + anchor
    sunlit = np.ones(len(place))
    for shadow in daylight.shadows:
        sunlit *= 1.0 - shadowed(shadow, world, bias=_BIAS_M)
    facing = np.clip(normal @ light.toward * 0.9 + 0.1, 0.0, 1.0) * sunlit
    above = 0.5 + 0.5 * normal[:, 1]
    ahead = unit(ray.astype(np.float64))
    rim = np.clip(1.0 + _row_dot(normal, ahead), 0.0, 1.0) ** 4
    facing = facing + 0.55 * rim * np.clip(ahead @ light.toward, 0.0, 1.0)  # fuzz against the sun
    near_ground = np.clip(0.55 + 0.5 * world[:, 1], 0.55, 1.0)
    ambient = above[:, None] * light.sky * (1.0 + 0.5 * rim[:, None]) + (1 - above)[:, None] * light.bounce
    received = facing[:, None] * light.sun + ambient * near_ground[:, None]
    return np.asarray(colour * received)


def _touched(
    index: int, place: Singles, figure: tuple[Placed, Floats, Costume], colour: Floats
) -> tuple[Floats, Floats]:
    """Lay the details on in the solid's own frame (a pattern may run over several solids, a bump not)."""
    placed, anchor, costume = figure
    solid = costume.solids[index]
    own = (place - (placed.centres[index] - anchor)) @ placed.inverses[index].T
    rest = own @ solid.shape.T + solid.origin + costume.pivots[index]
    details = [followed(detail, index, placed, costume) for detail in costume.details]
    laid, raised = touched(details, solid.cloth, rest, colour)
    return laid, raised @ (placed.shapes[index] @ np.linalg.inv(solid.shape)).T


def followed(detail: Detail, index: int, placed: Placed, costume: Costume) -> Detail:
    """Return a detail where the segments that carry it have taken it, at rest of one solid."""
    if not detail.carriers or costume.solids[index].cloth not in detail.cloths:
        return detail
    segments = [solid.segment for solid in costume.solids]
    solid, line = costume.solids[index], np.empty_like(detail.line)
    turn = placed.shapes[index] @ np.linalg.inv(solid.shape)
    for point, carrier in enumerate(detail.carriers):
        if carrier not in segments:
            return detail
        other = segments.index(carrier)
        one = costume.solids[other]
        moved = placed.shapes[other] @ np.linalg.inv(one.shape)
        world = moved @ (detail.line[point] - costume.pivots[other] - one.origin) + placed.centres[other]
        line[point] = turn.T @ (world - placed.centres[index]) + solid.origin + costume.pivots[index]
    return replace(detail, line=line)


def _row_dot(a: Floats, b: Floats) -> Floats:
    return np.asarray((a * b).sum(axis=-1))


def _surface(
    index: int, place: Singles, placed: Placed, anchor: Floats, neighbours: tuple[int, ...]
) -> Floats:
    """Blend the outward directions of the own solid and of near neighbours: no crease where they meet."""
    width = 0.30 * float(min(placed.first_radii[index], placed.last_radii[index]) ** 0.5 * 0.25)
    low, high = place.min(axis=0) - 0.05, place.max(axis=0) + 0.05
    _, normal = _depth_and_normal(index, place, placed, anchor)
    for other in neighbours:
        centre = placed.centres[other] - anchor
        last = centre + placed.shapes[other][:, 1] * placed.lengths[other]
        reach = max(placed.first_radii[other], placed.last_radii[other])
        if (np.minimum(centre, last) - reach > high).any() or (np.maximum(centre, last) + reach < low).any():
            continue
        depth, towards = _depth_and_normal(other, place, placed, anchor)
        weight = np.exp(-np.clip(depth, 0.0, None) / width)
        normal = normal + np.where(weight > 0.02, weight, 0.0)[:, None] * towards
    return unit(normal)


def _depth_and_normal(index: int, place: Singles, placed: Placed, anchor: Floats) -> tuple[Floats, Floats]:
    """Return the approximate distance to a solid ``(N,)`` in metres and its outward direction ``(N, 3)``."""
    inverse = placed.inverses[index].astype(np.float32)
    own = (place - (placed.centres[index] - anchor).astype(np.float32)) @ inverse.T
    length, first, last = placed.lengths[index], placed.first_radii[index], placed.last_radii[index]
    off_axis = np.hypot(own[:, 0], own[:, 2])
    taper = (first - last) / np.sqrt(max(length**2 - (first - last) ** 2, 1e-12))
    share = np.clip((own[:, 1] - taper * off_axis) / max(length, 1e-9), 0.0, 1.0)
    own[:, 1] -= share * length
    size = np.maximum(np.linalg.norm(own, axis=1), 1e-9)
    gradient = (own / size[:, None]) @ inverse
    steep = np.linalg.norm(gradient, axis=1)
    return (size - (first + share * (last - first))) / steep, gradient / steep[:, None]


def shadowed(shadow: ShadowMap, world: Floats, *, bias: float) -> Floats:
    """Return the share ``(...)`` of a point's sun that a body keeps away; softened over three texels."""
    height = world @ shadow.toward + bias
    places = ((world @ shadow.across.T) - shadow.corner) / shadow.step
    share = np.zeros(world.shape[:-1])
    rows, columns = shadow.reach.shape
    for right, down in _TAPS:
        column = np.clip(np.rint(places[..., 0] + right).astype(np.int64), 0, columns - 1)
        row = np.clip(np.rint(places[..., 1] + down).astype(np.int64), 0, rows - 1)
        share += shadow.reach[row, column] > height
    return share / len(_TAPS)
