"""Every plate of bones."""

from __future__ import annotations

from plate_poses import Body, arm_aside, arm_raised, elbow_bent, hand_flat
from plate_table import BOTH, VERTEBRAE, Plate

_FOOT = ("talus", "calcaneus", "navicular", "cuboid", "cuneiform", "metatarsal", "toe", "hallux")
_SHIN = ("tibia", "fibula")
_SPINE = tuple(VERTEBRAE)
_TRUNK = (*_SPINE, "sacrum", "pelvis", "rib", "sternum", "scapula", "clavicle", "skull", "jaw")
_ARM = ("humerus", "radius", "ulna", "HAND")
_LEG = ("femur", "patella", *_SHIN, *_FOOT)
_WHOLE = ("trunk", "head", "arm", "hand", "leg", "foot")


def _walking(body: Body) -> Body:
    return elbow_bent(arm_raised(hand_flat(body, "right"), "right", 42), "right", 25)


def _bent(body: Body) -> Body:
    return elbow_bent(body, "right", 90)


def _flat(body: Body) -> Body:
    return hand_flat(body, "right")


def _standing(body: Body) -> Body:
    for side in BOTH:
        body = arm_aside(hand_flat(body, side), side, 9)
    return body


PLATES = (
    Plate(
        "spine_posterior",
        "Spine from behind",
        "posterior",
        (*_SPINE, "sacrum"),
        ("rib", "scapula", "pelvis", "skull", "jaw"),
        BOTH,
        ("trunk", "head"),
        (-0.135, 0.665),
        (-0.215, 0.215),
        numbers="beside",
        pixels=2200,
        weight=0.75,
    ),
    Plate(
        "spine_lateral",
        "Spine from the right",
        "lateral",
        (*_SPINE, "sacrum"),
        ("rib", "pelvis", "skull", "jaw"),
        ("left",),
        ("trunk", "head"),
        (-0.135, 0.665),
        (-0.245, 0.085),
        numbers="on",
        pixels=2200,
        weight=0.75,
    ),
    Plate(
        "body_anterior",
        "Body from the front",
        "anterior",
        (*_TRUNK, *_ARM, *_LEG),
        (),
        BOTH,
        _WHOLE,
        pose=_standing,
        pixels=2600,
        margin=0.02,
        weight=0.55,
    ),
    Plate(
        "body_posterior",
        "Body from behind",
        "posterior",
        (*_TRUNK, *_ARM, *_LEG),
        (),
        BOTH,
        _WHOLE,
        pose=_standing,
        pixels=2600,
        margin=0.02,
        weight=0.55,
    ),
    Plate(
        "body_lateral",
        "Body from the right, arm forwards",
        "lateral",
        (*_TRUNK, *_ARM, *_LEG),
        (),
        ("right",),
        _WHOLE,
        pose=_walking,
        pixels=2600,
        margin=0.035,
        weight=0.55,
    ),
    Plate(
        "head_anterior",
        "Head from the front",
        "anterior",
        ("skull", "jaw"),
        ("c",),
        BOTH,
        ("head", "trunk"),
        (0.528, 0.79),
        (-0.11, 0.11),
    ),
    Plate(
        "head_lateral",
        "Head from the right",
        "lateral",
        ("skull", "jaw"),
        ("c",),
        (),
        ("head", "trunk"),
        (0.528, 0.79),
        (-0.205, 0.05),
    ),
    Plate(
        "thorax_anterior",
        "Chest and shoulders from the front",
        "anterior",
        ("sternum", "clavicle", "scapula", "humerus"),
        ("rib", *_SPINE),
        BOTH,
        ("trunk", "arm", "head"),
        (0.235, 0.555),
        (-0.235, 0.235),
    ),
    Plate(
        "shoulder_anterior",
        "Right shoulder from the front",
        "anterior",
        ("clavicle", "scapula", "humerus"),
        ("rib", "sternum"),
        ("right",),
        ("trunk", "arm"),
        (0.29, 0.535),
        (0.02, 0.235),
    ),
    Plate(
        "shoulder_posterior",
        "Right shoulder from behind",
        "posterior",
        ("clavicle", "scapula", "humerus"),
        ("rib", "t"),
        ("right",),
        ("trunk", "arm"),
        (0.29, 0.535),
        (0.02, 0.235),
    ),
    Plate(
        "elbow_anterior",
        "Right elbow from the front",
        "anterior",
        ("humerus", "radius", "ulna"),
        (),
        ("right",),
        ("arm",),
        (0.09, 0.29),
        (0.09, 0.25),
    ),
    Plate(
        "elbow_lateral",
        "Right elbow from the side, bent",
        "lateral",
        ("humerus", "radius", "ulna"),
        (),
        ("right",),
        ("arm",),
        (0.125, 0.315),
        (-0.16, 0.05),
        pose=_bent,
    ),
    Plate(
        "hand_palmar",
        "Right hand, palm",
        "anterior",
        ("radius", "ulna", "HAND"),
        (),
        ("right",),
        ("arm", "hand"),
        (-0.250, -0.012),
        pose=_flat,
        pixels=1800,
    ),
    Plate(
        "hand_dorsal",
        "Right hand, back",
        "posterior",
        ("radius", "ulna", "HAND"),
        (),
        ("right",),
        ("arm", "hand"),
        (-0.250, -0.012),
        pose=_flat,
        pixels=1800,
    ),
    Plate(
        "hand_radial",
        "Right hand from the thumb side",
        "lateral",
        ("radius", "ulna", "HAND"),
        (),
        ("right",),
        ("arm", "hand"),
        (-0.250, -0.012),
        pose=_flat,
        pixels=1800,
    ),
    Plate(
        "pelvis_anterior",
        "Pelvis and hips from the front",
        "anterior",
        ("pelvis", "sacrum", "femur"),
        ("l",),
        BOTH,
        ("trunk", "leg"),
        (-0.27, 0.125),
        (-0.205, 0.205),
    ),
    Plate(
        "hip_lateral",
        "Right hip from the side",
        "lateral",
        ("pelvis", "sacrum", "femur"),
        ("l",),
        ("right",),
        ("trunk", "leg"),
        (-0.27, 0.125),
        (-0.235, 0.07),
    ),
    Plate(
        "knee_anterior",
        "Right knee from the front",
        "anterior",
        ("femur", "patella", *_SHIN),
        (),
        ("right",),
        ("leg",),
        (-0.60, -0.36),
        (0.0, 0.17),
    ),
    Plate(
        "knee_lateral",
        "Right knee from the side",
        "lateral",
        ("femur", "patella", *_SHIN),
        (),
        ("right",),
        ("leg",),
        (-0.60, -0.36),
        (-0.165, 0.02),
    ),
    Plate(
        "ankle_anterior",
        "Right ankle from the front",
        "anterior",
        (*_SHIN, *_FOOT),
        (),
        ("right",),
        ("leg", "foot"),
        (-0.966, -0.78),
    ),
    Plate(
        "foot_medial",
        "Right foot, inner side",
        "medial",
        (*_SHIN, *_FOOT),
        (),
        ("right",),
        ("leg", "foot"),
        (-0.97, -0.80),
    ),
    Plate(
        "foot_lateral",
        "Right foot, outer side",
        "lateral",
        (*_SHIN, *_FOOT),
        (),
        ("right",),
        ("leg", "foot"),
        (-0.97, -0.80),
    ),
    Plate("foot_dorsal", "Right foot from above", "dorsal", _FOOT, (), ("right",), ("foot",)),
)
