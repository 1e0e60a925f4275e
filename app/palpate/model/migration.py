"""Changing a skeleton that has labels: the rules, and where each label goes by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.skeleton import Keypoint
from palpate.model.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Rename:
    """The same place under another name."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Reorder:
    """All keypoints in another order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Add:
    """A keypoint more, at the end; nothing is placed on it yet."""

    keypoint: Keypoint


@dataclass(frozen=True, slots=True)
class Remove:
    """A keypoint less; its labels are kept in the history."""

    name: str


@dataclass(frozen=True, slots=True)
class Split:
    """Several keypoints in place of one; each begins where that one was, and has to be placed anew."""

    name: str
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redefine:
    """Another place under the same name: the labels stay until each is placed anew."""

    name: str


Rule = Rename | Reorder | Add | Remove | Split | Redefine


@dataclass(frozen=True, slots=True)
class Slot:
    """A keypoint of the new version.

    Attributes
    ----------
    source
        Index of the old keypoint that its labels are of; -1 where it has none.
    outdated
        Whether those labels have to be placed anew.
    """

    name: str
    source: int
    outdated: bool = False


@dataclass(frozen=True)
class Plan:
    """Where the labels of each keypoint go.

    Attributes
    ----------
    before
        Names of the old version in order.
    slots
        The keypoints of the new version in order.
    """

    before: tuple[str, ...]
    slots: tuple[Slot, ...]

    @staticmethod
    def unchanged(names: Sequence[str]) -> Plan:
        """Return the plan that leaves everything as it is."""
        return Plan(tuple(names), tuple(Slot(name, k) for k, name in enumerate(names)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the new version in order."""
        return tuple(slot.name for slot in self.slots)

    @cached_property
    def sources(self) -> Ints:
        """``(K,)`` old index of each new keypoint, -1 where it has none."""
        return np.array([slot.source for slot in self.slots], dtype=np.int64)

    @cached_property
    def outdated(self) -> Bools:
        """``(K,)`` whether the labels of a new keypoint have to be placed anew."""
        return np.array([slot.outdated for slot in self.slots], dtype=np.bool_)

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """Names of the old version whose labels go nowhere."""
        kept = {slot.source for slot in self.slots}
        return tuple(name for k, name in enumerate(self.before) if k not in kept)

    @cached_property
    def goes_to(self) -> Mapping[str, tuple[str, ...]]:
        """New names by each old one: none where it is removed, several where it is split."""
        found: dict[str, list[str]] = {name: [] for name in self.before}
        for slot in self.slots:
            if slot.source >= 0:
                found[self.before[slot.source]].append(slot.name)
        return {name: tuple(names) for name, names in found.items()}

    @property
    def moves_columns(self) -> bool:
        """Whether poses are stored otherwise than before."""
        return not np.array_equal(self.sources, np.arange(len(self.before)))

    def pose(self, pose: Pose) -> Pose:
        """Return a pose of the old version as one of the new: values are taken over bit by bit."""
        lacking, taken = self.sources < 0, np.maximum(self.sources, 0)
        positions, visibility, origin = pose.positions[taken], pose.visibility[taken], pose.origin[taken]
        positions[lacking], visibility[lacking], origin[lacking] = np.nan, Visibility.NOT_PLACED, Origin.NONE
        scores: Floats | None = None
        if pose.scores is not None:
            scores = pose.scores[taken]
            scores[lacking] = np.nan
        return Pose(positions, visibility, origin, scores, pose.shape)


def plan_of(names: Sequence[str], rules: Sequence[Rule]) -> Plan:
    """Return where labels go by rules, each of which begins where the one before it ended.

    Raises
    ------
    EditRefused
        If a rule names what is not there, gives two keypoints one name, or leaves none.
    """
    plan = Plan.unchanged(names)
    for number, rule in enumerate(rules, start=1):
        plan = replace(plan, slots=_after(plan.slots, rule, f"rule {number}, {told(rule)}"))
    return plan


