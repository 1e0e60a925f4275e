"""A widget that looks at an image: zoom and pan, and keeping them when the widget changes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from palpate.model.picture import Sight
from palpate.ui.canvas.background import sight_of
from palpate.ui.canvas.transform import ViewTransform


class ZoomableView(QWidget):
    """Holds where an image lies on the widget; what is drawn there is the matter of who builds upon it.

    Signals
    -------
    zoom_changed
        (device px per image px).
    sight_changed
        Another part of the image can be seen, or closer.
    """

    zoom_changed = Signal(float)
    sight_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ViewTransform()
        self._before_fit: tuple[float, float, float] | None = None

    @property
    def sight(self) -> Sight:
        """What of the image can be seen."""
        return sight_of(self._view)

    @property
    def view(self) -> ViewTransform:
        """Zoom and pan now."""
        return self._view

    def set_view(self, view: ViewTransform) -> None:
        """Zoom or pan."""
        zoomed, moved = view.zoom != self._view.zoom, view != self._view
        self._view = view
        if zoomed:
            self.zoom_changed.emit(view.zoom)
        if moved:
            self.sight_changed.emit()
        self.update()

    def fit(self) -> None:
        """Show the whole picture."""
        if not self._view.fitted:
            self._before_fit = (*self._view.centre, self._view.zoom)
        self.set_view(self._view.fit())

    def toggle_fit(self) -> None:
        """Go from the whole picture to where the zoom was last, and back."""
        if not self._view.fitted:
            self.fit()
        elif self._before_fit is not None:
            self.set_view(self._view.centred_on(*self._before_fit))
        else:
            self.set_view(self._view.zoomed_to(1.0, self._spot()))

    def zoom_by(self, factor: float) -> None:
        """Zoom at the pointer, or at the middle if it is elsewhere."""
        self.set_view(self._view.zoomed_by(factor, self._spot()))

    def set_zoom(self, zoom: float) -> None:
        """Zoom to device px per image px."""
        self.set_view(self._view.zoomed_to(zoom, self._spot()))

    def centre_on(self, x: float, y: float) -> None:
        """Bring an image px to the middle."""
        self.set_view(self._view.centred_on(x, y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was in the middle there."""
        self._follow_size()

    def _follow_size(self) -> None:
        self.set_view(self._view.resized(self.width(), self.height(), self.devicePixelRatioF()))

    def _spot(self) -> tuple[float, float] | None:
        """Where on the widget to zoom at; the middle if None."""
        return None
