"""Where a value came from, and which values are facts."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from palpate.model.arrays import Bools, Codes


class Origin(IntEnum):
    """The origin of one keypoint's value in one frame."""

    NONE = 0
    HAND = 1
    ACCEPTED = 2
    INTERPOLATED = 3
    TRACKED = 4
    MODEL = 5
    IMPORTED = 6
    GOLD = 7


DERIVED = (Origin.INTERPOLATED, Origin.TRACKED)
GUESSED = (*DERIVED, Origin.MODEL)  # nobody has looked at these yet
ORIGIN_NAMES: dict[Origin, str] = {
    origin: origin.name.lower() for origin in Origin if origin is not Origin.NONE
}


def is_fact(origins: Codes) -> Bools:
    """Tell which values are stored facts (hand, accepted, model, imported, gold), not derived ones."""
    return np.asarray((origins != Origin.NONE) & ~np.isin(origins, DERIVED))


def by_person(origins: Codes) -> Bools:
    """Tell which values a person placed, accepted or brought along; they are never overwritten unasked."""
    return np.asarray((origins != Origin.NONE) & ~np.isin(origins, GUESSED))