def told(rule: Rule) -> str:
    """Return a rule in words."""
    match rule:
        case Rename():
            return f"rename {rule.name} to {rule.to}"
        case Reorder():
            return "reorder"
        case Add():
            return f"add {rule.keypoint.name}"
        case Remove():
            return f"remove {rule.name}"
        case Split():
            return f"split {rule.name} into {', '.join(rule.into)}"
        case Redefine():
            return f"redefine {rule.name}"


def in_order(renames: Mapping[str, str]) -> tuple[Rename, ...]:
    """Return renames that are meant all at once so that none meets a name before it is free.

    Raises
    ------
    EditRefused
        If two get one name, or they run in a circle.
    """
    doubled = {to for to in renames.values() if list(renames.values()).count(to) > 1}
    if doubled:
        to = min(doubled)
        those = " and ".join(name for name, other in renames.items() if other == to)
        raise EditRefused(f"{those} cannot both become {to}: their labels would be one")
    left, ordered = dict(renames), list[Rename]()
    while left:
        free = [name for name, to in left.items() if to not in left or to == name]
        if not free:
            ring = _ring(left)
            raise EditRefused(
                f"the names run in a circle: {' → '.join(ring)}; "
                "exchange them in steps, over a name that is not taken"
            )
        ordered += [Rename(name, left.pop(name)) for name in free]
    return tuple(rename for rename in ordered if rename.name != rename.to)


def _ring(renames: Mapping[str, str]) -> list[str]:
    path = [next(iter(renames))]
    while renames[path[-1]] not in path:
        path.append(renames[path[-1]])
    return [*path[path.index(renames[path[-1]]) :], renames[path[-1]]]


def _after(slots: tuple[Slot, ...], rule: Rule, where: str) -> tuple[Slot, ...]:
    names = [slot.name for slot in slots]
    match rule:
        case Reorder():
            _refuse_other_names(names, rule.names, where)
            return tuple(slots[names.index(name)] for name in rule.names)
        case Add():
            _refuse_taken(names, (rule.keypoint.name,), where)
            return (*slots, Slot(rule.keypoint.name, -1))
    at = _place(names, rule.name, where)
    own, rest = slots[at], names[:at] + names[at + 1 :]
    match rule:
        case Rename():
            _refuse_taken(rest, (rule.to,), where)
            fresh: tuple[Slot, ...] = (replace(own, name=rule.to),)
        case Remove():
            if not rest:
                raise EditRefused(f"{where}: a skeleton needs a keypoint")
            fresh = ()
        case Split():
            if len(rule.into) < 2:
                raise EditRefused(f"{where}: it takes at least two names")
            _refuse_taken(rest, rule.into, where)
            fresh = tuple(replace(own, name=name, outdated=own.source >= 0) for name in rule.into)
        case Redefine():
            fresh = (replace(own, outdated=own.source >= 0),)
    return (*slots[:at], *fresh, *slots[at + 1 :])


def _place(names: Sequence[str], name: str, where: str) -> int:
    if name not in names:
        from difflib import get_close_matches

        close = get_close_matches(name, names, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise EditRefused(f"{where}: no keypoint is called {name!r}{hint}")
    return names.index(name)


def _refuse_taken(names: Sequence[str], wanted: Sequence[str], where: str) -> None:
    """Refuse a name that another keypoint has, has twice, or that is none."""
    for name in wanted:
        if not name.strip():
            raise EditRefused(f"{where}: a keypoint needs a name")
        if name in names:
            raise EditRefused(f"{where}: {name} exists already, and two cannot become one")
    twice = [a for a, b in pairwise(sorted(wanted)) if a == b]
    if twice:
        raise EditRefused(f"{where}: {twice[0]} is named twice")


def _refuse_other_names(names: Sequence[str], wanted: Sequence[str], where: str) -> None:
    if sorted(names) != sorted(wanted):
        odd = sorted(set(names) ^ set(wanted)) or sorted(name for name in wanted if wanted.count(name) > 1)
        raise EditRefused(f"{where}: it has to name every keypoint once; look at {', '.join(odd[:3])}")
