"""The pictures that show where a keypoint is, for the skeleton in hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from palpate.base.errors import PalpateError
from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_guideline, plate_drawing, plate_table
from palpate.store.plate_reading import MOST_TARGETS

__all__ = ["MOST_SIGHTS", "Sight", "drawing_of", "read_ahead", "short_titles", "sights_of"]

MOST_SIGHTS = MOST_TARGETS
_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_LEADING = ("from", "of")  # belong to what follows them
_OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}


@dataclass(frozen=True, slots=True)
class Sight:
    """A keypoint on one plate.

    Attributes
    ----------
    title
        Of the plate as it is shown: flipped, it is of the other side.
    """

    plate: Plate
    target: Target
    title: str


def sights_of(skeleton: Skeleton, keypoint: str) -> tuple[Sight, ...]:
    """Return where a keypoint is shown, the plate to look at first coming first; empty if nowhere.

    What a skeleton has from one that it extends is shown as there.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If the shipped table of plates cannot be opened, or with every problem in it.
    """
    table = plate_table()
    for name in _families(skeleton):
        targets = table.targets.get(name, {}).get(keypoint, ())
        if targets:
            return tuple(_sight(table.plates[target.plate], target) for target in targets)
    return ()


def drawing_of(plate: str, *, dark: bool) -> str:
    """Return a plate as SVG in the colours of a theme; it is safe to show.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If its file cannot be opened, or is not safe to show.
    """
    return plate_drawing(plate, dark=dark)


def read_ahead(skeleton: Skeleton, keypoint: str) -> tuple[Sight, ...]:
    """Read all that is told of a keypoint, so that it is at hand; any thread may do so.

    Raises
    ------
    FileUnreadable, PlateFaulty
        As for `sights_of`; what is wrong with a guideline is told when it is read to be shown.
    """
    with suppress(PalpateError):
        load_guideline(skeleton, keypoint)
    return sights_of(skeleton, keypoint)


def short_titles(sights: Sequence[Sight]) -> tuple[str, ...]:
    """Return what tells several plates apart: their titles without the words that all begin with."""
    words = [sight.title.split() for sight in sights]
    same = 0
    while len(words) > 1 and all(len(title) > same + 1 for title in words):
        if len({title[same].rstrip(",") for title in words}) > 1 or words[0][same] in _LEADING:
            break
        same += 1
    short = (" ".join(title[same:]) for title in words)
    return tuple(title[:1].upper() + title[1:] for title in short)


def _families(skeleton: Skeleton) -> tuple[str, ...]:
    base = skeleton.base.name if skeleton.base is not None else ""
    names = (skeleton.name, skeleton.guidelines, *skeleton.inherited_guidelines, base)
    return tuple(dict.fromkeys(name for name in names if name))


def _sight(plate: Plate, target: Target) -> Sight:
    title = plate.title
    if target.mirrored:
        title = _SIDE.sub(lambda side: _OTHER[side[1]], title)
    return Sight(plate, target, title)
