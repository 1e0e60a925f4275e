"""Calibrations from the window: begun, gone through, submitted, looked at, practised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from palpate.model.attempt import Attempt
from palpate.model.layer import LayerKind
from palpate.session.calibrating import attempts, unit_walk
from palpate.session.calibrating.blindness import why_gone
from palpate.session.jobs import Job, JobState
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.canvas.view import CanvasView
from palpate.ui.dialogs.ask import window_over
from palpate.ui.messages import with_capital
from palpate.ui.unit_bar import UnitBar
from palpate.ui.widgets.unit_words import task_title

if TYPE_CHECKING:
    from palpate.ui.bridge.plate_pictures import PlatePictures
    from palpate.ui.dialogs.calibrations import CalibrationsDialog
    from palpate.ui.dialogs.gold import GoldDialog
    from palpate.ui.dialogs.questions import Question


class Calibrating(QObject):
    """The commands of the menu Quality on calibrations and gold, and the bar over the picture.

    Attributes
    ----------
    dialog, gold, question
        What is open now.
    blind
        What is said over the picture of labels that are kept from whoever looks; empty if none are.

    Signals
    -------
    error_wanted
        (clip name, frame, instance name, keypoint name) somebody wants to see an error of an attempt.
    course_wanted
        Attempts over time are to be shown.
    walk_changed
        Something else is gone through unit by unit now, or nothing.
    compared
        (id of an attempt) second labels or a repeat of production were submitted.
    """

    error_wanted = Signal(str, int, str, str)
    course_wanted = Signal()
    walk_changed = Signal()
    compared = Signal(str)

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas = workbench, canvas
        self._pictures: Callable[[], PlatePictures] | None = None
        self.bar = UnitBar(workbench)
        self.dialog: CalibrationsDialog | None = None
        self.gold: GoldDialog | None = None
        self.question: Question | None = None
        self.blind = ""
        self._job: Job | None = None
        self.bar.stepped.connect(self._step)
        self.bar.submit_wanted.connect(self.submit_attempt)
        self.bar.left.connect(self._leave_plan)
        self.bar.on_unit.connect(self._on_unit)
        workbench.attempt_wanted.connect(self._shown)
        for signal in (workbench.focus_followed, workbench.changed, workbench.session_changed):
            signal.connect(self._tell_blind)

    def attend(self, pictures: Callable[[], PlatePictures]) -> None:
        """Say where plates are drawn."""
        self._pictures = pictures

    # ---- the annotator -----------------------------------------------------------------------------------

    def begin_calibration(self) -> None:
        """Say what a calibration is, ask for how many poses, and begin."""
        from palpate.session.calibrating import calibration  # loads all of scoring, which no start needs

        session = self._workbench.session
        if session is None:
            return
        reason = self._workbench.attempt(lambda: calibration.why_not_start(session))
        if reason is None or reason:
            self._refuse(reason or "")
            return
        pool = calibration.pool_of(session)
        usual = calibration.usual_number(session, pool)
        question = self._ask(
            heading=self.tr("Begin a calibration, attempt {n}").format(n=pool.attempts + 1),
            sentences=(
                self.tr(
                    "You label poses of {gold} without seeing it, and are judged once you submit."
                ).format(gold=pool.gold.name),
                self.tr(
                    "{left} of its {total} poses you were never asked; what you take now is used up."
                ).format(left=len(pool.units), total=pool.total),
            ),
            does=self.tr("&Begin"),
        )
        question.ask_number(self.tr("Poses"), now=usual, most=len(pool.units))
        number = question.number
        assert number is not None
        question.agreed.connect(
            lambda: self._begin(lambda session: calibration.start(session, number.value()))
        )
        question.open()

    def practise_failing(self) -> None:
        """Begin to practise what failed in the last attempt."""
        from palpate.session.calibrating import calibration  # loads all of scoring, which no start needs

        self._begin(calibration.practise)

    def next_unit(self) -> None:
        """Go to the next unit."""
        self._step(1)

    def previous_unit(self) -> None:
        """Go to the unit before."""
        self._step(-1)

    def submit_attempt(self) -> None:
        """Say what submitting means, and how far the attempt is; do it only then."""
        session = self._workbench.session
        attempt = None if session is None else unit_walk.attempt_to_go_on(session)
        if session is None or attempt is None or self._is_closing():
            return
        reason = self._workbench.attempt(lambda: _why_not_submit(session, attempt))
        if reason is None or reason:
            self._refuse(reason or "")
            return
        question = self._ask(
            heading=self.tr("Submit: {title}?").format(title=task_title(attempt)),
            sentences=(*self._how_far(session, attempt), *self._what_it_means(attempt)),
            does=self.tr("Submit for &good"),
            for_good=True,
        )
        question.agreed.connect(lambda: self._submit(attempt))
        question.open()

    def show_calibrations(self) -> None:
        """Show what was submitted, the latest first."""
        self._shown("")

    def follow_attempts(self) -> None:
        """Show how attempts came along."""
        self.course_wanted.emit()

    # ---- the consultant ------------------------------------------------------------------------------------

    def manage_gold(self) -> None:
        """Show the layers of gold and what can be done with them."""
        from palpate.ui.dialogs.gold import GoldDialog  # no start of the window needs it

        if self._workbench.session is None:
            return
        if self.gold is None:
            self.gold = GoldDialog(self._workbench, window_over(self))
            self.gold.finished.connect(self._forget_gold)
            self.gold.walk_wanted.connect(self.begin_walk)
        self.gold.show()
        self.gold.raise_()
        self.gold.activateWindow()

    # ---- inside --------------------------------------------------------------------------------------------

    def _begin(self, begin: Callable[[Session], Attempt]) -> None:
        session = self._workbench.session
        if session is None or self._workbench.attempt(lambda: begin(session)) is None:
            return
        if self.dialog is not None:
            self.dialog.close()
        self.begin_walk()

    def _step(self, by: int) -> None:
        session = self._workbench.session
        if session is None:
            return
        walk = self._workbench.attempt(lambda: unit_walk.walk_in_hand(session))
        if walk is not None:
            self._workbench.attempt(lambda: unit_walk.step(session, walk, by))

    def begin_walk(self) -> None:
        """Go to where something that was begun in a dialog has its first unit."""
        self._step(0)
        self.bar.refresh()
        self.walk_changed.emit()
        self._canvas.setFocus()

    def _leave_plan(self) -> None:
        session = self._workbench.session
        if session is not None:
            unit_walk.leave_plan(session)
            self.bar.refresh()
            self.walk_changed.emit()

    def _how_far(self, session: Session, attempt: Attempt) -> tuple[str, ...]:
        far = attempts.progress(session, attempt)
        said = self.tr("{done} of {n} units are done.").format(done=far.done, n=far.units)
        if far.is_complete:
            return (said,)
        n, empty = far.keypoints - far.decided, len(far.untouched)
        one = self.tr("One keypoint is not decided, and is not judged.")
        many = self.tr("{n} keypoints are not decided, and are not judged.").format(n=n)
        missing = one if n == 1 else many
        if not empty:
            return (f"{said} {missing}",)
        one = self.tr("One unit has no label at all: so it does not pass.")
        many = self.tr("{n} units have no label at all: so it does not pass.").format(n=empty)
        return (f"{said} {missing} {one if empty == 1 else many}",)

    def _what_it_means(self, attempt: Attempt) -> tuple[str, ...]:
        kept = self.tr("Nothing of it can be changed afterwards, and no undo takes it back.")
        if attempt.task in unit_walk.JUDGED:
            return (
                self.tr("You are judged at once; labels and result are kept for good. {kept}").format(
                    kept=kept
                ),
            )
        return (self.tr("Your labels are kept for good. {kept}").format(kept=kept),)

    def _on_unit(self, there: bool) -> None:
        """Let a click place what is active also over what is filled in between keyframes."""
        session = self._workbench.session
        if session is None or session.selection.under_way is None:  # a pass has its own say
            self._canvas.set_always_placing(there)

    def _submit(self, attempt: Attempt) -> None:
        session = self._workbench.session
        if session is None or self._is_closing():
            return
        if not _is_judged(session, attempt):
            self._job = self._workbench.attempt(lambda: _start_submitting(session, attempt, self._on_closed))
        elif self._workbench.attempt(lambda: _submitted(session, attempt)) is not None:
            if attempt.task in unit_walk.JUDGED:
                self._shown(attempt.id)
            else:
                self._workbench.note(self.tr("{title}: submitted").format(title=task_title(attempt)))

    def _is_closing(self) -> bool:
        """Whether labels are being compared, to be closed then; says so."""
        if self._job is None or self._job.state is not JobState.RUNNING:
            return False
        self._workbench.note(
            self.tr("The labels are being compared; they are submitted as soon as that is done")
        )
        return True

    def _on_closed(self, attempt: Attempt) -> None:
        self._workbench.note(self.tr("{title}: submitted").format(title=task_title(attempt)))
        self.compared.emit(attempt.id)

    def _shown(self, attempt: str) -> None:
        from palpate.ui.dialogs.calibrations import CalibrationsDialog  # loads all of scoring

        if self._workbench.session is None or self._pictures is None:
            return
        if self.dialog is None:
            dialog = CalibrationsDialog(self._workbench, self._pictures(), window_over(self))
            dialog.finished.connect(self._forget)
            dialog.practice_wanted.connect(self.practise_failing)
            dialog.next_wanted.connect(self.begin_calibration)
            dialog.error_wanted.connect(self.error_wanted)
            self.dialog = dialog
        self.dialog.go_to(attempt)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _ask(
        self, *, heading: str, sentences: tuple[str, ...], does: str, for_good: bool = False
    ) -> Question:
        from palpate.ui.dialogs.questions import Question  # no start of the window needs it

        parent = self.dialog if self.dialog is not None else window_over(self)
        self.question = Question(parent, heading=heading, sentences=sentences, does=does, for_good=for_good)
        self.question.finished.connect(self.question.deleteLater)
        self.question.finished.connect(self._forget_question)
        return self.question

    def _refuse(self, reason: str) -> None:
        if reason:
            self._workbench.told.emit(Tone.WARNING, reason)

    def _tell_blind(self, *_: object) -> None:
        """Say over the picture why labels are not to be seen here."""
        session, focus = self._workbench.session, self._workbench.focus
        said = ""
        if session is not None and focus.clip and focus.layer:
            said = why_gone(session, focus.layer, focus.clip, focus.frame)
        self.blind = with_capital(said)
        self._canvas.set_line("blind", self.blind)

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _forget_gold(self) -> None:
        if self.gold is not None:
            self.gold.deleteLater()
            self.gold = None

    def _forget_question(self) -> None:
        self.question = None


def _is_judged(session: Session, attempt: Attempt) -> bool:
    """Whether an attempt is compared with gold; what is compared with work is told by its differences."""
    gold = {layer.id for layer in session.contents.layers_of_kind(LayerKind.GOLD)}
    return attempt.task in unit_walk.JUDGED or attempt.reference in gold


def _why_not_submit(session: Session, attempt: Attempt) -> str:
    from palpate.session.calibrating import calibration  # loads all of scoring, which no start needs

    judged = _is_judged(session, attempt)
    return (calibration.why_not_submit if judged else attempts.why_not_close)(session, attempt)


def _submitted(session: Session, attempt: Attempt) -> object:
    from palpate.session.calibrating import calibration  # loads all of scoring, which no start needs

    return calibration.submit(session, attempt)


def _start_submitting(session: Session, attempt: Attempt, then: Callable[[Attempt], None]) -> Job:
    from palpate.session.production_qa.submitting import start_submitting  # as above

    return start_submitting(session, attempt, then)
