"""Simulated people who mark the synthetic clip: a consultant, a sound annotator and a faulty one.

The faulty one makes the three mistakes of the case study on purpose, and what was written is kept, so that
whoever measures them afterwards can be checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from palpate.demo.anatomy import STATURE_M, body
from palpate.demo.truth import Truth
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility

TOLERANCE = 0.0095
_GOLD_NOISE, _SOUND_NOISE = 0.15, 0.55  # mean radial error ÷ tolerance
_MEAN_RADIUS = np.sqrt(np.pi / 2.0)  # mean radius of isotropic noise ÷ its spread per axis
_FLAG_ERRORS = 0.02
_SHIFT_OF_STATURE = (0.0095, 0.0120)
_BLUR_RATIO, _BLUR_LIMIT_PX = 0.25, 8.0

SPINE = ("t4", "t5", "t6", "t7", "t8")
_SPINE_CHAIN = ("c7", *SPINE, "t12")
_WRISTS = ("wrist_proximal", "wrist_mid", "wrist_distal")
_KNUCKLES = ("index_mcp", "middle_mcp", "little_mcp")
_TIPS = ("thumb_tip", "index_tip", "middle_tip")

SIDEWAYS = "to one side of the spine"
ON_SKIN = "on the skin instead of the joint centre"
BLUR_IGNORED = "blurred but flagged visible"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was planted at one keypoint, as written on the gold frames.

    Attributes
    ----------
    kinds
        One or two of `SIDEWAYS`, `ON_SKIN`, `BLUR_IGNORED`.
    offset_px
        Mean planted offset (x, y), without the noise around it; zero if only flags are wrong.
    error_px
        Mean of what was written minus gold (x, y): the offset with the noise that happened.
    n
        Frames that both means run over.
    hidden, flagged
        How often gold says estimated, and in how many of those visible was written.
    """

    kinds: tuple[str, ...]
    offset_px: tuple[float, float]
    error_px: tuple[float, float]
    n: int
    hidden: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Placements:
    """What one person marked on one instance.

    Attributes
    ----------
    frames
        ``(N,)`` frame indices, rising.
    positions
        ``(N, K, 2)`` px, corner origin; NaN where the keypoint was decided absent.
    visibility
        ``(N, K)`` codes.
    origin
        ``GOLD`` or ``HAND``.
    written
        The planted faults by keypoint name; empty for the consultant and the sound annotator.
    """

    frames: Ints
    positions: Floats
    visibility: Codes
    origin: Origin
    written: dict[str, Fault] = field(default_factory=dict)


def tolerance_px(truth: Truth, *, instance: int = 0) -> float:
    """Return 0.0095 s in px, with s² = 0.53 × the clip's median box area."""
    areas = truth.boxes[:, instance, 2] * truth.boxes[:, instance, 3]
    return float(TOLERANCE * np.sqrt(0.53 * np.median(areas)))


def stature_px(truth: Truth, *, instance: int = 0) -> float:
    """Return the clip's median of the upright body's height on the image, px."""
    return float(STATURE_M * np.median(truth.width_px[:, instance] / body().widths_m))


def gold(truth: Truth, *, seed: int, every: int = 3, instance: int = 0) -> Placements:
    """Return the consultant's marks: true tiers, true places but for a tiny tremor, every third frame."""
    generator = np.random.default_rng([seed, 0])
    frames = np.arange(0, len(truth.positions), every)
    tremor = _noise(truth, len(frames), _GOLD_NOISE, instance, generator)
    tiers = truth.visibility[frames, instance]
    return Placements(
        frames, _kept(truth.positions[frames, instance] + tremor, tiers), tiers.copy(), Origin.GOLD
    )


def sound(truth: Truth, reference: Placements, *, seed: int, instance: int = 0) -> Placements:
    """Return an annotator with honest noise at 0.55 of the tolerance and one flag in fifty wrong.

    The keyframes are the reference's frames and those of the events, so that what lies between can be
    interpolated.
    """
    generator = np.random.default_rng([seed, 1])
    frames = _keyframes(truth, reference)
    positions = truth.positions[frames, instance]
    positions = positions + _noise(truth, len(frames), _SOUND_NOISE, instance, generator)
    tiers = _flags(truth.visibility[frames, instance], generator)
    return Placements(frames, _kept(positions, tiers), tiers, Origin.HAND)


