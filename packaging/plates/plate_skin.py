"""A soft outline of the body around the bones: where the skin is, so that a place is found from outside.

Thicknesses are those of a lean adult, set by eye against the bones; no target is measured on the skin.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from plate_bones import Points
from plate_curves import Curve
from plate_landmarks import FINGERS
from plate_lines import outline
from plate_pixels import View
from plate_poses import Body

# Bone the place moves with; x, y, z of the right side; half width from the front and from the side; metres.
Station = tuple[str, float, float, float, float, float]
ARM: tuple[Station, ...] = (
    ("humerus", -0.090, 0.462, 0.160, 0.044, 0.052),
    ("humerus", -0.088, 0.405, 0.172, 0.046, 0.052),
    ("humerus", -0.084, 0.330, 0.168, 0.043, 0.048),
    ("humerus", -0.082, 0.250, 0.166, 0.042, 0.044),
    ("humerus", -0.084, 0.187, 0.167, 0.043, 0.040),
    ("radius", -0.086, 0.125, 0.177, 0.044, 0.041),
    ("radius", -0.092, 0.040, 0.189, 0.036, 0.033),
    ("radius", -0.096, -0.040, 0.199, 0.029, 0.021),
    ("radius", -0.096, -0.067, 0.201, 0.029, 0.020),
    ("capitate", -0.096, -0.085, 0.201, 0.028, 0.019),
)
LEG: tuple[Station, ...] = (
    ("femur", -0.075, -0.100, 0.090, 0.082, 0.098),
    ("femur", -0.072, -0.150, 0.095, 0.084, 0.093),
    ("femur", -0.064, -0.220, 0.096, 0.078, 0.084),
    ("femur", -0.058, -0.310, 0.092, 0.068, 0.074),
    ("femur", -0.062, -0.400, 0.085, 0.057, 0.062),
    ("femur", -0.066, -0.468, 0.083, 0.051, 0.058),
    ("tibia", -0.070, -0.520, 0.084, 0.049, 0.054),
    ("tibia", -0.080, -0.600, 0.087, 0.055, 0.060),
    ("tibia", -0.080, -0.680, 0.088, 0.049, 0.054),
    ("tibia", -0.076, -0.780, 0.089, 0.039, 0.042),
    ("tibia", -0.073, -0.840, 0.091, 0.041, 0.041),
    ("tibia", -0.073, -0.880, 0.092, 0.045, 0.046),
)
# Height; half width; front and back of the trunk and neck.
TRUNK = (
    (0.640, 0.056, -0.060, -0.186),
    (0.600, 0.056, -0.055, -0.179),
    (0.560, 0.055, -0.058, -0.174),
    (0.535, 0.057, -0.062, -0.172),
    (0.522, 0.076, -0.063, -0.173),
    (0.515, 0.105, -0.064, -0.174),
    (0.506, 0.145, -0.063, -0.177),
    (0.490, 0.170, -0.062, -0.182),
    (0.470, 0.178, -0.055, -0.194),
    (0.440, 0.176, -0.030, -0.206),
    (0.400, 0.166, 0.000, -0.213),
    (0.360, 0.164, 0.020, -0.216),
    (0.320, 0.160, 0.027, -0.212),
    (0.280, 0.154, 0.031, -0.203),
    (0.240, 0.147, 0.033, -0.190),
    (0.200, 0.140, 0.034, -0.176),
    (0.160, 0.137, 0.034, -0.163),
    (0.120, 0.139, 0.034, -0.155),
    (0.080, 0.147, 0.034, -0.156),
    (0.040, 0.157, 0.032, -0.170),
    (0.000, 0.165, 0.026, -0.190),
    (-0.050, 0.172, 0.020, -0.206),
    (-0.090, 0.174, 0.016, -0.208),
    (-0.130, 0.172, 0.012, -0.196),
    (-0.165, 0.168, 0.008, -0.168),
)
_SOFT_M, _SOFT_FINGERS_M = 0.0035, 0.0014
_BEYOND_PX = 160  # so that outlines run off the plate instead of turning at its edge
_STEPS_BETWEEN = 6
_FLESH_M = {"hand": 0.0065, "finger": 0.0058, "foot": 0.007, "toe": 0.006, "head": 0.006}


def skin(body: Body, view: View, sides: Sequence[str], parts: Sequence[str]) -> list[Curve]:
    """Return the outline of the named parts (trunk, head, arm, hand, leg, foot) in a view."""
    wide = view.widened(_BEYOND_PX)
    mask = np.zeros((wide.size[1], wide.size[0]), np.uint8)
    for part in parts:
        if part == "trunk":
            _fill_trunk(mask, wide)
        elif part == "head":
            _fill_head(mask, body, wide)
        for side in sides:
            _fill_limb(mask, body, wide, side, part)
    reach = _SOFT_FINGERS_M if "hand" in parts and "trunk" not in parts else _SOFT_M
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), reach * view.scale)
    width = 0.0025 * view.scale
    return [curve.shifted(-_BEYOND_PX) for curve in outline(soft > 0.5, width=max(width, 3.0))]


def _fill_limb(mask: NDArray[np.uint8], body: Body, view: View, side: str, part: str) -> None:
    if part in ("arm", "leg"):
        _fill_chain(mask, body, view, side, ARM if part == "arm" else LEG)
    elif part == "hand":
        _fill_hand(mask, body, view, side)
    elif part == "foot":
        _fill_foot(mask, body, view, side)


def _fill_chain(mask: NDArray[np.uint8], body: Body, view: View, side: str, chain: Sequence[Station]) -> None:
    sign = -1 if side == "left" else 1
    along_side = abs(view.away[2])  # 1 when seen from the side
    rounds = []
    for bone, x, y, z, front, lateral in chain:
        place = carried(body, f"{side}_{bone}", np.array([x, y, sign * z]))
        radius = (front * (1 - along_side) + lateral * along_side) * view.scale
        rounds.append([*view.project(place)[:2], radius])
    circles = [_circle(row[:2], row[2]) for row in _between(np.array(rounds))]
    for one, two in pairwise(circles):
        _fill(mask, cv2.convexHull(np.concatenate([one, two]).astype(np.float32))[:, 0])


def carried(body: Body, bone: str, place: Points) -> Points:
    """Return where a place of the standing skeleton is after its bone was moved."""
    start, now = _STANDING[bone], body.bones[bone].vertices
    first, second = start - start.mean(0), now - now.mean(0)
    u, _, vt = np.linalg.svd(first.T @ second)
    flip = np.diag([1, 1, np.sign(np.linalg.det(vt.T @ u.T))])
    return np.asarray((vt.T @ flip @ u.T) @ (place - start.mean(0)) + now.mean(0))


_STANDING: dict[str, Points] = {}


def remember_standing(body: Body) -> None:
    """Note the standing pose that the stations above are given in."""
    _STANDING.update({name: bone.vertices for name, bone in body.bones.items()})


def _between(rows: Points) -> Points:
    """Return rows with steps put in between, so that outlines bend instead of having corners."""
    from scipy.interpolate import PchipInterpolator

    at = np.arange(len(rows))
    fine = np.linspace(0, len(rows) - 1, _STEPS_BETWEEN * (len(rows) - 1) + 1)
    return np.asarray(PchipInterpolator(at, rows)(fine))


def _circle(centre: Points, radius: float) -> Points:
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return np.asarray(centre + radius * np.c_[np.cos(turn), np.sin(turn)])


def _fill(mask: NDArray[np.uint8], polygon: NDArray[Any]) -> None:
    cv2.fillPoly(mask, [np.rint((polygon - 0.5) * 16).astype(np.int32)], 1, cv2.LINE_8, 4)


def _fill_trunk(mask: NDArray[np.uint8], view: View) -> None:
    rows = _between(np.array(TRUNK))
    middle = np.zeros(len(rows))
    if abs(view.away[2]) > 0.5:
        left, right = np.c_[rows[:, 2], rows[:, 0], middle], np.c_[rows[:, 3], rows[:, 0], middle]
    else:
        left, right = np.c_[middle, rows[:, 0], rows[:, 1]], np.c_[middle, rows[:, 0], -rows[:, 1]]
    _fill(mask, view.project(np.concatenate([left, right[::-1]]))[:, :2])


def _hull(mask: NDArray[np.uint8], view: View, places: Points, flesh_m: float) -> None:
    """Fill the convex shape around places, thickened."""
    spots = view.project(places)[:, :2].astype(np.float32)
    hull = cv2.convexHull(spots)[:, 0]
    rounds = np.concatenate([_circle(spot, flesh_m * view.scale) for spot in hull])
    _fill(mask, cv2.convexHull(rounds.astype(np.float32))[:, 0])


def _fill_hand(mask: NDArray[np.uint8], body: Body, view: View, side: str) -> None:
    def of(*names: str) -> Points:
        return np.concatenate([body.bones[f"{side}_{name}"].vertices for name in names])

    flesh, finger_flesh = _FLESH_M["hand"], _FLESH_M["finger"]
    first = np.concatenate([_near_part(of(f"{finger}_proximal"), 0.32) for finger in FINGERS[1:]])
    palm = of("metacarpal2", "metacarpal3", "metacarpal4", "metacarpal5", "hamate", "capitate", "trapezoid")
    _hull(mask, view, np.concatenate([palm, first]), flesh)
    _hull(mask, view, of("scaphoid", "lunate", "triquetrum", "pisiform", "hamate", "trapezium"), flesh * 0.7)
    _hull(
        mask,
        view,
        np.concatenate([of("metacarpal1", "trapezium"), _near_part(of("metacarpal2"), 0.6)]),
        flesh,
    )
    for finger in FINGERS:
        parts = [part for part in ("proximal", "medial", "distal") if f"{side}_{finger}_{part}" in body.bones]
        bones = [of(f"{finger}_{part}") for part in parts]
        for one, two in pairwise(bones):
            _hull(mask, view, np.concatenate([one, _near_part(two, 0.25)]), finger_flesh)
        tip = body.landmarks[f"{side}_{finger}_tip"].place
        core = np.vstack([bones[-1].mean(0), _near_part(bones[-1], 0.3).mean(0), tip])
        _hull(mask, view, bones[-1], 0.0035)
        _capsule(mask, view, core[1], tip, 0.0075)
    _hull(mask, view, np.concatenate([of("thumb_proximal"), _far_part(of("metacarpal1"), 0.3)]), flesh)


def _capsule(mask: NDArray[np.uint8], view: View, start: Points, end: Points, radius_m: float) -> None:
    """Fill from a place to a tip with a round end that stops at the tip."""
    way = end - start
    stop = end - way / np.linalg.norm(way) * radius_m
    rounds = [_circle(view.project(place)[:2], radius_m * view.scale) for place in (start, stop)]
    _fill(mask, cv2.convexHull(np.concatenate(rounds).astype(np.float32))[:, 0])


def _near_part(places: Points, share: float) -> Points:
    cut = places[:, 1].max() - share * np.ptp(places[:, 1])
    return np.asarray(places[places[:, 1] >= cut])


def _far_part(places: Points, share: float) -> Points:
    cut = places[:, 1].min() + share * np.ptp(places[:, 1])
    return np.asarray(places[places[:, 1] <= cut])


def _fill_foot(mask: NDArray[np.uint8], body: Body, view: View, side: str) -> None:
    names = [name for name in body.bones if name.startswith(side)]
    back = [f"{side}_{name}" for name in ("calcaneus", "talus", "cuboid", "navicular", "cuneiform_medial")]
    fore = [name for name in names if "metatarsal" in name or "cuneiform" in name] + back[2:4]
    parts = (
        [back]
        + [[one, two] for one in fore for two in fore if one < two and _meet(one, two)]
        + [[n] for n in fore]
    )
    for group in parts:
        _hull(mask, view, np.concatenate([body.bones[name].vertices for name in group]), _FLESH_M["foot"])
    for toe in ("hallux", "toe2", "toe3", "toe4", "toe5"):
        chain = sorted(name for name in names if f"_{toe}_" in name)
        ray = 1 if toe == "hallux" else int(toe[-1])
        places = np.concatenate([body.bones[name].vertices for name in chain])
        ball = body.bones[f"{side}_metatarsal{ray}"].vertices
        head = ball[ball[:, 0] > ball[:, 0].max() - 0.015]
        _hull(mask, view, np.concatenate([places, head]), _FLESH_M["toe"])
    _fill_sole(mask, body, view, side)


def _meet(one: str, two: str) -> bool:
    return one[-1].isdigit() and two[-1].isdigit() and abs(int(one[-1]) - int(two[-1])) == 1


def _fill_sole(mask: NDArray[np.uint8], body: Body, view: View, side: str) -> None:
    """Fill the pads under heel and ball where they are seen from the side."""
    if abs(view.away[2]) < 0.5:
        return
    heel = body.bones[f"{side}_calcaneus"].vertices
    low = heel[heel[:, 1] < heel[:, 1].min() + 0.012]
    _hull(mask, view, np.concatenate([low, low - [0, 0.001, 0]]), 0.008)


def _fill_head(mask: NDArray[np.uint8], body: Body, view: View) -> None:
    flesh = _FLESH_M["head"]
    skull, jaw = body.bones["skull"].vertices, body.bones["jaw"].vertices
    _hull(mask, view, skull[skull[:, 1] > 0.645], flesh)
    _hull(mask, view, skull[skull[:, 1] > 0.605], flesh)
    if abs(view.away[2]) < 0.5:
        _hull(mask, view, np.concatenate([jaw, skull[(skull[:, 1] > 0.60) & (skull[:, 0] > -0.08)]]), flesh)
        return
    _hull(mask, view, jaw[jaw[:, 0] < -0.02], flesh)
    face = np.array([(x, y, 0.0) for x, y in _profile(body)])
    _fill(mask, view.project(face)[:, :2])


def _profile(body: Body) -> list[tuple[float, float]]:
    """Return the face seen from the right, x and y in metres, from the forehead to the throat and back."""
    nose = body.landmarks["nose"].place
    bridge = [(-0.003, 0.715), (0.004, 0.700), (0.0085, 0.689), (0.0085, 0.679), (0.0145, 0.656)]
    tip = [(nose[0] - 0.0045, nose[1] + 0.012), (nose[0], nose[1]), (nose[0] - 0.005, nose[1] - 0.0085)]
    lips = [
        (0.0150, 0.606),
        (0.0185, 0.597),
        (0.0205, 0.591),
        (0.0150, 0.584),
        (0.0185, 0.577),
        (0.0175, 0.573),
    ]
    chin = [
        (0.0115, 0.566),
        (0.0130, 0.553),
        (0.0100, 0.541),
        (0.0020, 0.533),
        (-0.0150, 0.534),
        (-0.0500, 0.550),
    ]
    return [*bridge, *tip, *lips, *chin, (-0.09, 0.575), (-0.09, 0.715)]
