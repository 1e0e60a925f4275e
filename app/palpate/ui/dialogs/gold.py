"""Gold: its versions, certified or open, and what the consultant does with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.model.change import Change
from palpate.model.skeleton import Skeleton
from palpate.session.calibrating import gold, gold_error, gold_plan, gold_view
from palpate.session.calibrating.calibration import asked_by_policy
from palpate.session.calibrating.gold_units import units_of_gold
from palpate.session.calibrating.gold_view import GoldRow, GoldView
from palpate.session.calibrating.unit_walk import follow_plan
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.questions import Question
from palpate.ui.panels.quality.gold_page import GoldPage
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.gold_words import version_words
from palpate.ui.widgets.hint import OrHint

_ID = int(Qt.ItemDataRole.UserRole)
_REPEATS = 20
_LATER_MS = 600


class GoldDialog(QDialog):
    """Layers of gold on the left, one of them on the right; stays open beside the work.

    Signals
    -------
    walk_wanted
        Something is to be gone through unit by unit now.
    """

    walk_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Gold"))
        self._workbench = workbench
        self._rows: dict[str, GoldRow] = {}
        self._view: GoldView | None = None
        self.question: Question | None = None
        self.list = QTreeWidget(self)
        self.page = GoldPage(self)
        self._or = OrHint(self.page, self)
        self.add = QPushButton(self.tr("&Add gold of a second consultant…"), self)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def layer(self) -> str:
        """Id of the layer that is shown; empty without one."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _ID))

    def refresh(self) -> None:
        """List the layers anew, and check the one that is shown."""
        session = self._workbench.session
        if session is None:
            return
        before = self.layer
        self._rows = {row.layer.id: row for row in gold_view.gold_rows(session)}
        self.list.blockSignals(True)
        self.list.clear()
        for row in self._rows.values():
            item = QTreeWidgetItem([row.layer.name, version_words(row)])
            item.setData(0, _ID, row.layer.id)
            self.list.addTopLevelItem(item)
        self._choose(before if before in self._rows else _newest(session))
        self.list.blockSignals(False)
        nothing = self.tr("There is no gold in this project yet. Add a layer of gold, and mark poses in it.")
        self._or.show_hint("" if self._rows else nothing)
        self._show()

    def show_error(self, layer: str) -> None:
        """Show how sure a layer of gold is of itself."""
        self._choose(layer)
        self.page.table.setFocus()
        self.page.table.setCurrentCell(0, 0)

    # ---- what is shown -------------------------------------------------------------------------------------

    def _choose(self, layer: str) -> None:
        for n in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(n)
            if item is not None and item.data(0, _ID) == layer:
                self.list.setCurrentItem(item)

    def _show(self) -> None:
        session, row = self._workbench.session, self._rows.get(self.layer)
        if session is None or row is None:
            return
        view = self._workbench.attempt(lambda: gold_view.view_gold(session, row))
        if view is None:
            return
        self._view, page = view, self.page
        page.show_gold(view, _skeleton(session))
        certified = row.certificate is not None
        why = gold.why_not_certify(session, row.layer.id) if certified else view.missing
        page.explain(page.certify, "" if view.only_undecided else why)
        page.explain(page.new_version, gold.why_not_new_version(session, row.layer.id))
        page.explain(page.draw, gold_view.why_not_plan(session, row))
        page.explain(page.go_on, gold_view.why_not_plan(session, row))
        page.explain(page.repeats, gold_error.why_not_repeat(session, row.layer.id))

    # ---- what hands do -------------------------------------------------------------------------------------

    def _certify(self) -> None:
        view = self._view
        if view is None:
            return
        n = view.row.next_version
        question = self._asked(
            heading=self.tr("Certify {name} as version {n}?").format(name=view.row.layer.name, n=n),
            sentences=(
                self.tr(
                    "This freezes it for good: no undo takes it back, and nobody can change these labels."
                ),
                self.tr("Whoever wants them otherwise begins a new version."),
                f"{view.missing[:1].upper()}{view.missing[1:]}." if view.only_undecided else "",
            ),
            does=self.tr("Certify for &good"),
            for_good=True,
        )
        question.ask_line(self.tr("Note"))
        if view.only_undecided:
            question.ask_box(self.tr("Certify it in part: what is not decided is no gold"))
        line, layer, partial = question.line, view.row.layer.id, view.only_undecided
        assert line is not None
        question.agreed.connect(
            lambda: self._with(lambda session: gold.certify(session, layer, line.text(), partial=partial))
        )
        question.open()

    def _new_version(self) -> None:
        layer = self.layer
        made = self._with(lambda session: gold.new_version(session, layer).id)
        session = self._workbench.session
        if isinstance(made, str) and session is not None:
            session.selection.move(layer=made)
            self._choose(made)
            self._workbench.note(
                self.tr("{name} is in hand now").format(name=session.contents.layer(made).name)
            )

    def _draw(self) -> None:
        session, row = self._workbench.session, self._rows.get(self.layer)
        if session is None or row is None:
            return
        question = self._asked(
            heading=self.tr("Draw poses for {name}").format(name=row.layer.name),
            sentences=(
                self.tr(
                    "Of every kind of pose its share: subject, phase between events, light, blur, occlusion."
                ),
                self.tr("They are spread in time, and those that have gold already are left out."),
            ),
            does=self.tr("Draw and begin"),
        )
        question.ask_number(self.tr("Poses"), now=max(asked_by_policy(session), 1))
        number, layer = question.number, row.layer.id
        assert number is not None

        def draw(session: Session) -> None:
            follow_plan(session, gold_plan.draw_gold_plan(session, layer, number.value()), layer)

        question.agreed.connect(lambda: self._walk(draw))
        question.open()

    def _go_on(self) -> None:
        layer, wanted = self.layer, str(self.page.plans.currentData() or "")
        plans = [] if self._view is None else [plan for plan, _ in self._view.plans if plan.id == wanted]
        if plans:
            self._walk(lambda session: follow_plan(session, plans[0], layer))

    def _repeat(self) -> None:
        session, layer = self._workbench.session, self.layer
        if session is None:
            return
        n = len(units_of_gold(session, layer))
        question = self._asked(
            heading=self.tr("Mark poses of gold again, blind"),
            sentences=(
                self.tr("You place poses of gold a second time without seeing what stands there."),
                self.tr(
                    "Your spread is the floor under every score, and is taken out of the annotators’ error."
                ),
            ),
            does=self.tr("Begin"),
        )
        question.ask_number(self.tr("Poses"), now=min(_REPEATS, n), most=n)
        number = question.number
        assert number is not None
        question.agreed.connect(
            lambda: self._walk(lambda session: gold_error.begin_repeat(session, layer, number.value()))
        )
        question.open()

    def _go_farthest(self, keypoint: str) -> None:
        """Take the repeat in hand where it is farthest off at a keypoint."""
        session, view = self._workbench.session, self._view
        far = None if view is None else view.farthest.get(keypoint)
        if session is None or far is None:
            return
        unit = far.unit
        point = session.contents.skeleton_of(unit.instance).position_of[keypoint]
        session.selection.move(
            clip=unit.clip,
            layer=far.layer,
            instance=unit.instance,
            frame=unit.frame,
            keypoint=point,
            chosen=frozenset(),
        )
        said = self.tr("Marked {px} px from gold the second time; lay gold over it").format(
            px=f"{far.px:.1f}"
        )
        self._workbench.note(with_keys(said, "overlay_gold"))

    def _add(self) -> None:
        session = self._workbench.session
        if session is None:
            return
        question = self._asked(
            heading=self.tr("Add a layer of gold"),
            sentences=(
                self.tr("A second consultant marks in a layer of their own, without having seen the first."),
            ),
            does=self.tr("Add"),
        )
        question.ask_line(self.tr("Name"))
        line = question.line
        assert line is not None
        line.setText(self.tr("gold of {name}").format(name=session.author))
        question.agreed.connect(
            lambda: self._with(lambda session: gold.add_gold_layer(session, line.text().strip()))
        )
        question.open()

    # ---- inside --------------------------------------------------------------------------------------------

    def _with(self, do: Callable[[Session], object]) -> object:
        session = self._workbench.session
        done = None if session is None else self._workbench.attempt(lambda: do(session))
        self.refresh()
        return done

    def _walk(self, begin: Callable[[Session], object]) -> None:
        """Begin something; the dialog makes room for it unless it was refused."""
        session = self._workbench.session

        def begun() -> bool:
            assert session is not None
            begin(session)
            return True

        if session is not None and self._workbench.attempt(begun):
            self.accept()
            self.walk_wanted.emit()

    def _asked(
        self, *, heading: str, sentences: tuple[str, ...], does: str, for_good: bool = False
    ) -> Question:
        self.question = Question(self, heading=heading, sentences=sentences, does=does, for_good=for_good)
        self.question.finished.connect(self.question.deleteLater)
        return self.question

    def _on_changed(self, change: Change) -> None:
        session = self._workbench.session
        if change.clips and session is not None and gold.why_not_manage(session):
            self.reject()  # somebody else works now, whose gold it is not
        elif change.judging or change.layers or change.clips:
            self.refresh()
        elif {layer for layer, *_ in change.poses} & set(self._rows):
            self._later.start()  # somebody places one after the other: not all is counted each time

    def _connect(self) -> None:
        page = self.page
        self.list.currentItemChanged.connect(lambda *_: self._show())
        page.farthest_wanted.connect(self._go_farthest)
        for button, do in (
            (page.certify, self._certify),
            (page.new_version, self._new_version),
            (page.draw, self._draw),
            (page.go_on, self._go_on),
            (page.repeats, self._repeat),
            (self.add, self._add),
        ):
            button.clicked.connect(do)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.session_changed.connect(self.reject)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Layers of gold"))
        self.list.setHeaderLabels([self.tr("Layer"), self.tr("State")])
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setItemDelegate(CalmRows(self.list))
        self.list.setColumnWidth(0, 160)
        self.add.setAutoDefault(False)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addWidget(self._or, 3)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        note = QLabel(self.tr("Every gold is checked against its fingerprint when it is shown here."), self)
        note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addLayout(foot)
        self.resize(900, 600)


def _skeleton(session: Session) -> Skeleton | None:
    """Return the skeleton that names the keypoints of gold's error; the project's with the most of them."""
    return max(session.contents.skeletons.values(), key=len, default=None)


def _newest(session: Session) -> str:
    """Return the id of the newest version of gold, certified or not; empty without gold."""
    first = session.contents.gold_layer()
    return gold.versions_of(session, first.id)[-1].id if first is not None else ""
