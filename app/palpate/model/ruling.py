"""What a person said of something that a machine found doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What was said."""

    FINE = "fine"  # reviewed, nothing wrong
    LATER = "later"  # to the end of the queue


DRIFT = "drift"
"""Kind of a ruling on a run of doubtful guesses; other kinds are those of mix-ups and `BLUR`."""

BLUR = "blur"
"""Kind of a ruling on a point that is called visible although its smear does not allow it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict on some frames of a keypoint, which holds as long as what it was said of stands.

    Attributes
    ----------
    kind
        What was found: `DRIFT`, `BLUR`, or the kind of a mix-up.
    keypoint
        Its name; of several, their names in order with commas.
    frame, stop
        First frame, and one past the last.
    standing
        What it was said of, as bytes: where that is another now, the verdict says nothing any more.
    score
        How bad it was then.
    author, time
        Who said it and when (ISO 8601, UTC); empty before it is in a project, and no part of what it is.
    """

    layer: str
    instance: str
    kind: str
    keypoint: str
    frame: int
    stop: int
    standing: bytes
    verdict: Verdict
    score: float
    author: str = field(default="", compare=False)
    time: str = field(default="", compare=False)
