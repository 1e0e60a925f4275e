"""What of the picture was seen in each project, and how close, so that opening it again shows that."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.zoomable import ZoomableView
from palpate.ui.preferences import Preferences, Seen

_AT_MOST_EVERY_MS = 1000


class LastSight(QObject):
    """Keeps zoom and centre while they change; a picture that was seen whole is seen whole again."""

    def __init__(self, workbench: Workbench, canvas: ZoomableView, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._preferences = preferences
        self._unkept: tuple[Path, Seen | None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AT_MOST_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        canvas.sight_changed.connect(self._on_sight)
        workbench.session_changed.connect(self._on_session)

    def keep(self) -> None:
        """Keep what has not been kept yet."""
        self._timer.stop()
        if self._unkept is not None:
            (path, seen), self._unkept = self._unkept, None
            self._preferences.keep_seen(path, seen)

    def _on_session(self) -> None:
        """Show what was seen; the canvas has made room for the clip by now."""
        session = self._workbench.session
        if session is None:
            self.keep()
            return
        self._unkept = None  # the room that was made is nothing that anybody looked for
        seen = self._preferences.seen(session.project.path)
        view = self._canvas.view
        if seen is None or seen.size != view.image:
            self._canvas.set_view(view.fit())
        else:
            self._canvas.set_view(view.centred_on(*seen.centre, seen.zoom * view.ratio))

    def _on_sight(self) -> None:
        session, view = self._workbench.session, self._canvas.view
        if session is None or not self._workbench.focus.clip:
            return
        seen = None if view.fitted else Seen(view.image, view.centre, view.zoom / view.ratio)
        self._unkept = session.project.path, seen
        if not self._timer.isActive():
            self._timer.start()
