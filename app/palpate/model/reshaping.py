"""What rules of a migration make of a skeleton: whatever names a keypoint follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from palpate.model.migration import Add, Plan, Redefine, Remove, Rename, Reorder, Rule, Slot, Split, plan_of
from palpate.model.policy import Policy
from palpate.model.skeleton import FormerName, Keypoint, Measure, Skeleton

Becomes = Callable[[str], str | None]
"""New name of a keypoint; None where it is gone."""


def reshaped(skeleton: Skeleton, rules: Sequence[Rule]) -> Skeleton:
    """Return the next version of a skeleton by rules, each beginning where the one before it ended.

    Edges, measures and normalisers of a keypoint that is removed go with it; who hung on it hangs on its
    parent. Where one is split, its first part takes its place.

    Raises
    ------
    EditRefused
        As `palpate.model.migration.plan_of`.
    """
    before, plan = skeleton, plan_of(skeleton.names, rules)
    for rule in rules:
        skeleton = _after(skeleton, rule)
    return dated(replace(skeleton, version=skeleton.version + 1), before, plan)


def dated(skeleton: Skeleton, before: Skeleton, plan: Plan) -> Skeleton:
    """Return a skeleton that says since when each keypoint is the place it is, and its names before.

    Parameters
    ----------
    before, plan
        The version it comes from, and the way from there.
    """
    points = tuple(
        replace(
            point,
            since=_since(slot, point, before, skeleton.version),
            formerly=_formerly(slot, point, before, skeleton.version),
        )
        for slot, point in zip(plan.slots, skeleton.keypoints, strict=True)
    )
    return replace(skeleton, keypoints=points)


def _since(slot: Slot, point: Keypoint, before: Skeleton, version: int) -> int:
    """Return since when a keypoint is its place; one that is new or moved may say that itself."""
    if slot.source >= 0 and not slot.outdated:
        return before.keypoints[slot.source].since
    return point.since if before.version < point.since <= version else version


def _formerly(slot: Slot, point: Keypoint, before: Skeleton, version: int) -> tuple[FormerName, ...]:
    """Return what the place of a keypoint was called before."""
    if slot.source >= 0 and not slot.outdated:
        old = before.keypoints[slot.source]
        told = bool(old.formerly) and old.formerly[-1].until >= before.version  # changed in its place before
        now = () if old.name == slot.name or told else (FormerName(old.name, before.version),)
        return (*old.formerly, *now)
    return point.formerly if before.version < point.since <= version else ()


def _after(skeleton: Skeleton, rule: Rule) -> Skeleton:
    points = skeleton.keypoints
    match rule:
        case Redefine():
            return skeleton
        case Add():
            return _with(skeleton, (*points, rule.keypoint))
        case Reorder():
            place = skeleton.position_of
            return _with(skeleton, tuple(points[place[name]] for name in rule.names))
        case Rename():
            return _renamed(skeleton, {rule.name: rule.to})
        case Remove():
            return _without(skeleton, rule.name)
        case Split():
            return _split(skeleton, rule)


def _renamed(skeleton: Skeleton, names: Mapping[str, str]) -> Skeleton:
    def becomes(name: str) -> str | None:
        return names.get(name, name)

    points = tuple(
        replace(
            point,
            name=names.get(point.name, point.name),
            mirror=None if point.mirror is None else becomes(point.mirror),
            parent=None if point.parent is None else becomes(point.parent),
            centre_of=tuple(names.get(name, name) for name in point.centre_of),
        )
        for point in skeleton.keypoints
    )
    return _rewired(skeleton, points, becomes)


def _without(skeleton: Skeleton, gone: str) -> Skeleton:
    above = skeleton.keypoints[skeleton.position_of[gone]].parent
    points = tuple(
        replace(
            point,
            mirror=None if point.mirror == gone else point.mirror,
            parent=_not_itself(above, point.name) if point.parent == gone else point.parent,
            centre_of=() if gone in point.centre_of else point.centre_of,
        )
        for point in skeleton.keypoints
        if point.name != gone
    )
    return _rewired(skeleton, points, lambda name: None if name == gone else name)


def _split(skeleton: Skeleton, rule: Split) -> Skeleton:
    apart = _renamed(skeleton, {rule.name: rule.into[0]})
    at = skeleton.position_of[rule.name]
    points = [
        replace(point, mirror=None) if point.mirror == rule.into[0] else point for point in apart.keypoints
    ]
    own = replace(points[at], mirror=None)
    called = own.label or rule.name
    parts = [replace(own, name=name, label=f"{called}: {name}", rest=own.rest) for name in rule.into]
    return _with(apart, (*points[:at], *parts, *points[at + 1 :]))


def _rewired(skeleton: Skeleton, points: tuple[Keypoint, ...], becomes: Becomes) -> Skeleton:
    pairs = {name: _pair(pair, becomes) for name, pair in skeleton.normalisers.items()}
    normalisers = {name: pair for name, pair in pairs.items() if pair is not None}
    policy = skeleton.policy
    if policy.pck_normaliser in skeleton.normalisers and policy.pck_normaliser not in normalisers:
        policy = replace(policy, pck_normaliser=Policy().pck_normaliser)
    measures = (_measured(measure, becomes) for measure in skeleton.measures)
    return replace(
        _with(skeleton, points),
        edges=_pairs(skeleton.edges, becomes),
        rigid_segments=_pairs(skeleton.rigid_segments, becomes),
        normalisers=normalisers,
        policy=policy,
        measures=tuple(measure for measure in measures if measure is not None),
    )


def _with(skeleton: Skeleton, points: tuple[Keypoint, ...]) -> Skeleton:
    """Return it with other keypoints; what it extends is forgotten where its first ones are others now."""
    base = skeleton.base
    if base is not None:
        names = tuple(point.name for point in points[: base.n_keypoints])
        base = base if names == skeleton.names[: base.n_keypoints] else None
    return replace(skeleton, keypoints=points, base=base)


def _measured(measure: Measure, becomes: Becomes) -> Measure | None:
    points = [becomes(name) for name in measure.points]
    known = tuple(name for name in points if name is not None)
    return replace(measure, points=known) if len(known) == len(points) else None


def _pairs(pairs: Sequence[tuple[str, str]], becomes: Becomes) -> tuple[tuple[str, str], ...]:
    found = (_pair(pair, becomes) for pair in pairs)
    return tuple(pair for pair in found if pair is not None)


def _pair(pair: tuple[str, str], becomes: Becomes) -> tuple[str, str] | None:
    a, b = becomes(pair[0]), becomes(pair[1])
    return None if a is None or b is None else (a, b)


def _not_itself(parent: str | None, name: str) -> str | None:
    return None if parent == name else parent
