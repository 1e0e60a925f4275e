"""Skeletons of CVAT: the JSON of its label constructor, the SVG alone, and the labels of an annotation file.

Edges exist in the drawing only, between ids that are drawn beside the names. The order of the keypoints is
that of the sublabels; where only the drawing is left, that of its element ids.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

import numpy as np

from palpate.formats.skeletons.described import Described, Faults, checked_names
from palpate.formats.skeletons.xml_text import local, parse_fragment
from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton

_SIZE = 100.0  # the drawing's width and height
_MARGIN = 10.0


def recognises(content: object) -> bool:
    """Tell whether this is a list of CVAT's labels, one of them, or a task with labels."""
    return any("svg" in label or "sublabels" in label for label in _labels(content))


def read(content: object, faults: Faults) -> list[Described]:
    """Return the skeletons among the labels of a constructor's JSON."""
    found = []
    for i, label in enumerate(_labels(content)):
        if "svg" not in label and "sublabels" not in label:
            continue
        place = f"[{i}]." if isinstance(content, list) else ""
        sublabels = label.get("sublabels", [])
        if not isinstance(sublabels, list) or not all(isinstance(one, dict) for one in sublabels):
            faults.add(f"{place}sublabels", "must be a list of labels")
            continue
        names = [one.get("name") for one in sublabels]
        ids = {str(one["id"]): str(one.get("name")) for one in sublabels if "id" in one}
        name, svg = label.get("name"), label.get("svg")
        found.append(
            _described(
                name if isinstance(name, str) else "",
                svg if isinstance(svg, str) else "",
                _Sublabels(names, f"{place}sublabels", ids),
                f"{place}svg",
                faults,
            )
        )
    return [one for one in found if one is not None]


def read_annotations(meta: Element, faults: Faults) -> list[Described]:
    """Return the skeletons among the labels of an annotation file."""
    labels = [element for element in meta.iter() if local(element.tag) == "label"]
    found = []
    for label in labels:
        name, svg = _text(label, "name"), _text(label, "svg")
        if _text(label, "type") != "skeleton" and not svg:
            continue
        names = [_text(other, "name") for other in labels if _text(other, "parent") == name]
        place = f"label {name}"
        found.append(_described(name, svg, _Sublabels(list(names), place, {}), f"{place}: svg", faults))
    if not labels:
        faults.add("meta", "an XML file without labels of CVAT")
    elif not found and not faults.found:
        faults.add("labels", "none of them is a skeleton")
    return [one for one in found if one is not None]


def read_svg(text: str, faults: Faults) -> list[Described]:
    """Return the skeleton of a drawing alone."""
    found = _described("", text, _Sublabels([], "", {}), "", faults)
    return [] if found is None else [found]


class _Sublabels:
    """The names that stand beside a drawing, in order, and by the ids that the drawing may use instead."""

    def __init__(self, names: list[object], place: str, ids: Mapping[str, str]) -> None:
        self.names, self.place, self.ids = names, place, ids


def _labels(content: object) -> list[Mapping[str, object]]:
    if isinstance(content, dict):
        inner = content.get("labels")
        content = inner if isinstance(inner, list) else [content]
    return [label for label in content if isinstance(label, dict)] if isinstance(content, list) else []


def _described(name: str, svg: str, sublabels: _Sublabels, place: str, faults: Faults) -> Described | None:
    drawing = _Drawing(svg, sublabels.ids, place, faults)
    listed = sublabels.names or list(drawing.names)
    names = checked_names(listed, sublabels.place or place, faults)
    if not names:
        return None
    where = {one: k for k, one in enumerate(names)}
    strange = [one for one in drawing.names if one not in where]
    for one in strange:
        faults.add(place, f"draws {one!r}, which is none of the sublabels")
    edges = drawing.edges()
    if strange or edges is None:
        return None
    drawn = [drawing.place_of.get(one) for one in names]
    notes = [] if svg else ["there is no drawing, so no edges"]
    undrawn = [one for one, spot in zip(names, drawn, strict=True) if spot is None]
    if svg and undrawn:
        notes.append(f"not in the drawing: {', '.join(undrawn[:4])}")
    if tuple(drawing.names) != names and not undrawn:
        notes.append(
            "the drawing numbers the keypoints in another order than the labels; the labels' was taken"
        )
    return Described(
        name=name,
        names=names,
        edges=tuple((where[a], where[b]) for a, b in edges),
        rest=() if undrawn else tuple(spot for spot in drawn if spot is not None),
        notes=tuple(notes),
    )


