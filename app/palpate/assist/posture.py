"""Poses made from poses: the mean one, one fitted onto another, and the line between left and right."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints


def mean_pose(poses: Floats) -> Floats:
    """Return the ``(K, 2)`` px mean of poses ``(N, K, 2)``; NaN for a keypoint that none has.

    Each pose is shifted and scaled, not turned, onto the one with most keypoints by what both have, so
    that neither where a subject stood nor how near it was blurs the shape.
    """
    placed = np.asarray(np.isfinite(poses).all(axis=2))
    model = poses[int(np.argmax(placed.sum(axis=1)))]
    aligned = _all_fitted(poses, onto=model)
    counted = np.asarray(np.isfinite(aligned).all(axis=2))[..., None]
    total = np.where(counted, aligned, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / counted.sum(axis=0))


def _all_fitted(poses: Floats, *, onto: Floats) -> Floats:
    """Return what `fitted` gives for each of N poses."""
    both = np.asarray(np.isfinite(poses).all(axis=2) & np.isfinite(onto).all(axis=1))[..., np.newaxis]
    count = np.maximum(both.sum(axis=1, keepdims=True), 1)
    middles, sizes = [], []
    for points in (poses, np.broadcast_to(onto, poses.shape)):
        middle = np.where(both, points, 0.0).sum(axis=1, keepdims=True) / count
        off = np.where(both, points - middle, 0.0)
        middles.append(middle)
        sizes.append(np.sqrt((off**2).sum(axis=(1, 2), keepdims=True)))
    known = (sizes[0] > 0) & (sizes[1] > 0)
    scale = np.where(known, sizes[1] / np.where(known, sizes[0], 1.0), 1.0)
    aligned = (poses - middles[0]) * scale + middles[1]
    return np.where(both.any(axis=1, keepdims=True), aligned, poses)


def fitted(pose: Floats, *, onto: Floats) -> Floats:
    """Shift and scale a pose ``(K, 2)`` px onto another by the keypoints that both have.

    One keypoint in common tells the place, two or more the size as well. A pose that has none in common
    stays as it is.
    """
    both = np.isfinite(pose).all(axis=1) & np.isfinite(onto).all(axis=1)
    if not both.any():
        return pose
    here, there = pose[both], onto[both]
    spread, wanted = _spread(here), _spread(there)
    scale = wanted / spread if spread > 0 and wanted > 0 else 1.0
    return np.asarray((pose - here.mean(axis=0)) * scale + there.mean(axis=0))


def midline(positions: Floats, mirror: Ints) -> tuple[Floats, Floats] | None:
    """Return a place on the line between a pose's left and right, and its direction, ``(2,)`` each.

    It is the straight line nearest to the placed midline keypoints and the middles of the placed pairs; an
    upright one where these have one place only.

    Parameters
    ----------
    positions
        ``(K, 2)`` px, NaN where there is none.
    mirror
        ``(K,)`` index of each keypoint's other side, its own on the midline.

    Returns
    -------
    None where nothing tells where the middle is.
    """
    middles = (positions + positions[mirror]) / 2.0
    known = middles[np.isfinite(middles).all(axis=1) & (np.arange(len(mirror)) <= mirror)]
    if not len(known):
        return None
    centre = known.mean(axis=0)
    _, lengths, axes = np.linalg.svd(known - centre)
    return centre, np.asarray(axes[0] if lengths[0] > 1e-9 else np.array([0.0, 1.0]))


def _spread(points: Floats) -> float:
    """Return the root mean square distance from the mean."""
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))
