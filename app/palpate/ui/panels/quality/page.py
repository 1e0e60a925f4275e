"""What every page of the quality panel is: told what was judged, and telling where somebody wants to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from palpate.session.judging.quality_view import QualityView
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Judged:
    """A score and what it is of.

    Attributes
    ----------
    layer, gold
        Ids of the layer that was judged and of the one that it was judged by.
    """

    view: QualityView
    layer: str
    gold: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page may need besides the score."""

    workbench: Workbench
    pictures: PlatePictures


class QualityPage(QWidget):
    """One page; it is made when somebody first turns to it, and told of scores only while it is in front.

    Signals
    -------
    goto_wanted
        (clip name, frame, instance name, keypoint name) a placement was chosen.
    keypoint_selected
        (keypoint name) it is looked at now, on every page.
    errors_wanted
        (keypoint name) its errors are wanted in large.
    page_wanted
        (name) another page is.
    """

    goto_wanted = Signal(str, int, str, str)
    keypoint_selected = Signal(str)
    errors_wanted = Signal(str)
    page_wanted = Signal(str)

    def show_judged(self, judged: Judged | None) -> None:
        """Show another score, or none."""
        raise NotImplementedError

    def select(self, keypoint: str) -> None:
        """Show a keypoint that was chosen on another page; a page that is not about one does nothing."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the panel.

    Attributes
    ----------
    name
        Of the page within the program.
    title, tip
        Marked for translation in the context ``Quality``; the title is one short word or two.
    make
        Makes the page; called once, when somebody first turns to it.
    count
        How many things stand there, told beside the title; None where that says nothing.
    unscored
        Whether it says something where there is no score.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Surroundings], QualityPage]
    count: Callable[[QualityView], int] | None = None
    unscored: bool = False
