"""Videos of every kind that cameras, editors and accidents make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exactness.writing import Making, write


@dataclass(frozen=True)
class Kind:
    """One kind of video.

    Attributes
    ----------
    name
        Of its file.
    make
        Writes it.
    numbers
        What its frames bear, in order, modulo what pictures of its size can tell.
    stream
        Which of its video streams is meant.
    turns, mirrored
        How its display matrix turns it: quarter turns to the left, after exchanging left and right.
    spoilt
        Frames that may be refused.
    """

    name: str
    make: Callable[[Path], object]
    numbers: Sequence[int]
    stream: int = 0
    turns: int = 0
    mirrored: bool = False
    spoilt: frozenset[int] = frozenset()


def plain(name: str, making: Making, numbers: Sequence[int] | None = None, **more: object) -> Kind:
    """Return the kind of a file as it comes from the encoder."""
    told = making.numbers if numbers is None else numbers
    return Kind(name, lambda path: write(path, making), told, **more)
