"""Where the pivots and the 54 keypoints sit in a standing body.

The table is measured on the skeleton model that Pose2Sim publishes (``Pose2Sim/OpenSim_Setup``,
BSD-3-Clause; adapted from the full-body model of Beaucage-Gauvreau et al., bone geometry of the OpenSim
models, Creative Commons Attribution): joint frames of the model for hip, shoulder and ankle, mid-epicondyles
for knee and elbow, mid-styloids for the wrist, heads of the metacarpals and of the talus, hindmost points of
the spinous processes and of the heel bone. Soft-tissue points (nose, tragion, finger and toe tips) are set on
the skin.

Metres in the model's own frame (x forward, y up, z to the right; anatomical position, palms forward), for a
skeleton 1.711 m tall; `SCALE` brings the body with boots to 1.85 m. Only the right side is listed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats

STATURE_M = 1.85
GROUND = -0.962
SCALE = STATURE_M / (0.772 - GROUND)

# segment: (parent, pivot)
_MIDLINE_SEGMENTS: dict[str, tuple[str, tuple[float, float, float]]] = {
    "pelvis": ("", (-0.0707, -0.0661, 0.0)),
    "lumbar": ("pelvis", (-0.0950, 0.0450, 0.0)),
    "lower_chest": ("lumbar", (-0.1050, 0.2050, 0.0)),
    "upper_chest": ("lower_chest", (-0.1350, 0.3000, 0.0)),
    "neck": ("upper_chest", (-0.1200, 0.5000, 0.0)),
    "head": ("neck", (-0.1070, 0.5950, 0.0)),
}
_RIGHT_SEGMENTS: dict[str, tuple[str, tuple[float, float, float]]] = {
    "girdle": ("upper_chest", (-0.0650, 0.4650, 0.0250)),
    "upper_arm": ("right_girdle", (-0.0908, 0.4668, 0.1700)),
    "forearm": ("right_upper_arm", (-0.0842, 0.1870, 0.1658)),
    "hand": ("right_forearm", (-0.0957, -0.0676, 0.2012)),
    "thumb": ("right_hand", (-0.0878, -0.0906, 0.2250)),
    "thumb_end": ("right_thumb", (-0.0790, -0.1180, 0.2440)),
    "index": ("right_hand", (-0.0898, -0.1483, 0.2166)),
    "index_end": ("right_index", (-0.0898, -0.1860, 0.2166)),
    "middle": ("right_hand", (-0.0933, -0.1494, 0.2005)),
    "middle_end": ("right_middle", (-0.0933, -0.1915, 0.2005)),
    "ring": ("right_hand", (-0.0940, -0.1468, 0.1835)),
    "ring_end": ("right_ring", (-0.0940, -0.1870, 0.1835)),
    "little": ("right_hand", (-0.0943, -0.1349, 0.1699)),
    "little_end": ("right_little", (-0.0943, -0.1676, 0.1690)),
    "thigh": ("pelvis", (-0.0707, -0.0661, 0.0835)),
    "shank": ("right_thigh", (-0.0707, -0.4706, 0.0835)),
    "foot": ("right_shank", (-0.0697, -0.8870, 0.0858)),
    "toes": ("right_foot", (0.0470, -0.9320, 0.0900)),
}

# keypoint: (segment, place, kind, width in mm that blur is compared with)
_MIDLINE_KEYPOINTS: dict[str, tuple[str, tuple[float, float, float], str, float]] = {
    "head_vertex": ("head", (-0.1010, 0.7700, 0.0), "surface", 155),
    "nose": ("head", (0.0260, 0.6220, 0.0), "surface", 36),
    "c7": ("neck", (-0.1595, 0.5076, 0.0), "surface", 28),
    "t4": ("upper_chest", (-0.1850, 0.4077, 0.0), "surface", 28),
    "t5": ("upper_chest", (-0.1886, 0.3861, 0.0), "surface", 28),
    "t6": ("upper_chest", (-0.1923, 0.3584, 0.0), "surface", 28),
    "t7": ("upper_chest", (-0.1889, 0.3299, 0.0), "surface", 28),
    "t8": ("upper_chest", (-0.1818, 0.3083, 0.0), "surface", 28),
    "t12": ("lower_chest", (-0.1527, 0.1944, 0.0), "surface", 28),
    "l3": ("lumbar", (-0.1325, 0.1183, 0.0), "surface", 26),
    "l5": ("lumbar", (-0.1266, 0.0736, 0.0), "surface", 26),
    "suprasternal_notch": ("upper_chest", (-0.0640, 0.4740, 0.0), "surface", 45),
}
_RIGHT_KEYPOINTS: dict[str, tuple[str, tuple[float, float, float], str, float]] = {
    "tragion": ("head", (-0.0820, 0.6320, 0.0760), "surface", 63),
    "shoulder": ("upper_arm", (-0.0908, 0.4668, 0.1700), "centre", 110),
    "elbow": ("forearm", (-0.0842, 0.1870, 0.1658), "centre", 70),
    "wrist_proximal": ("hand", (-0.0957, -0.0676, 0.2012), "centre", 58),
    "wrist_mid": ("hand", (-0.0935, -0.0783, 0.2001), "centre", 58),
    "wrist_distal": ("hand", (-0.0976, -0.0932, 0.1998), "centre", 58),
    "index_mcp": ("hand", (-0.0898, -0.1483, 0.2166), "centre", 21),
    "middle_mcp": ("hand", (-0.0933, -0.1494, 0.2005), "centre", 21),
    "little_mcp": ("hand", (-0.0943, -0.1349, 0.1699), "centre", 21),
    "thumb_tip": ("thumb_end", (-0.0730, -0.1680, 0.2480), "surface", 17),
    "index_tip": ("index_end", (-0.0898, -0.2280, 0.2166), "surface", 17),
    "middle_tip": ("middle_end", (-0.0933, -0.2390, 0.2005), "surface", 17),
    "hip": ("thigh", (-0.0707, -0.0661, 0.0835), "centre", 170),
    "knee": ("shank", (-0.0707, -0.4706, 0.0835), "centre", 98),
    "ankle": ("foot", (-0.0697, -0.8870, 0.0858), "centre", 72),
    "talus": ("foot", (-0.0535, -0.8912, 0.0817), "shod", 70),
    "calcaneus": ("foot", (-0.1293, -0.9290, 0.0838), "surface", 65),
    "navicular": ("foot", (-0.0374, -0.9106, 0.0509), "shod", 70),
    "first_mtp": ("toes", (0.0600, -0.9310, 0.0620), "centre", 50),
    "fifth_mtp": ("toes", (0.0315, -0.9329, 0.1186), "centre", 45),
    "hallux_tip": ("toes", (0.1400, -0.9395, 0.0757), "surface", 45),
}
# the order of the skeleton cricket_bowling_54
_ORDER = (
    "head_vertex nose *tragion c7 t4 t5 t6 t7 t8 t12 l3 l5 suprasternal_notch *shoulder *elbow "
    "*wrist_proximal *wrist_mid *wrist_distal *index_mcp *middle_mcp *little_mcp *thumb_tip *index_tip "
    "*middle_tip *hip *knee *ankle *talus *calcaneus *navicular *first_mtp *fifth_mtp *hallux_tip"
)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A body at rest, in metres (after `SCALE`), the mid-hip point at the origin.

    Attributes
    ----------
    segments, parents
        Names of the S segments, a parent always before its children; index of each parent, −1 at the root.
    pivots
        ``(S, 3)`` place of each segment's pivot at rest.
    names
        The K keypoints in skeleton order.
    carriers
        ``(K,)`` index of the segment that carries each keypoint.
    places
        ``(K, 3)`` place of each keypoint at rest.
    kinds
        Per keypoint ``centre`` (inside a joint), ``surface`` (at or just below the skin) or ``shod``
        (a centre that a boot hides: certain at best).
    widths_m
        ``(K,)`` local width that blur is compared with.
    ground
        Height of the sole at rest.
    """

    segments: tuple[str, ...]
    parents: tuple[int, ...]
    pivots: Floats
    names: tuple[str, ...]
    carriers: tuple[int, ...]
    places: Floats
    kinds: tuple[str, ...]
    widths_m: Floats
    ground: float

    def index(self, segment: str) -> int:
        """Return the position of a segment."""
        return self.segments.index(segment)


