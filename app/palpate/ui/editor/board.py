"""What all parts of the skeleton editor work on: a draft, what is chosen of it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from palpate.base.errors import PalpateError
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_draft_checks import DraftProblem, problems_of
from palpate.session.skeletons.skeleton_draft_names import Suggestion, suggestions_of

Result = TypeVar("Result")


class Board(QObject):
    """A draft in the hands of a consultant.

    Parameters
    ----------
    session
        The project in hand, if there is one.
    why_not
        Why nothing may be changed; empty if all may.

    Signals
    -------
    changed
        The draft is another.
    chosen_changed
        Other keypoints are chosen.
    refused
        (sentence) Why something could not be done; empty once something could.
    added
        A keypoint was added and chosen; it wants a name.
    """

    changed = Signal()
    chosen_changed = Signal()
    refused = Signal(str)
    added = Signal()

    def __init__(self, draft: SkeletonDraft, session: Session | None = None, *, why_not: str = "") -> None:
        super().__init__()
        self.draft = draft
        self.session = session
        self.why_not = why_not
        self.problems: tuple[DraftProblem, ...] = problems_of(draft)
        self._chosen: tuple[str, ...] = draft.state.order[:1]
        draft.changed.connect(self._on_changed)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen keypoints, the one in hand first."""
        return self._chosen

    @property
    def current(self) -> str:
        """The keypoint in hand; empty for none."""
        return self._chosen[0] if self._chosen else ""

    @property
    def may(self) -> bool:
        """Whether anything may be changed."""
        return not self.why_not

    @property
    def suggestions(self) -> list[Suggestion]:
        """What names say of sides and the draft does not, as far as it may be changed."""
        free = self.draft.state.n_locked
        found = suggestions_of(self.draft.skeleton)
        return [one for one in found if all(k < 0 or k >= free for k in (one.left, one.right))]

    def choose(self, whos: Sequence[str]) -> None:
        """Choose keypoints, the one in hand first."""
        wanted = tuple(dict.fromkeys(whos))
        if wanted != self._chosen:
            self._chosen = wanted
            self.draft.settle()
            self.chosen_changed.emit()

    def step(self, by: int) -> None:
        """Choose the keypoint so many places further on."""
        order = self.draft.state.order
        at = order.index(self.current) + by if self.current else 0
        self.choose([order[min(max(at, 0), len(order) - 1)]])

    def attempt(self, do: Callable[[], Result]) -> Result | None:
        """Do something to the draft; a refusal is told and gives None."""
        if self.why_not:
            self.refused.emit(self.why_not)
            return None
        try:
            done = do()
        except PalpateError as error:
            self.refused.emit(error.sentence)
            return None
        self.refused.emit("")
        return done

    def problems_at(self, who: str, field: str = "") -> list[DraftProblem]:
        """Return what is wrong with a keypoint, or with one of its fields."""
        return [one for one in self.problems if one.who == who and (not field or one.field == field)]

    def names(self, whos: Sequence[str]) -> str:
        """Return what keypoints are called, parted by commas; what is none stands as it was written."""
        return ", ".join(self.draft.state.names.get(who, who) for who in whos)

    def found(self, typed: str) -> tuple[str, ...]:
        """Return the keypoints of a list as it was typed; a name that nobody has stays as it is."""
        return tuple(self.draft.state.find(part.strip()) for part in typed.split(",") if part.strip())

    # ---- what several parts do -------------------------------------------------------------------------

    def add(self, rest: tuple[float, float] | None = None) -> None:
        """Add a keypoint behind the one in hand and choose it."""
        at = rest or self._beside()
        made = self.attempt(lambda: self.draft.add(after=self.current, rest=at))
        if made:
            self.choose([made])
            self.added.emit()

    def remove(self) -> None:
        """Delete what is chosen; what comes after it is chosen then."""
        order, chosen = self.draft.state.order, self._chosen
        if not chosen:
            return
        at = order.index(chosen[0])
        after = [who for who in (*order[at:], *reversed(order[:at])) if who not in chosen]
        self.attempt(lambda: self.draft.remove(chosen))
        if chosen[0] not in self.draft.state.names:
            self.choose(after[:1])

    def move(self, by: int) -> None:
        """Move what is chosen up or down in the order."""
        self.attempt(lambda: self.draft.move(self._chosen, by))

    def take_suggestions(self) -> None:
        """Take all sides and mirrors that names say, as one step."""
        order = self.draft.state.order
        listed = self.suggestions
        self.attempt(
            lambda: self.draft.take_sides([(_at(order, s.left), _at(order, s.right)) for s in listed])
        )

    def _beside(self) -> tuple[float, float]:
        """Return a place of the template where a new keypoint is seen."""
        now = self.draft.state.point(self.current).rest if self.current else None
        if now is None:
            return (0.5, 0.5)
        return (
            now[0] + 0.03 if now[0] < 0.95 else now[0] - 0.03,
            now[1] + 0.03 if now[1] < 0.95 else now[1] - 0.03,
        )

    def _on_changed(self) -> None:
        self.problems = problems_of(self.draft)
        names = self.draft.state.names
        kept = tuple(who for who in self._chosen if who in names) or self.draft.state.order[:1]
        moved, self._chosen = kept != self._chosen, kept
        self.changed.emit()
        if moved:
            self.chosen_changed.emit()


def _at(order: Sequence[str], k: int) -> str:
    return order[k] if k >= 0 else ""
