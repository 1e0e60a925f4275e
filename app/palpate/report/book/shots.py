"""Pictures of a keypoint out of real frames, placed right and typically wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palpate.report.figure import Box, Circle, Figure, Ink, Line, Photo, Place, Shape, rectangle

MOST_SHOTS = 4
_RING, _ARM, _CROSS = 1.9, 3.1, 1.5


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Attributes
    ----------
    name
        Unique in a book.
    content
        The file's bytes.
    kind
        ``jpg`` or ``png``.
    size
        Width and height in px.
    right, wrong
        Where the keypoint is, and where it is not though people put it there; px from the top-left corner.
    conditions
        What is said of its light and blur, shortly.
    rank
        Of two that would do, the one with the lower rank is shown.
    """

    name: str
    content: bytes
    kind: str
    size: tuple[int, int]
    right: Place
    wrong: Place | None
    correct: bool
    conditions: str
    caption: str
    rank: int = 0

    @property
    def heading(self) -> str:
        """What stands above the caption."""
        return " · ".join(
            part for part in ("Correct" if self.correct else "Incorrect", self.conditions) if part
        )


def shot_figure(shot: Shot, *, side: float) -> Figure:
    """Return a picture in a square of so many mm, a ring where the keypoint is, a cross where it is not."""
    figure = Figure(side, side, title=f"{shot.heading}: {shot.caption}")
    scale = side / max(shot.size)
    wide, high = shot.size[0] * scale, shot.size[1] * scale
    box: Box = ((side - wide) / 2, (side - high) / 2, wide, high)
    figure.add(rectangle((0.0, 0.0, side, side), Ink(fill="field")))
    figure.add(Photo(shot.name, shot.content, shot.kind, box))

    def place(at: Place) -> Place:
        return box[0] + at[0] * scale, box[1] + at[1] * scale

    if shot.wrong is not None:
        figure.add(*_crossed(place(shot.wrong)))
    if shot.correct or shot.wrong is not None:
        figure.add(*_ringed(place(shot.right)))
    figure.add(rectangle((0.0, 0.0, side, side), Ink("good" if shot.correct else "bad", 0.35)))
    return figure


def _ringed(at: Place) -> list[Shape]:
    x, y = at
    arms = [((x + dx * 0.7, y + dy * 0.7), (x + dx * _ARM, y + dy * _ARM)) for dx, dy in _WAYS]
    shapes: list[Shape] = [Circle(at, _RING, Ink("#ffffff", 0.95))]
    shapes += [Line(arm, Ink("#ffffff", 0.8)) for arm in arms]
    shapes.append(Circle(at, _RING, Ink(_GREEN, 0.42)))
    return [*shapes, *(Line(arm, Ink(_GREEN, 0.28)) for arm in arms)]


def _crossed(at: Place) -> list[Shape]:
    x, y = at
    lines = [
        ((x - _CROSS, y - _CROSS), (x + _CROSS, y + _CROSS)),
        ((x - _CROSS, y + _CROSS), (x + _CROSS, y - _CROSS)),
    ]
    inks = Ink("#ffffff", 1.1), Ink(_RED, 0.5)
    return [Line(line, ink) for ink in inks for line in lines]


_WAYS = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))
# On photographs, in either theme.
_GREEN, _RED = "#0f8a4f", "#c8201e"


def chosen(shots: Sequence[Shot], most: int = MOST_SHOTS) -> tuple[Shot, ...]:
    """Return so many of a keypoint's pictures, right and wrong in turn, in as many conditions as possible."""
    kept: list[Shot] = []
    left = list(shots)
    while left and len(kept) < most:
        wanted = not kept[-1].correct if kept else True
        seen = [one.conditions for one in kept]
        left.sort(key=lambda one: (one.correct is not wanted, one.rank, _seen(seen, one, wanted)))
        kept.append(left.pop(0))
    return tuple(kept)


def _seen(seen: Sequence[str], shot: Shot, correct: bool) -> int:
    """Return how often its conditions were shown; a wrong one stands beside the right one of its own."""
    if not correct and seen:
        return 0 if shot.conditions == seen[-1] else 1
    return seen.count(shot.conditions)
