"""The delivery of a right-arm fast bowler: run-up, bound, back foot, front foot, release, follow-through.

Seconds on a clock whose release is at `RELEASE_S`; degrees. The run-up goes along +x; the popping crease is
x = 0. Signs: forward lean, lean to the right and turn to the left are positive; an arm's swing is 0 hanging,
positive forward, and the bowling arm goes down, back and over through −180 (upright) to −360.
"""

from __future__ import annotations

import numpy as np

from palpate.demo.anatomy import Anatomy
from palpate.demo.figure import Feet, Motion
from palpate.demo.footfalls import Contact, planted
from palpate.demo.tracks import STEP_S, Keys, drawn, smoothed, varied
from palpate.model.arrays import Floats

BACK_FOOT_S, FRONT_FOOT_S, RELEASE_S = 0.98, 1.14, 1.246
_BEGIN_S, _END_S = -0.40, 2.60
_LINE_M = 0.95  # the bowler runs in around the wicket, this far to the right of the stumps

_SPEED: Keys = ((-0.4, 5.7), (0.70, 5.7), (0.85, 5.6), (0.98, 5.3), (1.06, 4.7), (1.14, 3.9), (1.20, 2.9),
                (1.25, 2.4), (1.40, 2.3), (1.60, 2.7), (2.60, 2.6))  # fmt: skip
_HEIGHT: Keys = ((-0.05, 0.935), (0.085, 0.885), (0.195, 0.935), (0.305, 0.885), (0.415, 0.935),
                 (0.515, 0.885), (0.62, 0.93), (0.735, 0.865), (0.83, 0.95), (0.90, 1.00), (0.98, 0.955),
                 (1.05, 0.885), (1.14, 0.862), (1.25, 0.905), (1.40, 0.850), (1.53, 0.835), (1.63, 0.830),
                 (1.77, 0.890), (1.90, 0.860), (2.02, 0.91), (2.13, 0.87))  # fmt: skip
