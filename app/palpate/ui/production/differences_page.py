"""The page on which somebody decides between two people: what agrees is taken, the rest is walked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from palpate.model.attempt import Attempt
from palpate.session.production_qa.adjudicating import Taking
from palpate.session.production_qa.adjudication_walk import Letter, Spot, Walk, spot_of
from palpate.session.production_qa.differences import Difference
from palpate.session.session import Session
from palpate.ui.actions.adjudicating import KEYS
from palpate.ui.production.desk import Desk
from palpate.ui.production.pair_form import PairForm
from palpate.ui.production.rows import MOST, Row, RowTable, around
from palpate.ui.production.walk_page import Answers, WalkPage
from palpate.ui.widgets.decide_words import (
    choice_words,
    difference_words,
    keypoint_words,
    place_words,
    size_words,
)


class DifferencesPage(WalkPage):
    """Which two layers, how far the decisions are, what is in hand, and all that waits or is decided."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._between = desk.deciding.between
        self._rows: dict[Spot, Row] = {}
        self._labels: dict[str, str] = {}
        self.pair = PairForm(self)
        self.whose = QCheckBox(self.tr("Whose?"), self)
        self.whose.setToolTip(self.tr("Show whose places A and B are before it is decided"))
        self.whose.setAccessibleName(self.whose.toolTip())
        self.whose.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keypoint, where = self.tr("Keypoint"), self.tr("Where")
        self.waiting = RowTable(
            self.tr("Differences that wait"), (keypoint, where, self.tr("Differs by")), frozenset({2})
        )
        self.decided = RowTable(self.tr("What was decided"), (keypoint, where, self.tr("Taken")), frozenset())
        self.keypoints = RowTable(
            self.tr("Progress by keypoint"), (keypoint, self.tr("Decided")), frozenset({1})
        )
        self.build(
            self.pair,
            self._answers(),
            (
                (self.tr("Waiting"), self.waiting),
                (self.tr("Decided"), self.decided),
                (self.tr("By keypoint"), self.keypoints),
            ),
        )
        self.answers.put_last(self.whose)
        self.setFocusProxy(self.pair.begin)
        self.pair.wanted.connect(self._on_wanted)
        self._between.changed.connect(self._on_walk)
        self.whose.toggled.connect(self._between.show_whose)
        self.resume.clicked.connect(self._on_resume)
        self.stop.clicked.connect(self._between.stop)
        for table in (self.waiting, self.decided):
            table.chosen.connect(self._on_chosen)
        self.show_walk(self._between.walk is not None)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to decide, and how far it is."""
        session, walk = self._desk.workbench.session, self._between.walk
        if session is None or walk is None:
            self.show_walk(False)
        if not self.walking:
            self.pair.show_session(session)
        elif session is not None and walk is not None:
            self._show(session, walk)

    def offer(self, attempt: str) -> None:
        """Show the form with second labels chosen; a walk that is under way stays as it is."""
        self.choose_others()
        self.pair.choose(attempt)
        self.pair.begin.setFocus()

    # ---- what is shown -----------------------------------------------------------------------------------

    def _show(self, session: Session, walk: Walk) -> None:
        job, here, found = self._between.job, self._between.in_hand, walk.comparison
        total, left = len(found.differences), len(found.undecided)
        if job is not None:
            self.show_busy(job.done, job.total)
        else:
            self.show_busy(total - left if total else 1, max(total, 1))
        self.stop.setVisible(job is not None)
        self.others.setVisible(job is None)
        self.resume.setVisible(job is None and here is None and left > 0)
        self.state.setText(self._state_words(session, walk))
        self.answers.set_asked(here is not None)
        if job is not None:
            self.tell(self.tr("What agrees is being taken over…"), "")
        elif here is None:
            self._show_nothing(session, walk)
        else:
            self._show_here(session, walk, here)
        self._show_rows(session, walk, here)

    def _state_words(self, session: Session, walk: Walk) -> str:
        found, names = walk.comparison, {layer.id: layer.name for layer in session.contents.layers}
        who = self.tr("{first} and {second}").format(
            first=names[walk.match.first], second=names[walk.match.second]
        )
        total = len(found.differences)
        agreeing = self.tr("{n} of {all} agree").format(
            n=f"{found.agreeing:,}", all=f"{found.agreeing + total:,}"
        )
        if found.agreeing and found.taken == found.agreeing:
            agreeing += self.tr(" and are taken")
        elif found.agreeing:
            agreeing += self.tr(", {n} are taken").format(n=f"{found.taken:,}")
        decided = self.tr("{done} of {all} differences decided").format(
            done=f"{total - len(found.undecided):,}", all=f"{total:,}"
        )
        left_out = "".join(f" {note[0].upper()}{note[1:]}." for note in found.notes)
        return f"{who}: {agreeing}; {decided}.{left_out}"

    def _show_nothing(self, session: Session, walk: Walk) -> None:
        if walk.waiting:
            self.tell(
                self.tr("Nothing is asked now"),
                self.tr("Go on, or choose a difference in the list: then the keys are answers again."),
            )
            return
        final = walk.match.final
        outcome = self.tr("The outcome is in the layer {layer}.")
        said = outcome.format(layer=session.contents.layer(final).name) if final else ""
        self.tell(self.tr("Everything is decided"), said)

    def _show_here(self, session: Session, walk: Walk, here: Difference) -> None:
        name = keypoint_words(session, here.instance, here.keypoint)
        place = place_words(session, here.clip, here.instance, here.frame)
        said = difference_words(here)
        if here.choice is not None:
            taken = choice_words(session, walk.match, here)
            said += " " + self.tr("Decided: {choice}.").format(choice=taken)
        self.tell(f"{name} · {place}", said)

    def _show_rows(self, session: Session, walk: Walk, here: Difference | None) -> None:
        waiting, decided = walk.waiting, walk.decided
        self.count(len(waiting), len(decided))
        left, done = (None, here) if here is not None and here.choice is not None else (here, None)
        rows = [
            *(self._row(session, one, size_words) for one in around(waiting, left)),
            *(
                self._row(session, one, partial(choice_words, session, walk.match))
                for one in around(decided, done)
            ),
        ]
        self._rows = {spot_of(one): row for row in rows if isinstance(one := row.of, Difference)}
        waits = min(len(waiting), MOST)
        self.waiting.rows.show(rows[:waits])
        self.decided.rows.show(rows[waits:])
        found = walk.by_keypoint
        if not {row.name for row in found} <= set(self._labels):
            first = {one.name: one for one in reversed(walk.comparison.differences)}
            self._labels = {
                name: keypoint_words(session, one.instance, one.keypoint) for name, one in first.items()
            }
        self.keypoints.rows.show(
            [Row((self._labels[row.name], f"{row.decided} / {row.total}")) for row in found]
        )
        for table in (self.waiting, self.decided):
            table.mark(here)

    def _row(self, session: Session, one: Difference, last: Callable[[Difference], str]) -> Row:
        """Return the row of a difference, the one that is there already where nothing has changed."""
        known = self._rows.get(spot_of(one))
        return known if known is not None and known.of is one else _row(session, one, last(one))

    # ---- inside ------------------------------------------------------------------------------------------

    def _answers(self) -> Answers:
        between = self._between
        return {
            KEYS[Letter.A]: ("A", self.tr("Take the place marked A"), lambda: between.take(Letter.A)),
            KEYS[Letter.B]: ("B", self.tr("Take the place marked B"), lambda: between.take(Letter.B)),
            "mark_absent": (
                self.tr("Absent"),
                self.tr("Neither: there is nothing to judge it by"),
                between.call_absent,
            ),
            "next_drift": (self.tr("Later"), self.tr("Put it behind all others"), between.put_off),
            "previous_drift": (self.tr("Back"), self.tr("Back to the one before"), between.go_back),
        }

    def _on_wanted(self, wanted: Attempt | tuple[str, str], taking: Taking) -> None:
        self._rows, self._labels = {}, {}
        self._between.begin(wanted, taking)
        if self._between.walk is not None:
            self.show_walk()
            self.refresh()
            self._desk.deciding.give_hands()

    def _on_resume(self) -> None:
        self._between.go_on()
        self._desk.deciding.give_hands()

    def _on_chosen(self, difference: object) -> None:
        if isinstance(difference, Difference):
            self._between.show(difference)
            self._desk.deciding.give_hands()

    def _on_walk(self) -> None:
        if self.isVisible():
            self.refresh()


def _row(session: Session, one: Difference, last: str) -> Row:
    name = keypoint_words(session, one.instance, one.keypoint)
    place = place_words(session, one.clip, one.instance, one.frame)
    return Row((name, place, last), one, lambda: f"{name}, {place}: {difference_words(one)}")
