"""What every page of the dock Production works with."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.ui.actions.deciding import Deciding
from palpate.ui.bridge.workbench import Workbench


class Desk(QObject):
    """The workbench, and what a page wants of the window around it.

    Signals
    -------
    goto_wanted
        (clip name, frame, instance name, keypoint name) somebody wants to see a place.
    page_wanted
        (name of a page) somebody wants to see another page.
    walk_wanted
        Something was begun that is gone through unit by unit: to its first unit.
    submit_wanted
        What is under way is to be submitted; the window asks first.
    outcome_wanted
        (id of an attempt) somebody wants to see what came of second labels or a repeat.
    """

    goto_wanted = Signal(str, int, str, str)
    page_wanted = Signal(str)
    walk_wanted = Signal()
    submit_wanted = Signal()
    outcome_wanted = Signal(str)

    def __init__(self, workbench: Workbench, deciding: Deciding) -> None:
        super().__init__(workbench)
        self.workbench, self.deciding = workbench, deciding
