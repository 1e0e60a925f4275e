"""How the frames between two keyframes of a keypoint are filled."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """The interpolation method of a span; a fact, chosen by a person."""

    LINEAR = "linear"
    PCHIP = "pchip"
    FLOW = "flow"
    NONE = "none"
    MAKIMA = "makima"
    FUSED = "fused"
