"""What a report on quality says, before it is laid out; everything is gathered by the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Skeleton
from palpate.quality.coverage import Coverage
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.position import Ellipse
from palpate.quality.scorecard import Score
from palpate.quality.type_words import type_words
from palpate.quality.weekly import Figures, Rule, Week
from palpate.report.plate_pixels import PlatePixels
from palpate.report.quality.production import Production

GOLD, ATTEMPTS, WEEKLY, FLOOR = "Comparison with gold", "Calibration", "Weeks", "Gold's own error"
AGREEMENT = "Agreement between people"
"""Parts of a report that can be absent as a whole."""

USUAL_ASPECT = 0.55
"""Width ÷ height of a pose where none is known."""


@dataclass(frozen=True, slots=True)
class Errors:
    """The errors of one keypoint.

    Attributes
    ----------
    vectors
        ``(N, 2)`` labels − gold in px, x right, y down, the largest first; of very many as many as are drawn.
    ellipse
        Where the true mean error lies with 95 % confidence; None where too few errors are independent.
    """

    vectors: Floats
    ellipse: Ellipse | None


@dataclass(frozen=True, slots=True)
class Floor:
    """How sure gold is of itself, by name of the keypoint, px.

    Attributes
    ----------
    sd_px, limits_px, n
        Radial SD of one placement of gold, its 95 % limits and the repeats it rests on, where it is known.
    notes
        What it rests on, and why it is missing where it is.
    """

    sd_px: Mapping[str, float] = field(default_factory=dict)
    limits_px: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    n: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What was filled in between placements: how many positions gold judges, and their mean distance."""

    n: int
    mpjpe_px: float


@dataclass(frozen=True, slots=True)
class Judged:
    """Somebody's placements against gold.

    Attributes
    ----------
    person, group
        Who placed them, and the name of their layer.
    gold
        Name of what they were compared with.
    errors
        Of failing keypoints, by name.
    coverage
        Of every group of frames.
    groups
        Score of each group of frames, by what was broken down by and by its value.
    left_px
        What remains of each keypoint's root mean square error without gold's own, where that is known.
    on_body
        Which way the bias of a failing keypoint leads on the body, in words, where that is known.
    notes
        What the numbers rest on, beside the notes of the score.
    doubts
        Why the labels or gold may not be what somebody vouched for.
    filled
        What was filled in between the placements, which nobody is judged by; None where there is nothing.
    """

    person: str
    group: str
    gold: str
    score: Score
    errors: Mapping[str, Errors]
    coverage: tuple[Coverage, ...] = ()
    groups: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)
    left_px: Mapping[str, float] = field(default_factory=dict)
    on_body: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    filled: FilledIn | None = None

    @property
    def worst_first(self) -> tuple[KeypointScore, ...]:
        """The keypoints: failing ones first, then by mean distance; those that nothing is known of last."""
        return tuple(sorted(self.score.keypoints.values(), key=badness))

    @property
    def failing(self) -> tuple[KeypointScore, ...]:
        """The keypoints that fail, the worst first."""
        return tuple(one for one in self.worst_first if one.fails)


@dataclass(frozen=True, slots=True)
class Tried:
    """A submitted attempt of a calibration, as it was judged then; None where a number was not known."""

    person: str
    task: str
    number: int
    submitted: str
    passed: bool
    n_pairs: int
    oks: float | None
    oks_target: float | None
    mpjpe_px: float | None
    kappa: float | None
    failing: tuple[str, ...]
    reasons: tuple[str, ...]
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def called(self) -> str:
        """What it is called."""
        return f"{'attempt' if self.task == 'calibration' else self.task} {self.number}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """Everybody's error by keypoint and week.

    Attributes
    ----------
    groups, limits_px, is_type
        Names of keypoints and of types, the limit of each, and which are types.
    figures, sufficient, flags
        As in the weekly report: ``(A, G, W)``.
    retraining
        Who is to go over what: the person, the group, whether it is open, and the sentence.
    changes
        Who began to place a keypoint differently: the person, the keypoint, the week, a sentence.
    """

    rule: Rule
    groups: tuple[str, ...]
    limits_px: tuple[float, ...]
    is_type: tuple[bool, ...]
    figures: Figures
    sufficient: Bools
    flags: Bools
    retraining: tuple[tuple[str, str, bool, str], ...] = ()
    changes: tuple[tuple[str, str, str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Of the figures."""
        return tuple(Week(count) for count in self.figures.weeks.tolist())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reviewed."""
        return not bool(self.figures.n.any())


@dataclass(frozen=True, slots=True)
class Sight:
    """A keypoint on a plate, and what the plate is called."""

    plate: Plate
    target: Target
    title: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything that a report says.

    Attributes
    ----------
    project
        Its name.
    as_of
        Time of the last edit, ISO 8601, UTC; empty where nothing was ever edited.
    judged
        Everybody's labels against gold, by name of the person.
    absent
        What is missing as a whole and why: its name, and a sentence.
    aspect
        Width ÷ height of a usual pose, which the body map is drawn with.
    sights
        Where a failing keypoint is shown, by its name.
    guided
        Names of the keypoints that have a guideline.
    pictures, sheets
        The plates by name, as SVG or pixels, and the style sheets of drawings by theme.
    """

    project: str
    skeleton: Skeleton
    as_of: str
    judged: tuple[Judged, ...] = ()
    attempts: tuple[Tried, ...] = ()
    weekly: Weekly | None = None
    production: Production = field(default_factory=Production)
    floor: Floor = field(default_factory=Floor)
    absent: tuple[tuple[str, str], ...] = ()
    aspect: float = USUAL_ASPECT
    sights: Mapping[str, Sight] = field(default_factory=dict)
    guided: frozenset[str] = frozenset()
    pictures: Mapping[str, str | PlatePixels] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    program: str = ""

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"Quality of {self.project}"

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why what was compared may not be what somebody vouched for, each once."""
        return tuple(dict.fromkeys(said for one in self.judged for said in one.doubts))

    def called(self, keypoint: str) -> str:
        """Return what people read for a keypoint, or for a type of them."""
        at = self.skeleton.position_of.get(keypoint)
        return type_words(keypoint) if at is None else self.skeleton.keypoints[at].called

    def why_absent(self, what: str) -> str:
        """Return why a part is missing; empty if it is there."""
        return next((why for name, why in self.absent if name == what), "")


def badness(keypoint: KeypointScore) -> tuple[bool, bool, float]:
    """Return what sorts the worst first: failing ones, then by mean distance; unknown ones last."""
    unknown = bool(np.isnan(keypoint.mpjpe_px))
    return not keypoint.fails, unknown, 0.0 if unknown else -keypoint.mpjpe_px
