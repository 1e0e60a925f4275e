"""Pictures of keypoints that are placed right, or typically wrong, cut out of real frames."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

Place = tuple[float, float]
"""x and y in px of the picture; its top-left corner is (0, 0)."""

SHARP_UP_TO = 0.25
MODERATE_UP_TO = 1.0
"""Extent of a smear ÷ local width (domain reference 4.4 and 6)."""
SHARP_UP_TO_PX = 8.0
"""Where the width is not known."""


class Shows(StrEnum):
    """Whether a picture shows how it is done."""

    CORRECT = "correct"
    INCORRECT = "incorrect"


class Lighting(StrEnum):
    """Conditions that guidelines tell apart."""

    DIFFUSE = "diffuse"
    HARD_SIDE = "hard_side_light"
    BACKLIT = "backlit_or_floodlit"
    UNKNOWN = "unknown"


class Blur(StrEnum):
    """Classes of motion blur that guidelines tell apart."""

    SHARP = "sharp"
    MODERATE = "moderate"
    SEVERE = "severe"
    UNKNOWN = "unknown"


class PictureKind(StrEnum):
    """How a picture is stored; the word is its usual suffix."""

    JPEG = "jpg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class ExampleSource:
    """Where an example was cut out; everything may be empty.

    Attributes
    ----------
    clip
        Name of the clip.
    frame
        Its index there; -1 if unknown.
    corner
        Where in that frame the top-left corner of the picture is, px.
    author, time
        Who saved it and when, ISO 8601, UTC.
    """

    clip: str = ""
    frame: int = -1
    corner: tuple[int, int] = (0, 0)
    author: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """One picture of a keypoint with the places marked on it; its pixels are kept apart.

    Attributes
    ----------
    id
        Unique among all examples of a skeleton, wherever they are kept.
    skeleton, keypoint
        Names.
    version
        Of the skeleton when it was saved or last looked through; see `is_before`.
    size
        Width and height in px.
    right
        Where the keypoint is.
    wrong
        Where it is not, though people put it there; an incorrect example has one, a correct one may.
    blur_px
        Extent of the smear in px of the picture; None if it was not measured.
    """

    id: str
    skeleton: str
    keypoint: str
    shows: Shows
    size: tuple[int, int]
    right: Place
    wrong: Place | None = None
    lighting: Lighting = Lighting.UNKNOWN
    blur: Blur = Blur.UNKNOWN
    blur_px: float | None = None
    caption: str = ""
    kind: PictureKind = PictureKind.JPEG
    source: ExampleSource = ExampleSource()
    version: int = 1

    def is_before(self, version: int) -> bool:
        """Whether its keypoint was redefined since: a migration takes all others along to its version."""
        return self.version < version


def lighting_of(said: str) -> Lighting:
    """Return the condition that somebody's own words about a clip mean; UNKNOWN if that is not plain."""
    words = said.lower().replace("-", " ").replace("_", " ")
    for lighting, known in (
        (Lighting.BACKLIT, ("backl", "back lit", "against the", "flood", "stadium", "contre")),
        (Lighting.HARD_SIDE, ("hard", "side", "low sun", "high sun", "direct")),
        (Lighting.DIFFUSE, ("diffuse", "overcast", "cloud", "shade", "soft", "even")),
    ):
        if any(word in words for word in known):
            return lighting
    return Lighting.UNKNOWN


def blur_class(extent_px: float | None, width_px: float | None = None) -> Blur:
    """Return the class of a smear.

    Parameters
    ----------
    extent_px
        How far the point is smeared; None or NaN if nobody knows.
    width_px
        Width of the body there in the same px; None or NaN if unknown, which leaves only the limit in px.
    """
    if extent_px is None or not math.isfinite(extent_px):
        return Blur.UNKNOWN
    if width_px is None or not math.isfinite(width_px) or width_px <= 0:
        return Blur.SHARP if extent_px <= SHARP_UP_TO_PX else Blur.MODERATE
    ratio = extent_px / width_px
    if ratio <= SHARP_UP_TO and extent_px <= SHARP_UP_TO_PX:
        return Blur.SHARP
    return Blur.MODERATE if ratio <= MODERATE_UP_TO else Blur.SEVERE
