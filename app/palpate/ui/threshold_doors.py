"""Where thresholds act in the window, and the way from each of these places to the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.model.skeleton import Skeleton
from palpate.session.filling.limits import chosen_limit
from palpate.ui.widgets.drift_words import limit_source
from palpate.ui.widgets.threshold_words import ThresholdDoor, Where, blur_wheres, change_hint, source_words

if TYPE_CHECKING:
    from palpate.ui.main_window import MainWindow

_TIERS = ("blur_estimated", "blur_absent", "kappa")


class ThresholdDoors(QObject):
    """Context menus on what is decided by a threshold; those of the quality panel are its own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workbench = window, window.workbench
        guideline, limit = window.guideline, window.review.limit
        self.state = ThresholdDoor(guideline.state, self._workbench, self._of_state)
        self.rules = ThresholdDoor(guideline.text.rules, self._workbench, self._of_tiers)
        self.limit = ThresholdDoor(limit, self._workbench, self._of_limit)
        self.number = ThresholdDoor(limit.kind, self._workbench, self._of_limit)
        self.legend = ThresholdDoor(window.timeline.transport.legend, self._workbench, self._of_limit)
        self._workbench.focus_followed.connect(self._tell)
        self._workbench.changed.connect(self._tell)
        self._workbench.session_changed.connect(self._tell)

    def _in_hand(self) -> tuple[Skeleton, int] | None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return None
        return session.contents.skeleton_of(focus.instance), max(focus.keypoint, 0)

    def _of_state(self) -> Sequence[Where]:
        found = self._in_hand()
        return [] if found is None else [*self._of_limit(), *blur_wheres(*found)]

    def _of_tiers(self) -> Sequence[Where]:
        found = self._in_hand()
        if found is None:
            return []
        skeleton, k = found
        own = {"blur_estimated": skeleton.names[k]}
        return [*blur_wheres(*found), *(Where(skeleton.name, key, own.get(key, "")) for key in _TIERS)]

    def _of_limit(self) -> Sequence[Where]:
        found, session = self._in_hand(), self._workbench.session
        if found is None or session is None:
            return []
        skeleton, k = found
        key = "drift_px" if chosen_limit(session).share is None else "tolerance"
        return [Where(skeleton.name, key, skeleton.names[k])]

    def _tell(self, *_: object) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        words = source_words(session, *self._of_tiers())
        self._window.guideline.text.rules.setToolTip(change_hint(words.replace(" · ", "\n")))
        known = session is not None and focus.instance
        source = limit_source(session, focus.instance, max(focus.keypoint, 0)) if known and session else ""
        self._window.timeline.transport.legend.tell_source(source)
