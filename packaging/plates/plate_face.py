"""The face from the front with its 68 points (iBUG order), drawn by hand, both halves alike.

Places are fifths of a millimetre of an adult face, the picture has twice as many units: pupils 63 mm apart,
cheekbones 137 mm, nasion to chin 120 mm.
"""

from __future__ import annotations

import plate_paper as paper
from plate_curves import Curve
from plate_numbers import written
from plate_spots import targets_at
from plate_strokes import Spot, band, circle, through
from plate_targets import Target

SIZE = (2000, 2480)
_UNITS = 2
_MIDDLE, _TOP = 500, -100
# Places of the subject's right half, which is on the picture's left: x from the midline, y downwards.
JAW: list[Spot] = [
    (-345, 612),
    (-342, 700),
    (-332, 786),
    (-312, 868),
    (-279, 946),
    (-232, 1020),
    (-170, 1086),
    (-92, 1135),
    (0, 1154),
]
BROW: list[Spot] = [(-296, 512), (-252, 473), (-194, 459), (-134, 468), (-76, 488)]
BRIDGE: list[Spot] = [(0, 588), (0, 656), (0, 724), (0, 790)]
BASE: list[Spot] = [(-82, 838), (-42, 854), (0, 866)]
EYE: list[Spot] = [(-226, 606), (-186, 575), (-130, 577), (-88, 613), (-132, 625), (-184, 626)]
OUTER_UPPER: list[Spot] = [(-130, 966), (-86, 940), (-34, 925), (0, 934)]
_OUTER_LOWER: list[Spot] = [(0, 1032), (-42, 1026), (-90, 1001)]
_INNER_UPPER: list[Spot] = [(-108, 967), (-42, 957), (0, 960)]
_INNER_LOWER: list[Spot] = [(0, 981), (-42, 977)]
_EAR: list[Spot] = [(344, 640), (362, 590), (396, 584), (404, 650), (388, 730), (366, 790), (338, 778)]
PUPIL: Spot = (157, 600)
NASOLABIAL: list[Spot] = [(-104, 850), (-140, 905), (-158, 960)]
BROW_WIDTHS = (5.0, 19.0, 25.0, 27.0, 21.0)
_NUMBER, _ZOOM, _LONGER = 30.0, 600.0, 2600.0


def other(spots: list[Spot]) -> list[Spot]:
    """Return places of the other half, from the midline outwards where these run towards it."""
    return [(-x, y) for x, y in reversed(spots)]


def _points() -> list[Spot]:
    jaw = JAW + other(JAW[:-1])
    brows = BROW + other(BROW)
    base = BASE + other(BASE[:-1])
    left_eye = [(-EYE[k][0], EYE[k][1]) for k in (3, 2, 1, 0, 5, 4)]
    upper = OUTER_UPPER + other(OUTER_UPPER[:-1])
    lower = other(_OUTER_LOWER[1:]) + _OUTER_LOWER
    inner = _INNER_UPPER + other(_INNER_UPPER[:-1]) + other(_INNER_LOWER[1:]) + _INNER_LOWER
    return [*jaw, *brows, *BRIDGE, *base, *EYE, *left_eye, *upper, *lower, *inner]


def _names() -> list[str]:
    groups = [("jaw", 17), ("right_eyebrow", 5), ("left_eyebrow", 5), ("nose_bridge", 4), ("nose_base", 5)]
    groups += [("right_eye", 6), ("left_eye", 6), ("outer_lip", 12), ("inner_lip", 8)]
    return [f"{group}_{k}" for group, count in groups for k in range(count)]


def _both(*spots: Spot) -> list[list[Spot]]:
    """Return a line and its mirror image."""
    return [list(spots), [(-x, y) for x, y in spots]]


def draw_face() -> tuple[str, tuple[int, int]]:
    """Return the plate with the 68 points and their numbers, and its size."""
    dots = [circle(*moved(spot), 4.5 * _UNITS) for spot in _points()]
    return paper.sheet("Face, 68 points", SIZE, [*_drawn(), _path("point", dots), _numbers()]), SIZE


def draw_plain_face() -> tuple[str, tuple[int, int]]:
    """Return the same face without points, and its size."""
    return paper.sheet("Face from the front", SIZE, _drawn()), SIZE


def _drawn() -> list[str]:
    curves = {"tone1": _soft(), "bone": _eyes(), "tone2": _brows(), "tone3": _dark()}
    paths = paper.merged(_skin(), longer=_LONGER)
    paths += [_path(kind, found) for kind, found in curves.items()]
    paths += [_path("faint", _faint()), _path("detail", _detail())]
    return paths


