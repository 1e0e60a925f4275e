"""What work in production says of people, beside gold and weeks; gathered by the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from palpate.quality.acceptance import Bound
from palpate.quality.event_agreement import EventSpread
from palpate.quality.rater_agreement import RaterAgreement


@dataclass(frozen=True, slots=True)
class Checked:
    """What a reviewer's spot checks found of one person's week; `moved_px` is None if nothing was moved."""

    person: str
    week: str
    looked: int
    corrected: int
    share: float
    at_most: float
    moved_px: float | None


@dataclass(frozen=True, slots=True)
class Blurred:
    """How many keypoints a person calls visible that are too blurred for it, and of how many."""

    person: str
    visible: int
    beyond: int
    bound: Bound
    keypoints: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two placements of the same lie apart; None where nothing was placed or flagged twice.

    Attributes
    ----------
    sd_px
        Of a repeat: the radial spread of one placement around the person's own mean.
    """

    n: int
    mean_px: float | None
    p95_px: float | None
    flags_n: int
    flags_agree: float | None
    sd_px: float | None = None


@dataclass(frozen=True, slots=True)
class Twice:
    """What was labelled a second time: by the same person (a repeat) or blind by another.

    Attributes
    ----------
    called
        ``repeat 1``, ``second labels 2``.
    beside
        Name of the layer that it was compared with.
    keypoints
        By name.
    """

    person: str
    called: str
    beside: str
    submitted: str
    pooled: Apart
    keypoints: Mapping[str, Apart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    """An event as two people marked it: frames, second − first; None for what one has not or no rate says."""

    clip: str
    event: str
    first: int | None
    second: int | None
    frames: int | None
    ms: float | None


@dataclass(frozen=True, slots=True)
class Events:
    """How far two people agree on events."""

    first: str
    second: str
    marked: tuple[Marked, ...]
    frames: EventSpread
    ms: EventSpread


@dataclass(frozen=True, slots=True)
class Batch:
    """Whether a layer's work is accepted by a sample of it; `passed` is None where nothing was judged."""

    layer: str
    reference: str
    size: int
    n: int
    defects: int
    faults: Mapping[str, int]
    bound: Bound
    limit: float
    passed: bool | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Production:
    """All of it; a person's own report has nothing that tells of others.

    Attributes
    ----------
    agreement
        Among everybody's work; None where `why_no_agreement` says why.
    """

    agreement: RaterAgreement | None = None
    why_no_agreement: str = ""
    agreement_notes: tuple[str, ...] = ()
    twice: tuple[Twice, ...] = ()
    checks: tuple[Checked, ...] = ()
    blur: tuple[Blurred, ...] = ()
    events: tuple[Events, ...] = ()
    batches: tuple[Batch, ...] = ()

    def __bool__(self) -> bool:  # blur alone, which every film has, makes no report
        return self.agreement is not None or any((self.twice, self.checks, self.events, self.batches))
