"""The table of plates: which pictures there are, and where on which each keypoint lies.

::

    plates:
      spine_posterior: {title: 'Spine from behind', size: [1182, 2200], width_mm: 429.8}
    skeletons:
      cricket_bowling_54:
        t6:
          - {plate: spine_posterior, mirrored: false, at: [0.50, 0.38], zoom: [0.30, 0.28, 0.40, 0.21],
             neighbours: {t7: [0.50, 0.42]}}

All places are fractions of the picture's width and height as it is shown, that is, flipped if ``mirrored``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path

from palpate.base.errors import PlateFaulty
from palpate.model.plate import Area, Plate, PlateTable, Point, Target
from palpate.store.yaml_fields import Fields, as_number
from palpate.store.yaml_nodes import Entries, Items, Node, parse_yaml
from palpate.store.yaml_problems import Problems, read_text

MOST_BYTES = 1 << 21
MOST_TARGETS = 4

_PLATE_KEYS = ("title", "size", "width_mm")
_TARGET_KEYS = ("plate", "mirrored", "at", "zoom", "neighbours")
_NEAR = 1e-3  # places are rounded to four digits


def read_plate_table(path: Path, *, known: Mapping[str, Plate] | None = None) -> PlateTable:
    """Read a table of plates and targets.

    Parameters
    ----------
    known
        Plates from elsewhere that targets may be on as well.

    Raises
    ------
    FileUnreadable
        If the file cannot be opened.
    PlateFaulty
        With every problem of the file and its line.
    """
    text = read_text(path, most_bytes=MOST_BYTES, kind=PlateFaulty)
    return plate_table_from_yaml(text, path=path, known=known)


def plate_table_from_yaml(
    text: str, *, path: Path | None = None, known: Mapping[str, Plate] | None = None
) -> PlateTable:
    """Return the table written in a text; it needs plates of its own unless some are known.

    Raises
    ------
    PlateFaulty
        With every problem of the text and its line.
    """
    problems = Problems()
    root = parse_yaml(text, problems)
    table = PlateTable({}, {})
    if root is not None:
        fields = Fields(root, ("plates", "skeletons"), problems)
        if known is None:
            fields.require("plates")
        plates = {name: _plate(name, node, problems) for name, node in _entries(fields, "plates").items()}
        skeletons = _entries(fields, "skeletons")
        every = {**(known or {}), **plates}
        table = PlateTable(plates, {name: _targets(skeletons[name], every, problems) for name in skeletons})
    problems.raise_if_any(PlateFaulty, path)
    return table


def _entries(fields: Fields, key: str) -> Mapping[str, Node]:
    node = fields.get(key)
    if node is None or isinstance(node, Entries):
        return {} if node is None else node.nodes
    fields.blame(key, "must hold entries `name: …`")
    return {}


def _plate(name: str, node: Node, problems: Problems) -> Plate:
    fields = Fields(node, _PLATE_KEYS, problems)
    fields.require("title", "size")
    if any(sign in name for sign in "/\\:.") or not name.strip():
        problems.add(node.line, node.place, "a plate is called as its file, without folder and suffix")
    width, height = _numbers(fields, "size", 2, above=0.0)
    return Plate(name, fields.text("title"), (width, height), fields.number("width_mm", above=0.0))


def _targets(node: Node, plates: Mapping[str, Plate], problems: Problems) -> dict[str, tuple[Target, ...]]:
    if not isinstance(node, Entries):
        problems.add(node.line, node.place, "must hold entries `keypoint: [targets]`")
        return {}
    found = {}
    for keypoint, listed in node.nodes.items():
        if not isinstance(listed, Items) or not 1 <= len(listed.nodes) <= MOST_TARGETS:
            problems.add(listed.line, listed.place, f"must be a list of one to {MOST_TARGETS} targets")
            continue
        read = tuple(_target(one, plates, problems, among=node.nodes.keys()) for one in listed.nodes)
        found[keypoint] = read
    return found


def _target(node: Node, plates: Mapping[str, Plate], problems: Problems, *, among: Collection[str]) -> Target:
    fields = Fields(node, _TARGET_KEYS, problems)
    fields.require("plate", "at", "zoom")
    plate = fields.name("plate") or ""
    if plate and plate not in plates:
        fields.blame("plate", f"no plate is called {plate!r}{problems.hint(plate, plates)}")
    word = fields.text("mirrored", "false")
    if word not in ("true", "false"):
        fields.blame("mirrored", f"must be true or false, not {word!r}")
    left, top, width, height = _numbers(fields, "zoom", 4, least=0.0)
    x, y = _numbers(fields, "at", 2, least=0.0)
    zoom = (left, top, width, height)
    if max(left + width, top + height) > 1 + _NEAR or min(width, height) <= 0:
        fields.blame("zoom", "must be an area within the plate")
    elif not _within((x, y), zoom) and not fields.is_faulty("at"):
        fields.blame("at", "must lie within zoom, its surroundings")
    return Target(plate, word == "true", (x, y), zoom, _neighbours(fields, zoom, among))


def _neighbours(fields: Fields, zoom: Area, among: Collection[str]) -> dict[str, Point]:
    inner = _entries(fields, "neighbours")
    if not inner:
        return {}
    node = fields.get("neighbours")
    assert node is not None
    read = Fields(node, inner.keys(), fields.problems)
    places: dict[str, Point] = {}
    for name in inner:
        if name not in among:
            read.blame_unknown(name, name, among)
            continue
        x, y = _numbers(read, name, 2, least=0.0)
        if not _within((x, y), zoom) and not read.is_faulty(name):
            read.blame(name, "must lie within zoom, the surroundings")
        places[name] = (x, y)
    return places


def _within(point: Point, area: Area) -> bool:
    """Tell whether a point lies in an area; what was refused before is not refused again."""
    left, top, width, height = area
    outside = (
        point[0] < left - _NEAR
        or point[0] > left + width + _NEAR
        or point[1] < top - _NEAR
        or point[1] > top + height + _NEAR
    )
    return not outside


def _numbers(
    fields: Fields, key: str, n: int, *, above: float = -math.inf, least: float = -math.inf
) -> list[float]:
    """Return so many numbers of a list; NaN for each that is missing or wrong."""
    nodes = fields.items(key)
    if fields.get(key) is not None and len(nodes) != n and not fields.is_faulty(key):
        fields.blame(key, f"must be a list of {n} numbers")
    read = [as_number(node, fields.problems, above=above, least=least) for node in nodes[:n]]
    read += [None] * (n - len(read))
    return [math.nan if number is None else number for number in read]
