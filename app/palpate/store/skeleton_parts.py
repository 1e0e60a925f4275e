"""The parts of a skeleton file: keypoints, scale, policy, measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from palpate.model.policy import KeypointPolicy, Policy
from palpate.model.policy_constant import Constant, Unit
from palpate.model.policy_table import CONSTANTS, OVERRIDES
from palpate.model.skeleton import (
    Base,
    ChainPlace,
    FormerName,
    Keypoint,
    Measure,
    ScaleRule,
    Side,
    Tolerance,
)
from palpate.store.yaml_fields import Fields, as_name, as_number
from palpate.store.yaml_nodes import Items, Node, Text
from palpate.store.yaml_problems import Problems

KEYPOINT_KEYS = (
    "name",
    "label",
    "region",
    "side",
    "mirror",
    "parent",
    "type",
    "sigma",
    "tolerance",
    "local_width",
    "chain",
    "centre_of",
    "rest",
    "since",
    "formerly",
    "policy",
)
_BLOCKS = ("sampling", "training")
_BOX_NORMALISER = "box"
_SCALE_SOURCES = ("mask", "box", "keypoints")
_ORDERS = (("blur_visible", "blur_estimated"), ("blur_estimated", "blur_absent"))


class MeasureKind(NamedTuple):
    """How many points a measure takes and what its zero may be; '' leaves the angle as it is."""

    points: int
    zeros: tuple[str, ...]


# angle: at the middle of three points; signed_angle: the same with its sense of rotation;
# lean: of the line from the first to the second point against image up;
# bend: between the lines second → first and fourth → third;
# aspect_ratio: of an opening, (|2 6| + |3 5|) / (2 |1 4|): its height by its width, no angle.
MEASURE_KINDS: Mapping[str, MeasureKind] = {
    "angle": MeasureKind(3, ("", "straight", "right_angle")),
    "signed_angle": MeasureKind(3, ("", "straight")),
    "lean": MeasureKind(2, ("upright",)),
    "bend": MeasureKind(4, ("straight",)),
    "aspect_ratio": MeasureKind(6, ("",)),
}


def keypoint_from(fields: Fields) -> Keypoint | None:
    """Return the keypoint of one entry; None if it has no name that could stand for it."""
    fields.require("name")
    name = fields.name("name")
    read = {
        "label": fields.text("label"),
        "region": fields.text("region"),
        "type": fields.text("type"),
        "side": fields.word("side", Side, Side.MIDLINE),
        "mirror": fields.name("mirror"),
        "parent": fields.name("parent"),
        "sigma": fields.number("sigma", above=0),
        "tolerance": _tolerance(fields),
        "local_width": fields.number("local_width", above=0),
        "chain": _chain(fields),
        "centre_of": fields.names("centre_of"),
        "rest": _rest(fields),
        "since": fields.whole("since", least=1) or 1,
        "formerly": _formerly(fields),
        "policy": keypoint_policy_from(fields),
    }
    return Keypoint(name, **read) if name is not None else None  # type: ignore[arg-type]


def _formerly(fields: Fields) -> tuple[FormerName, ...]:
    """Return earlier names: ``[{name: t5, until: 1}]``, the oldest first."""
    read: list[FormerName] = []
    for node in fields.items("formerly"):
        inner = Fields(node, ("name", "until"), fields.problems)
        inner.require("name", "until")
        name, until = inner.name("name"), inner.whole("until", least=1)
        if name is None or until is None:
            continue
        if read and until <= read[-1].until:
            inner.blame("until", "must be later than that of the name before it")
        read.append(FormerName(name, until))
    return tuple(read)


def scale_from(node: Node | None, problems: Problems) -> ScaleRule:
    """Return what s is taken from: ``{from: mask, else: [box, keypoints], factor: 1.0}``."""
    if node is None:
        return ScaleRule()
    fields = Fields(node, ("from", "else", "factor"), problems)
    fields.require("from")
    nodes = [found for found in (fields.get("from"),) if found is not None]
    second = fields.get("else")
    if second is not None:
        nodes += second.nodes if isinstance(second, Items) else [second]
    sources = [source for source in (_source(found, problems) for found in nodes) if source]
    factor = fields.number("factor", above=0)
    if len(set(sources)) < len(sources):
        fields.blame("else", "names one source twice")
    return ScaleRule(tuple(sources) or ScaleRule().sources, 1.0 if factor is None else factor)


def base_from(node: Node, problems: Problems, *, most: int) -> Base | None:
    """Return which skeleton a file was extended from: ``{skeleton: face_68, version: 1, keypoints: 68}``.

    `most` is how many keypoints the file has.
    """
    fields = Fields(node, ("skeleton", "version", "keypoints"), problems)
    fields.require("skeleton", "keypoints")
    name, version, n_keypoints = fields.name("skeleton"), fields.whole("version"), fields.whole("keypoints")
    if name is None or n_keypoints is None:
        return None
    if n_keypoints > most:
        fields.blame("keypoints", f"must be at most {most}, the keypoints of this file, not {n_keypoints}")
    return Base(name, 1 if version is None else version, n_keypoints)


def policy_from(
    node: Node | None, problems: Problems, *, start: Policy, normalisers: Collection[str]
) -> Policy:
    """Return the policy `start` with what the file changes in it."""
    if node is None:
        return start
    plain = [one for one in CONSTANTS.values() if "." not in one.key]
    fields = Fields(node, (*(one.key for one in plain), *_BLOCKS), problems)
    values = _limited(fields, plain)
    normaliser = values.get("pck_normaliser")
    if normaliser is not None and normaliser not in (*normalisers, start.pck_normaliser, _BOX_NORMALISER):
        fields.blame("pck_normaliser", f"no normaliser is called {normaliser!r}")
    for block in _BLOCKS:
        inner = fields.get(block)
        if inner is not None:
            values[block] = replace(getattr(start, block), **_block_from(inner, problems, block))
    if "blur_absent" not in values:  # files from before there was such a limit
        values["blur_absent"] = max(start.blur_absent, values.get("blur_estimated", 0.0))
    policy = replace(start, **values)
    for lower, upper in _ORDERS:
        _blame_order(fields, lower, upper, policy)
    return policy


def keypoint_policy_from(fields: Fields) -> KeypointPolicy:
    """Return what a keypoint asks for in place of its skeleton: ``{blur_visible: 0.2, drift_px: 3}``."""
    node = fields.get("policy")
    if node is None:
        return KeypointPolicy()
    inner = Fields(node, OVERRIDES, fields.problems)
    return KeypointPolicy(**_limited(inner, [CONSTANTS[key] for key in OVERRIDES]))


def check_overrides(
    entries: Iterable[tuple[Keypoint, Fields]], inherited: Iterable[Keypoint], policy: Policy, whole: Fields
) -> None:
    """Note where what a keypoint asks for does not go with the rest of the policy.

    Parameters
    ----------
    inherited
        Keypoints of a skeleton that this one extends; a conflict with these is one of the whole file.
    """
    for keypoint, fields in entries:
        if not fields.is_faulty("policy") and (odd := _at_odds(keypoint.policy, policy)):
            fields.blame("policy", odd)
    for keypoint in inherited:
        if odd := _at_odds(keypoint.policy, policy):
            whole.blame("policy", f"does not go with {keypoint.name}: {odd}")


def _at_odds(own: KeypointPolicy, policy: Policy) -> str:
    if own == KeypointPolicy():
        return ""
    visible = policy.blur_visible if own.blur_visible is None else own.blur_visible
    estimated = policy.blur_estimated if own.blur_estimated is None else own.blur_estimated
    if visible > estimated:
        return f"blur_visible {visible:g} must not exceed blur_estimated {estimated:g}"
    if estimated > policy.blur_absent:
        return f"blur_estimated {estimated:g} must not exceed blur_absent {policy.blur_absent:g}"
    return ""


def _block_from(node: Node, problems: Problems, block: str) -> dict[str, Any]:
    own = {one.key.removeprefix(f"{block}."): one for one in CONSTANTS.values() if one.key.startswith(block)}
    fields = Fields(node, tuple(own), problems)
    values = _limited(fields, [replace(one, key=key) for key, one in own.items()])
    for kind in ("hand", "body"):
        low, high = values.get(f"{kind}_least"), values.get(f"{kind}_most")
        if low is not None and high is not None and low > high:
            fields.blame(f"{kind}_least", f"must not exceed {kind}_most, which is {high:g}")
    return values


def _blame_order(fields: Fields, lower: str, upper: str, policy: Policy) -> None:
    low, high = getattr(policy, lower), getattr(policy, upper)
    said = lower if fields.get(lower) is not None else upper
    if low > high and not fields.is_faulty(lower) and not fields.is_faulty(upper):
        limit = f"exceed {upper}, which is {high:g}" if said == lower else f"be below {lower}, {low:g}"
        fields.blame(said, f"must not {limit}")


def measure_from(node: Node, problems: Problems, among: Collection[str] | None) -> Measure | None:
    """Return one measure; None if something of it is wrong."""
    fields = Fields(node, ("name", "kind", "points", "zero"), problems)
    fields.require("name", "kind", "points")
    name, kind, zero = fields.name("name"), fields.text("kind"), fields.text("zero")
    points = fields.names("points", among)
    if not kind or name is None:
        return None
    if kind not in MEASURE_KINDS:
        fields.blame("kind", f"must be one of {', '.join(MEASURE_KINDS)}, not {kind!r}")
        return None
    rule = MEASURE_KINDS[kind]
    given = len(fields.items("points"))
    if given and given != rule.points:
        fields.blame("points", f"{kind} takes {rule.points} keypoints, not {given}")
    if zero not in rule.zeros:
        allowed = ", ".join(word or "(none)" for word in rule.zeros)
        fields.blame("zero", f"for {kind} must be one of {allowed}, not {zero!r}")
    return Measure(name, kind, points, zero)


def _tolerance(fields: Fields) -> Tolerance:
    node = fields.get("tolerance")
    if node is None:
        return Tolerance()
    if isinstance(node, Text):
        return Tolerance(fraction=as_number(node, fields.problems, above=0))
    inner = Fields(node, ("px",), fields.problems)
    inner.require("px")
    return Tolerance(px=inner.number("px", above=0))


def _chain(fields: Fields) -> ChainPlace | None:
    node = fields.get("chain")
    if node is None:
        return None
    inner = Fields(node, ("of", "fraction"), fields.problems)
    inner.require("of", "fraction")
    of, fraction = inner.name("of"), inner.number("fraction", least=0, most=1)
    return None if of is None or fraction is None else ChainPlace(of, fraction)


def _rest(fields: Fields) -> tuple[float, float] | None:
    node = fields.get("rest")
    if node is None:
        return None
    if not isinstance(node, Items) or len(node.nodes) != 2:
        fields.blame("rest", "must be two fractions of the template's box like [0.5, 0.25]")
        return None
    x, y = (as_number(one, fields.problems, least=0, most=1) for one in node.nodes)
    return None if x is None or y is None else (x, y)


def _source(node: Node, problems: Problems) -> str | None:
    name = as_name(node, problems)
    if name is None or name in _SCALE_SOURCES:
        return name
    problems.add(node.line, node.place, f"must be one of {', '.join(_SCALE_SOURCES)}, not {name!r}")
    return None


def _limited(fields: Fields, constants: Iterable[Constant]) -> dict[str, Any]:
    read = {one.key: _value(fields, one) for one in constants}
    return {key: value for key, value in read.items() if value is not None}


def _value(fields: Fields, one: Constant) -> float | str | None:
    if one.unit is Unit.WORD:
        word = fields.name(one.key)
        if word is not None and one.words and word not in one.words:
            fields.blame(one.key, f"must be one of {', '.join(one.words)}, not {word!r}")
            return None
        return word
    if one.is_whole:
        return fields.whole(one.key, least=int(one.least))
    return fields.number(one.key, above=one.above, least=one.least, most=one.most)
