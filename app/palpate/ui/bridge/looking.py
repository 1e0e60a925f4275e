"""Remembering what somebody has looked at: a rest on a frame, near enough, with the keypoint in hand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from palpate.session.calibrating.blindness import view_to_see
from palpate.session.review.looked_at import LEAST_ZOOM, looked
from palpate.session.session import Session
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

_REST_MS = 300  # flicking past is not looking


class Looking(QObject):
    """Watches what rests on the canvas.

    Signals
    -------
    seen
        Something was looked at that nobody had looked at before.
    """

    seen = Signal()

    def __init__(self, workbench: Workbench, presenter: Presenter, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._shown = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)
        presenter.frame_shown.connect(self._on_frame)
        canvas.zoom_changed.connect(lambda *_: self._rest.start())
        workbench.focus_changed.connect(lambda *_: self._rest.start())
        workbench.session_changed.connect(self._forget)

    def look(self) -> None:
        """Take over what is in front of somebody now."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance or not focus.layer or focus.frame != self._shown:
            return
        if self._canvas.view.zoom < LEAST_ZOOM:
            return
        keypoints = self._in_view(session)
        if keypoints and looked(session, focus.layer, focus.instance, focus.frame, keypoints):
            self.seen.emit()

    def _in_view(self, session: Session) -> list[int]:
        """Return what is meant: the keypoint in hand, the chosen ones, and those here that want a look."""
        focus = session.selection.focus
        view = view_to_see(session, focus.layer, focus.instance, focus.frame)
        meant = set(focus.chosen) | ({focus.keypoint} - {-1})
        meant |= set(np.flatnonzero(np.nan_to_num(view.drift) >= 1.0).tolist())
        hidden = session.aside.hidden.of(focus.instance, session.contents.skeleton_of(focus.instance))
        left, top, right, bottom = self._canvas.view.visible()
        x, y = view.positions.T
        there = (x >= left) & (x <= right) & (y >= top) & (y <= bottom) & ~hidden
        return [k for k in sorted(meant) if there[k]]

    def _on_frame(self, frame: int) -> None:
        self._shown = frame
        self._rest.start()

    def _forget(self) -> None:
        self._rest.stop()
        self._shown = -1
