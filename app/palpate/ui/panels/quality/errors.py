"""The page of one keypoint: all its errors in large, what follows from them, and its guideline if it fits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from palpate.session.guidelines.guidance import guideline_of
from palpate.session.judging.quality_view import QualityView
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.panels.quality.plated_errors import PlatedErrors
from palpate.ui.panels.quality.sentences import detail_sentences

_BESIDE = 640  # px of width from which guideline and details stand beside the picture
_BELOW = 330  # px of height from which the details stand below it


def show_errors(picture: PlatedErrors, workbench: Workbench, view: QualityView | None, keypoint: str) -> None:
    """Show a keypoint of a score over the plate of its skeleton, if that has one."""
    session = workbench.session
    if session is None or view is None or not keypoint:
        picture.show_bare(view, keypoint)
        return
    skeleton = session.contents.skeletons.get(view.skeleton)
    if skeleton is None or keypoint not in skeleton.names:
        picture.show_bare(view, keypoint)
    else:
        picture.show_errors(view, skeleton, keypoint, session.guides)


class ErrorsPage(QualityPage):
    """Steps through the keypoints, the failing ones first; a click on an error goes to its frame."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._view: QualityView | None = None
        self._title = QLabel(self)
        bold = QFont(self._title.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(bold)
        self._place = QLabel(self)
        self._place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.back = self._step(Qt.ArrowType.LeftArrow, self.tr("Previous keypoint, failing ones first"), -1)
        self.on = self._step(Qt.ArrowType.RightArrow, self.tr("Next keypoint, failing ones first"), 1)
        self.picture = PlatedErrors(around.pictures, self)
        self.picture.titled = False
        self.details = QLabel(self)
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = GuidelineText(self)
        self._side = self._scrolled(self.text)
        self.picture.error_chosen.connect(self._on_error)
        self._lay_out()
        self._fit()

    @property
    def title(self) -> str:
        """What people call the keypoint that is shown; empty for none."""
        return self._title.text()

    def show_judged(self, judged: Judged | None) -> None:
        """Show another score; which keypoint is said by `select`."""
        self._view = judged.view if judged is not None else None
        self._show("")

    def select(self, keypoint: str) -> None:
        """Show the errors of a keypoint."""
        if keypoint != self.picture.keypoint:
            self._show(keypoint)

    # ---- inside ----------------------------------------------------------------------------------------

    def _show(self, keypoint: str) -> None:
        view, session = self._view, self._around.workbench.session
        show_errors(self.picture, self._around.workbench, view, keypoint)
        known = view is not None and keypoint in view.score.keypoints
        for step in (self.back, self.on):
            step.setEnabled(known)
        if view is None or session is None or not known:
            for label in (self._title, self._place, self.details):
                label.clear()
            return
        order = [one.name for one in view.worst_first()]
        self._title.setText(view.titles[keypoint])
        self._place.setText(self.tr("{n} of {k}").format(n=order.index(keypoint) + 1, k=len(order)))
        self.details.setText("\n".join(detail_sentences(view, view.score.keypoints[keypoint])))
        self._title.setToolTip(self.details.text())
        skeleton = session.contents.skeletons.get(view.skeleton)
        if skeleton is not None and keypoint in skeleton.names:
            guides = session.guides
            found = self._around.workbench.attempt(lambda: guideline_of(skeleton, keypoint, guides))
            self.text.show_guideline(skeleton, keypoint, found)

    def _on_step(self, by: int) -> None:
        if self._view is None:
            return
        order = [one.name for one in self._view.worst_first()]
        at = order.index(self.picture.keypoint) + by
        name = order[at % len(order)]
        self._show(name)
        self.keypoint_selected.emit(name)

    def _on_error(self, clip: str, frame: int, instance: str) -> None:
        self.goto_wanted.emit(clip, frame, instance, self.picture.keypoint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show beside and below what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._side.setVisible(self.width() >= _BESIDE)
        self.details.setVisible(self.height() >= _BELOW)

    # ---- putting things in place -----------------------------------------------------------------------

    def _step(self, arrow: Qt.ArrowType, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self._on_step(by))
        return button

    def _scrolled(self, widget: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(widget)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Guideline"))
        return area

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addWidget(self._place, 1)
        head.addWidget(self.on)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(head)
        left.addWidget(self.picture, 1)
        left.addWidget(self.details)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 3)
        row.addWidget(self._side, 2)