def at_rest(place: tuple[float, float, float] | Floats) -> Floats:
    """Turn a place of the tables ``(..., 3)`` into metres of the scaled body, mid-hip at the origin."""
    origin = np.array(_MIDLINE_SEGMENTS["pelvis"][1])
    return np.asarray((np.asarray(place, dtype=np.float64) - origin) * SCALE)


def sided(side: str, place: tuple[float, float, float]) -> tuple[float, float, float]:
    """Mirror a right-hand place for the left side."""
    return place if side == "right" else (place[0], place[1], -place[2])


def body() -> Anatomy:
    """Return the standing body with its 54 keypoints."""
    segments = {name: (parent, place) for name, (parent, place) in _MIDLINE_SEGMENTS.items()}
    for side in ("left", "right"):
        for name, (parent, place) in _RIGHT_SEGMENTS.items():
            segments[f"{side}_{name}"] = (parent.replace("right", side), sided(side, place))
    names = list(segments)
    keypoints = _keypoints()
    return Anatomy(
        segments=tuple(names),
        parents=tuple(names.index(parent) if parent else -1 for parent, _ in segments.values()),
        pivots=at_rest(np.array([place for _, place in segments.values()])),
        names=tuple(keypoints),
        carriers=tuple(names.index(row[0]) for row in keypoints.values()),
        places=at_rest(np.array([row[1] for row in keypoints.values()])),
        kinds=tuple(row[2] for row in keypoints.values()),
        widths_m=np.array([row[3] for row in keypoints.values()]) / 1000.0,
        ground=(GROUND - _MIDLINE_SEGMENTS["pelvis"][1][1]) * SCALE,
    )


def _keypoints() -> dict[str, tuple[str, tuple[float, float, float], str, float]]:
    rows = {}
    for word in _ORDER.split():
        if not word.startswith("*"):
            rows[word] = _MIDLINE_KEYPOINTS[word]
            continue
        carrier, place, kind, width = _RIGHT_KEYPOINTS[word[1:]]
        for side in ("left", "right"):
            own = carrier if carrier == "head" else f"{side}_{carrier}"
            rows[f"{side}_{word[1:]}"] = (own, sided(side, place), kind, width)
    return rows
