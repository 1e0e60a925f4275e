"""The page of attempts over time: how a person came along, as a whole or at one keypoint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.session.calibrating.attempt_course import (
    OF_ALL,
    OF_KEYPOINT,
    Point,
    course_of,
    keypoints_of,
    people_of,
)
from palpate.session.calibrating.attempt_view import outcomes_to_see
from palpate.session.calibrating.outcome import Outcome
from palpate.ui.panels.quality.attempts_graph import AttemptsGraph
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.widgets.course_words import course_words, point_words
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.words_box import words_box


class AttemptsPage(QualityPage):
    """An annotator sees their own attempts, others everybody's; a click opens what one came to."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._workbench = around.workbench
        self._outcomes: tuple[Outcome, ...] | None = None
        self._points: tuple[Point, ...] = ()
        whole = QWidget(self)
        self._or = OrHint(whole, self)
        self.people, self.keypoints = QComboBox(whole), QComboBox(whole)
        self.told, self.said, self.practice = QLabel(whole), QLabel(whole), QLabel(whole)
        self.graph = AttemptsGraph(whole)
        self._lay_out(whole)
        self.people.activated.connect(lambda _at: self._show())
        self.keypoints.activated.connect(self._on_keypoint)
        self.graph.pointed.connect(self._on_pointed)
        self.graph.wanted.connect(self._on_wanted)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.session_changed.connect(self._forget)

    @property
    def hint(self) -> str:
        """What is said where nothing was submitted; empty while attempts are shown."""
        return self._or.hint

    @property
    def points(self) -> tuple[Point, ...]:
        """The attempts that are shown."""
        return self._points

    def show_judged(self, judged: Judged | None) -> None:
        """Attempts are kept with their results: another score changes nothing."""
        if judged is not None:
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was submitted, unless it is known."""
        super().showEvent(event)
        self._read()

    # ---- inside ------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._outcomes = None

    def _on_changed(self, change: Change) -> None:
        if change.judging or change.layers or change.clips:  # also: somebody else works now
            self._outcomes = None
            if self.isVisible():
                self._read()

    def _read(self) -> None:
        session = self._workbench.session
        if session is None or self._outcomes is not None:
            return
        found = self._workbench.attempt(lambda: outcomes_to_see(session)) or ()
        self._outcomes = found
        nothing = self.tr(
            "No attempt was submitted yet. A calibration is begun in the menu Quality, and is followed here."
        )
        self._or.show_hint("" if found else nothing)
        if not found:
            return
        person, keypoint = str(self.people.currentData() or session.author), self.keypoints.currentData()
        skeletons = session.contents.skeletons.values()
        titles = {point.name: point.called for skeleton in skeletons for point in skeleton.keypoints}
        people = people_of(found)
        words_box(self.people, ((one, one) for one in people), person)
        self.people.setVisible(len(people) > 1)
        names = ((titles.get(name, name), name) for name in keypoints_of(found))
        words_box(self.keypoints, ((self.tr("All keypoints"), ""), *names), str(keypoint or ""))
        self._show()

    def _show(self) -> None:
        person, keypoint = str(self.people.currentData()), str(self.keypoints.currentData() or "")
        self._points = course_of(self._outcomes or (), person, keypoint)
        self.told.setText(course_words(self._points))
        practised = keypoint and any(self._is_practice(point) for point in self._points)
        self.practice.setText(self.tr("P: practice, on what failed alone.") if practised else "")
        self.practice.setVisible(bool(practised))
        self.graph.show_course(self._points, OF_KEYPOINT if keypoint else OF_ALL)
        if not self._points:
            self.told.setText(
                self.tr("{person} has not submitted a whole attempt yet.").format(person=person)
            )

    def _is_practice(self, point: Point) -> bool:
        return point.outcome.attempt.task.value == "practice"

    def _on_keypoint(self) -> None:
        self._show()
        if keypoint := str(self.keypoints.currentData() or ""):
            self.keypoint_selected.emit(keypoint)

    def _on_pointed(self, at: int) -> None:
        self.said.setText(point_words(self._points[at]) if 0 <= at < len(self._points) else "")

    def _on_wanted(self, at: int) -> None:
        self._workbench.attempt_wanted.emit(self._points[at].outcome.attempt.id)

    def _lay_out(self, whole: QWidget) -> None:
        self.people.setAccessibleName(self.tr("Whose attempts"))
        self.keypoints.setAccessibleName(self.tr("Keypoint"))
        bold = QFont(self.told.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.told.setFont(bold)
        for label in (self.told, self.said, self.practice):
            label.setWordWrap(True)
        for label in (self.said, self.practice):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        area = QScrollArea(whole)
        area.setWidget(self.graph)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.people, 1)
        row.addWidget(self.keypoints, 1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(area, 1)
        column.addWidget(self.said)
        column.addWidget(self.practice)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._or)
