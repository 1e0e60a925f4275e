"""Deciding what becomes of labels before a migration: guesses taken or refused, and other places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from palpate.model.migration import Split
from palpate.model.skeleton import Skeleton
from palpate.model.skeleton_diff import Guess, Wishes, difference, since_moved
from palpate.session.skeletons.census import census_of
from palpate.session.skeletons.migrating import Foreseen, Migration, foresee, pinned, to_version

if TYPE_CHECKING:
    from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Kept:
    """A keypoint whose labels stay.

    Attributes
    ----------
    name, called
        In the new version.
    labels
        How many, in all layers.
    changed
        What is another of it than before; empty if nothing but its place in the order.
    redefined
        Whether its place is another one now.
    for_good
        Whether that is so by the new version itself: nobody can say otherwise.
    """

    name: str
    called: str
    labels: int
    changed: tuple[str, ...]
    redefined: bool
    for_good: bool = False


class MigrationChoice:
    """The migration to a version, as it stands after what somebody has decided.

    Parameters
    ----------
    wishes
        What is known already; its guessing says whether anything is guessed at first.
    changed
        What else is another of keypoints, by their new name: ``definition``, ``target``.

    Attributes
    ----------
    guesses
        All that was guessed, taken or not.
    migration, foreseen
        What would be done, and what that would touch.
    kept
        The keypoints whose labels stay, in the new order.
    of_skeleton
        What else is another of the whole skeleton.

    Raises
    ------
    UsageError, EditRefused
        As `palpate.session.skeletons.migrating.to_version`.
    """

    def __init__(
        self,
        session: Session,
        after: Skeleton,
        wishes: Wishes | None = None,
        *,
        changed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._session, self._after = session, after
        self._changed = dict(changed or {})
        self._wishes = wishes or Wishes()
        before = pinned(session, after.name)
        self.guesses: tuple[Guess, ...] = difference(before, after, self._wishes).guesses
        taken = {guess.name: guess.to for guess in self.guesses}
        self._wishes = replace(self._wishes, renames={**self._wishes.renames, **taken}, guess=False)
        self.census = census_of(session, before)
        self.kept: tuple[Kept, ...] = ()
        self.of_skeleton: tuple[str, ...] = ()
        self.migration: Migration
        self.foreseen: Foreseen
        self._resolve()

    @property
    def gone(self) -> tuple[str, ...]:
        """Names of the old version that the new one has not, in order."""
        return tuple(n for n in self.migration.before.names if n not in self._after.position_of)

    def free_for(self, name: str) -> tuple[str, ...]:
        """Return the new names that labels of a keypoint that goes may be sent to, or are."""
        before = self.migration.before.position_of
        taken = {to for other in self.gone if other != name for to in self.goes_to(other)}
        return tuple(n for n in self._after.names if n not in before and n not in taken)

    def goes_to(self, name: str) -> tuple[str, ...]:
        """Return where the labels of a keypoint of the old version go: nowhere, to one, or to several."""
        return self.migration.plan.goes_to[name]

    def is_taken(self, guess: Guess) -> bool:
        """Tell whether a guess stands."""
        return self._wishes.renames.get(guess.name) == guess.to

    def send(self, name: str, to: Sequence[str]) -> None:
        """Let the labels of a keypoint go to one that came, to each of several, or into the history alone.

        Raises
        ------
        EditRefused
            If that makes no sense; nothing has changed then.
        """
        renames = {old: new for old, new in self._wishes.renames.items() if old != name}
        splits = {old: into for old, into in self._wishes.splits.items() if old != name}
        removed = [old for old in self._wishes.removed if old != name]
        if len(to) == 1:
            renames[name] = to[0]
        elif to:
            splits[name] = tuple(to)
        elif name in self._after.position_of:
            removed.append(name)
        self._decide(replace(self._wishes, renames=renames, splits=splits, removed=removed))

    def redefine(self, name: str, redefined: bool) -> None:
        """Say whether a keypoint of the new version is another place than before under the same name."""
        rest = [other for other in self._wishes.redefined if other != name]
        self._decide(replace(self._wishes, redefined=(*rest, name) if redefined else tuple(rest)))

    def _decide(self, wishes: Wishes) -> None:
        before, self._wishes = self._wishes, wishes
        try:
            self._resolve()
        except BaseException:
            self._wishes = before
            raise

    def _resolve(self) -> None:
        told = bool(self._changed)
        migration = to_version(self._session, self._after, self._wishes, described_anew=told)
        found = difference(migration.before, self._after, replace(self._wishes, redefined=()))
        self.of_skeleton = found.of_skeleton
        self.foreseen = foresee(self._session, migration, self.census)
        self.migration = migration
        split = {name for rule in migration.rules if isinstance(rule, Split) for name in rule.into}
        total, kept = self.census.totals, []
        for slot, point in zip(migration.plan.slots, migration.after.keypoints, strict=True):
            if slot.source >= 0 and slot.name not in split:
                said = (*self._changed.get(slot.name, ()), *found.changed.get(slot.name, ()))
                changed = tuple(dict.fromkeys(said))
                moved = since_moved(migration.before, self._after, slot.name)
                redefined = moved or slot.name in self._wishes.redefined
                n = int(total[slot.source])
                kept.append(Kept(slot.name, point.called, n, changed, redefined, moved))
        self.kept = tuple(kept)
