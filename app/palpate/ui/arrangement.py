"""How the docks stand: kept while no project is open, put aside for the review, and set back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QByteArray, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea

_AREAS = {"timeline": _BOTTOM, "second": _LEFT}
_AWAY_AT_FIRST = ("second", "production")

_MAXIMISED_UP_TO = 1600
_SHARE = 0.85
# The window manager gives the window its size a moment after it was shown, perhaps in several steps.
_SETTLES_WITHIN_S = 1.5

_TIMELINE_HEIGHT = 190
_COLUMN_WIDTH = (360, 448)  # px, at least and at most
_COLUMN_SHARE = 0.175  # of the window: a picture of 16:9 leaves that over in one as wide
_COLUMN_HEIGHTS = {"annotate": (580, 420), "review": (250, 750)}


class Arrangement(QObject):
    """The docks of a window.

    Parameters
    ----------
    docks
        ``guideline``, ``instances``, ``quality``, ``production``, ``review``, ``notes``, ``history``,
        ``second`` and ``timeline``.
    kept
        As `state` gave it at the end of an earlier run.
    """

    def __init__(
        self, window: QMainWindow, docks: Mapping[str, QDockWidget], kept: QByteArray | None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._kept = kept
        self._before_review: QByteArray | None = None
        self._shown = False
        self._settled_at = 0.0
        # Docks moved in the midst of a resize leave Qt's layout broken, and the next restoreState crashes.
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        # A state put back names its docks; they must be in the window by then.
        self._place_docks()
        self._hide_docks()

    @property
    def state(self) -> QByteArray | None:
        """What to keep for the next run: the arrangement for annotating; None if there was none yet."""
        if not self._shown:
            return self._kept
        return self._before_review or self._window.saveState()

    def show(self) -> None:
        """Put the docks where they were when they were hidden."""
        self._shown = True
        self._put()

    def hide(self) -> None:
        """Take all docks away, and remember how they stood."""
        if self._shown:
            self._kept = self.state
            self._before_review = None
            self._shown = False
            self._settling.stop()
            self._hide_docks()

    def take_up(self, kept: QByteArray | None) -> None:
        """Stand as somebody else had left it; None for the default."""
        if kept != self.state:
            self._kept, self._before_review = kept, None
            if self._shown:
                self._put()

    def reset(self) -> None:
        """Go back to the arrangement of the first start."""
        self._kept = self._before_review = None
        if self._shown:
            self._put()

    def enter(self, mode: str) -> None:
        """Make room for a mode; annotating finds the docks as it left them."""
        if mode == "review":
            if self._before_review is None:
                self._before_review = self._window.saveState()
            for name in ("quality", "review"):
                self._docks[name].show()
                self._docks[name].raise_()
            self._share_column(mode, "review")
        elif self._before_review is not None:
            self._window.restoreState(self._before_review)
            self._before_review = None

    def resized(self) -> None:
        """Fit the docks into the size that the window has got at last."""
        if self._shown and self._before_review is None and time.monotonic() < self._settled_at:
            self._settling.start()

    def _put(self) -> None:
        self._settled_at = time.monotonic() + _SETTLES_WITHIN_S
        self._arrange()

    def _settle(self) -> None:
        """Arrange anew in the size that the window has now; what was opened or closed meanwhile stays so."""
        shown = {dock: dock.toggleViewAction().isChecked() for dock in self._docks.values()}
        self._arrange()
        for dock, stays in shown.items():
            if dock.toggleViewAction().isChecked() != stays:
                dock.setVisible(stays)

    def _arrange(self) -> None:
        if self._kept is None or not self._window.restoreState(self._kept):
            self._arrange_by_default()

    def _arrange_by_default(self) -> None:
        self._place_docks()
        for name, dock in self._docks.items():
            dock.setVisible(name not in _AWAY_AT_FIRST)
        self._docks["instances"].raise_()
        self._window.resizeDocks([self._docks["timeline"]], [_TIMELINE_HEIGHT], Qt.Orientation.Vertical)
        least, most = _COLUMN_WIDTH
        width = min(max(int(self._window.width() * _COLUMN_SHARE), least), most)
        self._window.resizeDocks([self._docks["guideline"]], [width], Qt.Orientation.Horizontal)
        self._share_column("annotate", "instances")

    def _place_docks(self) -> None:
        for name, dock in self._docks.items():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(_AREAS.get(name, _RIGHT), dock)
        for before, after in pairwise(("instances", "quality", "production", "review", "notes", "history")):
            self._window.tabifyDockWidget(self._docks[before], self._docks[after])

    def _share_column(self, mode: str, below: str) -> None:
        column = [self._docks["guideline"], self._docks[below]]
        if column[0].isVisibleTo(self._window):
            self._window.resizeDocks(column, list(_COLUMN_HEIGHTS[mode]), Qt.Orientation.Vertical)

    def _hide_docks(self) -> None:
        for dock in self._docks.values():
            dock.hide()


def place_window(window: QMainWindow, kept: QByteArray | None) -> None:
    """Give the window its size: as it was, corrected to the screens there are, or one that suits them."""
    if kept is not None and window.restoreGeometry(kept):
        return
    rect, maximised = first_geometry(window.screen().availableGeometry())
    window.setGeometry(rect)
    if maximised:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def first_geometry(available: QRect) -> tuple[QRect, bool]:
    """Return where the window stands on its first start, and whether it is maximised over that.

    Parameters
    ----------
    available
        The screen without task bars, in logical px.
    """
    rect = QRect(0, 0, int(available.width() * _SHARE), int(available.height() * _SHARE))
    rect.moveCenter(available.center())
    return rect, available.width() <= _MAXIMISED_UP_TO
