"""What goes in and out of a worker that fetches frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palpate.base.errors import PalpateError
from palpate.media.cache import CacheFigures
from palpate.model.arrays import Pixels
from palpate.model.picture import Picture, Sight

Delivery = Callable[[int, Picture | PalpateError], None]
"""Called on the worker with a frame and its picture, or why it cannot be had."""

Preview = Callable[[int], Picture | None]
"""Gives a quick picture of a frame, or None; runs on the worker."""

Watch = Callable[[int, Pixels], None]
"""Sees every frame that is decoded, ``(H, W, 4)`` colours or ``(H, W)`` luma; runs on the worker."""


@dataclass(frozen=True, slots=True)
class FetchFigures:
    """How the worker does.

    Attributes
    ----------
    decode_ms
        What one further picture costs, smoothed.
    running
        What is being decoded in advance: ahead, behind, or nothing.
    """

    cache: CacheFigures
    decode_ms: float
    decoded: int
    running: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A frame that somebody waits for."""

    frame: int
    sight: Sight
    jump: bool
    in_passing: bool
