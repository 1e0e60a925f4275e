"""The timeline without a screen, moved and painted on demand; for whoever may not know Qt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.offscreen import offscreen_application
from palpate.ui.timeline.timeline import Timeline


class TimelineOffscreen:
    """A timeline of a fixed size, all of whose instances are unfolded; each step returns when it is painted.

    Parameters
    ----------
    session
        With a clip, a layer and an instance in focus.
    size
        Width and height in logical px.
    """

    def __init__(self, session: Session, size: tuple[int, int]) -> None:
        offscreen_application()
        self._workbench = Workbench()
        self._workbench.take(lambda: session, placed=True)
        self._session = session
        self._timeline = Timeline(self._workbench)
        self._timeline.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._timeline.resize(*size)
        self._timeline.show()
        self._lanes = self._timeline.lanes
        for row in list(self._lanes.rows):
            self._lanes.toggle(row.instance.id)
        self.paint()

    def paint(self) -> None:
        """Paint what has changed since the last time."""
        self._lanes.viewport().repaint()

    def look(self, zoom: float) -> None:
        """Look at the middle of the clip, so many times closer than the whole of it, at the first row."""
        self._lanes.fit()
        self._lanes.set_axis(self._lanes.axis.zoomed(self._lanes.axis.width / 2, zoom))
        self._lanes.verticalScrollBar().setValue(0)
        self.paint()

    def scroll(self, px: int) -> None:
        """Scroll in time by some px."""
        self._lanes.set_axis(self._lanes.axis.scrolled(px))
        self.paint()

    def scroll_rows(self, px: int) -> None:
        """Scroll over rows by some px."""
        bar = self._lanes.verticalScrollBar()
        bar.setValue(bar.value() + px)
        self.paint()

    def zoom(self, factor: float) -> None:
        """Zoom at the middle."""
        self._lanes.set_axis(self._lanes.axis.zoomed(self._lanes.axis.width / 2, factor))
        self.paint()

    def unfold(self, number: int) -> None:
        """Unfold an instance, or fold it."""
        self._lanes.toggle(self._session.contents.instances[number].id)
        self.paint()

    def go(self, frame: int) -> None:
        """Move the playhead."""
        self._session.selection.move(frame=frame)
        # What a step in time leaves to be painted is two strips; the event loop paints those alone.
        QApplication.sendPostedEvents()

    def close(self) -> None:
        """Take the widget away; the session stays open."""
        self._session.changed.disconnect()
        self._session.selection.changed.disconnect()
        self._timeline.close()
        self._timeline.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
