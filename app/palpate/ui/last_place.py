"""Where the work in each project was, so that opening it again goes on there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from palpate.session.other_layers import why_not_take_up
from palpate.session.placing import gestures
from palpate.session.selection import Focus, focus_held
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench, focus_on_clip, focus_on_something
from palpate.ui.preferences import Place, Preferences

_AT_MOST_EVERY_MS = 1000


class LastPlace(QObject):
    """Keeps the focus of the open project while it moves; a killed program loses a second of it."""

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        self._unkept: tuple[Path, Focus] | None = None
        self._left: dict[str, Focus] = {}  # where the work in other clips was
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AT_MOST_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        workbench.focus_changed.connect(self._on_focus)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_first = self.go_back

    def keep(self) -> None:
        """Keep what has not been kept yet."""
        self._timer.stop()
        if self._unkept is not None:
            (path, focus), self._unkept = self._unkept, None
            place = Place(focus.clip, focus.layer, focus.frame, focus.instance, focus.keypoint)
            self._preferences.keep_place(path, place)

    def go_back(self, session: Session) -> None:
        """Go where the work in a project was, before anybody is told that it is open."""
        focus_where_left(session, self._preferences)

    def go_to_clip(self, clip: str) -> None:
        """Go to another clip, where the work in it was since the project is open, else to its beginning."""
        session, left = self._workbench.session, self._left.get(clip)
        if session is None or clip == session.selection.focus.clip:
            return
        focus_on_clip(session, clip)
        if left is not None:
            layer = session.selection.focus.layer
            place = Place(clip, layer, left.frame, left.instance, left.keypoint)
            now = _still_there(place, session)
            session.selection.move(frame=now.frame, instance=now.instance, keypoint=now.keypoint)

    def _on_session(self) -> None:
        self._left.clear()
        self.keep()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if before.clip and before.clip != now.clip:
            self._left[before.clip] = before
        session = self._workbench.session
        if session is not None:
            self._unkept = (session.project.path, now)
            if not self._timer.isActive():
                self._timer.start()


def focus_where_left(session: Session, preferences: Preferences) -> None:
    """Go where the work in a project was as far as that still exists, else to its first clip."""
    focus_on_something(session)
    place, before = preferences.place(session.project.path), session.selection.focus
    if place is None or place.clip not in {clip.id for clip in session.contents.clips}:
        return
    now = _still_there(place, session)
    session.selection.set(now)
    if (now.frame, now.layer) != (before.frame, before.layer) and now.instance and now.keypoint < 0:
        gestures.advance(session)  # a finished pose left nothing active; here there may be holes


def _still_there(place: Place, session: Session) -> Focus:
    kept = Focus(place.clip, place.layer, max(place.frame, 0), place.instance, place.keypoint)
    focus = focus_held(kept, session.contents, session.author)
    if focus.layer and why_not_take_up(session, focus.layer):  # it was somebody else's turn then
        focus = replace(focus, layer=session.selection.focus.layer)
    if focus.instance != place.instance:
        return focus
    n_keypoints = len(session.contents.skeleton_of(focus.instance)) if focus.instance else 0
    return focus if focus.keypoint < n_keypoints else replace(focus, keypoint=-1)
