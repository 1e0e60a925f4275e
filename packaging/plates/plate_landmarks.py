"""Every keypoint fixed once in three dimensions on the bones, each side measured on its own bones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import plate_fits as fit
from plate_bones import Bone, Points
from plate_fits import FORWARD, RIGHT, UP
from plate_pixels import View, see

FINGERS = ("thumb", "index", "middle", "ring", "little")
_PULP_M = {"thumb": 0.0045, "index": 0.004, "middle": 0.004, "ring": 0.004, "little": 0.0035}
_HALLUX_PULP_M, _LITTLE_TOE_PULP_M = 0.006, 0.005
_TRAGUS_BEHIND_CONDYLE_M = 0.013
_NOSE_FORWARD_M, _NOSE_ABOVE_M = 0.021, 0.006


@dataclass(frozen=True)
class Landmark:
    """A place on, in or over a bone.

    Attributes
    ----------
    kind
        ``surface`` (on the bone), ``centre`` (inside a bone or a joint) or ``skin`` (soft tissue over it).
    place
        (3,), metres in the frame of the skeleton.
    reason
        What was measured.
    """

    bone: str
    kind: str
    place: Points
    reason: str


Landmarks = dict[str, Landmark]


def find_landmarks(bones: dict[str, Bone]) -> Landmarks:
    """Return every landmark by name."""
    found = _head(bones) | _eyes(bones["skull"]) | _spine(bones) | _trunk(bones)
    for side, lateral in (("left", -RIGHT), ("right", RIGHT)):
        near = {name.removeprefix(f"{side}_"): bone for name, bone in bones.items() if name.startswith(side)}
        of_side = _arm(near, lateral) | _hand(near) | _leg(near, lateral) | _foot(near, lateral)
        of_side |= _ear(bones["jaw"], lateral)
        found |= {f"{side}_{name}": _sided(mark, side) for name, mark in of_side.items()}
    return found | _middles(found)


def write_landmarks(landmarks: Landmarks, path: Path) -> None:
    """Write the table that ships."""
    lines = ["landmark,bone,kind,x_m,y_m,z_m,reason"]
    for name, mark in landmarks.items():
        place = ",".join(f"{value:.5f}" for value in mark.place)
        lines.append(f'{name},{mark.bone},{mark.kind},{place},"{mark.reason}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sided(mark: Landmark, side: str) -> Landmark:
    alone = {"skull", "jaw", "sternum", "sacrum"}
    bone = mark.bone if mark.bone in alone else f"{side}_{mark.bone}"
    return Landmark(bone, mark.kind, mark.place, mark.reason)


def _head(bones: dict[str, Bone]) -> Landmarks:
    skull = fit.surface(bones["skull"])
    midline = skull[np.abs(skull[:, 2]) < 0.004]
    # The anterior nasal spine is the foremost midline bone between nasal aperture and teeth.
    spine = fit.extreme(bones["skull"], FORWARD, within=_between(midline, 0.605, 0.622), band=0.001)
    tip = spine * [1, 1, 0] + _NOSE_FORWARD_M * FORWARD + _NOSE_ABOVE_M * UP
    return {
        "head_vertex": Landmark(
            "skull",
            "surface",
            fit.extreme(bones["skull"], UP, within=midline) * [1, 1, 0],
            "highest point of the skull in the mid-sagittal plane, head level",
        ),
        "nose": Landmark(
            "skull",
            "skin",
            tip,
            "pronasale: over the anterior nasal spine, 21 mm forward and 6 mm up (soft tissue)",
        ),
    }


def _eyes(skull: Bone) -> Landmarks:
    """Find the middle of each orbit's opening: the hollows left when the face is levelled from the front."""
    view = View(-RIGHT, -UP, -FORWARD, np.array([-0.08, -0.77]), (320, 400), 2000.0)
    sight = see([skull], view)
    depth = np.where(sight.bone > 0, sight.depth, 0.1).astype(np.float32)
    level = cv2.morphologyEx(depth, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (101, 101)))
    hollow = (depth - level > 0.010).astype(np.uint8)
    found: Landmarks = {}
    _, _, boxes, centres = cv2.connectedComponentsWithStats(hollow)
    for side, sign in (("right", -1), ("left", 1)):
        flat = centres / view.scale + view.origin
        likely = (
            (boxes[:, 4] > 1500)
            & (sign * flat[:, 0] > 0.015)
            & (sign * flat[:, 0] < 0.045)
            & (flat[:, 1] < -0.62)
        )
        k = int(np.flatnonzero(likely)[boxes[likely, 4].argmax()])
        column, row = (int(value) for value in centres[k])
        place = np.array([-float(level[row, column]), -flat[k, 1], -flat[k, 0]])
        reason = (
            "middle of the opening of the orbit, level with its rim: the pupil of an eye that looks ahead"
        )
        found[f"{side}_eye"] = Landmark("skull", "skin", place, reason)
    return found


