"""What lies between two versions of a skeleton, and which keypoint may have become which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.migration import Add, Redefine, Remove, Reorder, Rule, Split, in_order, plan_of
from palpate.model.skeleton import Keypoint, Skeleton

_ENOUGH = 0.6
_NEAR_REST = 0.08  # fraction of the template's box
_WEIGHTS = {"label": 0.5, "edges": 0.35, "place": 0.35, "name": 0.3, "parent": 0.15}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has said of keypoints, before anything is guessed.

    Attributes
    ----------
    renames
        New name by old one.
    splits
        New names by old one.
    redefined, removed
        Names.
    guess
        Whether a keypoint that is gone may be taken for one that came.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    redefined: Collection[str] = ()
    removed: Collection[str] = ()
    guess: bool = True


@dataclass(frozen=True, slots=True)
class Guess:
    """A keypoint that seems to have got another name, how sure that is (0…1), and why."""

    name: str
    to: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The way from one version to another.

    Attributes
    ----------
    rules
        They lead from the keypoints of the one to those of the other.
    guesses
        Those renames among the rules that nobody has said.
    changed
        What else is another of a keypoint that stays, by its new name.
    of_skeleton
        What else is another of the whole.
    """

    rules: tuple[Rule, ...]
    guesses: tuple[Guess, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_skeleton: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether both are the same but for their version."""
        return not (self.rules or self.changed or self.of_skeleton)


def difference(before: Skeleton, after: Skeleton, wishes: Wishes | None = None) -> Difference:
    """Return the rules that lead from one version to another.

    A keypoint that is another place since a version in between is redefined, whatever anybody wishes.

    Raises
    ------
    EditRefused
        If a wish names what is not there, or two keypoints would become one.
    """
    wishes = wishes or Wishes()
    _refuse_strangers(before, after, wishes)
    gone, came = _left_over(before, after, wishes)
    guesses = _guessed(before, after, gone, came) if wishes.guess else ()
    renames = {**wishes.renames, **{guess.name: guess.to for guess in guesses}}
    taken = {guess.name for guess in guesses}
    removed = [name for name in before.names if name in wishes.removed or name in set(gone) - taken]
    rules: list[Rule] = [Remove(name) for name in removed]
    rules += in_order(renames)
    rules += [Split(name, into) for name, into in wishes.splits.items()]
    known = plan_of(before.names, rules).names
    rules += [Add(point) for point in after.keypoints if point.name not in known]
    known = plan_of(before.names, rules).names
    if known != after.names:
        rules.append(Reorder(after.names))
    kept = {
        slot.name for slot in plan_of(before.names, rules).slots if slot.source >= 0 and not slot.outdated
    }
    moved = {name for name in kept if since_moved(before, after, name)}
    rules += [Redefine(name) for name in after.names if name in moved or name in wishes.redefined]
    plan = plan_of(before.names, rules)
    changed, missing = {}, {name for name in before.names if name not in after.position_of}
    for slot, point in zip(plan.slots, after.keypoints, strict=True):
        others = _others(before.keypoints[slot.source], point, renames, missing) if slot.source >= 0 else ()
        if others and not slot.outdated:
            changed[slot.name] = others
    return Difference(tuple(rules), guesses, changed, _of_skeleton(before, after, renames))


def since_moved(before: Skeleton, after: Skeleton, name: str) -> bool:
    """Tell whether a keypoint of the later version says itself that it became its place after the earlier."""
    return after.keypoints[after.position_of[name]].since > before.version


def _left_over(before: Skeleton, after: Skeleton, wishes: Wishes) -> tuple[list[str], list[str]]:
    said = {*wishes.renames, *wishes.splits, *wishes.removed}
    meant = {*wishes.renames.values(), *(name for into in wishes.splits.values() for name in into)}
    gone = [name for name in before.names if name not in said and name not in after.position_of]
    came = [name for name in after.names if name not in meant and name not in before.position_of]
    return gone, came


def _refuse_strangers(before: Skeleton, after: Skeleton, wishes: Wishes) -> None:
    old = [*wishes.renames, *wishes.splits, *wishes.removed]
    into = [name for names in wishes.splits.values() for name in names]
    new = [*wishes.renames.values(), *into, *wishes.redefined]
    for names, skeleton in ((old, before), (new, after)):
        for name in names:
            if name not in skeleton.position_of:
                raise EditRefused(
                    f"no keypoint of {skeleton.name}, version {skeleton.version}, is called {name!r}"
                )
    twice = [name for name in set(old) if old.count(name) > 1]
    if twice:
        raise EditRefused(f"{min(twice)} cannot be renamed, split and removed at once")


# ---- guessing ------------------------------------------------------------------------------------------


def _guessed(before: Skeleton, after: Skeleton, gone: list[str], came: list[str]) -> tuple[Guess, ...]:
    """Pair what is gone with what came, the surest first; nothing is paired twice."""
    found = [_likeness(before, after, a, b) for a in gone for b in came]
    guesses: list[Guess] = []
    for guess in sorted(found, key=lambda one: (-one.score, one.name, one.to)):
        free = all(guess.name != other.name and guess.to != other.to for other in guesses)
        if guess.score >= _ENOUGH and free:
            guesses.append(guess)
    return tuple(guesses)


def _likeness(before: Skeleton, after: Skeleton, name: str, to: str) -> Guess:
    """Weigh what speaks for a keypoint having become another; a change of sides speaks against it."""
    old, new = (
        before.keypoints[before.position_of[name]],
        after.keypoints[after.position_of[to]],
    )
    if old.side is not new.side:
        return Guess(name, to, 0.0, ())
    shares = {
        "label": float(bool(old.label) and old.label.casefold() == new.label.casefold()),
        "edges": _same_share(_around(before, name), _around(after, to)),
        "place": _near(old, new),
        "name": SequenceMatcher(None, name, to).ratio(),
        "parent": float(old.parent is not None and old.parent == new.parent),
    }
    score = sum(_WEIGHTS[what] * share for what, share in shares.items())
    because = tuple(what for what, share in shares.items() if share >= 0.5)
    return Guess(name, to, min(score, 1.0), because)


def _around(skeleton: Skeleton, name: str) -> set[str]:
    return {b if a == name else a for a, b in skeleton.edges if name in (a, b)}


def _same_share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _near(old: Keypoint, new: Keypoint) -> float:
    if old.rest is None or new.rest is None:
        return 0.0
    return float(np.hypot(*np.subtract(old.rest, new.rest)) <= _NEAR_REST)


# ---- what else is another ------------------------------------------------------------------------------


def _others(
    old: Keypoint, new: Keypoint, renames: Mapping[str, str], gone: Collection[str]
) -> tuple[str, ...]:
    def same(what: str) -> bool:
        a: object = getattr(old, what)
        b: object = getattr(new, what)
        if isinstance(a, str) and what in ("mirror", "parent"):
            a = renames.get(a, a)
            if a in gone:  # that is said of the other one
                return True
        if isinstance(a, tuple) and what == "centre_of":
            a = tuple(renames.get(name, name) for name in a)
        return a == b

    kept = ("name", "since", "formerly")
    return tuple(f.name for f in fields(Keypoint) if f.name not in kept and not same(f.name))


def _of_skeleton(before: Skeleton, after: Skeleton, renames: Mapping[str, str]) -> tuple[str, ...]:
    def called(pair: tuple[str, str]) -> tuple[str, str]:
        return renames.get(pair[0], pair[0]), renames.get(pair[1], pair[1])

    found = []
    for what in ("edges", "rigid_segments"):
        old, new = getattr(before, what), getattr(after, what)
        if {frozenset(called(pair)) for pair in old} != {frozenset(pair) for pair in new}:
            found.append(what)
    if {key: called(pair) for key, pair in before.normalisers.items()} != dict(after.normalisers):
        found.append("normalisers")
    old_measures = [replace(m, points=tuple(renames.get(p, p) for p in m.points)) for m in before.measures]
    if old_measures != list(after.measures):
        found.append("measures")
    plain = ("title", "subject", "tiers", "scale", "policy", "events", "sigma_source", "guidelines")
    return (*found, *(what for what in plain if getattr(before, what) != getattr(after, what)))
