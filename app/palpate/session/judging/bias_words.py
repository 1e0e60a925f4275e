"""A bias in words: how far, and which way in the picture and on the body."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palpate.quality.local_bias import LocalBias

_LEAST_PX = 0.5  # below, a direction would say more than is known

_ACROSS = {
    "left": ("towards the subject's left", "towards the subject's right"),
    "lateral": ("away from the midline", "towards the midline"),
    "anterior": ("towards the subject's front", "towards the subject's back"),
    "": ("to the right of the limb pointing down", "to the left of the limb pointing down"),
}


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
