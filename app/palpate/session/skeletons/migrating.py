"""Taking a project to the next version of its skeleton: what it would touch, and doing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from palpate.base.errors import EditRefused, UsageError
from palpate.model.change import Change
from palpate.model.migration import Add, Plan, Reorder, Rule, plan_of
from palpate.model.reshaping import dated, reshaped
from palpate.model.skeleton import Skeleton
from palpate.model.skeleton_diff import Guess, Wishes, difference
from palpate.session.edits.migrations import MigrateSkeleton
from palpate.session.guidelines.explained import NOTHING, Explained, Fates, explained_of, fates_of
from palpate.session.skeletons.census import Census, Said, census_of
from palpate.session.skeletons.skeleton_files import any_skeleton
from palpate.store.library import shipped_skeletons
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
    by_layer
        What is said of its keypoints by name of the layer, of those that say anything.
    explained
        What the project itself shows and tells of them.
    """

    rule: Rule
    by_layer: Mapping[str, Said] = field(default_factory=dict)
    explained: Explained = NOTHING

    @property
    def said(self) -> Said:
        """The same in all layers."""
        return sum(self.by_layer.values(), start=Said())


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
    explained
        What would become of examples, guidelines and targets of the project's own.
    """

    touched: tuple[Touched, ...]
    poses: int
    labels: int
    outdated: int
    removed: Mapping[str, int]
    explained: Fates


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


def to_version(
    session: Session, after: Skeleton, wishes: Wishes | None = None, *, described_anew: bool = False
) -> Migration:
    """Return the migration to a skeleton that somebody has changed; one of the same version becomes the next.

    Parameters
    ----------
    described_anew
        Whether its guidelines are others: that is reason enough, if the skeleton itself stays as it is.

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
    if found.is_none and not described_anew:
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
    """Return a shipped skeleton or one in a file; errors as `skeleton_files.load_any`."""
    return any_skeleton(name)


def shipped_version(before: Skeleton) -> Skeleton | None:
    """Return the shipped skeleton of the same name if it is another one, and no earlier version."""
    shipped = shipped_skeletons().get(before.name)
    return (
        shipped if shipped is not None and shipped != before and shipped.version >= before.version else None
    )


def foresee(session: Session, migration: Migration, census: Census | None = None) -> Foreseen:
    """Count what a migration would touch; nothing is written.

    Parameters
    ----------
    census
        What `palpate.session.skeletons.census.census_of` has counted before; counted now if None.
    """
    before, plan = migration.before, migration.plan
    census = census or census_of(session, before)
    total, place = census.totals, before.position_of
    touched = []
    for rule, own in zip(migration.rules, _reached(before, migration.rules), strict=True):
        explained = explained_of(census.explained, [before.names[k] for k in own])
        touched.append(Touched(rule, census.of(own), explained))
    return Foreseen(
        touched=tuple(touched),
        poses=census.poses,
        labels=int(total.sum()),
        outdated=int(sum(total[slot.source] for slot in plan.slots if slot.outdated)),
        removed={name: int(total[place[name]]) for name in plan.removed},
        explained=fates_of(census.explained, plan),
    )


def migrate(session: Session, migration: Migration, origin: object = None) -> Change:
    """Do it, as one edit that one undo takes back.

    Raises
    ------
    EditRefused, ProjectReadOnly
        If the project pins another version by now, something in it is locked, or it is not this person's.
    """
    from palpate.session.rights import why_not_migrate  # asks for the session

    before, after = migration.before, migration.after
    why = why_not_migrate(session, before)
    if why:
        raise EditRefused(why)
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
