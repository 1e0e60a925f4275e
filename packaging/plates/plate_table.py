"""What a plate is: from where, of what, in which pose; and the view that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from plate_bones import Points
from plate_fits import FORWARD, RIGHT, UP
from plate_pixels import View
from plate_poses import Body, hand_bones

# Right, down and away in the picture.
DIRECTIONS = {
    "anterior": (-RIGHT, -UP, -FORWARD),
    "posterior": (RIGHT, -UP, FORWARD),
    "lateral": (FORWARD, -UP, -RIGHT),  # of the right side
    "medial": (-FORWARD, -UP, RIGHT),
    "dorsal": (RIGHT, -FORWARD, -UP),  # of the foot, from above
}
# Numbers: from the midline, least distance of two, and where the line to one begins.
_BESIDE_M, _APART_M, _CLEAR_M = 0.058, 0.0095, 0.007
VERTEBRAE = [f"c{k}" for k in range(1, 8)] + [f"t{k}" for k in range(1, 13)] + [f"l{k}" for k in range(1, 6)]


@dataclass(frozen=True)
class Plate:
    """One plate.

    Attributes
    ----------
    direction
        A key of ``DIRECTIONS``.
    bones
        Beginnings of the names of the bones shown, without their side.
    around
        Likewise, of bones that only stand around them.
    sides
        Whose paired bones are shown; a plate of one side serves the other mirrored.
    skin
        Parts of the body outlined.
    height
        Lowest and highest y in metres; whole bones without.
    pixels, margin, weight
        Of the longer side; metres around whole bones; how heavy lines are.
    """

    name: str
    title: str
    direction: str
    bones: tuple[str, ...]
    around: tuple[str, ...] = ()
    sides: tuple[str, ...] = ("right",)
    skin: tuple[str, ...] = ()
    height: tuple[float, float] | None = None
    width: tuple[float, float] | None = None
    pose: Callable[[Body], Body] | None = None
    numbers: str = ""
    pixels: int = 1600
    margin: float = 0.012
    weight: float = 1.0

    @property
    def shows_right_only(self) -> bool:
        """Whether the left side is shown on the same plate, mirrored."""
        return self.sides == ("right",) or self.direction in ("lateral", "medial")


BOTH = ("left", "right")


def bones_of(plate: Plate, body: Body) -> tuple[list[str], list[str]]:
    """Return the names of the bones a plate shows and of those around them."""
    main = [name for name in body.bones if _begins(name, plate.bones, plate.sides)]
    around = [name for name in body.bones if name not in main and _begins(name, plate.around, plate.sides)]
    return main, around


def _begins(name: str, starts: tuple[str, ...], sides: tuple[str, ...]) -> bool:
    side, _, rest = name.partition("_")
    if side not in BOTH:
        side, rest = "", name
    if side and side not in (sides or ("right",)):
        return False
    if side and name in hand_bones(side):
        return "HAND" in starts
    return any(
        rest == start or (rest.startswith(start) and _goes_on(rest[len(start) :], start)) for start in starts
    )


def _goes_on(rest: str, start: str) -> bool:
    """Tell whether what follows the start of a name is a number or part: ``t`` means T1 to T12 only."""
    return rest[0] == "_" or (rest.split("_")[0].isdigit() and not start[-1].isdigit())


def view_of(plate: Plate, body: Body, names: list[str]) -> View:
    """Return the view that holds the plate's bones with a margin for the skin."""
    right, down, away = DIRECTIONS[plate.direction]
    places = np.concatenate([body.bones[name].vertices for name in names])
    flat = np.stack([places @ right, places @ down], 1)
    low, high = flat.min(0) - plate.margin, flat.max(0) + plate.margin
    if plate.height is not None:
        low[1], high[1] = sorted(-np.array(plate.height))
    if plate.width is not None:
        ends = np.array(plate.width) * (right.sum())
        low[0], high[0] = ends.min(), ends.max()
    scale = plate.pixels / float((high - low).max())
    size = (round(float((high - low)[0]) * scale), round(float((high - low)[1]) * scale))
    return View(right, down, away, np.asarray(low), size, scale)


def numbers_of(plate: Plate, body: Body) -> list[tuple[str, Points, Points | None]]:
    """Return what is written on a plate, where, and where a line leads from it, in metres.

    From the side a vertebra bears its number; from behind it stands level with the tip of the spinous
    process, which hangs about as low as the next vertebra.
    """
    found: list[tuple[str, Points, Points | None]] = []
    above = np.inf
    for name in VERTEBRAE if plate.numbers else ():
        places = body.bones[name].vertices
        if plate.numbers == "on":
            found.append((name.upper(), _on_body(name, places), None))
            continue
        process = places[np.abs(places[:, 2]) < 0.008]
        x, y, _ = process[process[:, 0].argmin()]
        above = min(float(y), above - _APART_M)
        found.append((name.upper(), np.array([x, above, _BESIDE_M]), np.array([x, y, _CLEAR_M])))
    return found


def _on_body(name: str, places: Points) -> Points:
    front = places[places[:, 0] > places[:, 0].max() - (0.014 if name.startswith("c") else 0.032)]
    front = front[front[:, 1] < np.median(front[:, 1])] if name == "c2" else front
    middle = (front.min(0) + front.max(0)) / 2
    if name.startswith("c"):
        middle[0] = places[:, 0].max() + 0.009
    return np.asarray(middle)
