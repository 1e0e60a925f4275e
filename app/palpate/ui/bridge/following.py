"""A view that stays with an instance from frame to frame."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.spotlight import Spotlight
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

_LINE = "follow"


class Following(QObject):
    """Keeps the active instance in the middle; the zoom stays. A spotlight that is on goes before.

    Signals
    -------
    shown_changed
        It was switched on or off.
    """

    shown_changed = Signal()

    def __init__(
        self, workbench: Workbench, canvas: CanvasView, presenter: Presenter, spotlight: Spotlight
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._spotlight = spotlight
        self._on = False
        self._at: tuple[str, str, int] | None = None
        workbench.session_changed.connect(self._switch_off)
        workbench.focus_changed.connect(self._on_focus)
        presenter.frame_shown.connect(lambda _frame: self._follow())

    @property
    def shown(self) -> dict[str, bool]:
        """Whether it is on, by the name of its action."""
        return {"follow_instance": self._on}

    def follow_instance(self) -> None:
        """Begin to follow, or let the view stand."""
        if self._on:
            self._switch_off()
            return
        self._on, self._at = True, None
        self.shown_changed.emit()
        self._follow()

    def _switch_off(self) -> None:
        self._on = False
        self._canvas.set_line(_LINE, "")
        self.shown_changed.emit()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.instance != before.instance:
            self._follow()

    def _follow(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if not self._on or session is None or self._canvas.frame != focus.frame:
            return
        at = (focus.clip, focus.instance, focus.frame)
        if at == self._at or not focus.instance:
            return
        self._at = at
        name = session.contents.instance(focus.instance).name
        middle = middle_of(session)
        said = (
            self.tr("Following {name}") if middle else self.tr("Following {name}: not placed in this frame")
        )
        self._canvas.set_line(_LINE, said.format(name=name))
        if middle is not None and not self._spotlight.on:
            self._canvas.centre_on(*middle)


def middle_of(session: Session) -> tuple[float, float] | None:
    """Return the image px that the instance in hand is around in the frame; None where nothing tells.

    The median of its keypoints: an arm that swings out would carry the middle of their box along. Of what has
    no keypoint here, the middle of its box.
    """
    focus = session.selection.focus
    view = view_to_see(session, focus.layer, focus.instance, focus.frame)
    placed = view.positions[has_position(view.visibility)]
    if len(placed):
        x, y = np.median(placed, axis=0).tolist()
        return x, y
    if view.shape is None or view.shape.box is None:
        return None
    left, top, width, height = view.shape.box
    return left + width / 2.0, top + height / 2.0
