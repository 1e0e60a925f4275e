"""A bias in words: how far, and which way in the picture and on the body."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palpate.quality.keypoint_score import KeypointScore
    from palpate.quality.local_bias import LocalBias

WAYS = {"x": ("to the left", "to the right"), "y": ("up", "down")}
"""Where a negative and a positive part of an error lead in the picture."""

_FURTHER = {"x": ("further left", "further right"), "y": ("higher up", "lower down")}
_LEAST_PX = 0.5  # below, a direction would say more than is known

_ACROSS = {
    "left": ("towards the subject's left", "towards the subject's right"),
    "lateral": ("away from the midline", "towards the midline"),
    "anterior": ("towards the subject's front", "towards the subject's back"),
    "": ("to the right of the limb pointing down", "to the left of the limb pointing down"),
}


def larger_first(bias_px: Sequence[float]) -> list[tuple[float, str]]:
    """Return the parts of a bias by `WAYS`, the larger first; what is below a tenth of it is left out."""
    parts = sorted(zip(bias_px, WAYS, strict=True), key=lambda part: -abs(part[0]))
    return [part for part in parts if abs(part[0]) >= 0.1 * abs(parts[0][0])]


def counter(bias_px: Sequence[float]) -> str:
    """Say where to place a keypoint against its bias: ``about 15 px further right``; whole px are enough."""
    said = [
        f"{abs(size):.{0 if abs(size) >= 1.0 else 1}f} px {_FURTHER[way][size < 0]}"
        for size, way in larger_first(bias_px)
    ]
    return f"about {' and '.join(said)}"


def flags_in_doubt(keypoint: KeypointScore) -> str:
    """Say how many points that gold calls occluded are called visible, where these are too few to fail it."""
    called = f"{keypoint.occluded_visible} of {keypoint.occluded_n}"
    return f"{called} occluded called visible; too few to judge by themselves"


def in_picture(bias_px: Sequence[float]) -> str:
    """Say how far and which way a mean error points in the picture: ``12 px to the right and 3.1 px up``."""
    x, y = bias_px
    parts = [
        f"{abs(value):.1f} px {ways[0] if value > 0 else ways[1]}"
        for value, ways in ((x, ("to the right", "to the left")), (y, ("down", "up")))
        if abs(value) >= _LEAST_PX
    ]
    return " and ".join(parts) if parts else "no direction"


def on_body(local: LocalBias | None) -> str:
    """Say it along and across the limb; empty where the keypoint has no limb or nothing is known."""
    if local is None or not (math.isfinite(local.along) and math.isfinite(local.across)):
        return ""
    outwards, inwards = "away from the body's centre", "towards the body's centre"
    positive, negative = _ACROSS[local.axis]
    parts = [
        f"{abs(value):.1f} px {ways[0] if value > 0 else ways[1]}"
        for value, ways in ((local.across, (positive, negative)), (local.along, (outwards, inwards)))
        if abs(value) >= _LEAST_PX
    ]
    return " and ".join(parts)