_TRUNK: dict[str, Keys] = {
    "pelvis_forward": ((0.0, 7), (0.75, 4), (0.98, -9), (1.14, -6), (1.25, 8), (1.38, 30), (1.55, 22),
                       (1.80, 12)),
    "pelvis_right": ((0.0, 0), (0.98, 2), (1.14, -3), (1.25, -8), (1.45, -5), (1.70, 0)),
    "pelvis_turn": ((0.02, 7), (0.24, -7), (0.45, 7), (0.67, -7), (0.82, -22), (0.98, -66), (1.06, -68),
                    (1.14, -46), (1.20, -14), (1.25, 12), (1.35, 36), (1.45, 40), (1.55, 26), (1.80, -8),
                    (2.02, 7)),
    "chest_forward": ((0.0, 12), (0.70, 10), (0.82, 4), (0.98, -13), (1.05, -13), (1.14, -3), (1.20, 15),
                      (1.25, 34), (1.32, 58), (1.40, 68), (1.52, 62), (1.70, 40), (2.00, 20)),
    "chest_right": ((0.0, 0), (0.90, 2), (0.98, 3), (1.14, -10), (1.25, -28), (1.35, -20), (1.55, -7),
                    (1.80, 0)),
    "chest_turn": ((0.02, -13), (0.24, 13), (0.45, -12), (0.67, 2), (0.82, -34), (0.92, -76), (0.98, -94),
                   (1.04, -98), (1.10, -84), (1.14, -62), (1.19, -25), (1.25, 12), (1.31, 42), (1.40, 62),
                   (1.50, 58), (1.62, 36), (1.80, 0), (2.02, -10)),
    "head_forward": ((0.0, 6), (0.98, 0), (1.14, 4), (1.25, 16), (1.36, 34), (1.60, 16), (1.90, 6)),
    "head_right": ((0.0, 0), (0.98, -4), (1.14, -8), (1.25, -20), (1.45, -8), (1.80, 0)),
    "head_turn": ((0.0, 0), (0.82, -6), (0.98, -24), (1.10, -16), (1.25, 0), (1.45, 14), (1.80, 0)),
}  # fmt: skip
_ARMS: dict[str, Keys] = {
    "right_swing": ((0.02, -48), (0.24, 34), (0.45, -44), (0.67, 24), (0.82, 46), (0.92, 58), (0.98, 40),
                    (1.04, 0), (1.09, -36), (1.14, -76), (1.18, -114), (1.215, -158), (1.25, -202),
                    (1.283, -243), (1.32, -278), (1.37, -308), (1.45, -332), (1.58, -350), (1.70, -352),
                    (1.83, -330), (2.02, -378)),
    "right_tilt": ((0.0, -10), (0.70, -8), (0.98, -4), (1.14, -4), (1.25, 4), (1.31, 20), (1.40, 36),
                   (1.55, 24), (1.80, -8)),
    "right_twist": ((0.0, 15), (0.80, 35), (0.98, 30), (1.10, 40), (1.20, 80), (1.28, 90), (1.45, 60),
                    (1.75, 20)),
    "right_elbow": ((0.02, 72), (0.24, 96), (0.45, 72), (0.67, 86), (0.82, 112), (0.92, 128), (0.98, 112),
                    (1.04, 66), (1.09, 32), (1.14, 14), (1.18, 9), (1.25, 5), (1.31, 12), (1.45, 40),
                    (1.60, 66), (1.83, 92), (2.02, 76)),
    "right_pronation": ((0.0, 70), (0.90, 60), (1.10, 70), (1.25, 92), (1.40, 120), (1.75, 70)),
    "right_wrist": ((0.0, 5), (0.90, -10), (1.10, -35), (1.21, -48), (1.25, 5), (1.285, 50), (1.40, 28),
                    (1.70, 5)),
    "right_knuckles": ((0.0, 38), (1.22, 36), (1.26, 24), (1.40, 20), (1.80, 34)),
    "right_fingers": ((0.0, 34), (1.22, 30), (1.26, 14), (1.40, 26), (1.80, 52)),
    "left_swing": ((0.02, 34), (0.24, -46), (0.45, 32), (0.67, -36), (0.82, 70), (0.92, 132), (0.98, 156),
                   (1.06, 148), (1.14, 98), (1.20, 42), (1.25, -6), (1.32, -50), (1.42, -72), (1.53, -40),
                   (1.60, 8), (1.82, -42), (2.02, 30)),
    "left_tilt": ((0.0, 10), (0.82, 6), (0.98, -6), (1.10, -4), (1.25, 22), (1.35, 30), (1.60, 12)),
    "left_twist": ((0.0, 15), (0.90, 30), (1.10, 20), (1.25, 10), (1.60, 15)),
    "left_elbow": ((0.02, 96), (0.24, 72), (0.45, 96), (0.67, 76), (0.82, 52), (0.98, 22), (1.06, 16),
                   (1.14, 36), (1.20, 84), (1.25, 108), (1.33, 78), (1.45, 46), (1.60, 86), (1.82, 74),
                   (2.02, 94)),
    "left_pronation": ((0.0, 70), (0.98, 100), (1.20, 80), (1.50, 70)),
    "left_wrist": ((0.0, 0), (0.98, -12), (1.20, 8), (1.60, 0)),
    "left_knuckles": ((0.0, 34), (0.96, 16), (1.08, 20), (1.25, 48), (1.60, 36)),
    "left_fingers": ((0.0, 46), (0.96, 16), (1.08, 24), (1.25, 70), (1.60, 50)),
}  # fmt: skip
_LEFT_FOOT = (
    Contact(-0.22, -0.09, 0.34), Contact(0.24, 0.37, 0.34), Contact(0.67, 0.82, 0.34, turn=-8),
    Contact(FRONT_FOOT_S, 1.52, 0.70, turn=-6, landing=14, leaving=-62, out=0.05),
    Contact(1.80, 1.97, 0.30), Contact(2.24, 2.70, 0.32),
)  # fmt: skip
_RIGHT_FOOT = (
    Contact(-0.46, -0.30, 0.34), Contact(0.02, 0.15, 0.34), Contact(0.45, 0.58, 0.34),
    Contact(BACK_FOOT_S, 1.21, 0.16, turn=-58, landing=-10, leaving=-64, out=0.06),
    Contact(1.53, 1.73, 0.36, turn=14), Contact(2.02, 2.15, 0.33), Contact(2.48, 2.72, 0.33),
)  # fmt: skip


def delivery(anatomy: Anatomy, *, generator: np.random.Generator) -> Motion:
    """Return the bowler's motion in a personal style drawn from the generator.

    The style moves every keyed angle by a degree or two and the pace by two per cent; the times of the
    contacts and of the release stay.
    """
    clock = np.arange(_BEGIN_S, _END_S, STEP_S)
    pace = 1.0 + 0.02 * float(generator.normal())
    angles = {name: smoothed(drawn(keys, clock)) for name, keys in _styled(generator).items()}
    pelvis = _travel(clock, pace)
    sides = [
        planted(anatomy, contacts, side=side, pelvis=pelvis, times=clock)
        for side, contacts in (("left", _LEFT_FOOT), ("right", _RIGHT_FOOT))
    ]
    ankles, turns, pitches, toes = (np.stack(parts, axis=1) for parts in zip(*sides, strict=True))
    feet = Feet(ankles=ankles, turns=turns, pitches=pitches, toes=toes)
    return Motion(anatomy, clock, angles, pelvis, feet)


def _styled(generator: np.random.Generator) -> dict[str, list[tuple[float, float]]]:
    trunk = varied(_TRUNK, generator=generator, spread=1.2)
    return trunk | varied(_ARMS, generator=generator, spread=1.8)


def _travel(clock: Floats, pace: float) -> Floats:
    speed = smoothed(drawn(_SPEED, clock)) * pace
    ahead = np.concatenate([[0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1])) * STEP_S])
    ahead += -0.62 - np.interp(FRONT_FOOT_S, clock, ahead)
    height = smoothed(drawn(_HEIGHT, clock), sigma_s=0.012)
    return np.stack([ahead, height, np.full(len(clock), _LINE_M)], axis=1)
