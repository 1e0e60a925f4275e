"""A number of the table of every number."""

from __future__ import annotations

import math
from dataclasses import dataclass

Value = float | int | None
Spot = tuple[str, str, int | None]
"""Name of the clip and of the instance, index of the frame; empty and None where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """A number.

    Attributes
    ----------
    group
        What it is of: a layer, a group of frames in it, a calibration, the weeks, gold.
    at
        The one pose that it is of, or what is known of it; nothing where it is of many.
    keypoint
        Name of a keypoint, of a type of keypoints, of a rigid segment or of an event.
    low, high
        Limits between which it lies with 95 % confidence, or, of a tolerance, what is allowed.
    n
        How many placements, poses or repeats it rests on.
    note
        Why it is missing, or what a reader must know of it.
    """

    group: str
    quantity: str
    value: Value = None
    person: str = ""
    keypoint: str = ""
    week: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""
    at: Spot = ("", "", None)


def is_known(value: Value) -> bool:
    """Tell whether a number could be estimated."""
    return value is not None and math.isfinite(value)