def face_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of face_68."""
    spots = {name: moved(spot) for name, spot in spots_68().items()}
    return {name: [target] for name, target in targets_at("face_front", SIZE, spots, zoom=_ZOOM).items()}


def spots_68() -> dict[str, Spot]:
    """Return the places of face_68's keypoints: from the midline to the subject's left, and downwards."""
    return dict(zip(_names(), _points(), strict=True))


def moved(spot: Spot) -> Spot:
    """Return a place in the units of the picture."""
    return _UNITS * (spot[0] + _MIDDLE), _UNITS * (spot[1] + _TOP)


def _path(kind: str, curves: list[Curve]) -> str:
    return paper.path(kind, paper.joined(curves), longer=_LONGER)


def _line(*parts: list[Spot], closed: bool = False) -> Curve:
    return through(*([moved(spot) for spot in part] for part in parts), closed=closed)


def _skin() -> list[Curve]:
    throat: list[Spot] = [(-205, 1040), (-198, 1150), (-208, 1255), (-330, 1335), (-640, 1390)]
    trunk = _line(throat, [(640, 1390)], [(-x, y) for x, y in reversed(throat[:-1])], closed=True)
    crown: list[Spot] = [(348, 520), (336, 410), (290, 285), (170, 190), (0, 160)]
    head = _line(JAW + other(JAW[:-1]) + crown + [(-x, y) for x, y in reversed(crown[:-1])], closed=True)
    ears = [
        _line([(s * x, y) for x, y in _EAR], closed=True)
        for s in (-1, 1)
    ]  # fmt: skip
    return [trunk, *ears, head]


def _soft() -> list[Curve]:
    lips = _line(
        OUTER_UPPER + other(OUTER_UPPER[:-1]),
        other(_OUTER_LOWER[1:]) + _OUTER_LOWER + [OUTER_UPPER[0]],
        closed=True,
    )
    return [lips]


def _lids(sign: int) -> Curve:
    eye = [(sign * abs(x), y) for x, y in EYE]
    return _line(eye[:4], [*eye[4:], eye[0]], closed=True)


def _eyes() -> list[Curve]:
    return [_lids(-1), _lids(1)]


def _brows() -> list[Curve]:
    widths = [_UNITS * width for width in BROW_WIDTHS]
    brows = [band([moved(spot) for spot in line], widths) for line in _both(*BROW)]
    irises = [circle(*moved((sign * PUPIL[0], PUPIL[1])), 24 * _UNITS) for sign in (-1, 1)]
    return [*brows, *irises]


def _dark() -> list[Curve]:
    pupils = [circle(*moved((sign * PUPIL[0], PUPIL[1])), 10 * _UNITS) for sign in (-1, 1)]
    nostrils = [_line(line, closed=True) for line in _both((-62, 838), (-44, 828), (-24, 842), (-40, 850))]
    inner = _INNER_UPPER + other(_INNER_UPPER[:-1])
    mouth = _line(inner, other(_INNER_LOWER[1:]) + _INNER_LOWER + [_INNER_UPPER[0]], closed=True)
    return [*pupils, *nostrils, mouth]


def _faint() -> list[Curve]:
    folds = _both(*NASOLABIAL)
    folds += _both((-52, 560), (-40, 640), (-44, 720), (-62, 780))
    folds += _both((-372, 612), (-388, 640), (-378, 700), (-362, 730))
    folds += [[(-54, 1066), (0, 1058), (54, 1066)]]
    hair: list[Spot] = [(-340, 470), (-300, 360), (-200, 300), (0, 285)]
    return [_line(line) for line in [*folds, hair + [(-x, y) for x, y in reversed(hair[:-1])]]]


def _detail() -> list[Curve]:
    lids = [_line([(s * abs(x), y) for x, y in EYE[:4]]) for s in (-1, 1)]
    lower = [_line([(s * abs(x), y) for x, y in (EYE[3], *EYE[4:], EYE[0])]) for s in (-1, 1)]
    creases = [_line(line) for line in _both((-232, 588), (-190, 553), (-130, 553), (-94, 582))]
    wings = _both((-76, 770), (-98, 806), (-92, 838), (-70, 846))
    tip: list[list[Spot]] = [[(-42, 854), (-22, 862), (0, 866), (22, 862), (42, 854)]]
    upper = OUTER_UPPER + other(OUTER_UPPER[:-1])
    lip: list[list[Spot]] = [
        upper,
        [OUTER_UPPER[0], *reversed(_OUTER_LOWER), *((-x, y) for x, y in _OUTER_LOWER[1:]), (130, 966)],
    ]
    jaw = [JAW + other(JAW[:-1])]
    return [*lids, *lower, *creases, *(_line(line) for line in [*wings, *tip, *lip, *jaw])]


def _numbers() -> str:
    words = []
    for k, (x, y) in enumerate(_points()):
        dx, dy = _beside(k, x, y)
        words.append(written(str(k), *moved((x + dx, y + dy)), _NUMBER))
    return paper.path("number", "".join(words), longer=_LONGER, scale=0.8)


def _beside(k: int, x: float, y: float) -> Spot:
    """Return where the number of a point stands from it."""
    if k < 17:
        length = (x**2 + (y - 650) ** 2) ** 0.5
        return 26 * x / length, 24 * (y - 650) / length
    if k < 27:
        return 0, -26
    if k < 31:
        return 22, 0
    if k < 36:
        return 0, 22
    if k < 48:
        side = -157 if x < 0 else 157
        return 0.24 * (x - side), (-42 if abs(x - side) < 60 else -24) if y < 620 else 20
    if k < 60:
        return (0.16 * x, -20) if y < 960 else ((-26 if x < 0 else 26, 0) if abs(x) > 120 else (0.1 * x, 20))
    return (0, -14) if y < 970 and abs(x) < 100 else ((8 if x < 0 else -8, -15) if abs(x) > 100 else (0, 15))
