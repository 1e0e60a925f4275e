"""Skeletons with many keypoints, as scans of faces and models of muscles have them."""

from __future__ import annotations

import numpy as np

from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject

# Name, distance of its middle from the middle line, half its width and height, height of its middle, points.
_PARTS = (
    ("jaw", 0.0, 0.5, 0.5, 0.5, 33),
    ("brow", 0.24, 0.16, 0.04, 0.22, 20),
    ("eye", 0.24, 0.1, 0.05, 0.34, 16),
    ("iris", 0.24, 0.04, 0.035, 0.34, 8),
    ("mouth", 0.0, 0.2, 0.07, 0.76, 16),
)


def face_200() -> Skeleton:
    """A face of 200 keypoints: pairs on both sides of a middle line, in chains."""
    points: list[Keypoint] = []
    edges: list[tuple[str, str]] = []
    for name, off, wide, high, middle, n in _PARTS:
        before = {"left": "", "right": ""}
        turn = np.pi if off == 0.0 else 2 * np.pi * (n - 1) / n
        for k, angle in enumerate(np.linspace(0.0, turn, n)):
            for side, sign in (("left", 1), ("right", -1)):
                x = 0.5 + sign * (off + wide * np.sin(angle + 0.02))
                y = middle - high * np.cos(angle + 0.02)
                own = f"{side}_{name}_{k}"
                place = (float(np.clip(x, 0, 1)), float(np.clip(y, 0, 1)))
                points.append(
                    Keypoint(
                        own,
                        f"{side.capitalize()} {name} {k}",
                        region=name,
                        type=name,
                        side=Side(side),
                        mirror=f"{'right' if side == 'left' else 'left'}_{name}_{k}",
                        sigma=0.02,
                        rest=place,
                    )
                )
                if before[side]:
                    edges.append((before[side], own))
                before[side] = own
    for k in range(200 - len(points)):
        points.append(Keypoint(f"middle_{k}", region="middle", sigma=0.02, rest=(0.5, 0.1 + k * 0.06)))
    return Skeleton("face_200", tuple(points), tuple(edges), title="Dense face", subject=Subject.FACE)


def muscles_150() -> Skeleton:
    """150 keypoints of origins and insertions, 75 muscles as rigid-free edges, no template."""
    points, edges = [], []
    for k in range(75):
        side = (Side.LEFT, Side.RIGHT, Side.MIDLINE)[k % 3]
        for end in ("origin", "insertion"):
            points.append(Keypoint(f"muscle_{k}_{end}", side=side, type="muscle", sigma=0.03))
        edges.append((f"muscle_{k}_origin", f"muscle_{k}_insertion"))
    return Skeleton("muscles_150", tuple(points), tuple(edges))
