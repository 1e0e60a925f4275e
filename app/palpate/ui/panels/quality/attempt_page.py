"""What a submitted attempt came to: passed or not, and what is wrong with each keypoint."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.attempt_view import view_attempt, why_not_view
from palpate.session.calibrating.attempts import comment_on, comments_on
from palpate.session.calibrating.outcome import Outcome
from palpate.session.guidelines.guidance import guideline_of
from palpate.session.judging.quality_view import QualityView
from palpate.session.session import Session
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import with_capital
from palpate.ui.panels.guideline.text import GuidelineText
from palpate.ui.panels.quality.marks import SIZE, LightMark, light_of
from palpate.ui.panels.quality.plated_errors import PlatedErrors
from palpate.ui.panels.quality.verdict_icons import light_icon
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.outcome_words import (
    doubt_words,
    outcome_facts,
    outcome_title,
    reason_sentences,
    warning_sentences,
)

_NAME = int(Qt.ItemDataRole.UserRole)


class AttemptPage(QWidget):
    """The verdict above; keypoints on the left, the failing ones first; errors and guideline of one of them.

    Signals
    -------
    error_wanted
        (clip name, frame, instance name, keypoint name) an error was clicked.
    """

    error_wanted = Signal(str, int, str, str)

    def __init__(self, workbench: Workbench, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._outcome: Outcome | None = None
        self._view: QualityView | None = None
        self.mark, self.title, self.facts = LightMark(parent=self), QLabel(self), QLabel(self)
        self.reasons = QLabel(self)
        self.keypoints = QListWidget(self)
        self.errors = PlatedErrors(pictures, self)
        self._or = OrHint(self.errors, self)
        self.behind = QLabel(self)
        self.text = GuidelineText(self)
        self.said = QLabel(self)
        self.comment = QLineEdit(self)
        self._lay_out()
        self.keypoints.currentItemChanged.connect(self._on_keypoint)
        self.comment.editingFinished.connect(self._on_comment)
        self.errors.error_chosen.connect(self._on_error)

    @property
    def keypoint(self) -> str:
        """Name of the keypoint that is looked at; empty if none is."""
        item = self.keypoints.currentItem()
        return "" if item is None else str(item.data(_NAME))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show another attempt."""
        session = self._workbench.session
        if session is None:
            return
        self._outcome = outcome
        why = why_not_view(session, outcome.attempt)
        self._view = None if why else self._workbench.attempt(lambda: view_attempt(session, outcome.attempt))
        self.mark.set_light(light_of(outcome.passed))
        self.title.setText(outcome_title(outcome))
        self.facts.setText(outcome_facts(outcome))
        said = (*reason_sentences(outcome), *warning_sentences(outcome))
        self.reasons.setText("\n".join(said))
        self.reasons.setVisible(bool(said))
        gone = self.tr("labels and gold have nothing in common any more")
        hint = "" if self._view is not None else why or gone
        self._or.show_hint(f"{with_capital(hint)}." if hint else "")
        self.behind.setVisible(not hint)
        self._list(session, outcome)

    def choose(self, keypoint: str) -> None:
        """Look at a keypoint."""
        for row in range(self.keypoints.count()):
            if self.keypoints.item(row).data(_NAME) == keypoint:
                self.keypoints.setCurrentRow(row)

    # ---- inside ------------------------------------------------------------------------------------------

    def _list(self, session: Session, outcome: Outcome) -> None:
        judged = outcome.score["joints"]
        self.keypoints.clear()
        for name in (*outcome.failing, *(one for one in judged if one not in outcome.failing)):
            reasons = outcome.failing.get(name, ())
            item = QListWidgetItem()
            passed = False if reasons else judged[name]["pass"]
            item.setIcon(light_icon(light_of(passed)))
            item.setData(_NAME, name)
            unsaid = doubt_words(outcome, name) or self.tr("not judged: not placed on both sides")
            item.setToolTip(
                "; ".join(reasons) or (unsaid if passed is None else self.tr("within its tolerance"))
            )
            self.keypoints.addItem(item)
        self._word(session, outcome)
        self.keypoints.setCurrentRow(0)

    def _word(self, session: Session, outcome: Outcome) -> None:
        """Say in each row what the keypoint is called, whether it is commented, and what is wrong with it."""
        titles = {point.name: point.called for point in self._skeleton(session, outcome).keypoints}
        comments = {one.keypoint for one in comments_on(session, outcome.attempt.id)}
        for row in range(self.keypoints.count()):
            item = self.keypoints.item(row)
            name = str(item.data(_NAME))
            head = titles.get(name, name) + (self.tr(" · commented") if name in comments else "")
            doubt = doubt_words(outcome, name)
            item.setText("\n".join((head, *(outcome.failing.get(name) or ((doubt,) if doubt else ())))))

    def _skeleton(self, session: Session, outcome: Outcome) -> Skeleton:
        known = session.contents.skeletons
        judged = set(outcome.score["joints"])
        return max(known.values(), key=lambda one: len(judged & set(one.names)))

    def _on_keypoint(self, *_: object) -> None:
        session, outcome, name = self._workbench.session, self._outcome, self.keypoint
        if session is None or outcome is None or not name:
            return
        skeleton = self._skeleton(session, outcome)
        found = self._workbench.attempt(lambda: guideline_of(skeleton, name, session.guides))
        self.errors.show_errors(self._view, skeleton, name, session.guides)
        if name in skeleton.names:
            self.text.show_guideline(skeleton, name, found)
        self._show_comment(session, outcome, name)

    def _show_comment(self, session: Session, outcome: Outcome, name: str) -> None:
        own = session.contents.settings.get("role", "annotator") != "annotator"
        found = {one.keypoint: one for one in comments_on(session, outcome.attempt.id)}
        held = found.get(name)
        self.comment.setVisible(own)
        self.comment.setText(held.text if held is not None else "")
        self.comment.setEnabled(not session.project.read_only)
        self.said.setVisible(not own and held is not None)
        if held is not None:
            self.said.setText(f"{held.author}: {held.text}")

    def _on_comment(self) -> None:
        session, outcome, name = self._workbench.session, self._outcome, self.keypoint
        if session is None or outcome is None or not name:
            return
        found = {one.keypoint: one.text for one in comments_on(session, outcome.attempt.id)}
        text = self.comment.text().strip()
        if text != found.get(name, ""):
            self._workbench.attempt(lambda: comment_on(session, outcome.attempt.id, text, keypoint=name))
            self._word(session, outcome)

    def _on_error(self, clip: str, frame: int, instance: str) -> None:
        session, outcome = self._workbench.session, self._outcome
        if session is not None and outcome is not None:
            session.selection.move(layer=outcome.attempt.layer)
            self.error_wanted.emit(clip, frame, instance, self.keypoint)

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        bold.setPointSizeF(bold.pointSizeF() + 3.0)
        self.title.setFont(bold)
        for label in (self.facts, self.behind):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.reasons, self.behind, self.said, self.facts):
            label.setWordWrap(True)
        self.keypoints.setAccessibleName(self.tr("Keypoints, failing ones first"))
        self.keypoints.setWordWrap(True)
        self.keypoints.setFrameShape(QFrame.Shape.NoFrame)
        self.keypoints.setFixedWidth(280)
        self.keypoints.setIconSize(QSize(SIZE, SIZE))
        self.keypoints.setItemDelegate(CalmRows(self.keypoints))
        self.keypoints.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.behind.setText(
            self.tr("Behind the errors: the plate, faint, neither to scale nor turned as the body was.")
        )
        self.comment.setPlaceholderText(self.tr("Comment on this keypoint, for the annotator"))
        self.comment.setAccessibleName(self.tr("Comment on this keypoint"))
        area = QScrollArea(self)
        area.setWidget(self.text)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Guideline"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addWidget(self._or, 1)
        for widget in (self.behind, self.said, self.comment):
            middle.addWidget(widget)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.keypoints)
        body.addLayout(middle, 3)
        body.addWidget(area, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for label in (self.facts, self.reasons):
            column.addWidget(label)
        column.addLayout(body, 1)
