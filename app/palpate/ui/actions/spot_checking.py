"""A reviewer's look at occluded and blurred keypoints, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from palpate.model.change import Change
from palpate.model.visibility import Visibility
from palpate.session.production_qa import spot_check
from palpate.session.production_qa.spot_check import Queue, Spot
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.menus import Answer
from palpate.ui.bridge.asking import Asking, Place, Question
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.candidates import Candidate, Outline
from palpate.ui.widgets.decide_words import keypoint_words, outcome_words

Key = tuple[str, int, int]
_TIERS = {
    "mark_visible": Visibility.VISIBLE,
    "mark_certain": Visibility.CERTAIN,
    "mark_estimated": Visibility.ESTIMATED,
}


def key_of(spot: Spot) -> Key:
    """Return what tells a point from all others of its layer."""
    return spot.instance, spot.frame, spot.keypoint


class SpotChecking(QObject):
    """The queue of one layer, and what is said of its points.

    Attributes
    ----------
    layer
        Whose work is looked at; empty before anything was begun.

    Signals
    -------
    changed
        The queue, or what is in hand, is another.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, asking: Asking) -> None:
        super().__init__(workbench)
        self._workbench, self._asking = workbench, asking
        self.layer = ""
        self._queue: Queue | None = None
        self._known: dict[Key, Spot] = {}
        self._at: Key | None = None
        self._behind: list[Key] = []
        self._later: dict[Key, None] = {}
        self._decided: list[Key] = []
        self._saying = False
        workbench.session_changed.connect(self._forget)
        workbench.changed.connect(self._on_changed)
        asking.dropped.connect(self.changed)

    @property
    def queue(self) -> Queue | None:
        """What is drawn of it; None before anything was begun."""
        return self._queue

    @property
    def in_hand(self) -> Spot | None:
        """The point that is asked about now."""
        question, spot = self._asking.question, self._known.get(self._at) if self._at is not None else None
        return spot if spot is not None and question is not None and question.at == _place(spot) else None

    @property
    def waiting(self) -> tuple[Spot, ...]:
        """What nobody has decided about, in the order of clips and frames; what was put off last."""
        left = () if self.queue is None else self.queue.waiting
        return tuple(sorted(left, key=lambda spot: key_of(spot) in self._later))

    # ---- the queue ---------------------------------------------------------------------------------------

    def begin(self, layer: str, *, share: float = spot_check.SHARE, seed: int = 1) -> None:
        """Draw the queue of a layer, and go to its first point."""
        session = self._workbench.session
        if session is None:
            return
        if reason := spot_check.why_not_check(session, layer):
            self._workbench.note(reason)
            return
        queue = self._workbench.attempt(lambda: spot_check.spot_queue(session, layer, share=share, seed=seed))
        if queue is None:
            return
        self._asking.end()
        self._clear()
        self.layer = layer
        self._take_up(queue)
        self.go_on()

    def go_on(self) -> None:
        """On to the next point that waits; from elsewhere to the one that was left."""
        left = self._known.get(self._at) if self._at is not None else None
        if left is not None and left.outcome is None and self.in_hand is None:
            self._ask()
            return
        self._go(next((spot for spot in self._behind_here if key_of(spot) != self._at), None))

    def go_back(self) -> None:
        """Back to the one before, decided or not."""
        while self._behind:
            key = self._behind.pop()
            if key in self._known and key != self._at:
                self._at = key
                self._ask()
                return
        self._workbench.note(self.tr("There is none before this one"))

    def put_off(self) -> None:
        """Put the point in hand behind all others."""
        if (here := self.in_hand) is not None:
            self._later.pop(key_of(here), None)
            self._later[key_of(here)] = None
            on = next((spot for spot in self.waiting if key_of(spot) != self._at), here)
            self._go(on)

    def show(self, spot: Spot) -> None:
        """Go to a point."""
        self._go(spot)

    # ---- what is said ------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Say that the point is right."""
        self._say(spot_check.accept)

    def call_absent(self) -> None:
        """Say that there is nothing to judge it by."""
        self._say(spot_check.call_absent)

    def flag(self, tier: Visibility) -> None:
        """Say that its flag is another; the same flag says that it is right."""
        here = self.in_hand
        if here is None or (tier is here.tier and here.outcome is None):
            self.accept()
        else:
            at = self._found(here)[0] or here.place
            self._say(lambda session, spot: spot_check.correct(session, spot, at, tier))

    def flag_by_blur(self) -> None:
        """Say that its flag is the one that its smear allows."""
        session, here = self._workbench.session, self.in_hand
        tier = None if session is None or here is None else spot_check.allowed_tier(session, here)
        if tier is Visibility.ABSENT:
            self.call_absent()
        elif tier is not None and tier is not Visibility.NOT_PLACED:
            self.flag(tier)

    def place(self, place: tuple[float, float], tier: Visibility) -> None:
        """Say where it is."""
        self._say(lambda session, spot: spot_check.correct(session, spot, place, tier))

    # ---- inside ------------------------------------------------------------------------------------------

    def _take_up(self, queue: Queue | None) -> None:
        self._queue = queue
        self._known = {key_of(spot): spot for spot in queue.spots} if queue is not None else {}

    @property
    def _behind_here(self) -> tuple[Spot, ...]:
        """What waits, from the point in hand on, and then from the beginning."""
        waiting, known = self.waiting, self._known
        if self._at not in known or self._at in self._later or self.queue is None:
            return waiting
        order = {key_of(spot): n for n, spot in enumerate(self._in_order)}
        here = order[self._at]
        return tuple(
            sorted(
                waiting, key=lambda s: (key_of(s) in self._later, order[key_of(s)] < here, order[key_of(s)])
            )
        )

    @property
    def _in_order(self) -> tuple[Spot, ...]:
        session, queue = self._workbench.session, self.queue
        if session is None or queue is None:
            return ()
        clips = {clip.id: n for n, clip in enumerate(session.contents.clips)}
        return tuple(
            sorted(queue.spots, key=lambda s: (clips.get(s.clip, 0), s.frame, s.instance, s.keypoint))
        )

    def _go(self, spot: Spot | None) -> None:
        if self._at is not None and spot is not None and key_of(spot) != self._at:
            self._behind.append(self._at)
        self._at = None if spot is None else key_of(spot)
        self._ask()

    def _ask(self) -> None:
        session, queue = self._workbench.session, self.queue
        if session is None or queue is None:
            return
        spot = self._known.get(self._at) if self._at is not None else None
        if spot is None:
            self._asking.end()
            self._workbench.note(self._done_words(session, queue))
        else:
            self._asking.ask(self._question(session, spot))
        self.changed.emit()

    def _done_words(self, session: Session, queue: Queue) -> str:
        name = session.contents.layer(self.layer).name
        if not queue.spots:
            none = self.tr("Nothing of {layer} is drawn: {n} points are occluded or blurred")
            return none.format(layer=name, n=queue.candidates)
        return self.tr("All {n} points of {layer} are looked at").format(n=len(queue.spots), layer=name)

    def _found(self, spot: Spot) -> tuple[tuple[float, float] | None, Visibility]:
        session = self._workbench.session
        assert session is not None
        return spot_check.found_at(session, spot)

    def _question(self, session: Session, spot: Spot) -> Question:
        place, tier = self._found(spot)
        marks = [Candidate(spot.place, Outline.RING)]
        if place is not None and place != spot.place:
            marks.append(Candidate(place, Outline.SQUARE, self.tr("corrected")))
        return Question(
            at=_place(spot),
            candidates=tuple(marks),
            line=self._line(session, spot),
            answers=self._answers(),
            place=self.place,
            nudge=self._nudge,
            tier=spot.tier if tier is Visibility.ABSENT else tier,
        )

    def _answers(self) -> dict[str, Answer]:
        def flagged(tier: Visibility) -> Callable[[], None]:
            return lambda: self.flag(tier)

        words = {
            "mark_visible": self.tr("Correct its flag: visible"),
            "mark_certain": self.tr("Correct its flag: certain despite partial occlusion"),
            "mark_estimated": self.tr("Correct its flag: occluded, estimated"),
        }
        unsaid = self.tr("Accept it, drag it to where it is, or call it absent")
        return {
            "accept": Answer(self.tr("It is right: accept it"), self.accept),
            "mark_absent": Answer(self.tr("There is nothing to judge it by: absent"), self.call_absent),
            **{does: Answer(words[does], flagged(tier)) for does, tier in _TIERS.items()},
            "next_drift": Answer(self.tr("Look at it later"), self.put_off),
            "previous_drift": Answer(self.tr("Back to the one before"), self.go_back),
            "take_blur": Answer(self.tr("Correct its flag as its blur allows"), self.flag_by_blur),
            "keep_visible": Answer(self.tr("It is right: accept it"), self.accept),
            "clear_keypoint": Answer(unsaid, lambda: self._workbench.note(unsaid)),
            "review_later": Answer(self.tr("Look at it later"), self.put_off),
        }

    def _line(self, session: Session, spot: Spot) -> str:
        name = keypoint_words(session, spot.instance, spot.keypoint)
        said = outcome_words(spot) or self.tr("right?")
        keys = (
            with_keys(self.tr("accept"), "accept"),
            self.tr("drag or click to correct"),
            with_keys(self.tr("absent"), "mark_absent"),
            with_keys(self.tr("comment"), "write_note"),
            with_keys(self.tr("later"), "next_drift"),
            with_keys(self.tr("back"), "previous_drift"),
        )
        left = self.tr("{n} left").format(n=f"{len(self.waiting):,}")
        return " · ".join((f"{name}: {said}", *keys, left))

    def _nudge(self, dx: float, dy: float) -> None:
        here = self.in_hand
        if here is None:
            return
        place, tier = self._found(here)
        if place is not None:
            x, y = place
            self._say(
                lambda session, spot: spot_check.correct(session, spot, (x + dx, y + dy), tier), stays=True
            )

    def _say(self, say: Callable[[Session, Spot], None], *, stays: bool = False) -> None:
        session, here = self._workbench.session, self.in_hand
        if session is None or here is None:
            return
        before = session.undoable()
        self._saying = True
        try:
            self._workbench.attempt(lambda: say(session, here))
        finally:
            self._saying = False
        if session.undoable() == before:
            return
        self._decided.append(key_of(here))
        if stays:
            self._ask()
        else:
            self.go_on()

    def _on_changed(self, change: Change) -> None:
        """Learn what was decided, and come back to what was undone."""
        session, queue = self._workbench.session, self.queue
        if session is None or queue is None:
            return
        if self.layer not in {layer.id for layer in session.contents.layers}:
            self._forget()
        elif change.judging or any(layer == self.layer for layer, _, _ in change.poses):
            self._follow(session, queue, change)
            if not self._saying:  # else it goes on at once, and tells then
                self.changed.emit()

    def _follow(self, session: Session, queue: Queue, change: Change) -> None:
        asked = self.in_hand
        asked = None if asked is None or asked.outcome is not None else asked
        if any(layer == self.layer for layer, _, _ in change.poses):
            drawn = self._workbench.attempt(
                lambda: spot_check.spot_queue(session, self.layer, share=queue.share, seed=queue.seed)
            )
            self._take_up(drawn or queue)
        else:
            self._take_up(spot_check.refreshed(session, self.layer, queue))
        here = self.in_hand
        if not self._saying and asked is not None and here is not None and here.outcome is not None:
            self._decided.append(key_of(here))  # done again
            self.go_on()
            return
        if self._saying or session.redoable() is None or not self._decided:
            return
        last = self._known.get(self._decided[-1])
        if last is not None and last.outcome is None:
            self._decided.pop()
            self._go(last)

    def _clear(self) -> None:
        self.layer, self._at = "", None
        self._take_up(None)
        self._behind, self._later, self._decided = [], {}, []

    def _forget(self) -> None:
        self._asking.end()
        self._clear()
        self.changed.emit()


def _place(spot: Spot) -> Place:
    return Place(spot.clip, spot.layer, spot.instance, spot.frame, spot.keypoint)
