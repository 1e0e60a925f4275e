"""A page that shows what lies behind a score: asked for when it comes to the front, a hint till then."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from palpate.session.judging.quality_depth import Depth
from palpate.session.judging.quality_view import QualityView
from palpate.ui.bridge.looking_behind import LookingBehind
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.widgets.hint import OrHint


class DepthPage(QualityPage):
    """Subclasses lay out `content` and fill it in `show_depth`.

    Attributes
    ----------
    SCROLLS
        Whether it is scrolled as a whole in a low panel; a page with a list has that scrolled.
    """

    SCROLLS = True

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.workbench = around.workbench
        self.looking = LookingBehind.of(around.workbench)
        self.judged: Judged | None = None
        self.content = QWidget(self)
        self._or = OrHint(_scrolled(self.content) if self.SCROLLS else self.content, self)
        self._shown: QualityView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._or)
        self.looking.came.connect(self._on_came)

    @property
    def hint(self) -> str:
        """What is said instead of the page; empty while it is shown."""
        return self._or.hint

    def show_judged(self, judged: Judged | None) -> None:
        """Show what lies behind another score."""
        self.judged = judged
        if judged is None:
            self._shown = None
            self._or.show_hint(self.tr("Not scored yet."))
            return
        if self._shown is judged.view:
            return
        found = self.looking.depth(judged.view, judged.layer, judged.gold)
        self._or.show_hint(found if isinstance(found, str) else "")
        if isinstance(found, Depth):
            self._shown = judged.view
            self.show_depth(judged, found)

    def show_depth(self, judged: Judged, depth: Depth) -> None:
        """Fill the page."""
        raise NotImplementedError

    def _on_came(self) -> None:
        if self.judged is not None and self._shown is not self.judged.view:
            self.show_judged(self.judged)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
