"""What is not a body: the wicket at the bowler's end, and the umpire's hat."""

from __future__ import annotations

import numpy as np

from palpate.demo.anatomy import SCALE, Anatomy, at_rest
from palpate.demo.raycast import Placed
from palpate.demo.rotation import aligning_y
from palpate.demo.solids import Solid

_WICKET_X_M = -1.22
_STUMP_HEIGHT_M, _STUMP_RADIUS_M, _STUMP_GAP_M = 0.711, 0.019, 0.095


def joined(*parts: Placed) -> Placed:
    """Return the solids of several parts as one."""
    return Placed(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Placed.__dataclass_fields__)
    )


def wicket() -> tuple[Placed, tuple[Solid, ...]]:
    """Return three stumps and two bails: where they stand, and the solids for painting."""
    rods = [((0.0, z), (_STUMP_HEIGHT_M, z)) for z in (-_STUMP_GAP_M, 0.0, _STUMP_GAP_M)]
    rods += [
        ((_STUMP_HEIGHT_M + 0.03, z - 0.04), (_STUMP_HEIGHT_M + 0.03, z + 0.04)) for z in (-0.0475, 0.0475)
    ]
    solids = []
    for (low, start), (high, end) in rods:
        first, last = np.array([_WICKET_X_M, low, start]), np.array([_WICKET_X_M, high, end])
        radius = _STUMP_RADIUS_M if high - low > 0.1 else 0.008
        length = float(np.linalg.norm(last - first))
        solids.append(Solid("rod", 0, "wood", first, aligning_y(last - first).T, length, radius, radius))
    return _standing(tuple(solids)), tuple(solids)


def hat(anatomy: Anatomy) -> tuple[Solid, ...]:
    """Return a wide-brimmed hat on the head: crown and brim."""
    head = anatomy.index("head")
    found = []
    for place, radius, squeeze in (
        ((-0.092, 0.728, 0.0), 0.100, (1.06, 0.72, 0.92)),
        ((-0.086, 0.704, 0.0), 0.178, (1.05, 0.075, 0.95)),
    ):
        origin = at_rest(place) - anatomy.pivots[head]
        radius *= SCALE
        found.append(Solid("head/hat", head, "hat", origin, np.diag(squeeze), 1e-6, radius, radius))
    return tuple(found)


def _standing(solids: tuple[Solid, ...]) -> Placed:
    shapes = np.array([solid.shape for solid in solids])
    return Placed(
        centres=np.array([solid.origin for solid in solids]),
        shapes=shapes,
        inverses=np.linalg.inv(shapes),
        lengths=np.array([solid.length for solid in solids]),
        first_radii=np.array([solid.first_radius for solid in solids]),
        last_radii=np.array([solid.last_radius for solid in solids]),
    )
