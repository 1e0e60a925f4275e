"""Changing a skeleton step by step, each of which can be taken back; nothing is written meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from psygnal import Signal

from palpate.base.errors import EditRefused
from palpate.model.skeleton import Keypoint, Measure, Side, Skeleton
from palpate.model.skeleton_diff import Wishes
from palpate.session.skeletons import skeleton_draft_state as states
from palpate.session.skeletons.skeleton_draft_state import DraftState, identity

Place = tuple[float, float]


class SkeletonDraft:
    """A skeleton in the making; keypoints go by identity, which no change of name or order touches.

    Parameters
    ----------
    before
        What it begins with, which may be faulty.
    is_new
        Whether nothing is kept of it: then it counts as changed from the beginning.

    Signals
    -------
    changed
        It is another now, also by an undo.
    """

    changed = Signal()

    def __init__(self, before: Skeleton, *, is_new: bool = False) -> None:
        self.before = before
        self.is_new = is_new
        self._steps: list[tuple[str, DraftState]] = [("", DraftState.of(before))]
        self._at = 0
        self._merge = ""
        self._numbers = count(len(before))

    # ---- reading ---------------------------------------------------------------------------------------

    @property
    def state(self) -> DraftState:
        """How it is now."""
        return self._steps[self._at][1]

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton as it would be; it may be faulty."""
        return self.state.skeleton()

    @property
    def wishes(self) -> Wishes:
        """What became of each keypoint it began with."""
        return states.wishes_of(self.before, self.state)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to take over."""
        return self.is_new or self.state != self._steps[0][1]

    def is_locked(self, who: str) -> bool:
        """Tell whether a keypoint belongs to what the skeleton extends."""
        return self.state.inner.position_of[who] < self.state.n_locked

    def is_old(self, who: str) -> bool:
        """Tell whether it began with this keypoint."""
        return who in self._steps[0][1].names

    def named_at(self, who: str) -> int:
        """Return the step in which a keypoint got the name that it has; 0 if it began with it."""
        at, name = self._at, self.state.names[who]
        while at and self._steps[at - 1][1].names.get(who) == name:
            at -= 1
        return at

    # ---- undo ------------------------------------------------------------------------------------------

    @property
    def undoable(self) -> str:
        """What undo would take back; empty for nothing."""
        return self._steps[self._at][0]

    @property
    def redoable(self) -> str:
        """What redo would do again; empty for nothing."""
        return self._steps[self._at + 1][0] if self._at + 1 < len(self._steps) else ""

    def undo(self) -> None:
        """Take the last step back; EditRefused if there is none."""
        if not self.undoable:
            raise EditRefused("nothing was changed here")
        self._go(self._at - 1)

    def redo(self) -> None:
        """Do the last undone step again; EditRefused if there is none."""
        if not self.redoable:
            raise EditRefused("nothing was undone here")
        self._go(self._at + 1)

    def settle(self) -> None:
        """Let the next step be one of its own, also if it is like the last."""
        self._merge = ""

    # ---- keypoints -------------------------------------------------------------------------------------

    def add(self, name: str = "", *, after: str = "", rest: Place | None = None) -> str:
        """Add a keypoint behind another, or at the end, and return its identity."""
        state, who = self.state, identity(next(self._numbers))
        order = list(state.order)
        order.insert(max(order.index(after) + 1, state.n_locked) if after else len(order), who)
        point = Keypoint(who, rest=rest)
        grown = replace(state, names={**state.names, who: name or self._free("keypoint")})
        grown = states.with_points(grown, [*state.inner.keypoints, point])
        self._put(f"Add {grown.names[who]}", _within_box(states.in_order(grown, order)))
        return who

    def rename(self, who: str, name: str) -> None:
        """Call a keypoint otherwise; whatever names it follows."""
        self._refuse_locked((who,))
        state = self.state
        self._put(
            f"Rename {state.names[who]}", replace(state, names={**state.names, who: name}), f"name {who}"
        )

    def remove(self, whos: Collection[str]) -> None:
        """Take keypoints away with whatever names them; EditRefused if none would be left."""
        self._refuse_locked(whos)
        if len(whos) >= len(self.state.order):
            raise EditRefused("a skeleton needs a keypoint; this would be the last")
        if whos:
            self._put(f"Delete {self._told(whos)}", states.without(self.state, whos))

    def move(self, whos: Collection[str], by: int) -> None:
        """Move keypoints up (below 0) or down in the order, as far as there is room."""
        order = list(self.state.order)
        at = sorted(order.index(who) for who in whos)
        if at and self.state.n_locked <= at[0] + by and at[-1] + by < len(order):
            for index in at if by < 0 else reversed(at):
                order.insert(index + by, order.pop(index))
        self._reorder(whos, order, "order")

    def place(self, whos: Collection[str], at: int) -> None:
        """Put keypoints together before the one that is in place ``at`` now."""
        order = self.state.order
        before = [who for who in order[: max(at, self.state.n_locked)] if who not in whos]
        after = [who for who in order if who not in whos and who not in before]
        self._reorder(whos, [*before, *(who for who in order if who in whos), *after], "")

    def split(self, who: str, names: Sequence[str]) -> list[str]:
        """Put several keypoints in place of one, each to be placed anew; returns their identities."""
        self._refuse_locked((who,))
        wanted = [name.strip() for name in names]
        others = {name for other, name in self.state.names.items() if other != who}
        if len(wanted) < 2 or not all(wanted):
            raise EditRefused("give at least two names, parted by commas")
        taken = [name for name in wanted if name in others or wanted.count(name) > 1]
        if taken:
            raise EditRefused(f"{taken[0]} is another keypoint already, and two cannot become one")
        parts = [who, *(identity(next(self._numbers)) for _ in wanted[1:])]
        called = self.state.names[who]
        self._put(f"Split {called}", states.split(self.state, who, dict(zip(parts, wanted, strict=True))))
        return parts

    def redefine(self, who: str, on: bool) -> None:
        """Say whether a keypoint is another place now, so that its labels have to be placed anew."""
        self._refuse_locked((who,))
        said = self.state.redefined | {who} if on else self.state.redefined - {who}
        self._put(f"Redefine {self.state.names[who]}", replace(self.state, redefined=frozenset(said)))

    def change(self, whos: Collection[str], **fields: Any) -> None:  # noqa: ANN401 - fields of any type
        """Change fields of keypoints; what names keypoints goes by identity, or is a name that nobody has."""
        self._refuse_locked(whos)
        changed = {who: replace(self.state.point(who), **fields) for who in whos}
        what = f"Change {', '.join(fields)} of {self._told(whos)}".replace("_", " ")
        key = f"{' '.join(fields)} {' '.join(sorted(whos))}"
        self._put(what, states.with_changed(self.state, changed), key)

    def pair(self, one: str, other: str) -> None:
        """Make two keypoints mirrors of each other; whoever was the mirror of one before is left without.

        Who has a side keeps it if the other can have the opposite one; else the first becomes the left.
        """
        if one == other:
            raise EditRefused("a keypoint cannot be its own mirror; leave it without on the midline")
        self._refuse_locked((one, other))
        changed: dict[str, Keypoint] = {}
        self._part((one, other), changed)
        first, second = (self.state.point(who).side for who in (one, other))
        is_right = first is Side.RIGHT or (first is Side.MIDLINE and second is Side.LEFT)
        sides = (Side.RIGHT, Side.LEFT) if is_right else (Side.LEFT, Side.RIGHT)
        for who, mirror, side in ((one, other, sides[0]), (other, one, sides[1])):
            changed[who] = replace(changed.get(who, self.state.point(who)), mirror=mirror, side=side)
        self._put(f"Pair {self._told((one, other))}", states.with_changed(self.state, changed))

    def take_sides(self, proposed: Sequence[tuple[str, str]]) -> None:
        """Take proposals of (left, right), either may be empty: mirrors of each other, with sides."""
        changed: dict[str, Keypoint] = {}
        self._refuse_locked(who for two in proposed for who in two if who)
        for left, right in proposed:
            whos = [who for who in (left, right) if who]
            if len(whos) == 2:
                self._part(whos, changed)
            for who, other, side in ((left, right, Side.LEFT), (right, left, Side.RIGHT)):
                if who:
                    now = changed.get(who, self.state.point(who))
                    changed[who] = replace(now, side=side, mirror=other or now.mirror)
        self._put("Take sides from names", states.with_changed(self.state, changed))

    def part(self, who: str) -> None:
        """Leave a keypoint without a mirror, and its mirror too."""
        self._refuse_locked((who,))
        changed: dict[str, Keypoint] = {}
        self._part((who,), changed)
        self._put(f"Part {self.state.names[who]}", states.with_changed(self.state, changed))

    def put_rest(self, places: Mapping[str, Place], *, merge: str = "") -> None:
        """Put keypoints to places of the template; if one lies outside of its box, the box grows with it.

        Where the first keypoints belong to another skeleton, the box stays and places end at its rim.
        """
        self._refuse_locked(places)
        moved = {who: replace(self.state.point(who), rest=at) for who, at in places.items()}
        key = f"rest {' '.join(sorted(places))} {merge}" if merge else ""
        told = f"Move {self._told(places)}"
        self._put(told, _within_box(states.with_changed(self.state, moved)), key)

    # ---- edges and segments ----------------------------------------------------------------------------

    def connect(self, a: str, b: str, *, rigid: bool = False) -> None:
        """Draw an edge, or a segment whose length a body keeps."""
        what = "rigid_segments" if rigid else "edges"
        pairs: tuple[tuple[str, str], ...] = getattr(self.state.inner, what)
        if a == b:
            raise EditRefused("an edge needs two keypoints")
        if {a, b} in map(set, pairs):
            raise EditRefused(f"{self._told((a, b))} are connected already")
        self._refuse_base_pair(a, b)
        self._put(f"Connect {self._told((a, b))}", self._with_pairs(what, (*pairs, (a, b))))

    def disconnect(self, a: str, b: str, *, rigid: bool = False) -> None:
        """Take an edge or a segment away, whichever way round it was drawn."""
        what = "rigid_segments" if rigid else "edges"
        pairs: tuple[tuple[str, str], ...] = getattr(self.state.inner, what)
        kept = tuple(pair for pair in pairs if set(pair) != {a, b})
        if kept == pairs:
            raise EditRefused(f"{self._told((a, b))} are not connected")
        self._refuse_base_pair(a, b)
        self._put(f"Disconnect {self._told((a, b))}", self._with_pairs(what, kept))

    def join(self, who: str, others: Sequence[str]) -> None:
        """Let edges lead from a keypoint to these others and no more; what was drawn so stays."""
        state = self.state
        wanted = [other for other in dict.fromkeys(others) if other != who]
        kept = [pair for pair in state.inner.edges if who not in pair or {*pair} - {who} <= set(wanted)]
        have = {other for pair in kept if who in pair for other in pair}
        gone = [other for pair in state.inner.edges if pair not in kept for other in pair if other != who]
        came = [other for other in wanted if other not in have]
        for other in (*gone, *came):
            self._refuse_base_pair(who, other)
        edges = (*kept, *((who, other) for other in came))
        self._put(f"Connect {state.names[who]}", self._with_pairs("edges", edges), f"join {who}")

    # ---- the whole -------------------------------------------------------------------------------------

    def change_whole(self, **fields: Any) -> None:  # noqa: ANN401 - fields of any type
        """Change fields of the skeleton itself; whatever names keypoints goes by identity."""
        told = f"Change {', '.join(fields)}".replace("_", " ")
        self._put(told, replace(self.state, inner=replace(self.state.inner, **fields)), " ".join(fields))

    def put_normaliser(self, before: str, name: str, a: str, b: str) -> None:
        """Put a length in place of the one called ``before``, or behind the last where that is empty."""
        listed = dict(self.state.inner.normalisers)
        if not name.strip():
            raise EditRefused("a normaliser needs a name")
        if name != before and name in listed:
            raise EditRefused(f"a normaliser called {name} exists already")
        changed = {(name if key == before else key): two for key, two in listed.items()}
        inner = replace(self.state.inner, normalisers={**changed, name: (a, b)})
        if before and inner.policy.pck_normaliser == before:
            inner = replace(inner, policy=replace(inner.policy, pck_normaliser=name))
        self._put(f"Change normaliser {name}", replace(self.state, inner=inner))

    def put_measure(self, at: int, measure: Measure | None) -> None:
        """Put a measure in place of another, behind the last, or take it away."""
        told = f"Change measure {measure.name}" if measure is not None else "Delete a measure"
        self._put(told, states.measures_with(self.state, at, measure), f"measure {at}" if measure else "")

    # ---- inside ----------------------------------------------------------------------------------------

    def _put(self, title: str, state: DraftState, merge: str = "") -> None:
        """Make a step; one with the key of the step before takes its place."""
        if state == self.state:
            return
        merges = bool(merge) and merge == self._merge and self._at > 0
        del self._steps[self._at + (0 if merges else 1) :]
        self._steps.append((title, state))
        self._at, self._merge = len(self._steps) - 1, merge
        self.changed.emit()

    def _go(self, at: int) -> None:
        self._at, self._merge = at, ""
        self.changed.emit()

    def _reorder(self, whos: Collection[str], order: Sequence[str], merge: str) -> None:
        self._refuse_locked(whos)
        key = f"{merge} {' '.join(sorted(whos))}" if merge else ""
        self._put(f"Move {self._told(whos)}", states.in_order(self.state, order), key)

    def _with_pairs(self, what: str, pairs: tuple[tuple[str, str], ...]) -> DraftState:
        if what == "edges":
            return replace(self.state, inner=replace(self.state.inner, edges=pairs))
        return replace(self.state, inner=replace(self.state.inner, rigid_segments=pairs))

    def _part(self, whos: Collection[str], changed: dict[str, Keypoint]) -> None:
        for point in self.state.inner.keypoints:
            if point.mirror is not None and (point.mirror in whos or point.name in whos):
                changed[point.name] = replace(changed.get(point.name, point), mirror=None)

    def _free(self, stem: str) -> str:
        taken = set(self.state.names.values())
        return next(name for n in count(1) if (name := f"{stem}_{n}") not in taken)

    def _told(self, whos: Collection[str]) -> str:
        names = [self.state.names.get(who, who) or "a keypoint" for who in whos]
        return " and ".join(names) if len(names) <= 2 else f"{len(names)} keypoints"

    def _refuse_locked(self, whos: Iterable[str]) -> None:
        locked = [who for who in whos if self.is_locked(who)]
        base = self.state.inner.base
        if locked and base is not None:
            name = self.state.names[locked[0]]
            raise EditRefused(f"{name} belongs to {base.name}, which this extends; change it there")

    def _refuse_base_pair(self, a: str, b: str) -> None:
        if all(who in self.state.names and self.is_locked(who) for who in (a, b)):
            self._refuse_locked((a,))


def _within_box(state: DraftState) -> DraftState:
    """Return a state whose template lies in its box, as a whole made smaller where it has outgrown it."""
    rest = state.inner.rest
    if not ((rest < 0) | (rest > 1)).any():
        return state
    if state.n_locked:
        fitted = np.clip(rest, 0.0, 1.0)
    else:
        low, high = np.minimum(np.nanmin(rest, axis=0), 0.0), np.maximum(np.nanmax(rest, axis=0), 1.0)
        fitted = np.clip((rest - low) / (high - low), 0.0, 1.0)
    places = {
        point.name: replace(point, rest=(at[0], at[1]))
        for point, at in zip(state.inner.keypoints, fitted.tolist(), strict=True)
        if point.rest is not None
    }
    return states.with_changed(state, places)
