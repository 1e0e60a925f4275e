"""Which colour says what: of an instance, a side of the body, a region, or where a value came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np

from palpate.model.arrays import Ints
from palpate.model.origin import Origin
from palpate.model.skeleton import Side, Skeleton
from palpate.ui.theme.tokens import (
    INSTANCE_COLOURS,
    NEUTRAL_COLOUR,
    ORIGIN_COLOURS,
    SIDE_COLOURS,
    instance_colour,
)


class Scheme(StrEnum):
    """What colours tell apart."""

    INSTANCE = "instance"
    SIDE = "side"
    REGION = "region"
    ORIGIN = "origin"

    @property
    def following(self) -> Scheme:
        """The scheme after this one, the first after the last."""
        schemes = list(Scheme)
        return schemes[(schemes.index(self) + 1) % len(schemes)]


_KEPT = 32
_kept: dict[tuple[int, Scheme, tuple[str, ...]], tuple[Skeleton, tuple[str, ...], tuple[str, ...]]] = {}


def regions_of(skeletons: Iterable[Skeleton]) -> tuple[str, ...]:
    """Return the body regions of skeletons in the order in which they get their colours."""
    by_name = {skeleton.name: skeleton for skeleton in skeletons}
    found = (point.region for name in sorted(by_name) for point in by_name[name].keypoints)
    return tuple(dict.fromkeys(found))


def region_colour(region: str, regions: Sequence[str]) -> str:
    """Return the colour of a region among others; a neutral one for keypoints that have none."""
    return INSTANCE_COLOURS[regions.index(region) % len(INSTANCE_COLOURS)] if region else NEUTRAL_COLOUR


def keypoint_colours(
    scheme: Scheme, skeleton: Skeleton, *, colour: int, origins: Iterable[int], regions: tuple[str, ...]
) -> Sequence[str]:
    """Return ``K`` colours.

    Parameters
    ----------
    colour
        Of the instance, from 1.
    origins
        ``(K,)`` codes.
    regions
        As `regions_of` all skeletons on the canvas.
    """
    if scheme is Scheme.INSTANCE:
        return (instance_colour(colour),) * len(skeleton)
    if scheme is Scheme.ORIGIN:
        return [ORIGIN_COLOURS[Origin(code)] for code in origins]
    return _by_skeleton(scheme, skeleton, regions)[0]


def edge_colours(
    scheme: Scheme, skeleton: Skeleton, *, colour: int, regions: tuple[str, ...]
) -> Sequence[str] | None:
    """Return a colour for each edge of a skeleton; None where all have that of the instance.

    An edge from the middle to a side is of that side, one between two regions is neutral. Where a value came
    from is said by keypoints alone.
    """
    if scheme is Scheme.INSTANCE:
        return None
    if scheme is Scheme.ORIGIN:
        return (NEUTRAL_COLOUR,) * len(skeleton.edges)
    return _by_skeleton(scheme, skeleton, regions)[1]


def grouped(colours: Sequence[str], edges: Ints) -> list[tuple[str, Ints]]:
    """Return for each colour the places ``(n,)`` in ``edges`` of the edges that have it."""
    names = list(dict.fromkeys(colours))
    codes = np.array([names.index(name) for name in colours], dtype=np.int64)[edges]
    places = ((name, np.flatnonzero(codes == code)) for code, name in enumerate(names))
    return [(name, found) for name, found in places if len(found)]


def _by_skeleton(
    scheme: Scheme, skeleton: Skeleton, regions: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the colours of keypoints and edges, kept: they are asked for at every paint."""
    key = id(skeleton), scheme, regions
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _KEPT:
            _kept.clear()
        points = skeleton.keypoints
        if scheme is Scheme.SIDE:
            colours = tuple(SIDE_COLOURS[point.side] for point in points)
        else:
            colours = tuple(region_colour(point.region, regions) for point in points)
        between = _side_between if scheme is Scheme.SIDE else _same_or_neutral
        edges = tuple(between(colours[a], colours[b]) for a, b in skeleton.edge_indices.tolist())
        # Its id stands for the skeleton only as long as the skeleton is held.
        found = _kept[key] = skeleton, colours, edges
    return found[1], found[2]


def _side_between(first: str, second: str) -> str:
    middle = SIDE_COLOURS[Side.MIDLINE]
    if first == middle:
        return second
    return first if second in (middle, first) else middle


def _same_or_neutral(first: str, second: str) -> str:
    return first if first == second else NEUTRAL_COLOUR
