"""Things drawn by hand: a cricket bat and a box, in the line of the plates of bodies."""

from __future__ import annotations

from collections.abc import Sequence

import plate_paper as paper
from plate_curves import Curve
from plate_spots import targets_at
from plate_strokes import Spot, through
from plate_targets import Target

BAT_SIZE, BOX_SIZE = (900, 1600), (1300, 1300)
_UNITS_PER_MM = 1.7
BAT_WIDTH_MM = BAT_SIZE[0] / _UNITS_PER_MM
# A bat 865 mm long: the blade 108 mm wide and 560 mm long with its shoulders, the handle 33 mm thick.
_MIDDLE, _EDGE = 350.0, 690.0
_TOP, _SHOULDER, _TOE = 66.0, 566.0, 1536.0
_BLADE, _HANDLE = 92.0, 28.0
_BAT: dict[str, Spot] = {
    "handle_end": (_MIDDLE, _TOP),
    "left_blade_shoulder": (_MIDDLE - _BLADE, _SHOULDER),
    "right_blade_shoulder": (_MIDDLE + _BLADE, _SHOULDER),
    "left_toe_corner": (_MIDDLE - _BLADE, _TOE),
    "right_toe_corner": (_MIDDLE + _BLADE, _TOE),
}
# The front of the box, and how far its back lies to the right and above.
_LEFT, _RIGHT, _UPPER, _LOWER, _BACK = 140.0, 856.0, 380.0, 1180.0, (300.0, -250.0)


def bat_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of cricket_bat_5."""
    found = targets_at("cricket_bat", BAT_SIZE, _BAT, zoom=520.0)
    return {name: [target] for name, target in found.items()}


def box_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of product_box_8."""
    found = targets_at("product_box", BOX_SIZE, _corners(), zoom=620.0)
    return {name: [target] for name, target in found.items()}


def draw_bat() -> tuple[str, tuple[int, int]]:
    """Return the plate and its size: the face, and beside it the edge."""
    paths = [
        _path("bone", _face()),
        _path("tone1", [_edge_blade()]),
        _path("bone", [_edge_handle()]),
        _path("tone1", _grips()),
        _path("faint", [*_bindings(), *_grain(), _splice(), _toe_guard()]),
        _path("detail", _toe_lines()),
        _path("edge", [*_face(), _edge_blade(), _edge_handle()]),
    ]
    return paper.sheet("Cricket bat, face and edge", BAT_SIZE, paths), BAT_SIZE


def draw_box() -> tuple[str, tuple[int, int]]:
    """Return the plate and its size; the edges that the box hides are faint."""
    at = _corners()

    def face(*names: str) -> Curve:
        return through(*([at[name]] for name in names), closed=True)

    front = face("front_top_left", "front_top_right", "front_bottom_right", "front_bottom_left")
    top = face("front_top_left", "back_top_left", "back_top_right", "front_top_right")
    side = face("front_top_right", "back_top_right", "back_bottom_right", "front_bottom_right")
    hidden = [
        _dashed(at["back_bottom_left"], at[f"{other}_{place}"])
        for other, place in (("back", "top_left"), ("back", "bottom_right"), ("front", "bottom_left"))
    ]
    paths = [
        _path("bone", [front]),
        _path("tone1", [top]),
        _path("tone2", [side]),
        _path("tone1", [_label()]),
        _path("faint", [_label(), *_label_lines(), *(part for line in hidden for part in line)]),
        _path("edge", [front, top, side]),
    ]
    return paper.sheet("Box from the front", BOX_SIZE, paths), BOX_SIZE


def _path(kind: str, curves: Sequence[Curve]) -> str:
    return paper.path(kind, paper.joined(curves), longer=1600)


def _line(*spots: Spot) -> Curve:
    return through([spots[0]], *([spot] for spot in spots[1:]))


# ---- bat -----------------------------------------------------------------------------------------------


def _face() -> list[Curve]:
    """Return the blade with its handle as one outline; the lines of edge and toe meet in the corners."""
    left, right, slope = _MIDDLE - _BLADE, _MIDDLE + _BLADE, 54.0
    half: list[list[Spot]] = [
        [(_MIDDLE - _HANDLE, _TOP + 10), (_MIDDLE - _HANDLE + 8, _TOP + 2), (_MIDDLE, _TOP)],
        [(_MIDDLE + _HANDLE - 8, _TOP + 2), (_MIDDLE + _HANDLE, _TOP + 10)],
        [(_MIDDLE + _HANDLE, _SHOULDER - slope)],
        [(_MIDDLE + _HANDLE + 12, _SHOULDER - 28), (right - 26, _SHOULDER - 8), (right, _SHOULDER)],
        [(right, _TOE - 26)],
        [(right - 8, _TOE - 8), (right - 28, _TOE)],
        [(left + 28, _TOE)],
        [(left + 8, _TOE - 8), (left, _TOE - 26)],
        [(left, _SHOULDER)],
        [(left + 26, _SHOULDER - 8), (_MIDDLE - _HANDLE - 12, _SHOULDER - 28)],
        [(_MIDDLE - _HANDLE, _SHOULDER - slope)],
    ]
    return [through(*half, closed=True)]


