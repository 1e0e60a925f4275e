"""Figures and plates on printed pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from palpate.report.figure import Circle, Figure, Ink, Line, Photo, Place, PlateView, Words
from palpate.report.palette import LIGHT
from palpate.report.pdf.fonts import BOLD, REGULAR, text_width
from palpate.report.plate_pixels import PlatePixels
from palpate.report.plate_shapes import Drawing, Outline

# reportlab has no types; its canvas is Any throughout this package.
Where = Callable[[Place], Place]
"""From millimetres of a figure to points of the page, which count upwards."""

_EVEN_ODD, _NON_ZERO = 0, 1
_ROUND = 1
_HALO = 0.22


def define_plate(canvas: Any, name: str, drawing: Drawing | PlatePixels) -> None:  # noqa: ANN401
    """Put a plate into the document once, before its first page; pages then refer to it.

    One of its units is a point, and its top-left corner lies at its height.
    """
    width, height = drawing.size
    canvas.beginForm(_form(name), 0, 0, width, height)
    canvas.setLineCap(_ROUND)
    canvas.setLineJoin(_ROUND)
    if isinstance(drawing, PlatePixels):
        canvas.drawImage(ImageReader(io.BytesIO(drawing.content)), 0, 0, width, height)
    else:
        for outline in drawing.outlines:
            _outline(canvas, outline, height)
    canvas.endForm()


def draw_figure(canvas: Any, figure: Figure, at: Where) -> None:  # noqa: ANN401
    """Draw a figure; `at` says where on the page its places come to lie."""
    for shape in figure.shapes:
        canvas.saveState()
        canvas.setLineCap(_ROUND)
        canvas.setLineJoin(_ROUND)
        if isinstance(shape, Line):
            _line(canvas, shape, at)
        elif isinstance(shape, Circle):
            stroke, fill = _take(canvas, shape.ink)
            canvas.circle(*at(shape.at), shape.radius * mm, stroke=stroke, fill=fill)
        elif isinstance(shape, PlateView):
            _plate(canvas, shape, at)
        elif isinstance(shape, Photo):
            _photo(canvas, shape, at)
        else:
            _words(canvas, shape, at)
        canvas.restoreState()


def colour(name: str) -> Any:  # noqa: ANN401
    """Return a colour by its name or its ``#rrggbb``."""
    return HexColor(LIGHT.get(name, name))


def _line(canvas: Any, line: Line, at: Where) -> None:  # noqa: ANN401
    stroke, fill = _take(canvas, line.ink)
    path = canvas.beginPath()
    path.moveTo(*at(line.places[0]))
    for place in line.places[1:]:
        path.lineTo(*at(place))
    if line.closed:
        path.close()
    canvas.drawPath(path, stroke=stroke, fill=fill)


def _plate(canvas: Any, view: PlateView, at: Where) -> None:  # noqa: ANN401
    left, top, width, height = view.shown
    path = canvas.beginPath()
    path.rect(*at((left, top + height)), width * mm, height * mm)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.translate(*at(view.place((0.0, 1.0))))
    scale = view.scale * mm
    if view.mirrored:
        canvas.translate(view.plate.size[0] * scale, 0)
    canvas.scale(-scale if view.mirrored else scale, scale)
    canvas.doForm(_form(view.plate.name))


def _photo(canvas: Any, photo: Photo, at: Where) -> None:  # noqa: ANN401
    left, top, width, height = photo.box
    picture = ImageReader(io.BytesIO(photo.content))
    canvas.drawImage(picture, *at((left, top + height)), width * mm, height * mm)


def _words(canvas: Any, words: Words, at: Where) -> None:  # noqa: ANN401
    size = words.size * mm
    width = text_width(words.text, size, bold=words.bold)
    x, y = at(words.at)
    x -= {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    canvas.setFont(BOLD if words.bold else REGULAR, size)
    if words.halo:
        canvas.setStrokeColor(colour(words.halo))
        canvas.setLineWidth(2 * _HALO * size)
        canvas.drawString(x, y, words.text, mode=1)
    canvas.setFillColor(colour(words.colour))
    canvas.drawString(x, y, words.text)
    if words.link:
        canvas.linkRect("", words.link, (x, y - 0.2 * size, x + width, y + 0.8 * size), thickness=0)


def _take(canvas: Any, ink: Ink) -> tuple[int, int]:  # noqa: ANN401
    """Set colours and width; return whether to stroke and to fill."""
    if ink.stroke:
        canvas.setStrokeColor(colour(ink.stroke))
        canvas.setLineWidth(ink.width * mm)
    if ink.fill:
        canvas.setFillColor(colour(ink.fill))
    if ink.opacity < 1.0:
        canvas.setFillAlpha(ink.opacity)
        canvas.setStrokeAlpha(ink.opacity)
    if ink.dash:
        canvas.setDash([length * mm for length in ink.dash])
    return int(bool(ink.stroke)), int(bool(ink.fill))


def _outline(canvas: Any, outline: Outline, height: float) -> None:  # noqa: ANN401
    if not outline.fill and not outline.stroke:
        return
    path = canvas.beginPath()
    for command, numbers in outline.steps:
        upright = [height - value if n % 2 else value for n, value in enumerate(numbers)]
        if command == "M":
            path.moveTo(*upright)
        elif command == "L":
            path.lineTo(*upright)
        elif command == "C":
            path.curveTo(*upright)
        else:
            path.close()
    if outline.fill:
        canvas.setFillColor(HexColor(outline.fill))
    if outline.stroke:
        canvas.setStrokeColor(HexColor(outline.stroke))
        canvas.setLineWidth(outline.width)
    mode = _EVEN_ODD if outline.even_odd else _NON_ZERO
    canvas.drawPath(path, stroke=int(bool(outline.stroke)), fill=int(bool(outline.fill)), fillMode=mode)


def _form(name: str) -> str:
    return f"plate-{name}"
