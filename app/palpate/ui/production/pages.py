"""The pages of the dock Production; each is made when it is first seen, and follows the session by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from palpate.ui.actions.spec import T
from palpate.ui.production.desk import Desk

# What a page is made with is loaded by the function that makes it: no start of the window needs it.


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes
    ----------
    name
        What actions call it by.
    title
        As the chooser of pages lists it.
    make
        Makes its widget; called once, when the page is first seen.
    """

    name: str
    title: str
    make: Callable[[Desk], QWidget]


def _plans(desk: Desk) -> QWidget:
    from palpate.ui.production.plan_page import PlanPage

    return PlanPage(desk)


def _differences(desk: Desk) -> QWidget:
    from palpate.ui.production.differences_page import DifferencesPage

    return DifferencesPage(desk)


def _spots(desk: Desk) -> QWidget:
    from palpate.ui.production.spots_page import SpotsPage

    return SpotsPage(desk)


def _weeks(desk: Desk) -> QWidget:
    from palpate.ui.weeks.page import WeeksPage

    return WeeksPage(desk.workbench)


PAGES: tuple[Page, ...] = (
    Page("plans", T("Production", "Plans and second labels"), _plans),
    Page("differences", T("Production", "Decide between two people"), _differences),
    Page("spots", T("Production", "Spot check"), _spots),
    Page("weeks", T("Production", "Weeks and retraining"), _weeks),
)
"""In the order of work."""
