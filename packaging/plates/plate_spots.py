"""Targets on plates that are drawn by hand: places in the units of the picture."""

from __future__ import annotations

from collections.abc import Mapping

from plate_strokes import Spot
from plate_targets import Target


def targets_at(
    plate: str, size: tuple[int, int], spots: Mapping[str, Spot], *, zoom: float, mirrored: bool = False
) -> dict[str, Target]:
    """Return the target of every keypoint on a plate, each with the others as neighbours.

    Parameters
    ----------
    spots
        Where the keypoints lie on the plate as it is drawn.
    zoom
        Side of the square shown around a target, in the units of the picture.
    mirrored
        Whether the plate is shown flipped left to right for them.
    """
    shares = {name: _share(spot, size, mirrored) for name, spot in spots.items()}
    spans = min(zoom / size[0], 1.0), min(zoom / size[1], 1.0)
    found = {}
    for name, at in shares.items():
        left, top = (min(max(x - span / 2, 0.0), 1 - span) for x, span in zip(at, spans, strict=True))
        near = {
            other: place
            for other, place in shares.items()
            if other != name and left <= place[0] <= left + spans[0] and top <= place[1] <= top + spans[1]
        }
        found[name] = Target(plate, mirrored, at, (left, top, *spans), near)
    return found


def _share(spot: Spot, size: tuple[int, int], mirrored: bool) -> Spot:
    x = spot[0] / size[0]
    return (1 - x if mirrored else x), spot[1] / size[1]
