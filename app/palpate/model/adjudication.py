"""Who was right where two people placed the same keypoint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """Whose place became the final one."""

    FIRST = "first"
    SECOND = "second"
    NEW = "new"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Adjudication:
    """A decision; the place itself is a label of the final layer.

    Attributes
    ----------
    layer
        Id of the final layer.
    instance, keypoint, frame
        Id of the instance, name of the keypoint, index of the frame.
    first, second
        Ids of the layers that differed.
    author, time
        Who decided and when, ISO 8601, UTC.
    """

    layer: str
    instance: str
    keypoint: str
    frame: int
    first: str
    second: str
    choice: Choice
    author: str = ""
    time: str = ""
