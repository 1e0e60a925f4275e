"""The second view: shown, put away, tied to the first, and swapped with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDockWidget, QMainWindow

from palpate.session.frames.enhancing import Enhancement
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.view import CanvasView
from palpate.ui.canvas.zoomable import ZoomableView
from palpate.ui.panels.late import LatePanel

if TYPE_CHECKING:
    from palpate.ui.second_view.lens import LookOf
    from palpate.ui.second_view.panel import SecondPanel

_SHARE = 0.5
_LEAST_WIDTH = 320


class SecondViewing(QObject):
    """What is done with the second view; its panel is made when it is first seen.

    Signals
    -------
    shown_changed
        What is switched on may be other things now; see `shown`.
    made
        (SecondPanel) there is a panel, and nobody has seen it yet.
    """

    shown_changed = Signal()
    made = Signal(object)

    def __init__(self, workbench: Workbench, presenter: Presenter, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._presenter = presenter
        self._canvas = canvas
        self._dock: QDockWidget | None = None
        self._panel: SecondPanel | None = None
        self._bare = False
        self._look_of: LookOf = lambda _clip: Enhancement()
        self.late: LatePanel[SecondPanel] = LatePanel(self._make)

    @property
    def panel(self) -> SecondPanel:
        """The panel; it is made if it was not yet."""
        panel = self.late.panel
        panel.show()  # made before anybody saw its place, it would stay hidden there
        return panel

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of actions."""
        dock, panel = self._dock, self._panel
        return {
            "second_view": dock is not None and dock.toggleViewAction().isChecked(),
            "centre_second": panel is not None and panel.centre.isChecked(),
        }

    def dwell_in(self, dock: QDockWidget) -> None:
        """Say which dock the panel is in."""
        self._dock = dock
        dock.toggleViewAction().toggled.connect(lambda _on: self.shown_changed.emit())

    def reopen_with(self, *changes: SignalInstance) -> None:
        """Begin anew with the medium whenever one of these tells that frames are made or kept otherwise."""
        for change in changes:
            change.connect(self._reopen)

    def look_as(self, look_of: LookOf) -> None:
        """Say by which enhancement each clip is shown."""
        self._look_of = look_of

    def put_lens(self) -> None:
        """Some clip is enhanced otherwise."""
        if self._panel is not None:
            self._panel.lens.put()

    def show_poses(self) -> None:
        """Something else is hidden or locked, or colours tell apart something else."""
        if self._panel is not None:
            self._panel.follower.refresh()
            self._panel.canvas.redraw()

    def hide_overlays(self, hidden: bool) -> None:
        """Show the bare picture, or everything again."""
        self._bare = hidden
        if self._panel is not None:
            self._panel.canvas.set_overlays_hidden(hidden)

    def _reopen(self) -> None:
        if self._panel is not None:
            self._panel.follower.reopen()

    def close(self) -> None:
        """Let go of the medium."""
        if self._panel is not None:
            self._panel.follower.close()

    # ---- actions -----------------------------------------------------------------------------------------

    def second_view(self) -> None:
        """Show it, or put it away."""
        if self._dock is not None and self._dock.toggleViewAction().isChecked():
            self._dock.hide()
        else:
            self._show()
        self.shown_changed.emit()

    def swap_views(self) -> None:
        """Let the two clips change places at the same moment, each with what is seen of it."""
        panel = self._ready()
        if panel is None:
            return
        first, second = self._canvas.view, panel.canvas.view
        if not panel.follower.swap():
            self._workbench.note(self.tr("the other clip has no frame at this moment"))
            return
        _look_as(self._canvas, second)
        _look_as(panel.canvas, first)

    def synchronise_views(self) -> None:
        """Offer the ways to synchronise."""
        panel = self._ready()
        if panel is not None:
            panel.tie_menu().popup(panel.ties.mapToGlobal(panel.ties.rect().bottomLeft()))

    def same_moment(self) -> None:
        """Keep that the frames in sight are the same moment."""
        panel = self._ready()
        if panel is not None and not panel.follower.tie():
            self._workbench.note(self.tr("step the second view to the moment that is meant, then say so"))

    def centre_second(self) -> None:
        """Keep the active keypoint in its middle, or no more."""
        panel = self._ready()
        if panel is not None:
            panel.centre.setChecked(not panel.centre.isChecked())
        self.shown_changed.emit()

    def fit_second(self) -> None:
        """Fit its picture, or go back to the zoom before."""
        panel = self._ready()
        if panel is not None:
            panel.canvas.toggle_fit()

    # ---- the dock ----------------------------------------------------------------------------------------

    def _ready(self) -> SecondPanel | None:
        """Return the panel if it is seen; else show it, for nobody acts on what is not in sight."""
        if self._dock is None or self._dock.toggleViewAction().isChecked():
            return self.panel
        self._show()
        self.shown_changed.emit()
        return None

    def _show(self) -> None:
        dock = self._dock
        if dock is None:
            return
        dock.show()
        dock.raise_()
        window = dock.parent()
        if isinstance(window, QMainWindow) and not dock.isFloating() and dock.width() < _LEAST_WIDTH * 2:
            wide = round((self._canvas.width() + dock.width()) * _SHARE)
            window.resizeDocks([dock], [max(wide, _LEAST_WIDTH)], Qt.Orientation.Horizontal)

    def _make(self) -> SecondPanel:
        from palpate.ui.second_view.panel import SecondPanel  # most starts of the window need none

        panel = self._panel = SecondPanel(self._workbench, self._presenter, lambda clip: self._look_of(clip))
        panel.canvas.set_overlays_hidden(self._bare)
        panel.swap_wanted.connect(self.swap_views)
        panel.centre.toggled.connect(lambda _on: self.shown_changed.emit())
        self.made.emit(panel)
        return panel


def _look_as(view: ZoomableView, other: ViewTransform) -> None:
    """Look at the same part of the picture as another view did, as large as it fits."""
    if other.fitted or other.image != view.view.image:
        view.fit()
        return
    zoom = other.zoom * view.view.viewport[0] / max(other.viewport[0], 1)
    view.set_view(view.view.centred_on(*other.centre, zoom=zoom))
