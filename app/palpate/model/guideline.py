"""What a person is told about one keypoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BlurRule:
    """When motion blur forbids a tier: blur extent ÷ the reference width.

    Attributes
    ----------
    reference, reference_width_mm
        What the blur is compared with and its usual width.
    visible_max_ratio, estimated_max_ratio, absent_above_ratio
        Limits of the ratio.
    """

    reference: str
    reference_width_mm: float
    visible_max_ratio: float = 0.25
    estimated_max_ratio: float = 1.0
    absent_above_ratio: float = 2.0


@dataclass(frozen=True, slots=True)
class Guideline:
    """The guideline of one keypoint; every text is plain and may be empty.

    Attributes
    ----------
    keypoint
        Its name in the skeleton.
    version
        The version of the skeleton that it explains; None if it does not say.
    visibility_rule
        Text by tier name (``visible``, ``certain_occluded``, ``estimated``, ``absent``).
    lighting_notes
        Text by lighting condition.
    """

    keypoint: str
    definition: str = ""
    palpation_cue: str = ""
    video_cue: str = ""
    common_errors: tuple[str, ...] = ()
    correct: str = ""
    incorrect: str = ""
    lighting_notes: Mapping[str, str] = field(default_factory=dict)
    visibility_rule: Mapping[str, str] = field(default_factory=dict)
    blur_rule: BlurRule | None = None
    source: str = ""
    version: int | None = None
