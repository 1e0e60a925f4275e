"""A view that goes to where the active keypoint is expected."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.placing.expected import Because, Expected, expected
from palpate.session.selection import Focus
from palpate.session.settings import Settings
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.view import CanvasView

_LINE = "spotlight"


class Spotlight(QObject):
    """Centres the expected position at a fixed zoom, once for each keypoint in each frame.

    Where nothing is expected it shows the whole picture.

    Between one keypoint and the next the view is the hand's: whoever pans or zooms is not disturbed.

    Signals
    -------
    shown_changed
        It was switched on or off.

    Attributes
    ----------
    on
        Whether it is.
    """

    shown_changed = Signal()

    def __init__(
        self, workbench: Workbench, canvas: CanvasView, presenter: Presenter, settings: Settings
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._settings = settings
        self.on = False
        self._before: ViewTransform | None = None
        self._led: tuple[str, str, int, str, int] | None = None
        workbench.session_changed.connect(self._switch_off)
        workbench.focus_changed.connect(self._on_focus)
        presenter.frame_shown.connect(self._on_frame)

    @property
    def shown(self) -> dict[str, bool]:
        """Whether it is on, by the name of its action."""
        return {"spotlight": self.on}

    def spotlight(self) -> None:
        """Switch it on, or off and go back to the view before."""
        if self.on:
            before = self._before
            self._switch_off()
            self._go_back(before)
            return
        self.on, self._before, self._led = True, self._canvas.view, None
        self.shown_changed.emit()
        self._lead()

    def _switch_off(self) -> None:
        self.on, self._before = False, None
        self._canvas.set_line(_LINE, "")
        self.shown_changed.emit()

    def _go_back(self, before: ViewTransform | None) -> None:
        now = self._canvas.view
        if before is None or before.fitted or before.image != now.image:
            self._canvas.set_view(now.fit())
        else:
            self._canvas.set_view(now.centred_on(*before.centre, before.zoom))

    def _on_focus(self, _now: Focus, _before: Focus) -> None:
        self._lead()

    def _on_frame(self, _frame: int) -> None:
        self._lead()

    def _lead(self) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        # The picture of another frame must not run ahead: its pixels would stand at a strange place.
        if not self.on or session is None or self._canvas.frame != focus.frame:
            return
        where = (focus.clip, focus.layer, focus.frame, focus.instance, focus.keypoint)
        if where == self._led:
            return
        self._led = where
        found = expected(session)
        self._canvas.set_line(_LINE, self._words(found))
        if found is not None:
            x, y = found.position.tolist()
            self._canvas.set_view(self._canvas.view.centred_on(x, y, self._zoom))
        elif focus.keypoint >= 0:
            self._canvas.set_view(self._canvas.view.fit())

    @property
    def _zoom(self) -> float:
        percent = self._settings.get("spotlight_zoom")
        assert isinstance(percent, int)
        return percent / 100.0

    def _words(self, found: Expected | None) -> str:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance or focus.keypoint < 0:
            return self.tr("Spotlight: no keypoint is active")
        label = session.contents.skeleton_of(focus.instance).keypoints[focus.keypoint].called
        if found is None:
            return self.tr("Spotlight: nothing tells yet where {label} is").format(label=label)
        said = {
            Because.PLACED: self.tr("Spotlight: {label}, as it is placed"),
            Because.BETWEEN: self.tr("Spotlight: {label}, as filled in between keyframes"),
            Because.PREVIOUS: self.tr("Spotlight: {label}, expected from the previous keyframe"),
            Because.MIRROR: self.tr("Spotlight: {label}, expected from the other side"),
            Because.TEMPLATE: self.tr("Spotlight: {label}, expected from the skeleton's template"),
        }
        return said[found.because].format(label=label)