def _between(places: Points, low: float, high: float) -> Points:
    return np.asarray(places[(places[:, 1] > low) & (places[:, 1] < high)])


def _ear(jaw: Bone, lateral: Points) -> Landmarks:
    places = fit.surface(jaw)
    own = places[places @ lateral > 0]
    top = own[own[:, 0] < own[:, 0].min() + 0.018]
    condyle = fit.extreme(jaw, UP, within=top[top[:, 1] > top[:, 1].max() - 0.012])
    pole = fit.extreme(jaw, lateral, within=top[top[:, 1] > condyle[1] - 0.010])
    place = np.array([condyle[0] - _TRAGUS_BEHIND_CONDYLE_M, condyle[1], pole[2]]) + 0.006 * lateral
    reason = "level with the top of the mandibular condyle and 13 mm behind it, over the root of the zygoma"
    return {"tragion": Landmark("skull", "skin", place, reason)}


def _spine(bones: dict[str, Bone]) -> Landmarks:
    found: Landmarks = {}
    for level in ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5"):
        places = fit.surface(bones[level])
        process = places[np.abs(places[:, 2]) < 0.008]
        tip = fit.extreme(bones[level], -FORWARD, within=process, band=0.001) * [1, 1, 0]
        reason = f"tip of the spinous process of {level.upper()}: rearmost point in the mid-sagittal plane"
        found[level] = Landmark(level, "surface", tip, reason)
    return found


def _trunk(bones: dict[str, Bone]) -> Landmarks:
    places = fit.surface(bones["sternum"])
    narrow = places[np.abs(places[:, 2]) < 0.003]
    notch = fit.extreme(bones["sternum"], UP, within=narrow, band=0.0008) * [1, 1, 0]
    reason = "deepest point of the upper edge of the manubrium, in the mid-sagittal plane"
    return {"suprasternal_notch": Landmark("sternum", "surface", notch, reason)}


def _arm(near: dict[str, Bone], lateral: Points) -> Landmarks:
    humerus = near["humerus"]
    top = fit.end(humerus, UP, 0.040)
    medial = fit.extreme(humerus, -lateral, within=top)
    centre, radius = fit.ball(humerus, medial + 0.022 * lateral, radius=0.023)
    foot = fit.end(humerus, -UP, 0.040)
    outer, inner = (fit.extreme(humerus, way, within=foot) for way in (lateral, -lateral))
    radial = fit.extreme(near["radius"], -UP)
    ulnar = fit.extreme(near["ulna"], -UP)
    return {
        "shoulder": Landmark(
            "humerus", "centre", centre, f"sphere of {radius * 1000:.1f} mm through the humeral head"
        ),
        "lateral_epicondyle": Landmark(
            "humerus", "surface", outer, "outermost point of the lower 40 mm of the humerus"
        ),
        "medial_epicondyle": Landmark(
            "humerus", "surface", inner, "innermost point of the lower 40 mm of the humerus"
        ),
        "elbow": Landmark("humerus", "centre", (outer + inner) / 2, "midpoint of the humeral epicondyles"),
        "radial_styloid": Landmark("radius", "surface", radial, "lowest point of the radius"),
        "ulnar_styloid": Landmark("ulna", "surface", ulnar, "lowest point of the ulna"),
        "wrist_proximal": Landmark(
            "radius", "centre", (radial + ulnar) / 2, "midpoint of the tips of the styloids"
        ),
    }


def _hand(near: dict[str, Bone]) -> Landmarks:
    capitate = near["capitate"]
    axis = fit.long_axis(capitate, UP)
    base = fit.facing(near["metacarpal3"], capitate)
    cmc = fit.facing(near["metacarpal1"], near["trapezium"])
    found = {
        "wrist_mid": Landmark(
            "capitate", "centre", fit.head(capitate, axis, share=0.5), "centre of the head of the capitate"
        ),
        "wrist_distal": Landmark(
            "metacarpal3", "centre", base, "middle of the joint between capitate and third metacarpal"
        ),
        "thumb_cmc": Landmark(
            "metacarpal1", "centre", cmc, "middle of the joint between trapezium and first metacarpal"
        ),
    }
    for k, finger in enumerate(FINGERS, 1):
        found |= _finger(near, finger, f"metacarpal{k}")
    return found


def _finger(near: dict[str, Bone], finger: str, metacarpal: str) -> Landmarks:
    chain = [metacarpal, f"{finger}_proximal", f"{finger}_medial", f"{finger}_distal"]
    chain = [name for name in chain if name in near]
    joints = ("mcp", "ip") if finger == "thumb" else ("mcp", "pip", "dip")
    found: Landmarks = {}
    for joint, name in zip(joints, chain, strict=False):
        down = fit.long_axis(near[name], -UP)
        reason = f"centre of the head of the {name.replace('_', ' ')} bone"
        found[f"{finger}_{joint}"] = Landmark(name, "centre", fit.head(near[name], down, share=0.25), reason)
    last = near[chain[-1]]
    axis = fit.long_axis(last, -UP)
    pulp = _PULP_M[finger]
    reason = f"end of the distal phalanx along its axis and {pulp * 1000:.1f} mm of pulp"
    tip = fit.extreme(last, axis) + pulp * axis
    found[f"{finger}_tip"] = Landmark(chain[-1], "skin", tip, reason)
    return found


