"""Colours between those of the theme."""

from __future__ import annotations

_QUIET_ACCENT = 0.18


def mixed(first: str, second: str, share: float) -> str:
    """Return a colour between two ``#rrggbb``: the first at 0, the second at 1."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def active_field(surface: str, accent: str) -> str:
    """Return the field behind what is active: calm enough to look at all day, ink stays readable on it."""
    return mixed(surface, accent, _QUIET_ACCENT)