def _edge_blade() -> Curve:
    """Return the blade seen on its edge: flat in front, which is on the left, and thick where it hits."""
    return through(
        [(_EDGE - 26, _SHOULDER - 54)],
        [(_EDGE - 30, _TOE - 10)],
        [(_EDGE - 26, _TOE), (_EDGE - 6, _TOE)],
        [(_EDGE + 22, _TOE - 60), (_EDGE + 58, 1330), (_EDGE + 66, 1200), (_EDGE + 48, 960),
         (_EDGE + 28, 700), (_EDGE + 22, _SHOULDER - 54)],
        closed=True,
    )  # fmt: skip


def _edge_handle() -> Curve:
    return through(
        [(_EDGE - 24, _TOP + 10), (_EDGE - 16, _TOP + 2), (_EDGE, _TOP)],
        [(_EDGE + 16, _TOP + 2), (_EDGE + 24, _TOP + 10)],
        [(_EDGE + 24, _SHOULDER - 54)],
        [(_EDGE - 26, _SHOULDER - 54)],
        closed=True,
    )


def _grips() -> list[Curve]:
    ends = _TOP + 12, _SHOULDER - 120
    return [
        through(
            [(x - half, ends[0])],
            [(x + half, ends[0])],
            [(x + half, ends[1])],
            [(x - half, ends[1])],
            closed=True,
        )
        for x, half in ((_MIDDLE, _HANDLE - 2), (_EDGE, 22.0))
    ]


def _bindings() -> list[Curve]:
    rows = range(int(_TOP) + 26, int(_SHOULDER) - 120, 22)
    return [
        _line((x - half, y + 5), (x + half, y - 5))
        for x, half in ((_MIDDLE, _HANDLE - 2), (_EDGE, 22.0))
        for y in rows
    ]


def _grain() -> list[Curve]:
    return [
        _line((_MIDDLE + x, _SHOULDER + 150), (_MIDDLE + x, _TOE - 60)) for x in (-62, -37, -12, 13, 38, 63)
    ]


def _splice() -> Curve:
    return _line((_MIDDLE - 26, _SHOULDER - 40), (_MIDDLE, _SHOULDER + 130), (_MIDDLE + 26, _SHOULDER - 40))


def _toe_guard() -> Curve:
    return _line((_MIDDLE - _BLADE, _TOE - 36), (_MIDDLE + _BLADE, _TOE - 36))


def _toe_lines() -> list[Curve]:
    """Return where the lines of edges and toe would meet, so that the rounded corner is not taken for it."""
    return [
        curve
        for sign in (-1, 1)
        for curve in (
            _line((_MIDDLE + sign * _BLADE, _TOE - 24), (_MIDDLE + sign * _BLADE, _TOE)),
            _line((_MIDDLE + sign * (_BLADE - 26), _TOE), (_MIDDLE + sign * _BLADE, _TOE)),
        )
    ]


# ---- box -----------------------------------------------------------------------------------------------


def _corners() -> dict[str, Spot]:
    front = {
        "front_top_left": (_LEFT, _UPPER), "front_top_right": (_RIGHT, _UPPER),
        "front_bottom_right": (_RIGHT, _LOWER), "front_bottom_left": (_LEFT, _LOWER),
    }  # fmt: skip
    back = {name.replace("front", "back"): (x + _BACK[0], y + _BACK[1]) for name, (x, y) in front.items()}
    return front | back


def _dashed(start: Spot, end: Spot) -> list[Curve]:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    count = max(round(length / 34), 1)

    def along(share: float) -> Spot:
        return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])

    return [_line(along(k / count), along((k + 0.55) / count)) for k in range(count)]


def _label() -> Curve:
    left, right, upper, lower = _LEFT + 120, _RIGHT - 120, _UPPER + 170, _UPPER + 430
    return through([(left, upper)], [(right, upper)], [(right, lower)], [(left, lower)], closed=True)


def _label_lines() -> list[Curve]:
    left, right = _LEFT + 170, _RIGHT - 170
    return [
        _line((left, _UPPER + 250), (right, _UPPER + 250)),
        _line((left, _UPPER + 310), (right - 90, _UPPER + 310)),
    ]
