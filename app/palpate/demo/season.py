"""The case study in small: four simulated annotators over seven weeks of production, with what was planted.

One is sound, one sets T4 to T8 to one side of the spine, one sets the knuckles of the middle fingers on the
skin, and one begins in the fourth week to slip at the left talus, farther each week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.demo.annotators import SPINE, gold, stature_px, tolerance_px
from palpate.demo.truth import Truth
from palpate.model.arrays import Floats, Ints
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position

REFERENCE_PX = 1500.0
"""How tall the subject stands where sizes are told in px."""

_NOISE = 0.55  # mean radial error ÷ tolerance, as of the sound annotator of the demo
_MEAN_RADIUS = np.sqrt(np.pi / 2.0)
_OWN_PX = 2.5  # everybody is a little off everywhere: up to so much
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Plant:
    """What one person does wrong at one keypoint.

    Attributes
    ----------
    size_px
        Length of the bias where the subject stands 1500 px tall.
    first_week
        From 0; before it there is nothing.
    growth_px
        By which it grows each week after the first.
    """

    person: str
    keypoint: str
    size_px: float
    first_week: int = 0
    growth_px: float = 0.0


PEOPLE = ("ana", "ben", "cem", "dee")
PLANTED = (
    *(Plant("ben", name, size) for name, size in zip(SPINE, (12.0, 13.5, 15.0, 16.5, 18.0), strict=True)),
    Plant("cem", "left_middle_mcp", 14.0),
    Plant("cem", "right_middle_mcp", 16.0),
    Plant("dee", "left_talus", 12.0, first_week=3, growth_px=1.0),
)


@dataclass(frozen=True, slots=True)
class Season:
    """N reviewed poses of all people.

    Attributes
    ----------
    names
        Keypoints.
    annotators, weeks, frames
        ``(N,)``; weeks from 0.
    errors
        ``(N, K, 2)`` label − gold, px of the clip; NaN unless both have a position.
    positions
        ``(N, K, 2)`` px of the labels.
    scaling
        Height of the subject ÷ 1500 px.
    planted
        What was done wrong on purpose.
    """

    names: tuple[str, ...]
    annotators: np.ndarray[tuple[int, ...], np.dtype[np.str_]]
    weeks: Ints
    frames: Ints
    errors: Floats
    positions: Floats
    scaling: float
    planted: tuple[Plant, ...]


def season(
    truth: Truth,
    *,
    seed: int,
    weeks: int = 7,
    per_week: int = 60,
    planted: Sequence[Plant] = PLANTED,
) -> Season:
    """Let four people label so many frames of the clip each week, and compare them with gold.

    Each has a bias of their own of up to 2.5 px at every keypoint and honest noise on top; what is planted
    comes in addition. All biases are constant in the body's own frame.
    """
    generator = np.random.default_rng([seed, 7])
    reference = gold(truth, seed=seed, every=1)
    scaling = stature_px(truth) / REFERENCE_PX
    spread = _NOISE * tolerance_px(truth) / _MEAN_RADIUS
    own = {who: _own(truth, generator) * scaling for who in PEOPLE}
    side = _sideways(truth)
    names, errors, positions, chosen, when = [], [], [], [], []
    for who in PEOPLE:
        for week in range(weeks):
            frames = np.sort(generator.choice(len(truth.positions), per_week, replace=False))
            shift = own[who] + _planted(truth, planted, who, week) * scaling
            marks = (
                truth.positions[frames, 0]
                + side[frames] * shift[:, :1]
                + _turned(side[frames]) * shift[:, 1:]
            )
            marks = marks + generator.normal(0.0, spread, marks.shape)
            known = has_position(reference.visibility[frames])
            errors.append(np.where(known[..., None], marks - reference.positions[frames], np.nan))
            positions.append(marks)
            chosen.append(frames)
            names += [who] * per_week
            when += [week] * per_week
    return Season(
        names=truth.names,
        annotators=np.array(names),
        weeks=np.array(when, dtype=np.int64),
        frames=np.concatenate(chosen),
        errors=np.concatenate(errors),
        positions=np.concatenate(positions),
        scaling=scaling,
        planted=tuple(planted),
    )


def work_of(season: Season, truth: Truth, who: str) -> dict[int, Track]:
    """Return what a person placed, by week; the truth tells which flag each keypoint has."""
    found = {}
    for week in np.unique(season.weeks).tolist():
        rows = (season.annotators == who) & (season.weeks == week)
        at = season.frames[rows]
        tiers = truth.visibility[at, 0]
        placed = (tiers != Visibility.ABSENT)[..., None]
        places = np.where(placed, season.positions[rows], np.nan)
        found[week] = Track(at, places, tiers, np.full_like(tiers, Origin.HAND))
    return found


def reference_of(truth: Truth, *, seed: int) -> Track:
    """Return the gold that a season of this seed is judged by, in every frame."""
    marks = gold(truth, seed=seed, every=1)
    tiers = marks.visibility
    return Track(marks.frames, marks.positions, tiers, np.full_like(tiers, Origin.GOLD))


def flags_due(planted: Sequence[Plant], *, weeks: int, in_a_row: int = 2) -> set[tuple[str, str, int]]:
    """Return person, keypoint and week of the flags that the rule of weeks in a row owes to the planted."""
    return {
        (plant.person, plant.keypoint, week)
        for plant in planted
        for week in range(plant.first_week + in_a_row - 1, weeks)
    }


def _own(truth: Truth, generator: np.random.Generator) -> Floats:
    """Return ``(K, 2)`` px towards the side and along, at 1500 px."""
    angle = generator.uniform(0.0, 2.0 * np.pi, len(truth.names))
    size = generator.uniform(0.0, _OWN_PX, len(truth.names))
    return np.stack([size * np.cos(angle), size * np.sin(angle)], axis=1)


def _planted(truth: Truth, planted: Sequence[Plant], who: str, week: int) -> Floats:
    shift = np.zeros((len(truth.names), 2))
    for plant in planted:
        if plant.person == who and week >= plant.first_week:
            size = plant.size_px + plant.growth_px * (week - plant.first_week)
            shift[truth.names.index(plant.keypoint), 0] = size
    return shift


def _sideways(truth: Truth) -> Floats:
    """Return ``(T, K, 2)`` unit vectors to the body's own side at each keypoint."""
    across = truth.across[:, 0]
    return np.asarray(across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), _LEAST))


def _turned(side: Floats) -> Floats:
    return np.stack([side[..., 1], -side[..., 0]], axis=-1)
