"""The pictures of a book of guidelines: a keypoint's surroundings, where these lie, and whole plates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palpate.model.plate import Plate, Target
from palpate.report.figure import (
    Box,
    Circle,
    Figure,
    Ink,
    Line,
    Place,
    PlateView,
    Shape,
    Words,
    rectangle,
    window_around,
)

RING_MM = 2.1
TARGET = "target"
NEIGHBOUR = "neighbour"

_NAME_MM = 2.4
_BAR_MM = 2.1
_WIDE = 0.56  # mean width of a letter as a share of the font's height
_BARS_MM = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
_LONGEST_BAR = 0.3
_HALO = "paper"
_OFF = 4.0
_NAMED = 6
_ROOM = 1.55  # of a name in a column, as a multiple of the font's height


@dataclass(frozen=True, slots=True)
class Called:
    """What stands beside a place: its short name, and the place in the document that it leads to."""

    text: str
    link: str = ""


def target_figure(
    plate: Plate, target: Target, *, size: tuple[float, float], names: Mapping[str, Called]
) -> Figure:
    """Return a keypoint's surroundings with the exact place ringed and its neighbours faint.

    Parameters
    ----------
    size
        Width and height of the figure in mm.
    names
        What neighbours are called.
    """
    figure = Figure(*size, title=f"{plate.title}: the exact place")
    box: Box = (0.0, 0.0, *size)
    view = PlateView(plate, target.mirrored, box, window_around(plate, target.zoom, box))
    figure.add(rectangle(box, Ink(fill="field")), view)
    centre = view.place(target.at)
    near = {name: view.place(at) for name, at in target.neighbours.items()}
    for place in near.values():
        figure.add(Circle(place, 0.62, Ink("paper", 0.25, "near", opacity=0.85), NEIGHBOUR))
    figure.add(*_ring(centre))
    figure.add(*_scale_bar(view))
    figure.add(*_names_beside(near, centre, names, size))
    figure.add(rectangle(box, Ink("rule", 0.2)))
    return figure


def locator_figure(plate: Plate, target: Target, *, size: tuple[float, float], zoom: Box) -> Figure:
    """Return the whole plate, small, with the part that is shown large framed.

    Parameters
    ----------
    zoom
        That part, as fractions of the plate.
    """
    figure = Figure(*size, title=f"{plate.title}: where the surroundings lie")
    view = whole_view(plate, target.mirrored, (0.0, 0.0, *size))
    figure.add(view)
    left, top = view.place((max(zoom[0], 0.0), max(zoom[1], 0.0)))
    right, bottom = view.place((min(zoom[0] + zoom[2], 1.0), min(zoom[1] + zoom[3], 1.0)))
    figure.add(rectangle((left, top, right - left, bottom - top), Ink("accent", 0.3)))
    figure.add(Circle(view.place(target.at), 0.55, Ink("paper", 0.15, "target")))
    return figure


def plate_figure(
    plate: Plate, places: Sequence[tuple[Place, Called]], *, size: tuple[float, float]
) -> Figure:
    """Return a whole plate with every keypoint that lies on it, named at its sides.

    Parameters
    ----------
    places
        Keypoints as fractions of the plate, not flipped, and what they are called.
    size
        Width and height of the figure in mm; the names take their part of the width.
    """
    figure = Figure(*size, title=plate.title)
    left, right = _margins(places)
    view = whole_view(plate, False, (left, 0.0, size[0] - left - right, size[1]))
    figure.add(view)
    for side, x in (("end", view.shown[0] - _OFF), ("start", view.shown[0] + view.shown[2] + _OFF)):
        here = [(view.place(at), called) for at, called in places if (side == "end") is _is_left(at)]
        figure.add(*_called_out(here, x, side, size[1]))
    figure.add(*_scale_bar(view))
    return figure


def plate_height(plate: Plate, places: Sequence[tuple[Place, Called]], *, width: float, most: float) -> float:
    """Return how high the figure of a whole plate is, at most, if it is to fill a width."""
    left, right = _margins(places)
    names = max(sum(_is_left(at) is side for at, _ in places) for side in (True, False)) if places else 0
    natural = (width - left - right) / plate.size[0] * plate.size[1]
    return min(max(natural, names * _NAME_MM * _ROOM), most)


def _margins(places: Sequence[tuple[Place, Called]]) -> tuple[float, float]:
    """Return how much room the names at the left and at the right of a plate take."""
    lengths: dict[bool, float] = {True: 0.0, False: 0.0}
    for at, called in places:
        lengths[_is_left(at)] = max(lengths[_is_left(at)], _length(called.text, _NAME_MM) + _OFF + 1.0)
    return lengths[True], lengths[False]


def _is_left(at: Place) -> bool:
    """Tell whether a place is named at the left; the middle too, for plates have numbers at the right."""
    return at[0] < 0.52


def whole_view(plate: Plate, mirrored: bool, box: Box) -> PlateView:
    """Return a whole plate as large as it fits in a box, in the middle of it."""
    scale = min(box[2] / plate.size[0], box[3] / plate.size[1])
    width, height = plate.size[0] * scale, plate.size[1] * scale
    seen = (box[0] + (box[2] - width) / 2, box[1] + (box[3] - height) / 2, width, height)
    return PlateView(plate, mirrored, seen, (0.0, 0.0, 1.0, 1.0))


def _ring(centre: Place) -> list[Shape]:
    """Return a ring with cross-hairs that leave the place itself open to the eye."""
    x, y = centre
    inner, outer = 0.75, RING_MM + 1.5
    arms = [
        ((x - outer, y), (x - inner, y)),
        ((x + inner, y), (x + outer, y)),
        ((x, y - outer), (x, y - inner)),
        ((x, y + inner), (x, y + outer)),
    ]
    shapes: list[Shape] = [Circle(centre, RING_MM, Ink("paper", 1.0))]
    shapes += [Line(arm, Ink("paper", 0.85)) for arm in arms]
    shapes += [Circle(centre, RING_MM, Ink("target", 0.45), TARGET)]
    shapes += [Line(arm, Ink("target", 0.28)) for arm in arms]
    shapes.append(Circle(centre, 0.26, Ink(fill="target")))
    return shapes


def _scale_bar(view: PlateView) -> list[Shape]:
    plate = view.plate
    if plate.width_mm is None:
        return []
    per_mm = view.scale * plate.size[0] / plate.width_mm
    fitting = [bar for bar in _BARS_MM if bar * per_mm <= view.box[2] * _LONGEST_BAR]
    if not fitting:
        return []
    x, y = view.box[0] + 2.2, view.box[1] + view.box[3] - 2.4
    end = x + fitting[-1] * per_mm
    bar = Line(((x, y - 0.9), (x, y), (end, y), (end, y - 0.9)), Ink("ink", 0.25))
    halo = Line(bar.places, Ink("paper", 0.9))
    said, middle = f"{fitting[-1]:g} mm", (x + end) / 2
    words = Words((middle, y - 1.2), said, _BAR_MM, "ink", anchor="middle", halo=_HALO)
    wide = max(end - x, _length(said, _BAR_MM)) + 1.4
    ground = rectangle((middle - wide / 2, y - 3.6, wide, 4.4), Ink(fill=_HALO, opacity=0.92))
    return [ground, halo, bar, words]


def _names_beside(
    near: Mapping[str, Place], centre: Place, names: Mapping[str, Called], size: tuple[float, float]
) -> list[Shape]:
    """Return the names of the nearest neighbours, each where it covers no place and no other name."""
    reach = RING_MM + 1.6
    taken: list[Box] = [(centre[0] - reach, centre[1] - reach, 2 * reach, 2 * reach)]
    taken += [(x - 0.8, y - 0.8, 1.6, 1.6) for x, y in near.values()]
    taken.append((1.5, size[1] - 6.0, size[0] * _LONGEST_BAR + 2.0, 5.0))
    shapes: list[Shape] = []
    nearest = sorted(near.items(), key=lambda one: math.dist(one[1], centre))
    for name, (x, y) in nearest[:_NAMED]:
        called = names.get(name, Called(name))
        width = _length(called.text, _NAME_MM)
        for dx, dy, anchor in _SIDES:
            left = x + dx - (width if anchor == "end" else width / 2 if anchor == "middle" else 0.0)
            box = (left, y + dy - _NAME_MM * 0.8, width, _NAME_MM)
            if _inside(box, size) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                at = (x + dx, y + dy)
                shapes.append(Words(at, called.text, _NAME_MM, "near", anchor, halo=_HALO, link=called.link))
                break
    return shapes


_SIDES = (
    (1.3, 0.8, "start"),
    (-1.3, 0.8, "end"),
    (1.0, -0.9, "start"),
    (-1.0, -0.9, "end"),
    (1.0, 2.5, "start"),
    (-1.0, 2.5, "end"),
    (0.0, -1.4, "middle"),
    (0.0, 3.1, "middle"),
)


def _called_out(places: Sequence[tuple[Place, Called]], x: float, side: str, height: float) -> list[Shape]:
    """Return dots with leaders to names in a column at `x`, in the order of their heights."""
    ordered = sorted(places, key=lambda one: (one[0][1], one[0][0]))
    rows = _spread([at[1] for at, _ in ordered], gap=_NAME_MM * _ROOM, low=2.0, high=height - 2.0)
    shapes: list[Shape] = []
    towards = -1.0 if side == "end" else 1.0
    for (at, _called), row in zip(ordered, rows, strict=True):
        elbow = (x - towards * 2.0, row)
        shapes.append(Line((at, elbow, (x - towards * 0.4, row)), Ink("near", 0.14, opacity=0.8)))
    for (at, called), row in zip(ordered, rows, strict=True):
        shapes.append(Circle(at, 0.75, Ink("paper", 0.25, "target"), TARGET))
        shapes.append(Words((x, row + 0.8), called.text, _NAME_MM, "ink", side, link=called.link))
    return shapes


def _spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Return heights in order near the wanted ones, `gap` apart as long as there is room."""
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    groups: list[tuple[float, int]] = []  # mean of (wanted − own offset), members
    for height in wanted:
        groups.append((height, 1))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] * gap > groups[-1][0]:
            (first, n), (second, m) = groups[-2:]
            groups[-2:] = [((first * n + (second - n * gap) * m) / (n + m), n + m)]
    rows: list[float] = []
    for start, n in groups:
        rows += [start + k * gap for k in range(n)]
    for k in range(len(rows)):  # from the top, then from the bottom, back into the field
        rows[k] = max(rows[k], low + k * gap)
    for k in range(len(rows) - 1, -1, -1):
        rows[k] = min(rows[k], high - (len(rows) - 1 - k) * gap)
    return rows


def _length(text: str, size: float) -> float:
    return len(text) * size * _WIDE


def _inside(box: Box, size: tuple[float, float]) -> bool:
    return (
        box[0] >= 0.6
        and box[1] >= 0.6
        and box[0] + box[2] <= size[0] - 0.6
        and box[1] + box[3] <= size[1] - 0.6
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
