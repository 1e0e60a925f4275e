"""Figures and plates as SVG within a web page, where colours are variables that follow the reader's theme."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

from palpate.report.figure import Box, Circle, Figure, Ink, Line, Photo, PlateView, Shape, Words
from palpate.report.plate_pixels import PlatePixels
from palpate.report.plate_shapes import Drawing, Outline, style_colours

_CLASS = "plate-"


def plate_symbol(name: str, drawing: Drawing | PlatePixels) -> str:
    """Return a plate as a symbol that figures of the same page refer to."""
    width, height = drawing.size
    if isinstance(drawing, PlatePixels):
        inside = f'<image width="{_number(width)}" height="{_number(height)}" {_pixels(drawing)}/>'
    else:
        paths = "".join(_outline(outline) for outline in drawing.outlines)
        inside = f'<g stroke-linecap="round" stroke-linejoin="round">{paths}</g>'
    box = f"0 0 {_number(width)} {_number(height)}"
    return f'<symbol id="picture-{escape(name)}" viewBox="{box}">{inside}</symbol>'


def plate_rules(sheet: str) -> str:
    """Return the rules of a plate's style sheet for the classes of `plate_symbol`."""
    rules = []
    for kind, paint in style_colours(sheet).items():
        body = ";".join(f"{name}:{paint.get(name, 'none')}" for name in ("fill", "stroke"))
        rules.append(f".{_CLASS}{kind}{{{body}}}")
    return "\n".join(rules)


def colour_variables(colours: Mapping[str, str]) -> str:
    """Return colours as variables of a style sheet."""
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())


def figure_as_svg(figure: Figure) -> str:
    """Return a figure as an ``svg`` element; a millimetre is a unit."""
    box = f"0 0 {_number(figure.width)} {_number(figure.height)}"
    shapes = "".join(_shape(shape) for shape in figure.shapes)
    return (
        f'<svg class="figure" viewBox="{box}" role="img" aria-label="{escape(figure.title)}">{shapes}</svg>'
    )


def _outline(outline: Outline) -> str:
    rule = ' fill-rule="evenodd"' if outline.even_odd else ""
    kind, width = f"{_CLASS}{escape(outline.kind)}", _number(outline.width)
    return f'<path class="{kind}" stroke-width="{width}"{rule} d="{outline.data}"/>'


def _shape(shape: Shape) -> str:
    if isinstance(shape, Line):
        places = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.places)
        return f'<{"polygon" if shape.closed else "polyline"} points="{places}" {_painted(shape.ink)}/>'
    if isinstance(shape, Circle):
        role = f' class="{shape.role}"' if shape.role else ""
        x, y = (_number(value) for value in shape.at)
        return f'<circle{role} cx="{x}" cy="{y}" r="{_number(shape.radius)}" {_painted(shape.ink)}/>'
    if isinstance(shape, PlateView):
        return _plate(shape)
    return _photo(shape) if isinstance(shape, Photo) else _words(shape)


def _plate(view: PlateView) -> str:
    (wide, high), (left, top, width, height) = view.plate.size, view.window
    window = " ".join(_number(v) for v in (left * wide, top * high, width * wide, height * high))
    place = _placed(view.box)
    flip = f' transform="translate({_number(wide)} 0) scale(-1 1)"' if view.mirrored else ""
    size = f'width="{_number(wide)}" height="{_number(high)}"'
    return (
        f'<svg class="plate" {place} viewBox="{window}" preserveAspectRatio="none">'
        f'<use href="#picture-{escape(view.plate.name)}" {size}{flip}/></svg>'
    )


def _photo(photo: Photo) -> str:
    """Return a picture with its pixels in it, so that the page stays one file."""
    return f"<image {_placed(photo.box)} {_pixels(photo)}/>"


def _pixels(picture: Photo | PlatePixels) -> str:
    kind = "jpeg" if picture.kind == "jpg" else picture.kind
    content = base64.b64encode(picture.content).decode("ascii")
    return f'href="data:image/{kind};base64,{content}"'


def _placed(box: Box) -> str:
    names = ("x", "y", "width", "height")
    return " ".join(f'{name}="{_number(value)}"' for name, value in zip(names, box, strict=True))


def _words(words: Words) -> str:
    x, y = (_number(value) for value in words.at)
    halo = (
        f";stroke:{_colour(words.halo)};stroke-width:{_number(0.4 * words.size)}px;paint-order:stroke"
        ";stroke-linejoin:round"
        if words.halo
        else ""
    )
    weight = ";font-weight:bold" if words.bold else ""
    text = (
        f'<text x="{x}" y="{y}" text-anchor="{words.anchor}" '
        f'style="font-size:{_number(words.size)}px;fill:{_colour(words.colour)}{weight}{halo}">'
        f"{escape(words.text)}</text>"
    )
    return f'<a href="#{escape(words.link)}">{text}</a>' if words.link else text


def _painted(ink: Ink) -> str:
    parts = [f"fill:{_colour(ink.fill)}" if ink.fill else "fill:none"]
    if ink.stroke:
        parts += [f"stroke:{_colour(ink.stroke)}", f"stroke-width:{_number(ink.width)}px"]
    if ink.opacity < 1.0:
        parts.append(f"opacity:{_number(ink.opacity)}")
    if ink.dash:
        parts.append(f"stroke-dasharray:{' '.join(_number(length) for length in ink.dash)}")
    return f'style="{";".join(parts)}"'


def _colour(name: str) -> str:
    return name if name.startswith("#") else f"var(--{name})"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
