"""A plate made of pixels, as somebody's own photograph or scan is."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.report.plate_shapes import Drawing, read_drawing


@dataclass(frozen=True, slots=True)
class PlatePixels:
    """A picture file that is shown as it is.

    Attributes
    ----------
    size
        Width and height in px, which are the plate's units.
    kind
        Of the file: ``png`` or ``jpeg``.
    """

    size: tuple[float, float]
    content: bytes
    kind: str


def read_plate(picture: str | PlatePixels, *, name: str) -> Drawing | PlatePixels:
    """Return what a plate is drawn from: outlines of SVG, or its pixels; errors as `read_drawing`."""
    return read_drawing(picture, name=name) if isinstance(picture, str) else picture
