"""Bones turned at their joints, and the keypoints on them with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from plate_bones import Bone, Points
from plate_fits import FORWARD, RIGHT, UP, long_axis
from plate_landmarks import FINGERS, Landmarks

_PATELLA_M = (0.0524, -0.0108, 0.00275)
_SYMPHYSIS_M = 0.005
_STRAIGHT = 0.92
_SPREAD_DEG = {"thumb": -12.0, "index": -8.0, "middle": -1.0, "ring": 6.0, "little": 12.0}
_CARPALS = ("scaphoid", "lunate", "triquetrum", "pisiform", "trapezium", "trapezoid", "capitate", "hamate")


@dataclass(frozen=True)
class Body:
    """Bones and landmarks in one pose."""

    bones: dict[str, Bone]
    landmarks: Landmarks

    def turned(self, names: Iterable[str], centre: Points, turn: Points) -> Body:
        """Return the body with some bones, and what is fixed to them, turned about a centre."""
        moving = set(names)
        shift = centre - turn @ centre
        bones = {
            name: bone.moved(turn, shift) if name in moving else bone for name, bone in self.bones.items()
        }
        marks = {
            name: replace(mark, place=turn @ mark.place + shift) if mark.bone in moving else mark
            for name, mark in self.landmarks.items()
        }
        return Body(bones, marks)


def about(axis: Points, degrees: float) -> Points:
    """Return the matrix that turns by an angle about an axis, right-handed."""
    from scipy.spatial.transform import Rotation

    return np.asarray(Rotation.from_rotvec(np.radians(degrees) * axis / np.linalg.norm(axis)).as_matrix())


def settled(bones: dict[str, Bone]) -> dict[str, Bone]:
    """Return the bones with the kneecaps before the femur and the pubic bones a little apart.

    In the assembled skeleton they lie at the origin of their joint; the model shifts them by these
    translations with the knee straight (its patellofemoral splines at zero).
    """
    placed = dict(bones)
    for side, sign in (("left", -1), ("right", 1)):
        name = f"{side}_patella"
        shift = np.array(_PATELLA_M) * [1, 1, sign]
        placed[name] = bones[name].moved(np.eye(3), shift)
        pelvis = f"{side}_pelvis"
        placed[pelvis] = bones[pelvis].moved(np.eye(3), np.array([0, 0, sign * _SYMPHYSIS_M / 2]))
    return placed


def hand_bones(side: str) -> list[str]:
    """Return the names of the bones of a hand."""
    digits = [f"{side}_{finger}_{part}" for finger in FINGERS for part in ("proximal", "medial", "distal")]
    digits.remove(f"{side}_thumb_medial")
    return [f"{side}_{name}" for name in _CARPALS] + [f"{side}_metacarpal{k}" for k in range(1, 6)] + digits


def forearm_bones(side: str) -> list[str]:
    """Return the names of the bones below an elbow."""
    return [f"{side}_radius", f"{side}_ulna", *hand_bones(side)]


def elbow_bent(body: Body, side: str, degrees: float) -> Body:
    """Return the forearm bent about the line through the epicondyles."""
    axis = (
        body.landmarks[f"{side}_lateral_epicondyle"].place - body.landmarks[f"{side}_medial_epicondyle"].place
    )
    axis = axis * np.sign(axis @ RIGHT)
    return body.turned(forearm_bones(side), body.landmarks[f"{side}_elbow"].place, about(axis, degrees))


def arm_raised(body: Body, side: str, degrees: float) -> Body:
    """Return the whole arm raised forwards about the centre of the humeral head."""
    names = [f"{side}_humerus", *forearm_bones(side)]
    return body.turned(names, body.landmarks[f"{side}_shoulder"].place, about(RIGHT, degrees))


def arm_aside(body: Body, side: str, degrees: float) -> Body:
    """Return the whole arm lifted sideways about the centre of the humeral head."""
    names = [f"{side}_humerus", *forearm_bones(side)]
    outwards = degrees if side == "left" else -degrees
    return body.turned(names, body.landmarks[f"{side}_shoulder"].place, about(FORWARD, outwards))


def hand_flat(body: Body, side: str) -> Body:
    """Return the fingers straightened at their joints and spread a little."""
    for k, finger in enumerate(FINGERS[1:], 2):
        chain = [f"{side}_{finger}_{part}" for part in ("proximal", "medial", "distal")]
        before = f"{side}_metacarpal{k}"
        for depth, joint in enumerate(("mcp", "pip", "dip")):
            body = _straightened(body, before, chain[depth:], f"{side}_{finger}_{joint}")
            before = chain[depth]
        outwards = _SPREAD_DEG[finger] * (1 if side == "right" else -1)
        body = body.turned(chain, body.landmarks[f"{side}_{finger}_mcp"].place, about(FORWARD, outwards))
    thumb = [f"{side}_metacarpal1", f"{side}_thumb_proximal", f"{side}_thumb_distal"]
    outwards = _SPREAD_DEG["thumb"] * (1 if side == "right" else -1)
    return body.turned(thumb, body.landmarks[f"{side}_thumb_cmc"].place, about(FORWARD, outwards))


def _straightened(body: Body, before: str, moving: list[str], joint: str) -> Body:
    """Turn what follows a joint until its first bone runs on from the bone before, forwards only."""
    angles = []
    for name in (before, moving[0]):
        axis = long_axis(body.bones[name], -UP)
        angles.append(float(np.degrees(np.arctan2(axis @ FORWARD, -(axis @ UP)))))
    bend = _STRAIGHT * (angles[1] - angles[0])
    return body.turned(moving, body.landmarks[joint].place, about(RIGHT, -bend))