class _Drawing:
    """Circles with names and lines between them."""

    def __init__(self, svg: str, ids: Mapping[str, str], place: str, faults: Faults) -> None:
        self._place, self._faults = place, faults
        root = parse_fragment(svg, faults.path)
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self._lines = [e for e in elements if local(e.tag) == "line" and e.get("data-type") == "edge"]
        circles = [e for e in elements if local(e.tag) == "circle" and _is_keypoint(e)]
        circles.sort(key=_number)
        self.place_of: dict[str, tuple[float, float]] = {}
        self._named: dict[str, str] = {}
        for circle in circles:
            self._take(circle, ids)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.place_of)

    def edges(self) -> list[tuple[str, str]] | None:
        """Return the edges by name; None, with a fault noted, if one leads nowhere."""
        found = []
        for line in self._lines:
            ends = [line.get(f"data-node-{end}") for end in ("from", "to")]
            named = [self._named.get(end or "") for end in ends]
            if None in named:
                lost = ends[named.index(None)]
                self._faults.add(self._place, f"an edge leads to {lost}, where no circle is drawn")
                return None
            found.append((str(named[0]), str(named[1])))
        return found

    def _take(self, circle: Element, ids: Mapping[str, str]) -> None:
        name = circle.get("data-label-name") or ids.get(circle.get("data-label-id", ""))
        name = name or circle.get("data-element-id") or circle.get("data-node-id") or ""
        try:
            spot = (float(circle.get("cx", "nan")), float(circle.get("cy", "nan")))
        except ValueError:
            spot = (math.nan, math.nan)
        if not all(map(math.isfinite, spot)):
            self._faults.add(self._place, f"the circle of {name!r} has no position")
        if name in self.place_of:
            self._faults.add(self._place, f"{name!r} is drawn twice")
        self.place_of[name] = spot
        self._named[circle.get("data-node-id") or circle.get("data-element-id") or name] = name


def _is_keypoint(circle: Element) -> bool:
    return circle.get("data-type", "element node") == "element node"


def _number(circle: Element) -> tuple[int, str]:
    text = circle.get("data-element-id") or circle.get("data-node-id") or ""
    return (int(text), "") if text.isascii() and text.isdigit() and len(text) < 10 else (10**10, text)


def _text(element: Element, tag: str) -> str:
    child = next((one for one in element if local(one.tag) == tag), None)
    return (child.text or "").strip() if child is not None else ""


def content_of(skeleton: Skeleton) -> list[dict[str, object]]:
    """Return the labels as the raw view of CVAT's label constructor takes them."""
    label: dict[str, object] = {
        "name": skeleton.name,
        "type": "skeleton",
        "attributes": [],
        "svg": svg_of(skeleton),
        "sublabels": [{"name": name, "type": "points", "attributes": []} for name in skeleton.names],
    }
    return [label]


def svg_of(skeleton: Skeleton) -> str:
    """Return the drawing: edges below, then a circle per keypoint, in a square of 100 by 100."""
    places = _places(skeleton)
    where = skeleton.position_of
    lines = [_line(where[a], where[b], places) for a, b in skeleton.edges]
    circles = [_circle(k, name, places[k]) for k, name in enumerate(skeleton.names)]
    return "".join([*lines, *circles])


def _places(skeleton: Skeleton) -> Floats:
    """Return ``(K, 2)`` places in the square; keypoints without one in the template stand in rows."""
    span = _SIZE - 2 * _MARGIN
    places = _MARGIN + span * skeleton.rest
    lost = np.flatnonzero(~np.isfinite(places).all(axis=1))
    columns = max(math.ceil(math.sqrt(len(lost))), 1)
    for n, k in enumerate(lost):
        row, column = divmod(n, columns)
        places[k] = _MARGIN + span * (np.array([column, row]) + 0.5) / columns
    return places


def _line(a: int, b: int, places: Floats) -> str:
    ends = _attributes(x1=places[a, 0], y1=places[a, 1], x2=places[b, 0], y2=places[b, 1])
    drawn = f'stroke="black" data-type="edge" data-node-from="{a + 1}" stroke-width="0.5"'
    return f'<line {ends} {drawn} data-node-to="{b + 1}"></line>'


def _circle(k: int, name: str, place: Sequence[float] | Floats) -> str:
    drawn = 'r="1.5" stroke="black" fill="#b3b3b3" stroke-width="0.1" data-type="element node"'
    ids = f'data-element-id="{k + 1}" data-node-id="{k + 1}" data-label-name={quoteattr(name)}'
    return f"<circle {_attributes(cx=place[0], cy=place[1])} {drawn} {ids}></circle>"


def _attributes(**numbers: float) -> str:
    return " ".join(f'{key}="{float(value):.6g}"' for key, value in numbers.items())
