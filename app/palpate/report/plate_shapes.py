"""A plate's SVG as outlines with colours; anything that a plate has no use for is refused.

Plates hold ``svg``, ``title``, ``style``, ``g`` and ``path``; path data hold M, L, C, c and z. A picture that
runs, fetches or includes something is no plate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from palpate.base.errors import PlateFaulty, Problem

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ALLOWED = {
    "svg": {"viewBox"},
    "title": set(),
    "style": set(),
    "g": {"stroke-linecap", "stroke-linejoin"},
    "path": {"class", "d", "fill-rule", "stroke-width"},
}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"#[0-9a-f]{6}|none")
_TOKEN = re.compile(r"[MLCcz]|-?(?:\d+\.?\d*|\.\d+)")
_REST = re.compile(r"[\s,]*")
_NEEDS = {"M": 2, "L": 2, "C": 6, "c": 6}

Step = tuple[str, tuple[float, ...]]
"""``M`` or ``L`` with a place, ``C`` with two control places and a place, ``z`` alone; all are absolute."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A path of a plate, in the plate's units, y down; an empty colour is not painted.

    `data` are its steps as they were written, which is shorter.
    """

    kind: str
    data: str
    steps: tuple[Step, ...]
    fill: str
    stroke: str
    width: float
    even_odd: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plate's outlines, the lowest first, and the body of its SVG without style and title."""

    size: tuple[float, float]
    outlines: tuple[Outline, ...]


def read_drawing(text: str, *, name: str) -> Drawing:
    """Return the outlines of a plate.

    Raises
    ------
    PlateFaulty
        With everything in it that no plate holds.
    """
    if "<!" in text or "<?" in text.removeprefix("<?xml"):
        raise PlateFaulty([Problem("", "holds a declaration; a plate is plain SVG")], path=name)
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as fault:
        raise PlateFaulty([Problem("", f"not valid SVG: {fault}")], path=name) from fault
    problems = [problem for element in root.iter() for problem in _foreign(element)]
    if problems:
        raise PlateFaulty(problems, path=name)
    colours = style_colours("".join(element.text or "" for element in root.iter(f"{_NAMESPACE}style")))
    box = [float(part) for part in root.attrib.get("viewBox", "0 0 1 1").split()]
    outlines = tuple(_outline(element, colours, name) for element in root.iter(f"{_NAMESPACE}path"))
    return Drawing((box[2], box[3]), outlines)


def style_colours(sheet: str) -> dict[str, dict[str, str]]:
    """Return fill and stroke by class of a style sheet such as ``.bone{fill:#f8f5ef}``."""
    colours: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(sheet):
        pairs = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.split(","):
            colours.setdefault(selector.strip().removeprefix("."), {}).update(
                {key.strip(): value.strip() for key, value in pairs.items()}
            )
    return colours


def read_steps(d: str) -> tuple[Step, ...]:
    """Return path data with absolute places.

    Raises
    ------
    ValueError
        If they hold anything but M, L, C, c, z and complete sets of numbers.
    """
    steps: list[Step] = []
    command, here, start = "", (0.0, 0.0), (0.0, 0.0)
    numbers: list[float] = []
    for token in _tokens(d):
        if token in "MLCcz":
            if numbers or (command in _NEEDS and not steps):
                raise ValueError(f"{command} lacks numbers")
            command = token
            if token == "z":
                steps.append(("z", ()))
                here = start
            continue
        numbers.append(float(token))
        if command not in _NEEDS:
            raise ValueError(f"a number behind {command or 'nothing'}")
        if len(numbers) == _NEEDS[command]:
            steps.append(_step(command, numbers, here))
            here = (steps[-1][1][-2], steps[-1][1][-1])
            start = here if command == "M" else start
            command, numbers = ("L" if command == "M" else command), []
    if numbers:
        raise ValueError(f"{command} lacks numbers")
    return tuple(steps)


def _step(command: str, numbers: list[float], here: tuple[float, float]) -> Step:
    if command == "c":
        return ("C", tuple(value + here[n % 2] for n, value in enumerate(numbers)))
    return (command, tuple(numbers))


def _tokens(d: str) -> list[str]:
    found, at = [], 0
    while at < len(d):
        gap = _REST.match(d, at)
        at = gap.end() if gap else at
        if at == len(d):
            break
        token = _TOKEN.match(d, at)
        if token is None:
            raise ValueError(f"{d[at : at + 12]!r} is no path data of a plate")
        found.append(token.group())
        at = token.end()
    return found


def _outline(element: ElementTree.Element, colours: dict[str, dict[str, str]], name: str) -> Outline:
    kind = element.attrib.get("class", "")
    paint = colours.get(kind, {})
    fill, stroke = paint.get("fill", "none"), paint.get("stroke", "none")
    try:
        width = float(element.attrib.get("stroke-width", "1"))
        data = element.attrib.get("d", "")
        steps = read_steps(data)
    except ValueError as fault:
        raise PlateFaulty([Problem(f"path {kind}", str(fault))], path=name) from fault
    even_odd = element.attrib.get("fill-rule") == "evenodd"
    return Outline(kind, data, steps, _painted(fill), _painted(stroke), width, even_odd)


def _painted(colour: str) -> str:
    return colour if _COLOUR.fullmatch(colour) and colour != "none" else ""


def _foreign(element: ElementTree.Element) -> list[Problem]:
    kind = element.tag.removeprefix(_NAMESPACE)
    if kind not in _ALLOWED:
        return [Problem(kind[:40], f"a plate holds only {', '.join(_ALLOWED)}")]
    strange = sorted(set(element.attrib) - _ALLOWED[kind])
    found = [Problem(f"{kind}: {name[:40]}", "no attribute of a plate") for name in strange]
    sheet = (element.text or "").lower() if kind == "style" else ""
    if any(word in sheet for word in ("url", "@", "\\", "expression")):
        found.append(Problem("style", "a plate's style holds colours only"))
    return found