def _leg(near: dict[str, Bone], lateral: Points) -> Landmarks:
    femur = near["femur"]
    top = fit.end(femur, UP, 0.045)
    medial = fit.extreme(femur, -lateral, within=top)
    centre, radius = fit.ball(femur, medial + 0.022 * lateral, radius=0.023)
    foot = fit.end(femur, -UP, 0.060)
    outer, inner = (fit.extreme(femur, way, within=foot) for way in (lateral, -lateral))
    tibia = fit.end(near["tibia"], -UP, 0.025)
    inside = tibia[tibia @ lateral < np.median(tibia @ lateral)]
    medial_tip = fit.extreme(near["tibia"], -UP, within=inside)
    lateral_tip = fit.extreme(near["fibula"], -UP)
    return {
        "hip": Landmark(
            "femur", "centre", centre, f"sphere of {radius * 1000:.1f} mm through the femoral head"
        ),
        "lateral_femoral_epicondyle": Landmark(
            "femur", "surface", outer, "outermost point of the lower 60 mm of the femur"
        ),
        "medial_femoral_epicondyle": Landmark(
            "femur", "surface", inner, "innermost point of the lower 60 mm of the femur"
        ),
        "knee": Landmark("femur", "centre", (outer + inner) / 2, "midpoint of the femoral epicondyles"),
        "medial_malleolus": Landmark("tibia", "surface", medial_tip, "lowest point of the medial malleolus"),
        "lateral_malleolus": Landmark("fibula", "surface", lateral_tip, "lowest point of the fibula"),
        "ankle": Landmark(
            "talus", "centre", (medial_tip + lateral_tip) / 2, "midpoint of the tips of the malleoli"
        ),
    }


def _foot(near: dict[str, Bone], lateral: Points) -> Landmarks:
    talus = near["talus"]
    front = fit.extreme(talus, FORWARD, band=0.002)
    head, radius = fit.ball(talus, front - 0.011 * FORWARD, radius=0.011)
    navicular = near["navicular"]
    tuberosity = fit.extreme(navicular, _slanted(-lateral, -UP))
    found = {
        "talus": Landmark(
            "talus", "centre", head, f"sphere of {radius * 1000:.1f} mm through the head of the talus"
        ),
        "calcaneus": Landmark(
            "calcaneus",
            "surface",
            fit.extreme(near["calcaneus"], -FORWARD),
            "rearmost point of the calcaneal tuberosity",
        ),
        "navicular": Landmark(
            "navicular",
            "surface",
            tuberosity,
            "innermost point of the navicular tuberosity, 30 degrees downwards",
        ),
    }
    for name, bone in (("first_mtp", "metatarsal1"), ("fifth_mtp", "metatarsal5")):
        axis = fit.long_axis(near[bone], FORWARD)
        place = fit.head(near[bone], axis, share=0.2)
        found[name] = Landmark(bone, "centre", place, f"centre of the head of the {bone} bone")
    last = near["hallux_distal"]
    axis = fit.long_axis(last, FORWARD)
    tip = fit.extreme(last, axis) + _HALLUX_PULP_M * axis
    reason = "end of the distal phalanx along its axis and 6 mm of pulp"
    found["hallux_tip"] = Landmark("hallux_distal", "skin", tip, reason)
    return found | {"little_toe_tip": _little_toe(near["toe5_distal"])}


def _little_toe(last: Bone) -> Landmark:
    axis = fit.long_axis(last, FORWARD)
    tip = fit.extreme(last, axis) + _LITTLE_TOE_PULP_M * axis
    return Landmark("toe5_distal", "skin", tip, "end of the distal phalanx along its axis and 5 mm of pulp")


def _middles(found: Landmarks) -> Landmarks:
    """Return the middles of pairs that layouts without anatomy ask for."""
    wanted = (("neck_middle", "shoulder", "sternum", "humeral"), ("hip_middle", "hip", "sacrum", "femoral"))
    return {
        name: Landmark(
            bone,
            "centre",
            (found[f"left_{joint}"].place + found[f"right_{joint}"].place) / 2,
            f"midpoint of the centres of both {heads} heads",
        )
        for name, joint, bone, heads in wanted
    }


def _slanted(main: Points, second: Points) -> Points:
    return np.asarray(main * np.cos(np.pi / 6) + second * np.sin(np.pi / 6))
