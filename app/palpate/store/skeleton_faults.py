"""What a skeleton file would be told, without the file: for skeletons that are checked at every key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from palpate.base.errors import Problem, SkeletonFaulty
from palpate.model.policy_table import OVERRIDES
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.skeleton_reading import check_nodes
from palpate.store.yaml_nodes import Entries, Items, Node, Text

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]


def faults_of(skeleton: Skeleton) -> tuple[Problem, ...]:
    """Return the problems that `skeleton_to_yaml` would raise for it, with places but without lines."""
    try:
        check_nodes(_node(dict(_whole(skeleton)), ""))
    except SkeletonFaulty as fault:
        return fault.problems
    return ()


def _whole(skeleton: Skeleton) -> Iterator[tuple[str, Plain]]:
    yield "skeleton", skeleton.name
    if skeleton.base is not None:
        base = skeleton.base
        yield "base", _texts(skeleton=base.name, version=base.version, keypoints=base.n_keypoints)
    yield "version", str(skeleton.version)
    yield "title", skeleton.title
    yield "scale", {**_texts(factor=skeleton.scale.factor), **_sources(skeleton.scale.sources)}
    yield "sigma_source", skeleton.sigma_source
    folders = (skeleton.guidelines, *skeleton.inherited_guidelines) if skeleton.guidelines else ()
    yield "guidelines", folders
    yield "keypoints", [dict(_keypoint(point)) for point in skeleton.keypoints]
    yield "edges", skeleton.edges
    yield "rigid_segments", skeleton.rigid_segments
    yield "normalisers", skeleton.normalisers
    yield "policy", _policy(skeleton.policy)
    named = (
        {"name": m.name, "kind": m.kind, "points": m.points} | _texts(zero=m.zero) for m in skeleton.measures
    )
    yield "measures", list(named)
    yield "events", skeleton.events


def _keypoint(point: Keypoint) -> Iterator[tuple[str, Plain]]:
    yield "name", point.name
    yield "side", point.side.value
    yield from _texts(
        label=point.label or None,
        region=point.region or None,
        mirror=point.mirror or None,
        parent=point.parent or None,
        type=point.type or None,
        sigma=point.sigma,
        tolerance=point.tolerance.fraction,
        local_width=point.local_width,
        since=point.since,
    ).items()
    if point.tolerance.px is not None:
        yield "tolerance", _texts(px=point.tolerance.px)
    if point.chain is not None:
        yield "chain", _texts(of=point.chain.of, fraction=point.chain.fraction)
    if point.formerly:
        yield "formerly", [_texts(name=one.name, until=one.until) for one in point.formerly]
    own = {key: getattr(point.policy, key) for key in OVERRIDES}
    if any(value is not None for value in own.values()):
        yield "policy", _texts(**own)
    if point.centre_of:
        yield "centre_of", point.centre_of
    if point.rest is not None:
        yield "rest", [_text(share) for share in point.rest]


def _sources(sources: Sequence[str]) -> dict[str, Plain]:
    first, *others = sources
    return {"from": first, "else": others} if others else {"from": first}


def _policy(policy: object) -> dict[str, Plain]:
    """Return thresholds in full; a block of them stands within."""
    assert is_dataclass(policy)
    values: dict[str, Plain] = {}
    for one in fields(policy):
        value = getattr(policy, one.name)
        values[one.name] = _policy(value) if is_dataclass(value) else _text(value)
    return values


def _texts(**values: object) -> dict[str, Plain]:
    return {key: _text(value) for key, value in values.items() if value is not None}


def _text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _node(value: Plain, place: str) -> Node:
    if isinstance(value, str):
        return Text(0, place, value, plain=False)
    if isinstance(value, Mapping):
        nodes = {key: _node(one, f"{place}.{key}" if place else key) for key, one in value.items()}
        return Entries(0, place, nodes)
    return Items(0, place, [_node(one, f"{place}[{k}]") for k, one in enumerate(value)])
