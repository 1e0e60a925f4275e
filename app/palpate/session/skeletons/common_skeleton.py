"""Which keypoints of several skeletons, or versions of one, are the same place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from palpate.base.errors import ScoreError
from palpate.model.skeleton import Skeleton


def common_skeleton(gold: Skeleton, labels: Skeleton, keypoints: Collection[str] = ()) -> Skeleton:
    """Return gold's skeleton with the keypoints that are the same place in both.

    Of one skeleton a version may have moved some.

    Parameters
    ----------
    keypoints
        Names of those that are asked for; all if empty.

    Raises
    ------
    ScoreError
        If there is none.
    """
    theirs = {point.name: point.since for point in labels.keypoints}
    shared = [
        point
        for point in gold.keypoints
        if point.name in theirs
        and (gold.name != labels.name or theirs[point.name] == point.since)
        and (not keypoints or point.name in keypoints)
    ]
    if len(shared) == len(gold):
        return gold
    if not shared:
        raise ScoreError(f"{gold.name} and {labels.name} have no keypoint in common")
    names = {point.name for point in shared}
    return replace(
        gold,
        keypoints=tuple(
            replace(
                point,
                mirror=point.mirror if point.mirror in names else None,
                parent=point.parent if point.parent in names else None,
            )
            for point in shared
        ),
        edges=tuple(edge for edge in gold.edges if set(edge) <= names),
        rigid_segments=tuple(pair for pair in gold.rigid_segments if set(pair) <= names),
        normalisers={name: pair for name, pair in gold.normalisers.items() if set(pair) <= names},
        base=None,
    )


def left_out(gold: Skeleton, labels: Skeleton) -> tuple[str, ...]:
    """Return what is not compared of two skeletons, or versions of one, in a sentence; nothing if all is."""
    since = {point.name: point.since for point in labels.keypoints}
    one = gold.name == labels.name
    moved = [p for p in gold.keypoints if one and p.name in since and since[p.name] != p.since]
    reasons = [
        (", ".join(f"{p.name} since version {max(p.since, since[p.name])}" for p in moved), "another place"),
        (", ".join(name for name in gold.names if name not in since), "not in the labels"),
        (", ".join(name for name in labels.names if name not in gold.position_of), "not in gold"),
    ]
    said = "; ".join(f"{why}: {names}" for names, why in reasons if names)
    if not said:
        return ()
    both = f"{labels.name} version {labels.version} against {gold.name} version {gold.version}"
    n = sum(name in since for name in gold.names) - len(moved)
    return (f"{both}: compared on the {n} keypoints that both have at the same place; left out: {said}",)
