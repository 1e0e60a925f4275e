"""Other mark-ups of the face on the face drawn for the 68 points: 98, 106, and what palsy adds.

Their points are places on the lines of that drawing: even steps along the outline, quarters of the lids and
edges of the brows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plate_face as face
from plate_curves import Curve
from plate_spots import targets_at
from plate_strokes import Spot, band_edges, through
from plate_targets import Target

_NAME = "face_plain"
_ZOOM = {"jaw": 600.0, "other": 420.0}
_STEPS = 200  # of one piece of a curve


def face_98_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of face_98."""
    found = _outline_and_brows()
    found |= {f"nose_base_{k}": spot for k, spot in enumerate(face.BASE + face.other(face.BASE[:-1]))}
    found |= _eyes() | _lips()
    found |= {"right_pupil": _PUPIL, "left_pupil": _flipped(_PUPIL)}
    return _targets(found)


def face_106_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint of face_106."""
    found = _outline_and_brows()
    side = [*_NOSE_SIDE, *face.BASE]
    found |= {f"nose_base_{k}": spot for k, spot in enumerate(side + face.other(side[:-1]))}
    eyes = _eyes()
    for name, place in (("right", _PUPIL), ("left", _flipped(_PUPIL))):
        found |= {key: spot for key, spot in eyes.items() if key.startswith(name)}
        found[f"{name}_pupil"] = place
    found |= _lips()
    found |= {"right_pupil_repeated": _PUPIL, "left_pupil_repeated": _flipped(_PUPIL)}
    return _targets(found)


def palsy_targets() -> dict[str, list[Target]]:
    """Return the target of each keypoint that face_68_palsy adds to face_68."""
    upper, lower = (_at_x(curve, _PUPIL[0]) for curve in _lids())
    right = {
        "pupil": _PUPIL,
        "upper_lid_middle": upper,
        "lower_lid_middle": lower,
        "nasolabial_fold": _nasolabial_middle(),
        "tragion": _TRAGION,
    }
    found = {
        f"{side}_{name}": spot if side == "right" else _flipped(spot)
        for name, spot in right.items()
        for side in ("right", "left")
    }
    return _targets(found)


_PUPIL: Spot = (-face.PUPIL[0], face.PUPIL[1])
_NOSE_SIDE: list[Spot] = [(-41, 690), (-57, 760), (-98, 806)]
_TRAGION: Spot = (-343, 690)


def _flipped(spot: Spot) -> Spot:
    return -spot[0], spot[1]


def _targets(spots: dict[str, Spot]) -> dict[str, list[Target]]:
    moved = {name: face.moved(spot) for name, spot in spots.items()}
    wide, close = (targets_at(_NAME, face.SIZE, moved, zoom=zoom) for zoom in _ZOOM.values())
    return {name: [(wide if name.startswith("jaw") else close)[name]] for name in spots}


def _outline_and_brows() -> dict[str, Spot]:
    outline = _even(through(face.JAW + face.other(face.JAW[:-1])), 33)
    found = {f"jaw_{k}": spot for k, spot in enumerate(outline)}
    upper, lower = band_edges(face.BROW, face.BROW_WIDTHS)
    if upper[2][1] > lower[2][1]:
        upper, lower = lower, upper
    right = [face.BROW[0], *upper[1:], *lower[:0:-1]]
    left = [right[k] for k in (4, 3, 2, 1, 0, 8, 7, 6, 5)]
    found |= {f"right_eyebrow_{k}": spot for k, spot in enumerate(right)}
    found |= {f"left_eyebrow_{k}": _flipped(spot) for k, spot in enumerate(left)}
    return found | {f"nose_bridge_{k}": spot for k, spot in enumerate(face.BRIDGE)}


def _eyes() -> dict[str, Spot]:
    upper, lower = _lids()
    right = [*_even(upper, 5), *_even(lower, 5)[1:-1]]
    left = [right[k] for k in (4, 3, 2, 1, 0, 7, 6, 5)]
    found = {f"right_eye_{k}": spot for k, spot in enumerate(right)}
    return found | {f"left_eye_{k}": _flipped(spot) for k, spot in enumerate(left)}


def _lids() -> tuple[Curve, Curve]:
    """Return the margins of the right eye: upper from the outer corner, lower from the inner one."""
    return through(face.EYE[:4]), through([face.EYE[3], *face.EYE[4:], face.EYE[0]])


def _lips() -> dict[str, Spot]:
    return {name: spot for name, spot in face.spots_68().items() if "lip" in name}


def _nasolabial_middle() -> Spot:
    """Return where the fold is half-way between the wing of the nose and the corner of the mouth."""
    return _at_y(through(face.NASOLABIAL), (face.BASE[0][1] + face.OUTER_UPPER[0][1]) / 2)


def _points_on(curve: Curve) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    share = np.linspace(0, 1, _STEPS)[:, None]
    pieces = [
        (1 - share) ** 3 * a
        + 3 * (1 - share) ** 2 * share * b
        + 3 * (1 - share) * share**2 * c
        + share**3 * d
        for a, b, c, d in curve.pieces
    ]
    return np.concatenate(pieces)


def _even(curve: Curve, count: int) -> list[Spot]:
    """Return so many places at even steps along a curve, its ends among them."""
    points = _points_on(curve)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0, along[-1], count)
    return _spots(np.stack([np.interp(at, along, points[:, k]) for k in (0, 1)], 1))


def _at_x(curve: Curve, x: float) -> Spot:
    points = _points_on(curve)
    return _spots(points[[np.abs(points[:, 0] - x).argmin()]])[0]


def _at_y(curve: Curve, y: float) -> Spot:
    points = _points_on(curve)
    return _spots(points[[np.abs(points[:, 1] - y).argmin()]])[0]


def _spots(
    points: Sequence[Sequence[float]] | np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> list[Spot]:
    return [(float(x), float(y)) for x, y in points]
