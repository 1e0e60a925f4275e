"""Skeletons as YAML files that people can edit and diff: one line per value, short lists in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from palpate.model.policy import Policy, Sampling, Training
from palpate.model.policy_table import OVERRIDES
from palpate.model.skeleton import Base, Keypoint, Measure, ScaleRule, Skeleton, Tolerance
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.yaml_text import yaml_list, yaml_mapping, yaml_names, yaml_number, yaml_text


def skeleton_to_yaml(skeleton: Skeleton) -> str:
    """Return the text of a skeleton file; reading it gives an equal skeleton.

    The policy is written out in full, so that a later change of defaults cannot change what a skeleton
    in use asks for.

    Raises
    ------
    SkeletonFaulty
        If it could not be read back: skeletons that come from foreign files may be anything.
    """
    text = "\n".join(_lines(skeleton)) + "\n"
    skeleton_from_yaml(text)
    return text


def _lines(skeleton: Skeleton) -> Iterator[str]:
    yield from _head(skeleton)
    yield "keypoints:"
    for keypoint in skeleton.keypoints:
        yield from _keypoint(keypoint)
    yield from _pairs("edges", skeleton.edges)
    yield from _pairs("rigid_segments", skeleton.rigid_segments)
    yield from _block("normalisers", _normalisers(skeleton))
    yield from _block("policy", _policy(skeleton.policy))
    yield from _block("measures", (f"- {_measure(measure)}" for measure in skeleton.measures))
    if skeleton.events:
        yield f"events: {yaml_names(skeleton.events)}"


def _head(skeleton: Skeleton) -> Iterator[str]:
    yield f"skeleton: {yaml_text(skeleton.name)}"
    if skeleton.base is not None:
        yield f"base: {_base(skeleton.base)}"
    yield f"version: {skeleton.version}"
    yield from _given("title", skeleton.title)
    yield f"subject: {skeleton.subject}"
    yield f"visibility: {skeleton.tiers}"
    yield f"scale: {_scale(skeleton.scale)}"
    yield from _given("sigma_source", skeleton.sigma_source)
    yield from _guidelines(skeleton)


def _keypoint(keypoint: Keypoint) -> Iterator[str]:
    yield f"  - name: {yaml_text(keypoint.name)}"
    for line in _keypoint_details(keypoint):
        yield f"    {line}"


def _keypoint_details(keypoint: Keypoint) -> Iterator[str]:
    yield from _given("label", keypoint.label)
    yield from _given("region", keypoint.region)
    yield f"side: {keypoint.side}"
    yield from _given("mirror", keypoint.mirror)
    yield from _given("parent", keypoint.parent)
    yield from _given("type", keypoint.type)
    if keypoint.sigma is not None:
        yield f"sigma: {yaml_number(keypoint.sigma)}"
    yield from _tolerance(keypoint.tolerance)
    if keypoint.local_width is not None:
        yield f"local_width: {yaml_number(keypoint.local_width)}"
    if keypoint.chain is not None:
        place = (("of", yaml_text(keypoint.chain.of)), ("fraction", yaml_number(keypoint.chain.fraction)))
        yield f"chain: {yaml_mapping(place)}"
    if keypoint.centre_of:
        yield f"centre_of: {yaml_names(keypoint.centre_of)}"
    if keypoint.rest is not None:
        yield f"rest: {yaml_list([yaml_number(share) for share in keypoint.rest])}"
    if keypoint.since != 1:
        yield f"since: {keypoint.since}"
    if keypoint.formerly:
        names = (
            yaml_mapping((("name", yaml_text(one.name)), ("until", str(one.until))))
            for one in keypoint.formerly
        )
        yield f"formerly: {yaml_list(names)}"
    own = ((key, getattr(keypoint.policy, key)) for key in OVERRIDES)
    said = [(key, yaml_number(value)) for key, value in own if value is not None]
    if said:
        yield f"policy: {yaml_mapping(said)}"


def _tolerance(tolerance: Tolerance) -> Iterator[str]:
    if tolerance.px is not None:
        yield f"tolerance: {{px: {yaml_number(tolerance.px)}}}"
    elif tolerance.fraction is not None:
        yield f"tolerance: {yaml_number(tolerance.fraction)}"


def _guidelines(skeleton: Skeleton) -> Iterator[str]:
    if not skeleton.inherited_guidelines:
        yield from _given("guidelines", skeleton.guidelines)
    elif skeleton.guidelines:
        yield f"guidelines: {yaml_names((skeleton.guidelines, *skeleton.inherited_guidelines))}"


def _base(base: Base) -> str:
    entries = (("skeleton", yaml_text(base.name)), ("version", str(base.version)))
    return yaml_mapping((*entries, ("keypoints", str(base.n_keypoints))))


def _scale(rule: ScaleRule) -> str:
    first, *others = rule.sources
    entries = [("from", first)]
    if others:
        entries.append(("else", others[0] if len(others) == 1 else yaml_list(others)))
    return yaml_mapping([*entries, ("factor", yaml_number(rule.factor))])


def _normalisers(skeleton: Skeleton) -> Iterator[str]:
    for name, pair in skeleton.normalisers.items():
        yield f"{yaml_text(name)}: {yaml_names(pair)}"


def _policy(policy: Policy) -> Iterator[str]:
    for one in fields(policy):
        value = getattr(policy, one.name)
        if isinstance(value, Sampling | Training):
            entries = ((part.name, _scalar(getattr(value, part.name))) for part in fields(value))
            yield f"{one.name}: {yaml_mapping(entries)}"
        else:
            yield f"{one.name}: {_scalar(value)}"


def _measure(measure: Measure) -> str:
    entries = [
        ("name", yaml_text(measure.name)),
        ("kind", measure.kind),
        ("points", yaml_names(measure.points)),
    ]
    if measure.zero:
        entries.append(("zero", yaml_text(measure.zero)))
    return yaml_mapping(entries)


def _pairs(key: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from _block(key, (f"- {yaml_names(pair)}" for pair in pairs))


def _block(key: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the key with its indented lines, or nothing if there are none."""
    indented = [f"  {line}" for line in lines]
    if indented:
        yield f"{key}:"
        yield from indented


def _given(key: str, text: str | None) -> Iterator[str]:
    if text:
        yield f"{key}: {yaml_text(text, has_line=True)}"


def _scalar(value: float | str) -> str:
    if isinstance(value, str):
        return yaml_text(value)
    return str(value) if isinstance(value, int) else yaml_number(value)
