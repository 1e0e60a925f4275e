"""Going to where one more keyframe tells most."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from palpate.model.change import Change
from palpate.session.review.suggesting import NextKeyframe, next_keyframes, why_none
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.widgets.suggestion_words import suggestion_words

_LISTED = 12
_FADING_MS = 500  # a list in sight is made anew sooner: its marks do not flicker


class Suggesting(QObject):
    """The next keyframes of the instance in hand.

    Signals
    -------
    changed
        The list may be another one, or the work has come to one of its frames.
    listed
        (list of NextKeyframe) was asked for and holds; empty once it holds no more and nobody asks again.
    """

    changed = Signal()
    listed = Signal(object)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._of = ("", "")
        self._stale = True
        self._found: list[NextKeyframe] = []
        self._why = ""
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(_FADING_MS)
        self._fading.timeout.connect(self._on_faded)
        workbench.session_changed.connect(self._forget)
        workbench.changed.connect(self._on_changed)
        workbench.focus_followed.connect(self._on_focus)

    @property
    def found(self) -> list[NextKeyframe]:
        """What is suggested now, best first."""
        self._look()
        return self._found

    @property
    def why(self) -> str:
        """Why nothing is suggested; empty if something is, or nothing is in hand."""
        self._look()
        return self._why

    @property
    def in_hand(self) -> NextKeyframe | None:
        """The suggestion that the work is at."""
        focus = self._workbench.focus
        here = (one for one in self.found if (one.instance, one.frame) == (focus.instance, focus.frame))
        return next((one for one in here if focus.keypoint in one.suggestion.keypoints), None)

    def next_suggested(self) -> None:
        """Go to the best suggestion, or from one of them on to the next."""
        found, here = self.found, self.in_hand
        if not found:
            self._workbench.note(self.why)
            return
        self.show(found[(found.index(here) + 1) % len(found) if here is not None else 0])

    def show(self, one: NextKeyframe) -> None:
        """Go to a suggestion: its frame, its keypoints chosen, and say why."""
        keypoints = one.suggestion.keypoints
        self._with(
            lambda session: session.selection.move(
                instance=one.instance,
                frame=one.frame,
                keypoint=keypoints[0],
                chosen=frozenset(keypoints) if len(keypoints) > 1 else frozenset(),
            )
        )
        self._workbench.note(suggestion_words(one))

    def _look(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        of = (focus.layer, focus.instance)
        if not self._stale and of == self._of:
            return
        self._of, self._stale, self._found, self._why = of, False, [], ""
        if session is not None and focus.layer and focus.instance:
            self._found = next_keyframes(session, focus.layer, [focus.instance], n=_LISTED)
            if not self._found:
                rest = self.tr("nothing is expected to be off between keyframes")
                self._why = why_none(session, focus.layer, focus.instance) or rest
        self._fading.stop()
        self.listed.emit(self._found)

    def _on_changed(self, change: Change) -> None:
        if change.poses or change.spans or change.instances or change.clips or change.layers:
            self._stale = True
            self._fading.start()
            self.changed.emit()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if (now.layer, now.instance) != (before.layer, before.instance):
            self._fading.start()
        self.changed.emit()

    def _forget(self) -> None:
        self._stale = True
        self._fading.stop()
        self.listed.emit([])
        self.changed.emit()

    def _on_faded(self) -> None:
        focus = self._workbench.focus
        if self._stale or (focus.layer, focus.instance) != self._of:
            self.listed.emit([])

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))
