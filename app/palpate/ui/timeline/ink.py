"""The inks of the lanes, and how each kind of filling is woven from them."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

import numpy as np

from palpate.ui.canvas.halos import AMBER_FROM, RED_FROM
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import DRIFT_COLOURS, INSTANCE_COLOURS, Tokens
from palpate.ui.timeline.digest import HEAT_STEPS, HEAT_TOP, Bytes, Fill
from palpate.ui.widgets.colours import active_field, mixed

PERIOD = 8


class Ink(IntEnum):
    """Places in an instance's block of the palette; those from `HEAT` on go from certain to doubtful."""

    PANEL = 0
    ACTIVE = 1
    LINE = 2
    SOLID = 3
    TINT = 4
    HATCH = 5
    KEY = 6
    CASING = 7
    BAR = 8
    GROOVE = 9
    GOLD = 10
    HEAT = 16


_AMBER_ON_LIGHT = "#e0a800"
ANEW_INK = Ink.HEAT + HEAT_STEPS
INKS = ANEW_INK + 1


def palette() -> list[int]:
    """Return 256 opaque ``0xAARRGGBB``: one block of `INKS` for each of the instance colours."""
    return list(_palette(current()))


@lru_cache(maxsize=4)
def _palette(tokens: Tokens) -> tuple[int, ...]:
    return tuple(colour for instance in INSTANCE_COLOURS for colour in _block(instance, tokens))


def block_of(colour: int) -> int:
    """Return where the inks of an instance begin, by its colour from 1."""
    return (colour - 1) % len(INSTANCE_COLOURS) * INKS


def _block(instance_colour: str, tokens: Tokens) -> list[int]:
    # Instance colours are made for pictures; on a light panel they need to be deeper.
    strong = instance_colour if tokens.name == "dark" else mixed(instance_colour, "#000000", 0.35)
    chosen: dict[int, str] = {
        Ink.PANEL: tokens.panel,
        Ink.ACTIVE: active_field(tokens.panel, tokens.accent),
        Ink.LINE: mixed(tokens.panel, tokens.line, 0.7),
        Ink.SOLID: mixed(tokens.panel, strong, 0.75),
        Ink.TINT: mixed(tokens.panel, strong, 0.22),
        Ink.HATCH: mixed(tokens.panel, strong, 0.62),
        Ink.KEY: tokens.text,
        Ink.CASING: tokens.panel,
        Ink.BAR: tokens.text_quiet,
        Ink.GROOVE: mixed(tokens.panel, tokens.line, 0.55),
        Ink.GOLD: tokens.warning,
    }
    flat = [chosen.get(ink, tokens.panel) for ink in range(Ink.HEAT)]
    colours = [*flat, *(heat_colour(step, tokens) for step in range(HEAT_STEPS)), tokens.text]
    return [0xFF000000 | int(colour[1:], 16) for colour in colours]


def heat_colour(step: int, tokens: Tokens) -> str:
    """Return the colour of a step of drift: quiet below half of the limit, amber up to it, then red."""
    score = (step + 0.5) * HEAT_TOP / HEAT_STEPS
    first, last = DRIFT_COLOURS if tokens.name == "dark" else (_AMBER_ON_LIGHT, tokens.bad)
    if score < AMBER_FROM:
        return mixed(tokens.panel, tokens.text_quiet, 0.18 + 0.28 * score / AMBER_FROM)
    if score < RED_FROM:
        return mixed(tokens.panel, first, 0.35 + 0.65 * (score - AMBER_FROM) / (RED_FROM - AMBER_FROM))
    return mixed(first, last, 0.7 + 0.3 * (score - RED_FROM) / (HEAT_TOP - RED_FROM))


def weave(fill: Fill, height: int, cell: int) -> Bytes:
    """Return ``(height, PERIOD)`` inks that a filling repeats along its lane.

    Parameters
    ----------
    height
        Of the band, device px.
    cell
        Device px per px of the pattern, downwards.
    """
    y = (np.arange(height) // cell)[:, None]
    phase = np.arange(PERIOD)[None, :]
    if fill is Fill.INTERPOLATED:
        inked = (phase + y) % 4 == 0
    elif fill is Fill.TRACKED:
        inked = (y % 3 == 1) | (phase < 0)
    elif fill is Fill.MODEL:
        inked = (phase % 4 < 2) | (y < 0)
    else:
        edge = (np.arange(height) < cell) | (np.arange(height) >= height - cell)
        plain = {Fill.BY_HAND: Ink.SOLID, Fill.GOLD: Ink.GOLD, Fill.IMPORTED: Ink.TINT}[fill]
        framed = Ink.SOLID if fill is Fill.IMPORTED else plain
        return np.where(edge[:, None] | (phase < 0), framed, plain).astype(np.uint8)
    return np.where(inked, Ink.HATCH, Ink.TINT).astype(np.uint8)
