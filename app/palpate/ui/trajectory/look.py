"""What curves and keyframes look like."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QColor

from palpate.model.origin import Origin
from palpate.ui.theme.tokens import INSTANCE_COLOURS, Tokens
from palpate.ui.widgets.colours import mixed

MOST_CURVES = len(INSTANCE_COLOURS)
SYMBOL_PX = 9


class Quantity(StrEnum):
    """What is drawn over time."""

    X = "x"
    Y = "y"
    SPEED = "speed"


def curve_colour(number: int, tokens: Tokens) -> QColor:
    """Return the colour of a curve by its number from 0; deeper on a light ground."""
    colour = INSTANCE_COLOURS[number % MOST_CURVES]
    return QColor(colour if tokens.name == "dark" else mixed(colour, "#000000", 0.45))


def symbol_of(origin: int) -> str:
    """Return the shape of a keyframe: a diamond by hand, or accepted; a square for anything else."""
    return "d" if origin in (Origin.HAND, Origin.ACCEPTED, Origin.GOLD) else "s"


def is_full(origin: int) -> bool:
    """Tell whether a keyframe is filled: what a hand placed is, as on picture and lanes."""
    return origin in (Origin.HAND, Origin.GOLD)
