"""What is asked of a consultant or lead, keypoint by keypoint."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from palpate.ui.bridge.asking import Asking
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from palpate.ui.actions.adjudicating import Adjudicating
    from palpate.ui.actions.spot_checking import SpotChecking
    from palpate.ui.main_window import MainWindow


_SHARES = (0.4, 0.6)  # of the column: what is judged by, and what is judged


class Deciding(QObject):
    """Adjudication and spot checks: two walks, of which one has the hands at a time.

    Attributes
    ----------
    asking
        What is asked now.

    Signals
    -------
    page_wanted
        (name) A page of the dock Production is wanted in sight.
    note_wanted
        A comment on the keypoint in hand is to be written.
    """

    page_wanted = Signal(str)
    note_wanted = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView, presenter: Presenter) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas = workbench, canvas
        self.asking = Asking(workbench, canvas, presenter)

    @cached_property
    def between(self) -> Adjudicating:
        """The walk through what two people differ in."""
        from palpate.ui.actions.adjudicating import Adjudicating  # loads all of it, which no start needs

        return Adjudicating(self._workbench, self.asking)

    @cached_property
    def spots(self) -> SpotChecking:
        """The queue of what is hard to see."""
        from palpate.ui.actions.spot_checking import SpotChecking  # loads all of it, which no start needs

        return SpotChecking(self._workbench, self.asking)

    def adjudicate(self) -> None:
        """Show the page on which two layers are chosen."""
        self.page_wanted.emit("differences")

    def spot_check(self) -> None:
        """Show the page on which the work to look at is chosen."""
        self.page_wanted.emit("spots")

    def give_hands(self) -> None:
        """Let the keys go to the picture."""
        self._canvas.setFocus()

    def _show(self, page: str) -> None:
        """Make room for a page as for any review, and give the keys to what begins it."""
        window = self._window
        window.enter_mode("review")
        window.producing.show_page(page)
        window.producing.panel.page.setFocus()
        docks = [window.docks[name] for name in ("guideline", "production")]
        if not any(dock.isFloating() for dock in docks):
            room = sum(dock.height() for dock in docks)
            shares = [round(share * room) for share in _SHARES]
            window.resizeDocks(docks, shares, Qt.Orientation.Vertical)

    def attend(self, window: MainWindow) -> None:
        """Be heard in a window."""
        self.asking.attend(window.actions_)
        self.asking.blinding.connect(window.aiding.hide_ghosts)
        self._window = window
        self.page_wanted.connect(self._show)
        self.note_wanted.connect(window.marking.write_note)
