"""Figures as lists of shapes, drawn alike on printed pages and on web pages.

Lengths are millimetres, x to the right and y down from the top-left corner of the figure. Colours are names
of `palpate.report.palette` or ``#rrggbb``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from palpate.model.plate import Plate

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is filled and outlined; an empty colour leaves that out. `width` is in mm."""

    stroke: str = ""
    width: float = 0.2
    fill: str = ""
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces through places; `closed` joins the last to the first."""

    places: tuple[Place, ...]
    ink: Ink
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around a place; `role` says what it marks."""

    at: Place
    radius: float
    ink: Ink
    role: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text.

    Attributes
    ----------
    at
        Where its base line begins, has its middle or ends, as `anchor` says: ``start``, ``middle``, ``end``.
    size
        Height of the font in mm.
    halo
        Colour of a rim that keeps it legible over a picture; empty for none.
    link
        Name of the place in the document that it leads to; empty for none.
    """

    at: Place
    text: str
    size: float
    colour: str = "ink"
    anchor: str = "start"
    bold: bool = False
    halo: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PlateView:
    """A part of a plate.

    Attributes
    ----------
    box
        Where in the figure it is seen; nothing of the plate is drawn outside.
    window
        Left, top, width and height of the part, as fractions of the plate as it is shown, flipped if it is
        mirrored. May reach beyond the plate, where nothing is drawn.
    """

    plate: Plate
    mirrored: bool
    box: Box
    window: Box

    @property
    def scale(self) -> float:
        """Millimetres on paper per unit of the plate."""
        return self.box[2] / (self.window[2] * self.plate.size[0])

    def place(self, at: Place) -> Place:
        """Return where in the figure a place of the plate, given as fractions, comes to lie."""
        left, top, width, height = self.window
        x, y, across, down = self.box
        return (x + (at[0] - left) / width * across, y + (at[1] - top) / height * down)

    def fraction(self, at: Place) -> Place:
        """Return which place of the plate lies at a place in the figure."""
        left, top, width, height = self.window
        x, y, across, down = self.box
        return (left + (at[0] - x) / across * width, top + (at[1] - y) / down * height)

    @property
    def shown(self) -> Box:
        """Where in the figure the plate is seen: the box, cut to the plate's own edges."""
        (left, top), (right, bottom) = self.place((0.0, 0.0)), self.place((1.0, 1.0))
        x, y, across, down = self.box
        left, top = max(left, x), max(top, y)
        return (left, top, min(right, x + across) - left, min(bottom, y + down) - top)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of pixels, shown whole in its box.

    Attributes
    ----------
    name
        Unique in the document.
    content
        The bytes of its file, of which `kind` is ``jpg`` or ``png``.
    """

    name: str
    content: bytes
    kind: str
    box: Box


Shape = Line | Circle | Words | PlateView | Photo


@dataclass(slots=True)
class Figure:
    """Shapes on a field of a size; later ones lie on top."""

    width: float
    height: float
    title: str = ""
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Put shapes on top."""
        self.shapes.extend(shapes)


def rectangle(box: Box, ink: Ink) -> Line:
    """Return a rectangle."""
    x, y, width, height = box
    return Line(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), ink, closed=True)


def window_around(plate: Plate, zoom: Sequence[float], box: Box) -> Box:
    """Return the part of a plate that shows all of `zoom` in a box and fills it, at one scale both ways.

    Parameters
    ----------
    zoom
        Left, top, width, height as fractions of the plate.
    """
    left, top, width, height = zoom
    across, down = width * plate.size[0], height * plate.size[1]
    scale = min(box[2] / across, box[3] / down)
    wide, high = box[2] / scale / plate.size[0], box[3] / scale / plate.size[1]
    return (
        _moved_within(left + width / 2 - wide / 2, wide),
        _moved_within(top + height / 2 - high / 2, high),
        wide,
        high,
    )


def _moved_within(start: float, length: float) -> float:
    """Return the start of a stretch moved into 0…1, or centred there if it is longer."""
    return (1.0 - length) / 2 if length >= 1.0 else min(max(start, 0.0), 1.0 - length)
