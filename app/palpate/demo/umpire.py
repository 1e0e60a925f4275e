"""An umpire who stands behind the stumps, hands before him, and hardly moves."""

from __future__ import annotations

import numpy as np

from palpate.demo.anatomy import Anatomy
from palpate.demo.figure import Feet, Motion
from palpate.demo.tracks import STEP_S
from palpate.model.arrays import Floats

STAND_M = (-3.35, 0.10)  # behind the stumps and to their right: x, z

_ANGLES = {
    "pelvis_forward": 1.0, "pelvis_right": 0.0, "pelvis_turn": 0.0,
    "chest_forward": 5.0, "chest_right": 0.0, "chest_turn": -4.0,
    "head_forward": 8.0, "head_right": 0.0, "head_turn": -14.0,
    "right_swing": 12.0, "right_tilt": -12.0, "right_twist": 42.0, "right_elbow": 78.0,
    "right_pronation": 60.0, "right_wrist": 8.0, "right_knuckles": 40.0, "right_fingers": 45.0,
    "left_swing": 8.0, "left_tilt": 12.0, "left_twist": 44.0, "left_elbow": 72.0, "left_pronation": 60.0,
    "left_wrist": 6.0, "left_knuckles": 38.0, "left_fingers": 40.0,
}  # fmt: skip
_SWAY = {"chest_right": 1.1, "chest_forward": 0.7, "head_turn": 3.0, "right_elbow": 2.0, "pelvis_right": 0.5}


def stance(anatomy: Anatomy, *, generator: np.random.Generator) -> Motion:
    """Return the umpire's motion; the sway's phases come from the generator."""
    times = np.arange(-0.4, 2.6, STEP_S)
    angles = {}
    for name, value in _ANGLES.items():
        phase, period = generator.uniform(0.0, 2 * np.pi), generator.uniform(1.4, 2.4)
        wave = np.sin(phase + 2 * np.pi * times / period)
        angles[name] = value + float(generator.normal(0.0, 0.8)) + _SWAY.get(name, 0.3) * wave
    shift = 0.012 * np.sin(2 * np.pi * times / 2.1 + generator.uniform(0.0, 2 * np.pi))
    pelvis = np.stack(
        [STAND_M[0] + 0.3 * shift, np.full(len(times), -anatomy.ground - 0.012), STAND_M[1] + shift], axis=1
    )
    return Motion(anatomy, times, angles, pelvis, _standing(anatomy, times))


def _standing(anatomy: Anatomy, times: Floats) -> Feet:
    zeros = np.zeros((len(times), 2))
    ankles = np.zeros((len(times), 2, 3))
    for column, side in enumerate(("left", "right")):
        ankle = anatomy.pivots[anatomy.index(f"{side}_foot")]
        out = -0.06 if side == "left" else 0.06
        ankles[:, column] = [STAND_M[0] + ankle[0], ankle[1] - anatomy.ground, STAND_M[1] + ankle[2] + out]
    turns = zeros + np.radians([14.0, -14.0])
    return Feet(ankles=ankles, turns=turns, pitches=zeros, toes=zeros)
