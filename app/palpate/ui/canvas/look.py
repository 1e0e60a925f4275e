"""How somebody wants keypoints to be drawn; like the theme, one for the whole program."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.ui.canvas.colouring import Scheme


@dataclass(frozen=True, slots=True)
class Look:
    """What is chosen of the drawing.

    Attributes
    ----------
    point_scale
        Multiple of the usual size of keypoints.
    names
        Whether keypoints are named where there is room for it.
    scheme
        What their colours tell apart.
    """

    point_scale: float = 1.0
    names: bool = True
    scheme: Scheme = Scheme.INSTANCE


_current = Look()


def look() -> Look:
    """Return the look in force."""
    return _current


def put_in_force(wanted: Look) -> None:
    """Make a look the one in force; what is drawn already must be drawn anew."""
    global _current
    _current = wanted
