"""The dock Production from the menu Quality: which page is shown, and what its pages want of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from palpate.ui.actions.deciding import Deciding
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over
from palpate.ui.panels.late import LatePanel
from palpate.ui.production.desk import Desk

if TYPE_CHECKING:
    from palpate.ui.production.outcome_dialog import OutcomeDialog
    from palpate.ui.production.panel import ProductionPanel
    from palpate.ui.production.plan_page import PlanPage

_WIDTH = 448  # px; more than tabs need, less than the picture misses


class Producing(QObject):
    """Shows the pages on production; the panel is made when it is first seen.

    Attributes
    ----------
    desk
        What the pages work with.
    late
        Holds the place of the panel.
    outcome
        What shows what came of second labels, while it is open.
    """

    def __init__(self, workbench: Workbench, deciding: Deciding) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._dock: QDockWidget | None = None
        self.desk = Desk(workbench, deciding)
        self.outcome: OutcomeDialog | None = None
        self.desk.page_wanted.connect(self.show_page)
        self.desk.outcome_wanted.connect(self.show_outcome)
        self.late: LatePanel[ProductionPanel] = LatePanel(self._make)

    @property
    def panel(self) -> ProductionPanel:
        """The panel; it is made if it was not yet."""
        return self.late.panel

    def dwell_in(self, dock: QDockWidget) -> None:
        """Say which dock the panel is in."""
        self._dock = dock

    def show_plans(self) -> None:
        """Show what is labelled a second time, and what came of it."""
        self.show_page("plans")

    def draw_plan(self) -> None:
        """Draw what of the work is labelled a second time."""
        self.show_plans()
        self._plans().draw_plan()

    def repeat_work(self) -> None:
        """Begin to label a part of one's own work again, blind."""
        self.show_plans()
        self._plans().repeat_work()

    def _plans(self) -> PlanPage:
        from palpate.ui.production.plan_page import PlanPage

        page = self.panel.page
        assert isinstance(page, PlanPage)
        return page

    def show_page(self, name: str) -> None:
        """Bring a page of the dock to the front, with the keys in it."""
        self.panel.show()  # made before anybody saw its place, it would stay hidden there
        self.panel.show_page(name)
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()
            self._make_room(self._dock)
        (self.panel.page.focusProxy() or self.panel.chooser).setFocus()

    def show_outcome(self, attempt: str) -> None:
        """Show what came of second labels or a repeat."""
        from palpate.ui.production.outcome_dialog import OutcomeDialog  # no start of the window needs it

        if self._workbench.session is None:
            return
        if self.outcome is None:
            self.outcome = OutcomeDialog(self._workbench, window_over(self))
            self.outcome.finished.connect(self._forget)
            self.outcome.decide_wanted.connect(self.decide_between)
        self.outcome.refresh()
        self.outcome.go_to(attempt)
        self.outcome.show()
        self.outcome.raise_()
        self.outcome.activateWindow()

    def decide_between(self, attempt: str) -> None:
        """Offer to decide between second labels and the first, in place of what came of them."""
        from palpate.ui.production.differences_page import DifferencesPage

        if self.outcome is not None:
            self.outcome.close()
        self.desk.deciding.adjudicate()
        page = self.panel.page
        assert isinstance(page, DifferencesPage)
        page.offer(attempt)

    def _make_room(self, dock: QDockWidget) -> None:
        """Let tables be read, and the names of the tabs beside it."""
        window = dock.parent()
        if isinstance(window, QMainWindow) and not dock.isFloating() and dock.width() < _WIDTH:
            window.resizeDocks([dock], [_WIDTH], Qt.Orientation.Horizontal)

    def _forget(self) -> None:
        if self.outcome is not None:
            self.outcome.deleteLater()
            self.outcome = None

    def _make(self) -> ProductionPanel:
        from palpate.ui.production.panel import ProductionPanel  # no start of the window needs it

        return ProductionPanel(self.desk)
