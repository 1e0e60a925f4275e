"""What a person could see of a keypoint, and the order of the tiers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from palpate.model.arrays import Bools, Codes, Ints


class Visibility(IntEnum):
    """The tier of one keypoint in one frame. The numbers are codes, never ranks: use `rank`."""

    NOT_PLACED = -1
    ABSENT = 0
    ESTIMATED = 1
    VISIBLE = 2
    CERTAIN = 3


THREE_TIERS = (Visibility.ABSENT, Visibility.ESTIMATED, Visibility.VISIBLE)
FOUR_TIERS = (*THREE_TIERS, Visibility.CERTAIN)

# Indexed by code + 1: not placed, absent, estimated, visible, certain.
_RANK = np.array([-1, 0, 1, 3, 2], dtype=np.int64)
_COCO = np.array([0, 0, 1, 2, 1], dtype=np.int64)


def rank(codes: Codes) -> Ints:
    """Return the order of the tiers: not placed −1 < absent 0 < estimated 1 < certain 2 < visible 3."""
    return _RANK[codes.astype(np.int64) + 1]


def weaker(first: Codes, second: Codes) -> Codes:
    """Return, element by element, the tier of lower rank."""
    return np.where(rank(first) <= rank(second), first, second).astype(np.int8)


def has_position(codes: Codes) -> Bools:
    """Tell which tiers carry a position (estimated, certain, visible)."""
    return codes > Visibility.ABSENT


def three_tiers(codes: Codes) -> Codes:
    """Collapse to absent 0, occluded 1, visible 2, as COCO counts them (certain despite occlusion is 1)."""
    return _COCO[codes.astype(np.int64) + 1].astype(np.int8)
