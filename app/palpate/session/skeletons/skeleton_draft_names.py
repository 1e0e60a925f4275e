"""Which keypoints are left and right of each other, by what their names and labels say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from palpate.model.sides import sides_from_names
from palpate.model.skeleton import Side, Skeleton

# Besides English, which is read together with its letters: German, French, Spanish, Italian, Portuguese.
_LEFT = "links linke linker linkes li gauche izquierda izquierdo izq sinistra sinistro sx esquerda esquerdo"
_RIGHT = "rechts rechte rechter rechtes re droite derecha derecho der destra destro dx direita direito"
_WORDS = {**dict.fromkeys(_LEFT.split(), Side.LEFT), **dict.fromkeys(_RIGHT.split(), Side.RIGHT)}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

Stem = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Keypoints that seem to be the left and the right of the same; indices, -1 where that side has none."""

    left: int
    right: int


def suggestions_of(skeleton: Skeleton) -> list[Suggestion]:
    """Return what names say of sides and mirrors and the skeleton does not say so far, in its order.

    What names in English say comes first (see `palpate.model.sides`), then words of a side in other languages
    (``Knie links``), in names or labels. Where a name leaves room nothing is said.
    """
    read = sides_from_names(skeleton.names)
    place = skeleton.position_of
    found: list[Suggestion] = []
    for k, (side, mirror) in enumerate(read):
        if side is Side.LEFT:
            found.append(Suggestion(k, -1 if mirror is None else place[mirror]))
        elif side is Side.RIGHT and mirror is None:
            found.append(Suggestion(-1, k))
    said = {k for one in found for k in (one.left, one.right)}
    found += _by_words(skeleton, said)
    found.sort(key=lambda one: min(k for k in (one.left, one.right) if k >= 0))
    return [one for one in found if not _is_said(skeleton, one)]


def _by_words(skeleton: Skeleton, said: set[int]) -> list[Suggestion]:
    stems: dict[Stem, dict[Side, int]] = {}
    for k, point in enumerate(skeleton.keypoints):
        read = None if k in said else _read(point.name) or _read(point.label)
        if read is not None:
            side, stem = read
            stems.setdefault(stem, {}).setdefault(side, k)
    return [Suggestion(sides.get(Side.LEFT, -1), sides.get(Side.RIGHT, -1)) for sides in stems.values()]


def _is_said(skeleton: Skeleton, one: Suggestion) -> bool:
    points = skeleton.keypoints
    sides = [(k, side) for k, side in ((one.left, Side.LEFT), (one.right, Side.RIGHT)) if k >= 0]
    if any(points[k].side is not side for k, side in sides):
        return False
    if len(sides) < 2:
        return True
    left, right = points[one.left], points[one.right]
    return left.mirror == right.name and right.mirror == left.name


def _read(name: str) -> tuple[Side, Stem] | None:
    """Return the side that a name says, and its other parts; None if it says none, or more than one."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    places = [k for k, part in enumerate(parts) if part in _WORDS]
    if len(places) != 1 or len(parts) < 2:
        return None
    (at,) = places
    return _WORDS[parts[at]], (*parts[:at], "", *parts[at + 1 :])
