"""Going through what two people differ in, the worst first, without knowing whose place is whose.

The two places are called A and B. Which of them is the first person's is drawn for every difference anew,
from what the difference is: so nobody learns to trust a letter, and it stays so when a walk is begun again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from palpate.model.adjudication import Choice
from palpate.model.attempt import Attempt, Task
from palpate.model.change import Change
from palpate.model.layer import Layer, LayerKind
from palpate.session.calibrating.attempts import attempts_of
from palpate.session.calibrating.blindness import why_not_look_into
from palpate.session.production_qa.adjudicating import why_not_adjudicate
from palpate.session.production_qa.differences import (
    Comparison,
    Difference,
    Match,
    compare,
    match_between,
    match_of,
)
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session
from palpate.store import judging

_FEW = 64  # poses; where more have changed everything is compared anew
Spot = tuple[str, int, str]


class Letter(StrEnum):
    """What the two places are called while nobody is to know whose they are."""

    A = "A"
    B = "B"


def choice_of(difference: Difference, letter: Letter) -> Choice:
    """Return whose place a letter stands for."""
    said = f"{difference.instance}|{difference.frame}|{difference.name}"
    even = blake2b(said.encode(), digest_size=1).digest()[0] % 2 == 0
    return Choice.FIRST if even == (letter is Letter.A) else Choice.SECOND


def letter_of(difference: Difference, choice: Choice | None) -> Letter | None:
    """Return the letter of a choice; None where it is neither place."""
    return next((letter for letter in Letter if choice_of(difference, letter) is choice), None)


def spot_of(difference: Difference) -> Spot:
    """Return what tells a difference from all others."""
    return difference.instance, difference.frame, difference.name


def second_labels(session: Session) -> tuple[Attempt, ...]:
    """Return the second labels that are submitted and whose layers are still there, the latest first."""
    known = {layer.id for layer in session.contents.layers}
    done = [one for one in attempts_of(session, tasks=frozenset({Task.SECOND})) if not one.is_open]
    done = [one for one in done if {one.layer, one.reference} <= known]
    return tuple(sorted(done, key=lambda one: one.submitted, reverse=True))


def why_not_decide(session: Session, attempt: Attempt) -> str:
    """Return why this person does not decide about second labels, with the way out; empty if they do."""
    if reason := why_not_adjudicate(session):
        return reason
    known = {one.id for one in second_labels(session)}
    return "" if attempt.id in known else "one of the two layers is gone; there is nothing to decide between"


def layers_to_compare(session: Session) -> tuple[Layer, ...]:
    """Return the layers that can be decided between: with labels, no final layer, nothing kept from sight."""
    final = final_layers(session)
    return tuple(
        layer
        for layer in session.contents.layers
        if layer.id not in final
        and layer.kind is not LayerKind.GOLD
        and session.project.labelled_instances(layer.id)
        and not why_not_look_into(session, layer.id)
    )


def match_wanted(session: Session, wanted: Attempt | tuple[str, str]) -> Match:
    """Return the match of second labels, or of two layers by their ids; UsageError if there is none."""
    return match_of(session, wanted) if isinstance(wanted, Attempt) else match_between(session, *wanted)


@dataclass(frozen=True, slots=True)
class KeypointProgress:
    """How far a keypoint is decided: its name, how many differences are decided, and of how many."""

    name: str
    decided: int
    total: int


class Walk:
    """A comparison that is gone through; it holds where the hands are and what was put off."""

    def __init__(self, session: Session, wanted: Attempt | tuple[str, str]) -> None:
        self._session, self._wanted = session, wanted
        self._behind: list[Spot] = []
        self._later: dict[Spot, None] = {}
        self._at: Spot | None = None
        self._waiting: tuple[Difference, ...] | None = None
        self._decided: tuple[Difference, ...] | None = None
        self._take_up(compare(session, match_wanted(session, wanted)))

    @property
    def match(self) -> Match:
        """The two layers, and the final one as far as there is one."""
        return self._comparison.match

    @property
    def comparison(self) -> Comparison:
        """Everything that is compared, as it is decided now; in the order of the walk, decided or not."""
        return self._comparison

    @property
    def at(self) -> Difference | None:
        """The difference in hand."""
        return None if self._at is None else self._known.get(self._at)

    @property
    def waiting(self) -> tuple[Difference, ...]:
        """What nobody has decided, the worst first; what was put off last."""
        if self._waiting is None:
            self._waiting = self._in_order_of_work()
        return self._waiting

    def _in_order_of_work(self) -> tuple[Difference, ...]:
        left = self._comparison.undecided
        if not self._later:
            return left
        later = [self._known[spot] for spot in self._later if spot in self._known]
        return (
            *(one for one in left if spot_of(one) not in self._later),
            *(one for one in later if one.choice is None),
        )

    @property
    def decided(self) -> tuple[Difference, ...]:
        """What is decided, the worst first."""
        if self._decided is None:
            found = self._comparison.differences
            self._decided = tuple(one for one in found if one.choice is not None)
        return self._decided

    @property
    def by_keypoint(self) -> tuple[KeypointProgress, ...]:
        """How far each keypoint is, those with most left first."""
        total = self._total
        done = Counter(one.name for one in self.decided)
        rows = [KeypointProgress(name, done[name], n) for name, n in total.items()]
        return tuple(sorted(rows, key=lambda row: (row.decided - row.total, row.name)))

    def go_to(self, difference: Difference | None) -> Difference | None:
        """Take a difference in hand, or none."""
        spot = None if difference is None else spot_of(difference)
        if self._at is not None and spot is not None and spot != self._at:
            self._behind.append(self._at)
        self._at = spot
        return self.at

    def go_on(self) -> Difference | None:
        """Take the worst one in hand that waits and is not in hand already; None if nothing waits."""
        return self.go_to(next((one for one in self.waiting if spot_of(one) != self._at), None))

    def put_off(self) -> Difference | None:
        """Put the one in hand behind all others, and go on; it stays in hand if it is the last."""
        if (here := self.at) is None:
            return self.go_on()
        self._later.pop(spot_of(here), None)
        self._later[spot_of(here)] = None
        self._waiting = None
        return self.go_on() or self.go_to(here)

    def go_back(self) -> Difference | None:
        """Take the one before in hand again, decided or not; None if there was none."""
        while self._behind:
            spot = self._behind.pop()
            if spot in self._known and spot != self._at:
                self._at = spot
                return self.at
        return None

    def follow(self, change: Change) -> bool:
        """Learn what was decided or taken back; tells whether anything of this walk changed.

        Raises
        ------
        UsageError
            If the two layers have nothing in common any more.
        """
        match = self.match
        layers = {layer for layer, _, _ in change.poses}
        if not change.judging and layers.isdisjoint((match.first, match.second)):
            return False
        if change.layers or len(change.poses) > _FEW or not layers.isdisjoint((match.first, match.second)):
            self._take_up(compare(self._session, match_wanted(self._session, self._wanted)))
        else:
            here = {(instance, frame) for layer, instance, frame in change.poses if layer == match.final}
            touched = [self._known[spot] for pose in here for spot in self._of_pose.get(pose, ())]
            self._learn(touched or self._comparison.differences)
        return True

    # ---- inside ------------------------------------------------------------------------------------------

    def _take_up(self, comparison: Comparison) -> None:
        worst_first = sorted(comparison.differences, key=lambda one: -one.severity)
        self._known = {spot_of(one): one for one in worst_first}
        self._total = Counter(one.name for one in worst_first)
        self._of_pose: dict[tuple[str, int], list[Spot]] = {}
        for spot in self._known:
            self._of_pose.setdefault(spot[:2], []).append(spot)
        self._show(comparison)

    def _learn(self, touched: Iterable[Difference]) -> None:
        """Ask anew what was decided about some differences."""
        final, project = self.match.final, self._session.project
        said = {
            spot_of(one): judging.choice_at(project, final, one.instance, one.frame, one.name)
            for one in touched
        }
        for spot, choice in said.items():
            self._known[spot] = replace(self._known[spot], choice=_choice(choice))
        self._show(self._comparison)

    def _show(self, comparison: Comparison) -> None:
        """Show what is known now in place of the differences of a comparison."""
        self._comparison = replace(comparison, differences=tuple(self._known.values()))
        self._waiting = self._decided = None
        if self._at not in self._known:
            self._at = None


def _choice(said: str | None) -> Choice | None:
    return None if said is None else Choice(said)
