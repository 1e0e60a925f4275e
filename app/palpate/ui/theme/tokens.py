"""The colours of the program, by what they are for.

Images are judged against neutral grey, so no surface carries a hue; one accent says what is active.
Keypoints are told apart by colours that stay apart for colour-blind people (the first two after Okabe and Ito
2008, lightened as they would sink into dark pictures); origins are told apart by shape and fill as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.origin import Origin
from palpate.model.skeleton import Side
from palpate.model.span import Method


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme; every colour is ``#rrggbb``.

    Attributes
    ----------
    canvas, window, panel, raised, line
        Surfaces from the picture's surround to the front, and hairlines between them.
    text, text_quiet, text_disabled
        Ink; the first two have at least 4.5:1 on every surface.
    accent, on_accent
        What is active, and ink upon it.
    good, warning, bad
        Verdicts; each at least 4.5:1 on panels.
    """

    name: str
    canvas: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    text_quiet: str
    text_disabled: str
    accent: str
    on_accent: str
    good: str
    warning: str
    bad: str


DARK = Tokens(
    name="dark",
    canvas="#1a1a1a",
    window="#242424",
    panel="#2b2b2b",
    raised="#363636",
    line="#444444",
    text="#ececec",
    text_quiet="#b4b4b4",
    text_disabled="#7d7d7d",
    accent="#c4a5ff",
    on_accent="#1c1030",
    good="#5fd08a",
    warning="#f0c04a",
    bad="#ff8a80",
)

LIGHT = Tokens(
    name="light",
    canvas="#8c8c8c",
    window="#ececec",
    panel="#f6f6f6",
    raised="#ffffff",
    line="#cdcdcd",
    text="#1c1c1c",
    text_quiet="#555555",
    text_disabled="#8e8e8e",
    accent="#6b3fc0",
    on_accent="#ffffff",
    good="#13703b",
    warning="#855a00",
    bad="#b3261e",
)

# By the order of instances in a clip, and for whatever else there are many kinds of. Found by search: to
# everybody, also without one kind of cones, any two are at least 13 apart (CIEDE2000), and each from the
# greys around the picture.
INSTANCE_COLOURS = (
    "#ff9f43",
    "#56b4e9",
    "#f0f0a0",
    "#c828a0",
    "#a0c8a0",
    "#5078f0",
    "#a07850",
    "#a0f0f0",
)

SIDE_COLOURS = {Side.LEFT: "#56b4e9", Side.RIGHT: "#ff9f43", Side.MIDLINE: "#f2f2f2"}

ORIGIN_COLOURS = {
    Origin.NONE: "#f2f2f2",
    Origin.HAND: "#56b4e9",
    Origin.ACCEPTED: "#a0c8a0",
    Origin.INTERPOLATED: "#a0f0f0",
    Origin.TRACKED: "#5078f0",
    Origin.MODEL: "#c828a0",
    Origin.IMPORTED: "#a07850",
    Origin.GOLD: "#ff9f43",
}

METHOD_COLOURS = {
    Method.NONE: "#bdbdbd",
    Method.LINEAR: "#f2f2f2",
    Method.PCHIP: "#56b4e9",
    Method.MAKIMA: "#f0f0a0",
    Method.FLOW: "#a0c8a0",
    Method.FUSED: "#ff6ad5",
}

NEUTRAL_COLOUR = "#bdbdbd"  # of edges between two groups, and where a colour says nothing

DRIFT_COLOURS = ("#f0c04a", "#ff5a4f")  # at the threshold, and at three times it


def instance_colour(number: int) -> str:
    """Return the colour of an instance by what `Instance.colour` says, from 1."""
    return INSTANCE_COLOURS[(number - 1) % len(INSTANCE_COLOURS)]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1…21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
