"""The page on which a reviewer looks at what is hard to see, and reads what was found."""

from __future__ import annotations

from palpate.session.production_qa.project_clock import clock_of
from palpate.session.production_qa.spot_check import Queue, Spot, SpotFigures, spot_figures
from palpate.session.session import Session
from palpate.ui.production.desk import Desk
from palpate.ui.production.rows import Row, RowTable, around
from palpate.ui.production.spot_form import SpotForm
from palpate.ui.production.walk_page import Answers, WalkPage
from palpate.ui.widgets.decide_words import keypoint_words, outcome_words, place_words, why_words


class SpotsPage(WalkPage):
    """Whose work, how far the queue is, what is in hand and why, and the figures by person and week."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._checking = desk.deciding.spots
        self.drawing = SpotForm(self)
        keypoint, where = self.tr("Keypoint"), self.tr("Where")
        self.waiting = RowTable(
            self.tr("Keypoints to look at"), (keypoint, where, self.tr("Is")), frozenset()
        )
        self.looked = RowTable(
            self.tr("What was looked at"), (keypoint, where, self.tr("Found")), frozenset()
        )
        self.figures = RowTable(
            self.tr("Figures by person and week"),
            (
                self.tr("Person"),
                self.tr("Week"),
                self.tr("Looked at"),
                self.tr("Wrong"),
                self.tr("At most"),
                self.tr("Moved"),
            ),
            frozenset({2, 3, 4, 5}),
        )
        self.build(
            self.drawing,
            self._answers(),
            (
                (self.tr("Waiting"), self.waiting),
                (self.tr("Looked at"), self.looked),
                (self.tr("Figures"), self.figures),
            ),
        )
        self.setFocusProxy(self.drawing.begin)
        self.drawing.wanted.connect(self._on_wanted)
        self._checking.changed.connect(self._on_walk)
        self.tabs.currentChanged.connect(self.refresh)
        self.resume.clicked.connect(self._on_resume)
        self.stop.hide()
        for table in (self.waiting, self.looked):
            table.chosen.connect(self._on_chosen)
        self.show_walk(self._checking.queue is not None)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show what there is to look at, and how far it is."""
        session, queue = self._desk.workbench.session, self._checking.queue
        if session is None or queue is None:
            self.show_walk(False)
        if not self.walking:
            self.drawing.show_session(session)
        elif session is not None and queue is not None:
            self._show(session, queue)

    # ---- what is shown -----------------------------------------------------------------------------------

    def _show(self, session: Session, queue: Queue) -> None:
        here, total, left = self._checking.in_hand, len(queue.spots), len(queue.waiting)
        self.show_busy(total - left if total else 1, max(total, 1))
        said = self.tr("{layer}: {done} of {all} looked at, drawn from {n} that are occluded or blurred.")
        layer = session.contents.layer(self._checking.layer).name
        self.state.setText(
            said.format(layer=layer, done=f"{total - left:,}", all=f"{total:,}", n=f"{queue.candidates:,}")
        )
        self.answers.set_asked(here is not None)
        self.resume.setVisible(here is None and left > 0)
        if here is not None:
            name = keypoint_words(session, here.instance, here.keypoint)
            place = place_words(session, here.clip, here.instance, here.frame)
            found = outcome_words(here)
            why = why_words(session, here)
            self.tell(
                f"{name} · {place}",
                f"{why} {self.tr('Found: {found}.').format(found=found)}" if found else why,
            )
        elif left:
            self.tell(
                self.tr("Nothing is asked now"),
                self.tr("Go on, or choose a keypoint in the list: then the keys are answers again."),
            )
        else:
            self.tell(self.tr("Everything that was drawn is looked at"), "")
        self._show_rows(session, queue, here)

    def _show_rows(self, session: Session, queue: Queue, here: Spot | None) -> None:
        waiting = self._checking.waiting
        looked = [spot for spot in queue.spots if spot.outcome is not None]
        self.count(len(waiting), len(looked))
        self.waiting.rows.show([_row(session, spot, self._why(spot)) for spot in around(waiting, here)])
        self.looked.rows.show([_row(session, spot, outcome_words(spot)) for spot in around(looked, here)])
        if self.tabs.currentWidget() is self.figures:
            figures = self._desk.workbench.attempt(lambda: spot_figures(session, clock_of(session))) or []
            self.figures.rows.show([self._figures(one) for one in figures])
        for table in (self.waiting, self.looked):
            table.mark(here)

    def _why(self, spot: Spot) -> str:
        return {
            "occluded": self.tr("occluded"),
            "blurred": self.tr("blurred"),
            "occluded and blurred": self.tr("both"),
        }[spot.why.value]

    def _figures(self, one: SpotFigures) -> Row:
        cells = (
            one.annotator,
            str(one.week),
            str(one.looked),
            f"{100 * one.share:.0f} %",
            f"{100 * one.share_at_most:.0f} %",
            "–" if one.mean_px is None else self.tr("{px} px").format(px=f"{one.mean_px:.1f}"),
        )
        told = self.tr(
            "Week in which the keypoints were placed. {corrected} of {looked} were corrected or called "
            "absent; of all of them at most {most} are wrong, with 95 % confidence."
        )
        said = told.format(corrected=one.corrected, looked=one.looked, most=cells[4])
        return Row(cells, None, lambda: said)

    # ---- inside ------------------------------------------------------------------------------------------

    def _answers(self) -> Answers:
        checking = self._checking
        return {
            "accept": (self.tr("Accept"), self.tr("It is right"), checking.accept),
            "mark_absent": (
                self.tr("Absent"),
                self.tr("There is nothing to judge it by"),
                checking.call_absent,
            ),
            "write_note": (
                self.tr("Comment"),
                self.tr("Write something to whoever placed it"),
                self._desk.deciding.note_wanted.emit,
            ),
            "next_drift": (self.tr("Later"), self.tr("Put it behind all others"), checking.put_off),
            "previous_drift": (self.tr("Back"), self.tr("Back to the one before"), checking.go_back),
        }

    def _on_wanted(self, layer: str, share: float, seed: int) -> None:
        self._checking.begin(layer, share=share, seed=seed)
        if self._checking.queue is not None:
            self.show_walk()
            self.refresh()
            self._desk.deciding.give_hands()

    def _on_resume(self) -> None:
        self._checking.go_on()
        self._desk.deciding.give_hands()

    def _on_chosen(self, spot: object) -> None:
        if isinstance(spot, Spot):
            self._checking.show(spot)
            self._desk.deciding.give_hands()

    def _on_walk(self) -> None:
        if self.isVisible():
            self.refresh()


def _row(session: Session, spot: Spot, last: str) -> Row:
    name = keypoint_words(session, spot.instance, spot.keypoint)
    place = place_words(session, spot.clip, spot.instance, spot.frame)
    return Row((name, place, last), spot, lambda: f"{name}, {place}: {why_words(session, spot)}")