def faulty(truth: Truth, reference: Placements, *, seed: int, instance: int = 0) -> Placements:
    """Return an annotator who makes the case study's three mistakes on top of the sound one's noise.

    T4 to T8 lie to one side of the spine; wrists and knuckles lie on the skin of the back of the hand; hands
    blurred beyond the limits are flagged visible. Each keypoint's shift is a constant share of the stature
    (0.0095–0.0120, the case study's 12–18 px of a 1500 px bowler), constant in the body's own frame.
    """
    generator = np.random.default_rng([seed, 2])
    frames = _keyframes(truth, reference)
    shifts = _shifts(truth, frames, instance, generator)
    positions = truth.positions[frames, instance] + shifts
    positions = positions + _noise(truth, len(frames), _SOUND_NOISE, instance, generator)
    tiers = _flags(truth.visibility[frames, instance], generator)
    ignored = _blurred(truth, frames, instance) & (truth.visibility[frames, instance] == Visibility.ESTIMATED)
    ignored &= _is_hand(truth.names)
    tiers = np.where(ignored, Visibility.VISIBLE, tiers).astype(np.int8)
    marks = Placements(frames, _kept(positions, tiers), tiers, Origin.HAND)
    return Placements(
        marks.frames,
        marks.positions,
        marks.visibility,
        marks.origin,
        _written(truth, reference, marks, shifts),
    )


def _keyframes(truth: Truth, reference: Placements) -> Ints:
    own = [*truth.events.values(), len(truth.positions) - 1]
    return np.union1d(reference.frames, np.array(own, dtype=np.int64))


def _noise(truth: Truth, count: int, share: float, instance: int, generator: np.random.Generator) -> Floats:
    spread = share * tolerance_px(truth, instance=instance) / _MEAN_RADIUS
    return generator.normal(0.0, spread, (count, len(truth.names), 2))


def _kept(positions: Floats, tiers: Codes) -> Floats:
    return np.where((tiers == Visibility.ABSENT)[..., None], np.nan, positions)


def _flags(tiers: Codes, generator: np.random.Generator) -> Codes:
    """Confuse visible and estimated once in fifty; absent stays absent."""
    wrong = (generator.random(tiers.shape) < _FLAG_ERRORS) & (tiers != Visibility.ABSENT)
    other = np.where(tiers == Visibility.ESTIMATED, Visibility.VISIBLE, Visibility.ESTIMATED)
    return np.where(wrong, other, tiers).astype(np.int8)


def _blurred(truth: Truth, frames: Ints, instance: int) -> Bools:
    extent, width = truth.blur_px[frames, instance], truth.width_px[frames, instance]
    return np.asarray((extent > _BLUR_RATIO * width) | (extent > _BLUR_LIMIT_PX))


def _is_hand(names: tuple[str, ...]) -> Bools:
    return np.array([name.endswith(_WRISTS + _KNUCKLES + _TIPS) for name in names])


def _shifts(truth: Truth, frames: Ints, instance: int, generator: np.random.Generator) -> Floats:
    """Return the planted offsets ``(N, K, 2)`` px: across the limb on the image, on the body's own side."""
    shifts = np.zeros((len(frames), len(truth.names), 2))
    stature = stature_px(truth, instance=instance)
    for keypoint, name in enumerate(truth.names):
        ends = _limb(name)
        size = stature * float(generator.uniform(*_SHIFT_OF_STATURE))
        if ends is None:
            continue
        first, last = (truth.positions[frames, instance, truth.names.index(end)] for end in ends)
        along = last - first
        normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
        facing = (normal * truth.across[frames, instance, keypoint]).sum(axis=1)
        shifts[:, keypoint] = size * normal * np.where(facing >= 0, 1.0, -1.0)[:, None]
    return shifts


def _limb(name: str) -> tuple[str, str] | None:
    """Return the ends of the line that a keypoint is shifted across, None if it stays."""
    if name in SPINE:
        place = _SPINE_CHAIN.index(name)
        return _SPINE_CHAIN[place - 1], _SPINE_CHAIN[place + 1]
    side = name.split("_")[0]
    if name.endswith(_WRISTS):
        return f"{side}_elbow", f"{side}_middle_mcp"
    return (f"{side}_wrist_proximal", name) if name.endswith(_KNUCKLES) else None


def _written(truth: Truth, reference: Placements, marks: Placements, shifts: Floats) -> dict[str, Fault]:
    rows = np.searchsorted(marks.frames, reference.frames)
    errors = marks.positions[rows] - reference.positions
    hidden = reference.visibility == Visibility.ESTIMATED
    flagged = hidden & (marks.visibility[rows] == Visibility.VISIBLE)
    hands = _is_hand(truth.names)
    written = {}
    for keypoint, name in enumerate(truth.names):
        kinds = _kinds(name, hands[keypoint])
        if not kinds:
            continue
        both = np.isfinite(errors[:, keypoint]).all(axis=1)
        offset, error = shifts[rows][both, keypoint].mean(axis=0), errors[both, keypoint].mean(axis=0)
        written[name] = Fault(
            kinds=kinds,
            offset_px=(float(offset[0]), float(offset[1])),
            error_px=(float(error[0]), float(error[1])),
            n=int(both.sum()),
            hidden=int(hidden[:, keypoint].sum()),
            flagged=int(flagged[:, keypoint].sum()),
        )
    return written


def _kinds(name: str, hand: bool) -> tuple[str, ...]:
    kinds = [SIDEWAYS] if name in SPINE else [ON_SKIN] if _limb(name) else []
    return (*kinds, BLUR_IGNORED) if hand else tuple(kinds)
