"""Where gold and what was marked a second time are farthest apart, and whether one pose makes most of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.plan import Unit
from palpate.session.calibrating.gold_error import main_skeleton, placements, second_layers, units_with
from palpate.session.session import Session

_MOST = 0.5
_CHANCE = 0.001  # small, as there are many keypoints


@dataclass(frozen=True, slots=True)
class Farthest:
    """The pose in which a keypoint was marked farthest from gold the second time.

    Attributes
    ----------
    layer
        Id of the layer in which it was marked so.
    px
        How far from gold.
    share
        Of the sum of squared distances of this keypoint, 0…1.
    poses
        In how many poses it was marked twice.
    """

    unit: Unit
    layer: str
    px: float
    share: float
    poses: int

    @property
    def makes_most(self) -> bool:
        """Whether this one pose makes more than half of the spread, and does so by no chance.

        Of N squared distances in the plane the largest has a share beyond g with a chance of at most
        N (1 − g)^(N − 1) (Fisher 1929, Proc. R. Soc. A 125:54).
        """
        return self.share > _MOST and self.poses * (1.0 - self.share) ** (self.poses - 1) < _CHANCE


def farthest_of(session: Session, gold: str) -> Mapping[str, Farthest]:
    """Return where each keypoint was marked farthest from a gold layer, by its name.

    Keypoints that nobody marked a second time are left out.
    """
    skeleton, (_, layers) = main_skeleton(session, gold), second_layers(session, gold)
    if skeleton is None or not layers:
        return {}
    units = units_with(session, gold, skeleton)
    placed = placements(session, [gold, *layers], skeleton)
    px = np.linalg.norm(placed[1:] - placed[:1], axis=-1)
    found = {}
    for k, name in enumerate(skeleton.names):
        off = px[:, :, k]
        known = np.isfinite(off)
        if known.any():
            r, n = np.unravel_index(np.nanargmax(off), off.shape)
            total = float(np.nansum(off**2))
            share = float(off[r, n] ** 2) / total if total else 0.0
            found[name] = Farthest(
                units[int(n)], layers[int(r)], float(off[r, n]), share, int(known.any(axis=0).sum())
            )
    return found


def made_by_one_pose(farthest: Mapping[str, Farthest]) -> tuple[Unit, tuple[str, ...]] | None:
    """Return the pose that is farthest off in sum where it makes most of the spread, and the keypoints."""
    names: dict[tuple[str, int], list[str]] = {}
    for name, one in farthest.items():
        if one.makes_most:
            names.setdefault((one.unit.instance, one.unit.frame), []).append(name)
    if not names:
        return None
    most = max(names.values(), key=lambda group: sum(farthest[name].px for name in group))
    return farthest[most[0]].unit, tuple(most)
