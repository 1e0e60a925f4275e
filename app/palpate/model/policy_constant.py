"""What is known of a threshold or target besides its value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Where thresholds act together."""

    AGREEMENT = "Agreement and accuracy"
    SAMPLING = "Sampling"
    BLUR = "Blur and visibility"
    DRIFT = "Drift and review"
    TRAINING = "Training"


class Unit(StrEnum):
    """What a value is counted in; the word stands behind the number."""

    NONE = ""
    PX = "px"
    SHARE = "%"  # kept as a fraction, read and written in per cent
    FRAMES = "frames"
    WEEKS = "weeks"
    HOURS = "hours"
    WIDTHS = "× width"
    COUNT = "n"
    SCALE = "of s"  # a fraction of the instance's scale
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Constant:
    """One threshold or target.

    Attributes
    ----------
    key
        As in a skeleton file; a dot leads into a block.
    meaning
        One sentence.
    source
        Who says so, short: *case study*, *own choice*, *COCO*.
    reason
        What the source says, or why it was chosen.
    acts
        Where the program decides by it; empty where it decides nothing.
    above, least, most
        What it may be.
    is_whole
        Whether it counts something.
    words
        What a word may be; empty for a number, and for the names that a skeleton gives itself.
    named
        Its name in the domain reference; empty without one.
    """

    key: str
    label: str
    unit: Unit
    group: Group
    meaning: str
    source: str
    reason: str
    acts: str = ""
    above: float = -math.inf
    least: float = -math.inf
    most: float = math.inf
    is_whole: bool = False
    words: tuple[str, ...] = ()
    named: str = ""


def share(key: str, label: str, group: Group, *said: str, named: str = "") -> Constant:
    """Return a share of all, kept as a fraction; after the group: meaning, source, reason, where it acts."""
    meaning, source, reason, acts = (*said, "")[:4]
    unit = Unit.SHARE
    return Constant(key, label, unit, group, meaning, source, reason, acts, least=0, most=1, named=named)


def count(key: str, label: str, unit: Unit, group: Group, *said: str, named: str = "") -> Constant:
    """Return a whole number from 1 on; see `share`."""
    meaning, source, reason, acts = (*said, "")[:4]
    return Constant(
        key, label, unit, group, meaning, source, reason, acts, least=1, is_whole=True, named=named
    )


def size(key: str, label: str, unit: Unit, group: Group, *said: str, named: str = "") -> Constant:
    """Return a number above 0; see `share`."""
    meaning, source, reason, acts = (*said, "")[:4]
    return Constant(key, label, unit, group, meaning, source, reason, acts, above=0, named=named)
