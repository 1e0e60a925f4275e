"""Layouts put together from others: Halpe's body with feet, COCO's whole body with face and hands."""

from __future__ import annotations

from collections.abc import Mapping

from plate_targets import FEET, Target, Wanted, coco, hand

_HALPE_MIDLINE = {
    "head": ("head_vertex", ("head_lateral", "head_anterior")),
    "neck": ("neck_middle", ("thorax_anterior", "body_anterior")),
    "hip": ("hip_middle", ("pelvis_anterior", "body_anterior")),
}
_FEET = {"big_toe": "hallux_tip", "small_toe": "little_toe_tip", "heel": "calcaneus"}


def halpe() -> Wanted:
    """Return landmark and plates of each keypoint of halpe_26."""
    return coco() | _HALPE_MIDLINE | _feet()


def whole_body() -> Wanted:
    """Return landmark and plates of the keypoints of coco_wholebody_133 that lie on bones."""
    wanted = coco() | _feet()
    for side in ("left", "right"):
        for name, (landmark, plates) in hand().items():
            own = "hand_root" if name == "wrist" else name
            wanted[f"{side}_{own}"] = (landmark.replace("right_", f"{side}_"), plates)
    return wanted


def with_face(
    body: Mapping[str, list[Target]], face: Mapping[str, list[Target]], *, after: str
) -> dict[str, list[Target]]:
    """Return the targets of a body with those of a face put in behind one of its keypoints."""
    found: dict[str, list[Target]] = {}
    for name, targets in body.items():
        found[name] = list(targets)
        if name == after:
            found |= {point: list(shown) for point, shown in face.items()}
    return found


def _feet() -> Wanted:
    return {
        f"{side}_{name}": (f"{side}_{landmark}", FEET[landmark])
        for side in ("left", "right")
        for name, landmark in _FEET.items()
    }
