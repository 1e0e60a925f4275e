"""Going through what seems to be mixed up, and putting it right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from palpate.model.change import Change
from palpate.model.mixup import MixupKind
from palpate.session.filling.beside import led_to
from palpate.session.jobs import Job, JobState
from palpate.session.review import mixups
from palpate.session.review.mixups import FoundMixup
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.leads import Lead
from palpate.ui.widgets.mixup_words import mixup_words


class Mixing(QObject):
    """What was found in the clip in hand, and the commands on it.

    Signals
    -------
    changed
        Another list, or looking has begun or ended.
    wanted
        The list is wanted in sight.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._job: Job | None = None
        self._of = ("", "")
        self.found: list[FoundMixup] = []
        self.looked = False
        self.stale = False
        workbench.session_changed.connect(self._forget)
        workbench.changed.connect(self._on_changed)
        workbench.job_changed.connect(self._on_job)
        workbench.focus_followed.connect(self._on_focus)

    @property
    def looking(self) -> bool:
        """Whether it is being looked for."""
        return self._job is not None and self._job.state is JobState.RUNNING

    @property
    def in_hand(self) -> FoundMixup | None:
        """The finding that the work is at."""
        focus = self._workbench.focus
        here = (focus.instance, focus.chosen_frames)
        at = [one for one in self.found if (one.instance, (one.mixup.first, one.mixup.last)) == here]
        return next((one for one in at if focus.keypoint in one.mixup.keypoints), None)

    @property
    def lead(self) -> Lead | None:
        """Where the picture leads from the keyframe in hand, if that is what is wrong with it."""
        one = self.in_hand
        if one is None or one.mixup.kind is not MixupKind.BESIDE:
            return None
        return Lead(one.mixup.first, *led_to(one.mixup))

    def find_mixups(self) -> None:
        """Look through the clip in the background."""
        focus = self._workbench.focus
        self.wanted.emit()
        if self.looking:
            return
        of = (focus.layer, focus.clip)

        def begin(session: Session) -> None:
            self._job = mixups.start_looking(session, *of, lambda found: self._show(of, found))

        self._with(begin)
        self.changed.emit()

    def show(self, found: FoundMixup) -> None:
        """Go to a finding: its frames and keypoints chosen."""
        self._with(lambda session: mixups.take_up(session, found))

    def next_mixup(self) -> None:
        """On to the next finding, surest first."""
        if not self.found:
            self._workbench.note(with_keys(self.tr("nothing is mixed up as far as is known"), "find_mixups"))
            return
        here = self.in_hand
        at = self.found.index(here) + 1 if here is not None else 0
        self.show(self.found[at % len(self.found)])

    def repair_mixup(self) -> None:
        """Put it right, and go on."""
        self._settle(mixups.repair)

    def leave_mixup_empty(self) -> None:
        """Leave a gap, and go on."""
        self._settle(mixups.leave_gap)

    def mark_mixup(self) -> None:
        """Flag it for whoever looks at it later, and go on; it stays in the list."""
        one, session = self.in_hand, self._workbench.session
        if one is None or session is None:
            self._workbench.note(with_keys(self.tr("go to a mix-up first"), "next_mixup"))
            return
        self._with(lambda s: mixups.mark_for_review(s, one, mixup_words(one)))
        self.next_mixup()

    def pass_mixup(self) -> None:
        """Call it fine, and go on."""
        self._settle(mixups.call_fine)

    def _settle(self, do: Callable[[Session, FoundMixup], object]) -> None:
        one, session = self.in_hand, self._workbench.session
        if one is None or session is None:
            self._workbench.note(with_keys(self.tr("go to a mix-up first"), "next_mixup"))
            return
        before = session.undoable()
        self._with(lambda session: do(session, one))
        if session.undoable() == before:
            return
        at = self.found.index(one)
        self.found = [other for other in self.found if other is not one]
        self.changed.emit()
        if self.found:
            self.show(self.found[at % len(self.found)])
        else:
            session.selection.move(chosen_frames=None, chosen=frozenset())

    def _show(self, of: tuple[str, str], found: list[FoundMixup]) -> None:
        focus = self._workbench.focus
        if of != (focus.layer, focus.clip):
            return
        self._of, self.found, self.looked, self.stale = of, found, True, False
        self.changed.emit()

    def _on_changed(self, change: Change) -> None:
        if self.looked and not self.stale and (change.poses or change.instances or change.spans):
            self.stale = True
            self.changed.emit()

    def _on_job(self, job: Job) -> None:
        if job is self._job:
            self.changed.emit()

    def _on_focus(self, *_: object) -> None:
        focus = self._workbench.focus
        if self.looked and (focus.layer, focus.clip) != self._of:
            self._forget()
        else:
            self.changed.emit()

    def _forget(self) -> None:
        self._of, self.found, self.looked, self.stale = ("", ""), [], False, False
        self.changed.emit()

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
