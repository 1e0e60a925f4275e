"""Which frames somebody is to label, and why just these: drawn once, with a seed, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Purpose(StrEnum):
    """What the frames of a plan are for."""

    GOLD = "gold"
    CALIBRATION = "calibration"
    QA = "qa"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Unit:
    """One instance in one frame.

    Attributes
    ----------
    clip, instance
        Ids.
    keypoints
        Names of those that are asked for; empty if all are.
    stratum
        What group it was drawn from, in words.
    hidden_repeat
        Whether it was labelled before and is asked for again, unseen: the two tell a person's own error.
    """

    clip: str
    instance: str
    frame: int
    keypoints: tuple[str, ...] = ()
    stratum: str = ""
    hidden_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Units to label, in the order of work.

    Attributes
    ----------
    id
        Globally unique.
    seed
        What chance began with; the same seed draws the same units.
    settings
        How they were drawn: rates, gaps and strata, in words for the reader of a report.
    author, time
        Who drew it and when, ISO 8601, UTC.
    """

    id: str
    name: str
    purpose: Purpose
    seed: int
    units: tuple[Unit, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    time: str = ""

    @property
    def frames(self) -> frozenset[tuple[str, int]]:
        """Clip and frame of each unit."""
        return frozenset((unit.clip, unit.frame) for unit in self.units)
