"""The dock Production from the menu Quality: which page is shown, and what its pages want of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDockWidget

from palpate.ui.actions.deciding import Deciding
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.late import LatePanel
from palpate.ui.production.desk import Desk

if TYPE_CHECKING:
    from palpate.ui.production.panel import ProductionPanel


class Producing(QObject):
    """Shows the pages on production; the panel is made when it is first seen.

    Attributes
    ----------
    desk
        What the pages work with.
    late
        Holds the place of the panel.
    """

    def __init__(self, workbench: Workbench, deciding: Deciding) -> None:
        super().__init__(workbench)
        self._dock: QDockWidget | None = None
        self.desk = Desk(workbench, deciding)
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

    def show_page(self, name: str) -> None:
        """Bring a page of the dock to the front, with the keys in it."""
        self.panel.show()  # made before anybody saw its place, it would stay hidden there
        self.panel.show_page(name)
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()
        self.panel.chooser.setFocus()

    def _make(self) -> ProductionPanel:
        from palpate.ui.production.panel import ProductionPanel  # no start of the window needs it

        return ProductionPanel(self.desk)
