"""Taking a project to the next version of its skeleton: what it would touch, and doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.model.arrays import Ints
from palpate.model.change import Change
from palpate.model.migration import Add, Plan, Reorder, Rule, plan_of
from palpate.model.reshaping import dated, reshaped
from palpate.model.skeleton import Skeleton
from palpate.model.skeleton_diff import Guess, Wishes, difference
from palpate.model.visibility import Visibility
from palpate.session.edits.migrations import MigrateSkeleton
from palpate.session.skeleton_files import any_skeleton
from palpate.store.skeleton_writing import skeleton_to_yaml

if TYPE_CHECKING:
    from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Migration:
    """The way from the version that a project pins to the next one.

    Attributes
    ----------
    guesses
        Those renames among the rules that nobody has said.
    """

    before: Skeleton
    after: Skeleton
    rules: tuple[Rule, ...]
    plan: Plan
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """What a rule reaches.

    Attributes
    ----------
    labels
        Stored values of its keypoints, in all layers and frames.
    by_layer
        The same by name of the layer, those that have any.
    spans, verdicts, notes, looks
        How many of each are said of its keypoints.
    """

    rule: Rule
    labels: int = 0
    by_layer: Mapping[str, int] = field(default_factory=dict)
    spans: int = 0
    verdicts: int = 0
    notes: int = 0
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a migration would do.

    Attributes
    ----------
    poses
        Stored poses of the skeleton.
    labels
        Stored values before it.
    outdated
        Labels that would have to be placed anew, also those of which somebody knows already.
    removed
        Labels that would be kept in the history alone, by name of their keypoint.
    """

    touched: tuple[Touched, ...]
    poses: int
    labels: int
    outdated: int
    removed: Mapping[str, int]


def by_rules(session: Session, rules: Sequence[Rule], name: str = "") -> Migration:
    """Return the migration that rules make of what the project pins.

    Raises
    ------
    EditRefused, UsageError
        If a rule makes no sense; SkeletonFaulty if what comes out is no skeleton.
    """
    before = pinned(session, name)
    plan, after = plan_of(before.names, rules), reshaped(before, rules)
    skeleton_to_yaml(after)
    return Migration(before, after, tuple(rules), plan)


def to_version(session: Session, after: Skeleton, wishes: Wishes | None = None) -> Migration:
    """Return the migration to a skeleton that somebody has changed; one of the same version becomes the next.

    Raises
    ------
    UsageError
        If the project pins no skeleton of that name, or a later version of it.
    EditRefused
        If wishes make no sense, or nothing is another.
    """
    before = pinned(session, after.name)
    if after.version < before.version:
        raise UsageError(
            f"this is version {after.version} of {after.name}; the project pins version {before.version}"
        )
    found = difference(before, after, wishes)
    if found.is_none:
        raise EditRefused(f"the project pins {before.name} exactly as this is; nothing is to migrate")
    plan = plan_of(before.names, found.rules)
    later = dated(replace(after, version=max(after.version, before.version + 1)), before, plan)
    return Migration(before, later, found.rules, plan, found.guesses)


def pinned(session: Session, name: str = "") -> Skeleton:
    """Return a skeleton as the project pins it, the only one for an empty name; UsageError if it is none."""
    skeletons = session.contents.pinned
    if not name and len(skeletons) == 1:
        return next(iter(skeletons.values()))
    if name not in skeletons:
        known = ", ".join(skeletons)
        raise UsageError(f"the project pins no skeleton named {name!r}; it has {known}")
    return skeletons[name]


def skeleton_named(name: str) -> Skeleton:
    """Return a shipped skeleton or one in a file; errors as `palpate.session.skeleton_files.load_any`."""
    return any_skeleton(name)


def foresee(session: Session, migration: Migration) -> Foreseen:
    """Count what a migration would touch; nothing is written."""
    before, plan = migration.before, migration.plan
    counts, poses = _labels_by_layer(session, before)
    total = sum(counts.values(), start=np.zeros(len(before), dtype=np.int64))
    others = {what: _named(session, before, what) for what in ("spans", "verdicts", "notes", "looks")}
    touched, names = [], list(before.names)
    for rule, own in zip(migration.rules, _reached(before, migration.rules), strict=True):
        by_layer = {layer: int(found[own].sum()) for layer, found in counts.items()}
        said = {what: sum(found[names[k]] for k in own) for what, found in others.items()}
        held = {layer: n for layer, n in by_layer.items() if n}
        touched.append(Touched(rule, sum(by_layer.values()), held, **said))
    place = before.position_of
    return Foreseen(
        touched=tuple(touched),
        poses=poses,
        labels=int(total.sum()),
        outdated=int(sum(total[slot.source] for slot in plan.slots if slot.outdated)),
        removed={name: int(total[place[name]]) for name in plan.removed},
    )


def migrate(session: Session, migration: Migration, origin: object = None) -> Change:
    """Do it, as one edit that one undo takes back.

    Raises
    ------
    EditRefused, ProjectReadOnly
        If the project pins another version by now, or something in it is locked.
    """
    before, after = migration.before, migration.after
    if session.aside.locked:
        raise EditRefused("some keypoints are locked; unlock them first: a migration reaches all labels")
    if session.contents.pinned.get(before.name) != before or migration.plan.before != before.names:
        raise EditRefused(f"the project does not pin version {before.version} of {before.name}")
    session.looks.keep()
    edit = MigrateSkeleton(
        name=before.name,
        pinned=session.project.skeleton_texts()[before.name],
        version=after.version,
        content=skeleton_to_yaml(after),
        plan=migration.plan,
    )
    return session.do(edit, origin)


def _reached(before: Skeleton, rules: Sequence[Rule]) -> Iterator[list[int]]:
    """Yield the old indices of the keypoints that each rule is about, all of them for an order."""
    for number, rule in enumerate(rules):
        slots = plan_of(before.names, rules[:number]).slots
        if isinstance(rule, Reorder):
            moved = [slot.source for slot, name in zip(slots, rule.names, strict=True) if slot.name != name]
            yield sorted({source for source in moved if source >= 0})
        elif isinstance(rule, Add):
            yield []
        else:
            yield [slot.source for slot in slots if slot.name == rule.name and slot.source >= 0]


def _labels_by_layer(session: Session, skeleton: Skeleton) -> tuple[dict[str, Ints], int]:
    """Return ``(K,)`` stored values by name of each layer, and how many poses they are in."""
    counts, poses = {}, 0
    for layer in session.contents.layers:
        here = np.zeros(len(skeleton), dtype=np.int64)
        for instance in session.project.labelled_instances(layer.id):
            if session.contents.instance(instance).skeleton == skeleton.name:
                track = session.project.track(layer.id, instance, len(skeleton))
                here += (track.visibility != Visibility.NOT_PLACED).sum(axis=0)
                poses += len(track.frames)
        counts[layer.name] = here
    return counts, poses


def _named(session: Session, skeleton: Skeleton, what: str) -> Counter[str]:
    """Count what is said of each keypoint by its name."""
    own = {found.id for found in session.contents.instances if found.skeleton == skeleton.name}
    if what == "notes":
        return Counter(note.keypoint for note in session.project.notes() if note.instance in own)
    found = Counter[str]()
    for layer in session.contents.layers:
        if what == "verdicts":
            rulings = session.project.rulings(layer.id)
            found.update(name for r in rulings if r.instance in own for name in r.keypoint.split(","))
            continue
        for instance in own:
            if what == "spans":
                found.update(name for name, _ in session.project.methods(layer.id, instance))
            else:
                found.update(row[0] for row in session.project.looks(layer.id, instance))
    return found
