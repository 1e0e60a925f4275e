"""A task that somebody labels without seeing the answer, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What an attempt is for."""

    CALIBRATION = "calibration"
    PRACTICE = "practice"
    SECOND = "second"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Blind labels of one person after one plan; once submitted nothing of it changes.

    Attributes
    ----------
    id
        Globally unique.
    number
        Of the person's attempts at this task, from 1.
    plan
        Id of the plan whose frames are labelled.
    layer
        Id of the layer that they are placed in; it belongs to this attempt alone.
    reference, reference_version
        Id of the layer that it is compared with, and its version if it is certified gold; empty and 0 where
        there is none.
    keypoints
        Names of those that are asked for; empty if all are.
    begun, submitted
        ISO 8601, UTC; the latter is empty while it is open.
    digest
        Of the labels that were submitted.
    result
        What the comparison said then, as JSON; kept, because rules and gold go on.
    """

    id: str
    annotator: str
    task: Task
    number: int
    plan: str
    layer: str
    reference: str = ""
    reference_version: int = 0
    keypoints: tuple[str, ...] = ()
    begun: str = ""
    submitted: str = ""
    digest: str = ""
    result: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not been submitted."""
        return not self.submitted


@dataclass(frozen=True, slots=True)
class Comment:
    """What a consultant says of a keypoint in a submitted attempt; of the whole of it if none is named."""

    attempt: str
    keypoint: str
    text: str
    author: str = ""
    time: str = ""
