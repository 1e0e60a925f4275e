"""Vector pictures that may be shown: nothing in them runs, fetches, or grows beyond measure.

What shows them looks at the plain names of elements and at no namespace; so does this.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.parsers import expat

from palpate.base.errors import PlateFaulty
from palpate.store.yaml_problems import Problems, read_text

MOST_BYTES = 2 << 20
MOST_ELEMENTS = 20_000
MOST_DEPTH = 64
LARGEST = 20_000.0
"""Longest side of a picture, in its own units."""

_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset(
    (
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc"),
        *("style", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "metadata"),
    )
)
_FORBIDDEN = {
    "script": "holds a script; pictures never run anything",
    "handler": "holds a script; pictures never run anything",
    "listener": "holds a script; pictures never run anything",
    "image": "holds a picture of pixels or one from elsewhere; only drawings are shown",
    "feImage": "holds a picture of pixels or one from elsewhere; only drawings are shown",
    "foreignObject": "holds something that is no drawing",
    "iframe": "holds something that is no drawing",
    "video": "holds something that is no drawing",
    "audio": "holds something that is no drawing",
    "a": "is a link; pictures lead nowhere",
    "use": "repeats another part; write the drawing out",
    "symbol": "repeats another part; write the drawing out",
    "pattern": "repeats another part; write the drawing out",
    "text": "is text that would look otherwise on each machine; turn it into outlines",
    "tspan": "is text that would look otherwise on each machine; turn it into outlines",
    "textArea": "is text that would look otherwise on each machine; turn it into outlines",
}
_FORBIDDEN |= dict.fromkeys(
    ("animate", "animateColor", "animateMotion", "animateTransform", "set", "discard"),
    "moves; pictures stand still",
)
_FORBIDDEN |= dict.fromkeys(
    ("font", "font-face", "font-face-src", "font-face-uri", "glyph", "tref", "solidColor", "filter", "mask"),
    "is not drawn here",
)
_ELSEWHERE = re.compile(
    r"url\(\s*+['\"]?+\s*+(?!#)|@import|@font-face|@namespace|javascript:|expression\(", re.I
)
_LENGTH = re.compile(r"\s*([+]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")


def read_svg(path: Path) -> str:
    """Return the text of a vector picture that is safe to show.

    Raises
    ------
    FileUnreadable
        If the file cannot be opened.
    PlateFaulty
        With everything in it that is refused, and its line.
    """
    text = read_text(path, most_bytes=MOST_BYTES, kind=PlateFaulty)
    refuse_unsafe(text, path=path)
    return text


def refuse_unsafe(text: str, *, path: Path | None = None) -> tuple[float, float]:
    """Refuse a vector picture with scripts, links, pixels, or beyond the sizes that are drawn.

    Returns
    -------
        Its width and height in its own units.

    Raises
    ------
    PlateFaulty
        With everything in it that is refused, and its line.
    """
    problems = Problems()
    check = _Check(problems)
    if len(text) > MOST_BYTES:
        problems.add(0, "", f"larger than {MOST_BYTES // 1024} KB, so no drawing to point at")
    else:
        check.read(text)
    problems.raise_if_any(PlateFaulty, path)
    return check.size


class _TooMuchError(Exception):
    """Reading on would only take time."""


class _Check:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.size = (math.nan, math.nan)
        self._open: list[str] = []
        self._elements = 0
        self._style: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator="\n")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = self._on_text
        self._parser.ProcessingInstructionHandler = self._on_instruction
        self._parser.StartDoctypeDeclHandler = self._on_doctype

    def read(self, text: str) -> None:
        try:
            self._parser.Parse(text.encode("utf-8"), True)
        except expat.ExpatError as fault:
            self._problems.add(fault.lineno, "", f"not valid SVG: {expat.ErrorString(fault.code)}")
        except _TooMuchError:
            pass

    def _blame(self, place: str, sentence: str) -> None:
        self._problems.add(self._parser.CurrentLineNumber, place, sentence)

    def _on_start(self, full: str, attributes: dict[str, str]) -> None:
        space, _, name = full.rpartition("\n")
        self._elements += 1
        self._open.append(name)
        if self._elements > MOST_ELEMENTS or len(self._open) > MOST_DEPTH:
            self._blame(name, f"more than {MOST_ELEMENTS} parts, or more than {MOST_DEPTH} deep")
            raise _TooMuchError
        if len(self._open) == 1:
            self._on_root(name, space, attributes)
        if name in _FORBIDDEN:
            self._blame(name, _FORBIDDEN[name])
        elif name not in _DRAWN and space in ("", _SVG):
            self._blame(name, "is not drawn here")
        for key, value in attributes.items():
            self._on_attribute(name, key.rpartition("\n")[2], value)

    def _on_root(self, name: str, space: str, attributes: dict[str, str]) -> None:
        if name != "svg" or space != _SVG:
            self._blame(name, f"is no SVG picture: it must begin with <svg xmlns={_SVG!r}>")
            raise _TooMuchError
        self.size = _size_of(attributes)
        if not all(0 < side <= LARGEST for side in self.size):
            self._blame("svg", f"must say its size in viewBox, each side at most {LARGEST:g}")

    def _on_attribute(self, name: str, key: str, value: str) -> None:
        place = f"{name}.{key}"
        if key.lower().startswith("on"):
            self._blame(place, "holds a script; pictures never run anything")
        elif _leads_out(key, value):
            self._blame(place, "points outside the picture; pictures fetch nothing")

    def _on_text(self, text: str) -> None:
        if self._open and self._open[-1] == "style":
            self._style.append(text)

    def _on_end(self, _name: str) -> None:
        if self._open.pop() != "style":
            return
        style, self._style = "".join(self._style), []
        # A backslash may spell any of the words looked for in another way.
        if _ELSEWHERE.search(style) or "\\" in style:
            self._blame("style", "points outside the picture; pictures fetch nothing")

    def _on_instruction(self, target: str, _words: str) -> None:
        self._blame(target, "calls in another file; pictures fetch nothing")

    def _on_doctype(self, *_: object) -> None:
        self._blame("DOCTYPE", "may define parts that grow without end; leave it out")
        raise _TooMuchError


def _leads_out(key: str, value: str) -> bool:
    if key in ("href", "src", "base") and not value.strip().startswith("#"):
        return True
    return bool(_ELSEWHERE.search(value)) or (key == "style" and "\\" in value)


def _size_of(attributes: dict[str, str]) -> tuple[float, float]:
    box = attributes.get("viewBox", "").replace(",", " ").split()
    sides = box[2:] if len(box) == 4 else [attributes.get(side, "") for side in ("width", "height")]
    found = [_LENGTH.fullmatch(side) for side in sides]
    width, height = (float(match[1]) if match is not None else math.nan for match in found)
    return width, height
