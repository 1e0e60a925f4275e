"""Where on which plate each keypoint lies: the projection of its place on the bones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plate_bones import Points
from plate_drawing import Drawn
from plate_landmarks import FINGERS

_SPINE = dict.fromkeys(
    ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5"), ("spine_posterior", "spine_lateral")
)
_HEAD = dict.fromkeys(("head_vertex", "nose", "tragion"), ("head_lateral", "head_anterior"))
_ARM = {"shoulder": ("shoulder_anterior", "shoulder_posterior"), "elbow": ("elbow_anterior", "elbow_lateral")}
_WRIST = {f"wrist_{part}": ("hand_dorsal", "hand_radial") for part in ("proximal", "mid", "distal")}
_KNUCKLES = {f"{finger}_mcp": ("hand_dorsal", "hand_radial") for finger in ("index", "middle", "little")}
_TIPS = {f"{finger}_tip": ("hand_palmar", "hand_dorsal") for finger in ("thumb", "index", "middle")}
_LEG = {"hip": ("pelvis_anterior", "hip_lateral"), "knee": ("knee_anterior", "knee_lateral")}
FEET = {
    "ankle": ("ankle_anterior", "foot_lateral"),
    "talus": ("foot_medial", "foot_dorsal"),
    "calcaneus": ("foot_lateral", "foot_medial"),
    "navicular": ("foot_medial", "foot_dorsal"),
    "first_mtp": ("foot_medial", "foot_dorsal"),
    "fifth_mtp": ("foot_lateral", "foot_dorsal"),
    "hallux_tip": ("foot_medial", "foot_dorsal"),
    "little_toe_tip": ("foot_lateral", "foot_dorsal"),
}
_FOOT = {name: plates for name, plates in FEET.items() if name != "little_toe_tip"}
_PAIRED = {"tragion": _HEAD["tragion"], **_ARM, **_WRIST, **_KNUCKLES, **_TIPS, **_LEG, **_FOOT}
# Side of the square shown around a target, metres.
_ZOOM_M = {
    "spine": 0.17,
    "head": 0.13,
    "thorax": 0.16,
    "shoulder": 0.14,
    "elbow": 0.13,
    "hand": 0.085,
    "pelvis": 0.19,
    "hip": 0.19,
    "knee": 0.15,
    "ankle": 0.12,
    "foot": 0.11,
    "body": 0.42,
}

Points2 = tuple[float, float]


@dataclass(frozen=True)
class Target:
    """A keypoint on a plate.

    Attributes
    ----------
    mirrored
        Whether the plate is shown flipped left to right; the places are those of the flipped picture.
    at
        Fractions of the plate's width and height.
    zoom
        Left, top, width, height of the surroundings, as fractions.
    neighbours
        Other keypoints within the surroundings.
    """

    plate: str
    mirrored: bool
    at: Points2
    zoom: tuple[float, float, float, float]
    neighbours: Mapping[str, Points2]


Wanted = dict[str, tuple[str, tuple[str, ...]]]


def cricket_bowling() -> Wanted:
    """Return landmark and plates of each keypoint of cricket_bowling_54."""
    wanted: Wanted = {name: (name, plates) for name, plates in (_HEAD | _SPINE).items() if name != "tragion"}
    wanted["suprasternal_notch"] = ("suprasternal_notch", ("thorax_anterior", "body_anterior"))
    for name, plates in _PAIRED.items():
        wanted |= {f"{side}_{name}": (f"{side}_{name}", plates) for side in ("left", "right")}
    return wanted


def coco() -> Wanted:
    """Return landmark and plates of each keypoint of coco_17: the body first, then the part."""
    wanted: Wanted = {"nose": ("nose", ("head_anterior", "body_anterior"))}
    faces = {"eye": "eye", "ear": "tragion"}
    parts = {
        "shoulder": "shoulder",
        "elbow": "elbow",
        "wrist": "wrist_proximal",
        "hip": "hip",
        "knee": "knee",
        "ankle": "ankle",
    }
    for side in ("left", "right"):
        for name, landmark in faces.items():
            plates = (
                ("head_anterior", "head_lateral") if name == "ear" else ("head_anterior", "body_anterior")
            )
            wanted[f"{side}_{name}"] = (f"{side}_{landmark}", plates)
        for name, landmark in parts.items():
            wanted[f"{side}_{name}"] = (f"{side}_{landmark}", ("body_anterior", _PAIRED[landmark][0]))
    return wanted


def hand() -> Wanted:
    """Return landmark and plates of each keypoint of hand_21, on a right hand."""
    plates = ("hand_palmar", "hand_dorsal")
    wanted: Wanted = {"wrist": ("right_wrist_proximal", plates)}
    names = ("thumb", "forefinger", "middle_finger", "ring_finger", "pinky_finger")
    for name, finger in zip(names, FINGERS, strict=True):
        joints = ("cmc", "mcp", "ip", "tip") if finger == "thumb" else ("mcp", "pip", "dip", "tip")
        wanted |= {f"{name}{k}": (f"right_{finger}_{joint}", plates) for k, joint in enumerate(joints, 1)}
    return wanted


def targets_of(wanted: Wanted, plates: Mapping[str, Drawn]) -> dict[str, list[Target]]:
    """Return one or two targets of each keypoint."""
    places = {
        (keypoint, name): _place(plates[name], landmark)
        for keypoint, (landmark, names) in wanted.items()
        for name in names
    }
    return {
        keypoint: [_target(keypoint, plates[name], places, wanted) for name in names]
        for keypoint, (_, names) in wanted.items()
    }


def mirrored(plate: Drawn, landmark: str) -> bool:
    """Tell whether a plate has to be flipped to show a landmark: a left one on a plate of the right side."""
    return landmark.startswith("left_") and plate.plate.shows_right_only


def _place(drawn: Drawn, landmark: str) -> Points2:
    """Return fractions of the plate as it is shown: flipped, what is seen are the right bones reflected."""
    if mirrored(drawn, landmark):
        x, y = _fraction(drawn, drawn.body.landmarks[landmark.replace("left_", "right_")].place)
        return 1 - x, y
    return _fraction(drawn, drawn.body.landmarks[landmark].place)


def _fraction(drawn: Drawn, place: Points) -> Points2:
    x, y, _ = drawn.view.project(place)
    return float(x) / drawn.view.size[0], float(y) / drawn.view.size[1]


def _target(keypoint: str, drawn: Drawn, places: dict[tuple[str, str], Points2], wanted: Wanted) -> Target:
    name = drawn.plate.name
    at, flip = places[keypoint, name], mirrored(drawn, wanted[keypoint][0])
    zoom = _zoom(drawn, at)
    near = {
        other: spot
        for (other, plate), spot in places.items()
        if plate == name
        and other != keypoint
        and _inside(spot, zoom)
        and _same_side(drawn, wanted, keypoint, other)
    }
    return Target(name, flip, at, zoom, near)


def _same_side(drawn: Drawn, wanted: Wanted, one: str, two: str) -> bool:
    return not drawn.plate.shows_right_only or mirrored(drawn, wanted[one][0]) == mirrored(
        drawn, wanted[two][0]
    )


def _inside(spot: Points2, zoom: tuple[float, float, float, float]) -> bool:
    left, top, width, height = zoom
    return left <= spot[0] <= left + width and top <= spot[1] <= top + height


def _zoom(drawn: Drawn, at: Points2) -> tuple[float, float, float, float]:
    """Return the square around a target, pushed inside the plate."""
    side = _ZOOM_M[drawn.plate.name.split("_")[0]] * drawn.view.scale
    spans = [min(side / size, 1.0) for size in drawn.view.size]
    starts = [min(max(centre - span / 2, 0), 1 - span) for centre, span in zip(at, spans, strict=True)]
    return starts[0], starts[1], spans[0], spans[1]
