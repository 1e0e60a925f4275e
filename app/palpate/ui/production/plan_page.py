"""Plans of production QA: what is labelled a second time, by whom, how far that is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.model.attempt import Attempt
from palpate.model.change import Change
from palpate.session.calibrating import attempts, unit_walk
from palpate.session.production_qa import production, production_view
from palpate.session.production_qa.batch_acceptance import poses_in
from palpate.session.production_qa.production import REPEAT_SHARE, PlanState
from palpate.session.production_qa.type_titles import titles_of_all
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone
from palpate.ui.dialogs.ask import window_over
from palpate.ui.dialogs.questions import Question
from palpate.ui.messages import with_capital
from palpate.ui.production.desk import Desk
from palpate.ui.production.draw_dialog import DrawDialog
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.hint import OrHint
from palpate.ui.widgets.production_words import (
    attempt_title,
    attempt_words,
    plan_facts,
    plan_state_words,
    plan_title,
)

_PLAN = int(Qt.ItemDataRole.UserRole)
_ATTEMPT = _PLAN + 1
_LATER_MS = 600


class PlanPage(QWidget):
    """The plans that are kept, each with who labels after it; below what can be done with the chosen one.

    Attributes
    ----------
    drawing, question
        What is open now.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._workbench = desk, desk.workbench
        self._states: dict[str, PlanState] = {}
        self._stale = False
        self.drawing: DrawDialog | None = None
        self.question: Question | None = None
        self.draw = QPushButton(self.tr("Draw a plan…"), self)
        self.repeat = QPushButton(self.tr("Repeat my own work…"), self)
        self.list = QTreeWidget(self)
        self.facts, self.reason = QLabel(self), QLabel(self)
        self.begin = QPushButton(self)
        self.submit = QPushButton(self.tr("Submit…"), self)
        self.outcome = QPushButton(self.tr("What came of it…"), self)
        self._whole = QWidget(self)
        self._or = OrHint(self._whole, self)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.refresh()

    @property
    def state(self) -> PlanState | None:
        """The plan that is chosen."""
        item = self.list.currentItem()
        return None if item is None else self._states.get(str(item.data(0, _PLAN)))

    def go_to(self, plan: str) -> None:
        """Choose a plan by its id."""
        for n in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(n)
            if item is not None and item.data(0, _PLAN) == plan:
                self.list.setCurrentItem(item)

    def refresh(self) -> None:
        """List the plans anew."""
        session, before = self._workbench.session, self._chosen()
        self._later.stop()
        self._stale = False
        self._states = {} if session is None else {one.plan.id: one for one in production.plans_of(session)}
        self.list.blockSignals(True)
        self.list.clear()
        for state in reversed(self._states.values()):
            if session is not None:
                self.list.addTopLevelItem(self._item(session, state))
        self.list.expandAll()
        self._choose(before)
        self.list.blockSignals(False)
        self._or.show_hint("" if self._states else self._nothing(session))
        self._explain()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # ---- what is shown -------------------------------------------------------------------------------------

    def _item(self, session: Session, state: PlanState) -> QTreeWidgetItem:
        names = {layer.id: layer.name for layer in session.contents.layers}
        title = plan_title(state, names.get(state.layer, ""))
        item = QTreeWidgetItem([title, plan_state_words(state)])
        item.setToolTip(0, "\n".join([title, plan_facts(state, titles_of_all(session))]))
        item.setData(0, _PLAN, state.plan.id)
        for attempt in state.attempts:
            far = attempts.progress(session, attempt) if attempt.is_open else None
            hidden = production_view.why_not_see(session, attempt)
            told = None if hidden else production_view.told_of(attempt)
            words = attempt_words(attempt, told, far.done if far else 0, far.units if far else 0)
            child = QTreeWidgetItem([attempt_title(attempt), words])
            child.setData(0, _PLAN, state.plan.id)
            child.setData(0, _ATTEMPT, attempt.id)
            item.addChild(child)
        return item

    def _nothing(self, session: Session | None) -> str:
        if session is None:
            return self.tr("Open or make a project first.")
        if production.why_not_plan(session):
            return self.tr(
                "No plan is drawn yet. A consultant or a lead draws what of the work is labelled a second "
                "time; then you begin here, and do not see what was placed first."
            )
        return self.tr(
            "No plan is drawn yet. Draw one: it says which poses somebody else labels a second time, without "
            "seeing the first, and from the two you learn whether the work can be accepted."
        )

    def _explain(self) -> None:
        """Say what can be done now, and why not the rest."""
        session, state = self._workbench.session, self.state
        closed = self.tr("open or make a project first")
        self._allow(self.draw, closed if session is None else production.why_not_plan(session))
        self._allow(self.repeat, closed if session is None else self._why_not_repeat(session))
        known = {} if session is None else titles_of_all(session)
        self.facts.setText("" if state is None else plan_facts(state, known))
        if session is None or state is None:
            self.reason.setText("")
            for button in (self.begin, self.submit, self.outcome):
                self._allow(button, self.tr("choose a plan first"))
            return
        own = production_view.open_work(session, state)
        why = "" if own is not None else production_view.why_not_begin(session, state)
        self.begin.setText(self.tr("Go on") if own is not None else self.tr("Begin second labels"))
        self.reason.setText(f"{with_capital(why)}." if why else "")
        self.reason.setVisible(bool(why))
        self._allow(self.begin, why)
        none = self.tr("nothing of this plan is under way by you")
        self._allow(self.submit, none if own is None else attempts.why_not_close(session, own))
        self._allow(self.outcome, self._why_no_outcome(session, state))

    def _why_no_outcome(self, session: Session, state: PlanState) -> str:
        if not state.submitted:
            return self.tr("nothing was submitted after this plan yet; the two are compared once it is")
        reasons = [production_view.why_not_see(session, one) for one in state.submitted]
        return "" if "" in reasons else reasons[0]

    def _why_not_repeat(self, session: Session) -> str:
        own = production_view.layers_to_repeat(session)
        if not own:
            return self.tr("you have labelled nothing yet that could be repeated")
        return production.why_not_repeat(session, self._own_layer(session))

    def _allow(self, button: QPushButton, reason: str) -> None:
        button.setEnabled(not reason)
        button.setToolTip(self.tr("Not now: {reason}").format(reason=reason) if reason else "")

    def _chosen(self) -> tuple[str, str]:
        item = self.list.currentItem()
        return ("", "") if item is None else (str(item.data(0, _PLAN)), str(item.data(0, _ATTEMPT) or ""))

    def _choose(self, wanted: tuple[str, str]) -> None:
        plans = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        items = [item for plan in plans if plan is not None for item in (plan, *_children(plan))]
        found = [one for one in items if (one.data(0, _PLAN), one.data(0, _ATTEMPT) or "") == wanted]
        if items:
            self.list.setCurrentItem((found or items)[0])

    # ---- what hands do -------------------------------------------------------------------------------------

    def draw_plan(self) -> None:
        """Open what plans are drawn in."""
        self.drawing = DrawDialog(self._workbench, window_over(self))
        self.drawing.kept.connect(self.go_to)
        self.drawing.finished.connect(self.drawing.deleteLater)
        self.drawing.open()

    def repeat_work(self) -> None:
        """Ask how much of one's own work is labelled again, and begin."""
        session = self._workbench.session
        reason = "" if session is None else self._why_not_repeat(session)
        if session is None or reason:
            self._workbench.told.emit(Tone.WARNING, reason or self.tr("open or make a project first"))
            return
        layer = self._own_layer(session)
        n, earlier = poses_in(session, layer), len([s for s in self._states.values() if s.layer == layer])
        self.question = Question(
            window_over(self),
            heading=self.tr("Label a part of your own work again, blind"),
            sentences=(
                self.tr(
                    "You place poses of {layer} a second time without seeing what you placed there."
                ).format(layer=session.contents.layer(layer).name),
                self.tr("How far the two are apart tells how steady you are; nobody is judged by it."),
            ),
            does=self.tr("Begin"),
        )
        self.question.ask_number(self.tr("Poses"), now=max(round(REPEAT_SHARE * n), 1), most=n)
        number = self.question.number
        assert number is not None
        self.question.agreed.connect(
            lambda: self._walk(
                lambda: production.begin_repeat(session, layer, share=number.value() / n, seed=earlier + 1)
            )
        )
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def _begin(self) -> None:
        session, state = self._workbench.session, self.state
        if session is None or state is None:
            return
        own = production_view.open_work(session, state)
        self._walk(lambda: own if own is not None else production.begin_second(session, state.plan))

    def _submit(self) -> None:
        session, state = self._workbench.session, self.state
        own = None if session is None or state is None else production_view.open_work(session, state)
        if session is not None and own is not None:
            session.selection.move(layer=own.layer)  # of several that are begun this one is meant
            self._desk.submit_wanted.emit()

    def _show_outcome(self) -> None:
        session, state, chosen = self._workbench.session, self.state, self._chosen()[1]
        if session is None or state is None:
            return
        seen = [one.id for one in state.submitted if not production_view.why_not_see(session, one)]
        if seen:
            self._desk.outcome_wanted.emit(chosen if chosen in seen else seen[-1])

    def _on_activated(self) -> None:
        """Do what suggests itself: go on with what is open, else look at what was submitted."""
        session, state = self._workbench.session, self.state
        if session is None or state is None:
            return
        looks = self._chosen()[1] in {one.id for one in state.submitted}
        if self.begin.isEnabled() and not looks:
            self._begin()
        elif self.outcome.isEnabled():
            self._show_outcome()
        else:
            self._workbench.told.emit(Tone.WARNING, self._why_no_outcome(session, state))

    def _walk(self, begin: Callable[[], Attempt]) -> None:
        session, attempt = self._workbench.session, self._workbench.attempt(begin)
        if session is not None and attempt is not None:
            session.selection.move(layer=attempt.layer)
            walk = self._workbench.attempt(lambda: unit_walk.walk_in_hand(session))
            if walk is not None and walk.left:
                unit_walk.go_to(session, walk, walk.left[0])
            self._desk.walk_wanted.emit()

    def _own_layer(self, session: Session) -> str:
        """Return the layer of this person's own that is in hand, else their first one."""
        own = [layer for layer, *_ in production_view.layers_to_repeat(session)]
        in_hand = self._workbench.focus.layer
        return in_hand if in_hand in own else next(iter(own), "")

    # ---- inside --------------------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if not self.isVisible():
            self._stale = True  # somebody may be deciding one after the other on another page
        elif change.judging or change.layers or change.clips:
            self.refresh()
        elif {layer for layer, *_ in change.poses} & self._layers():
            self._later.start()  # somebody places one after the other: not all is counted each time

    def _layers(self) -> set[str]:
        return {one.layer for state in self._states.values() for one in state.attempts if one.is_open}

    def _connect(self) -> None:
        for button, do in (
            (self.draw, self.draw_plan),
            (self.repeat, self.repeat_work),
            (self.begin, self._begin),
            (self.submit, self._submit),
            (self.outcome, self._show_outcome),
        ):
            button.clicked.connect(do)
        self.list.currentItemChanged.connect(lambda *_: self._explain())
        self.list.itemActivated.connect(lambda *_: self._on_activated())
        self._workbench.session_changed.connect(self.refresh)
        self._workbench.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Plans, and who labels after them"))
        self.list.setHeaderLabels([self.tr("Plan"), self.tr("State")])
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIndentation(16)
        self.list.setItemDelegate(CalmRows(self.list))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for label in (self.facts, self.reason):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setWordWrap(True)
        inside = QVBoxLayout(self._whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.facts)
        inside.addLayout(_row(self.begin, self.submit, self.outcome))
        inside.addWidget(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_row(self.draw, self.repeat))
        column.addWidget(self._or, 1)


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for n in range(item.childCount()) if (child := item.child(n)) is not None]


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
        button.setAutoDefault(False)
    row.addStretch(1)
    return row
