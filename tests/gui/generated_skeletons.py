"""A face of 200 points and a body of 150, generated."""

from __future__ import annotations

import numpy as np

from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject

LIMBS = ("arm", "forearm", "thigh", "leg", "foot")


def sided(name: str, side: Side, *, parent: str | None, at: tuple[float, float], sigma: float) -> Keypoint:
    """Return the keypoint of one side; `at` is the place of the left one, which is right of the middle."""
    x, y = at
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    return Keypoint(
        f"{side}_{name}",
        label=f"{side.capitalize()} {name}",
        side=side,
        mirror=f"{other}_{name}",
        parent=parent,
        sigma=sigma,
        rest=(x if side is Side.LEFT else 1 - x, y),
    )


def face_200() -> Skeleton:
    """Ten contours of ten pairs around a face: 200 points, each contour with its own edges."""
    points, edges = [Keypoint("centre", sigma=0.01, rest=(0.5, 0.5)), Keypoint("chin", rest=(0.5, 1.0))], []
    for side in (Side.LEFT, Side.RIGHT):
        for ring in range(9):
            for step in range(11):
                angle = np.pi * (step + 1) / 12
                at = 0.5 + np.sin(angle) * (ring + 1) / 18, 0.5 - np.cos(angle) * (ring + 1) / 18
                parent = f"{side}_ring{ring}_{step - 1}" if step else "centre"
                points.append(sided(f"ring{ring}_{step}", side, parent=parent, at=at, sigma=0.01))
                if step:
                    edges.append((parent, points[-1].name))
    return Skeleton("face_200", tuple(points), edges=tuple(edges), subject=Subject.FACE)


def muscles_150() -> Skeleton:
    """Fifteen muscles of each of five regions on both sides, each by one point of its path: 150 points."""
    points, edges = [], []
    for side in (Side.LEFT, Side.RIGHT):
        for row, limb in enumerate(LIMBS):
            for k in range(15):
                parent = f"{side}_{limb}_{k - 1}" if k else None
                at = (0.55 + row * 0.09 + (k % 3) * 0.02, k / 14)
                points.append(sided(f"{limb}_{k}", side, parent=parent, at=at, sigma=0.02))
                if parent:
                    edges.append((parent, points[-1].name))
    return Skeleton("muscles_150", tuple(points), edges=tuple(edges))
