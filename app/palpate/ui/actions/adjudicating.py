"""Deciding between two people from the window: what agrees is taken, the rest is walked, worst first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.model.adjudication import Choice
from palpate.model.attempt import Attempt
from palpate.model.change import Change
from palpate.model.visibility import Visibility
from palpate.session.jobs import Job, JobState
from palpate.session.production_qa.adjudicating import Taking, decide
from palpate.session.production_qa.adjudication_walk import Letter, Spot, Walk, choice_of, spot_of
from palpate.session.production_qa.differences import Difference
from palpate.session.production_qa.taking import start_taking
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.actions.menus import Answer
from palpate.ui.bridge.asking import Asking, Place, Question, Veil
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.candidates import Candidate, Outline
from palpate.ui.widgets.decide_words import (
    candidate_words,
    choice_words,
    keypoint_words,
    short_words,
)

_OUTLINES = {Letter.A: Outline.RING, Letter.B: Outline.SQUARE}
KEYS = {Letter.A: "mark_visible", Letter.B: "mark_certain"}
"""The actions whose keys take one of two places while a difference is in hand."""


class Adjudicating(QObject):
    """The walk through the differences of two layers.

    Attributes
    ----------
    walk
        What is gone through; None before anything was begun.
    shows_whose
        Whether it is seen whose places A and B are before it is decided.

    Signals
    -------
    changed
        The walk, what is in hand, or the job is another.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, asking: Asking) -> None:
        super().__init__(workbench)
        self._workbench, self._asking = workbench, asking
        self.walk: Walk | None = None
        self.shows_whose = False
        self._job: Job | None = None
        self._decided: list[Spot] = []
        self._saying = False
        workbench.session_changed.connect(self._forget)
        workbench.changed.connect(self._on_changed)
        workbench.job_changed.connect(self._on_job)
        asking.dropped.connect(self.changed)

    @property
    def job(self) -> Job | None:
        """The job that takes over what agrees, while it runs."""
        return self._job if self._job is not None and self._job.state is JobState.RUNNING else None

    @property
    def in_hand(self) -> Difference | None:
        """The difference that is asked about now."""
        walk, question = self.walk, self._asking.question
        if walk is None or walk.at is None or question is None or question.at != self._place(walk, walk.at):
            return None
        return walk.at

    # ---- beginning ---------------------------------------------------------------------------------------

    def begin(self, wanted: Attempt | tuple[str, str], taking: Taking = Taking.MIDPOINT) -> None:
        """Compare two layers, take over what agrees in the background, and go to the worst difference."""
        session = self._workbench.session
        if session is None or self.job is not None:
            return
        walk = self._workbench.attempt(lambda: Walk(session, wanted))
        if walk is None:
            return
        self._asking.end()
        self.walk, self._decided = walk, []
        self._take(session, walk, taking)
        if self._job is None:
            self.go_on()
        self.changed.emit()

    def stop(self) -> None:
        """Stop taking over what agrees; nothing of it is written then."""
        if self.job is not None:
            self.job.token.cancel()

    def show_whose(self, shown: bool) -> None:
        """Show whose places A and B are, or no more."""
        self.shows_whose = shown
        here = self.in_hand
        if here is not None:
            self.show(here)
        self.changed.emit()

    # ---- the walk ----------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """On to the worst difference that waits; from elsewhere to the one that was left."""
        walk = self.walk
        if walk is None:
            return
        left = walk.at if walk.at is not None and walk.at.choice is None else None
        self._ask(walk.go_on() if left is None or self.in_hand is not None else left)

    def go_back(self) -> None:
        """Back to the one before, decided or not."""
        if self.walk is not None:
            there = self.walk.go_back()
            if there is None:
                self._workbench.note(self.tr("There is none before this one"))
            else:
                self._ask(there)

    def put_off(self) -> None:
        """Put the one in hand behind all others."""
        if self.walk is not None:
            self._ask(self.walk.put_off())

    def show(self, difference: Difference) -> None:
        """Go to a difference."""
        if self.walk is not None:
            self._ask(self.walk.go_to(difference))

    def take(self, letter: Letter) -> None:
        """Take the place that a letter stands for."""
        here = self.in_hand
        if here is not None:
            self._decide(choice_of(here, letter))

    def call_absent(self) -> None:
        """Decide that there is nothing to judge it by."""
        self._decide(Choice.ABSENT)

    def place(self, place: tuple[float, float], tier: Visibility) -> None:
        """Decide for a place of one's own."""
        self._decide(Choice.NEW, place=place, tier=tier)

    # ---- inside ------------------------------------------------------------------------------------------

    def _take(self, session: Session, walk: Walk, taking: Taking) -> None:
        self._job = None
        if walk.comparison.taken == walk.comparison.agreeing:
            return

        def then(n: int) -> None:
            one = self.tr("1 place agrees and is taken over")
            self._workbench.note(
                one if n == 1 else self.tr("{n} places agree and are taken over").format(n=f"{n:,}")
            )
            self.go_on()

        self._job = self._workbench.attempt(lambda: start_taking(session, walk.match, then, taking=taking))

    def _decide(
        self,
        choice: Choice,
        *,
        place: tuple[float, float] | None = None,
        tier: Visibility = Visibility.VISIBLE,
        stays: bool = False,
    ) -> None:
        session, walk, here = self._workbench.session, self.walk, self.in_hand
        if session is None or walk is None or here is None:
            return

        def do() -> str:
            return decide(session, walk.match, here, choice, place=place, tier=tier)

        if self._said(do) is None:
            return
        self._decided.append(spot_of(here))
        if stays:
            self._ask(walk.at)
        else:
            self.go_on()

    def _said(self, do: Callable[[], str]) -> str | None:
        self._saying = True
        try:
            with self._asking.answering():
                return self._workbench.attempt(do)
        finally:
            self._saying = False

    def _ask(self, difference: Difference | None) -> None:
        session, walk = self._workbench.session, self.walk
        if session is None or walk is None:
            return
        if difference is None:
            self._asking.end()
            self._workbench.note(self._done_words(session, walk))
        else:
            self._asking.ask(self._question(session, walk, difference))
        self.changed.emit()

    def _done_words(self, session: Session, walk: Walk) -> str:
        n = len(walk.comparison.differences)
        if not n:
            return self.tr("The two layers differ in nothing that has to be decided")
        name = session.contents.layer(walk.match.final).name if walk.match.final else ""
        return self.tr("All {n} differences are decided; the outcome is in {layer}").format(n=n, layer=name)

    def _place(self, walk: Walk, one: Difference) -> Place:
        """Return where a difference is looked at: in the final layer, or an own one until there is any."""
        session = self._workbench.session
        assert session is not None
        own = session.contents.working_layer(session.author)
        layer = walk.match.final or ("" if own is None else own.id)
        return Place(one.clip, layer, one.instance, one.frame, one.keypoint)

    def _question(self, session: Session, walk: Walk, one: Difference) -> Question:
        seen = self.shows_whose or one.choice is not None
        marks = []
        for letter in Letter:
            place = one.first if choice_of(one, letter) is Choice.FIRST else one.second
            words = candidate_words(session, walk.match, one, letter, whose=seen)
            if place is not None:
                marks.append(Candidate(place, _OUTLINES[letter], words))
        decided = one.choice is not None
        veil = Veil.ALL if not walk.match.final else Veil.NOTHING if decided else Veil.GUESS
        tier = max(one.first_tier, one.second_tier, key=lambda tier: tier is Visibility.VISIBLE)
        return Question(
            at=self._place(walk, one),
            candidates=tuple(marks),
            line=self._line(session, walk, one),
            answers=self._answers(),
            place=self.place,
            nudge=self._nudge if decided else None,
            tier=tier,
            veil=veil,
            blind=not self.shows_whose,
        )

    def _answers(self) -> dict[str, Answer]:
        a, b = (self.tr("Take {letter}").format(letter=letter) for letter in Letter)
        unsaid = self.tr("Choose A, B, absent, or click another place")
        return {
            KEYS[Letter.A]: Answer(a, lambda: self.take(Letter.A)),
            KEYS[Letter.B]: Answer(b, lambda: self.take(Letter.B)),
            "mark_absent": Answer(self.tr("Neither: it is absent"), self.call_absent),
            "next_drift": Answer(self.tr("Decide later"), self.put_off),
            "previous_drift": Answer(self.tr("Back to the one before"), self.go_back),
            **{
                does: Answer(unsaid, lambda: self._workbench.note(unsaid))
                for does in ("mark_estimated", "clear_keypoint", "accept")
            },
        }

    def _line(self, session: Session, walk: Walk, one: Difference) -> str:
        name = keypoint_words(session, one.instance, one.keypoint)
        left = self.tr("{n} left").format(n=f"{len(walk.comparison.undecided):,}")
        if one.choice is not None:
            said = self.tr("decided: {choice}").format(choice=choice_words(session, walk.match, one))
        else:
            said = short_words(one)
        keys = (
            with_keys("A", KEYS[Letter.A]),
            with_keys("B", KEYS[Letter.B]),
            self.tr("click: another place"),
            with_keys(self.tr("absent"), "mark_absent"),
            with_keys(self.tr("later"), "next_drift"),
            with_keys(self.tr("back"), "previous_drift"),
        )
        return " · ".join((f"{name}: {said}", *keys, left))

    def _nudge(self, dx: float, dy: float) -> None:
        session, walk, here = self._workbench.session, self.walk, self.in_hand
        if session is None or walk is None or here is None:
            return
        view = session.view(walk.match.final, here.instance, here.frame)
        x, y = view.positions[here.keypoint].tolist()
        if np.isfinite((x, y)).all():
            tier = Visibility(int(view.visibility[here.keypoint]))
            self._decide(Choice.NEW, place=(x + dx, y + dy), tier=tier, stays=True)

    def _on_changed(self, change: Change) -> None:
        """Learn what was decided, and come back to what was undone."""
        session, walk = self._workbench.session, self.walk
        if session is None or walk is None:
            return
        known = {layer.id for layer in session.contents.layers}
        if not {walk.match.first, walk.match.second} <= known:
            self._forget()
            return
        followed = self._workbench.attempt(lambda: walk.follow(change))
        if followed is None:
            self._forget()
        elif followed and not self._saying:
            self._come_back(session, walk)
        if followed and not self._saying:  # else it goes on at once, and tells then
            self.changed.emit()

    def _come_back(self, session: Session, walk: Walk) -> None:
        waiting = {spot_of(one): one for one in walk.comparison.undecided}
        if session.redoable() is not None and self._decided and self._decided[-1] in waiting:
            self.show(waiting[self._decided.pop()])

    def _on_job(self, job: Job) -> None:
        if job is self._job:
            if job.state is JobState.CANCELLED:
                self._workbench.note(self.tr("Stopped: nothing of what agrees was taken over"))
            self.changed.emit()

    def _forget(self) -> None:
        self._asking.end()
        self.walk, self._job, self._decided = None, None, []
        self.changed.emit()
