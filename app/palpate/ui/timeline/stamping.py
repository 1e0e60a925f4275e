"""Drawing many small things at once on palette pictures ``(L, H, W)``: L lanes of H × W device px."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools
from palpate.ui.timeline.digest import Bytes, Key
from palpate.ui.timeline.ink import Ink

DIAMOND = 4  # half its width, logical px


def stamp(target: Bytes, where: Bools, inks: Bytes | int) -> None:
    """Write inks where a mask is true; it is broadcast over the target."""
    # Two passes of bytewise logic: several times faster than any masked assignment.
    mask = where.view(np.uint8) * np.uint8(255)
    np.bitwise_and(target, ~mask, out=target)
    np.bitwise_or(target, mask & np.asarray(inks, dtype=np.uint8), out=target)


def draw_keys(lanes: Bytes, middle: int, keys: Bytes, unit: int) -> None:
    """Draw keyframes: diamonds, hollow where accepted; lines where they crowd; bars where absent.

    Parameters
    ----------
    middle
        Their height in a lane.
    keys
        ``(L, W)`` of `Key`.
    unit
        Device px per logical px.
    """
    radius = DIAMOND * unit
    crowded = _crowded(keys, 2 * radius)
    if crowded.any():
        where = crowded & (keys != Key.ABSENT)
        stamp(lanes[:, middle - radius : middle + radius], where[:, None], Ink.KEY)
    guessed = (keys == Key.OTHER) | (keys == Key.ACCEPTED)
    for chosen, hollow in ((guessed, True), (keys == Key.HAND, False)):
        alone = chosen & ~crowded
        if alone.any():
            _draw_diamonds(lanes, middle, alone, radius, hollow=hollow)
    absent = keys == Key.ABSENT
    if absent.any():
        high = lanes[:, middle - radius - unit : middle + radius + unit]
        for shift in range(2 * unit):
            stamp(high[..., shift:], absent[:, None, : absent.shape[1] - shift], Ink.BAR)


def _draw_diamonds(lanes: Bytes, middle: int, where: Bools, radius: int, *, hollow: bool) -> None:
    away = _distance(where, radius + 1)
    for y in range(-radius - 1, radius + 2):
        line, reach = lanes[:, middle + y], radius - abs(y)
        stamp(line, away <= reach + 1, Ink.CASING)
        if reach >= 0:
            stamp(line, away <= reach, Ink.KEY)
        if hollow and reach >= 2:
            stamp(line, away <= reach - 2, Ink.CASING)


def _distance(where: Bools, most: int) -> Bytes:
    """Columns to the nearest true one, up to ``most``; ``most + 1`` beyond."""
    mask = where.view(np.uint8)
    away = np.full(where.shape, most + 1, dtype=np.uint8)
    for step in range(most, -1, -1):
        near = np.zeros_like(mask)
        near[:, step:] |= mask[:, : mask.shape[1] - step]
        near[:, : mask.shape[1] - step] |= mask[:, step:]
        away -= near * (away - np.uint8(step))
    return away


def _crowded(keys: Bytes, room: int) -> Bools:
    """Which keyframes have another within some px."""
    crowded = np.zeros(keys.shape, dtype=np.bool_)
    lanes, places = np.nonzero(keys)
    near = (lanes[1:] == lanes[:-1]) & (places[1:] - places[:-1] <= room)
    both = np.zeros(len(lanes), dtype=np.bool_)
    both[1:] |= near
    both[:-1] |= near
    crowded[lanes[both], places[both]] = True
    return crowded
