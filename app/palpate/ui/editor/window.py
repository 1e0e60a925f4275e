"""The skeleton editor: pages, what is wrong, and the way into the project or a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from palpate.base.folders import documents_folder
from palpate.session.session import Session
from palpate.session.skeletons import skeleton_files, skeleton_taking
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.session.skeletons.skeleton_draft_checks import DraftProblem
from palpate.session.skeletons.skeleton_taking import Way
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs import ask
from palpate.ui.editor.board import Board
from palpate.ui.editor.guideline_page import GuidelinePage
from palpate.ui.editor.keypoints_page import KeypointsPage
from palpate.ui.editor.measures_page import MeasuresPage
from palpate.ui.editor.policy_page import PolicyPage
from palpate.ui.editor.problem_list import ProblemList
from palpate.ui.editor.take_dialog import TakeDialog
from palpate.ui.editor.whole_page import WholePage
from palpate.ui.theme.apply import current

_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class SkeletonEditor(QDialog):
    """Everything about one skeleton; nothing counts before it is taken over.

    Parameters
    ----------
    session
        The project that it can be taken into; None where there is only a file to be written.
    notes
        What is to be told at first, as of a file that it was read from.
    workbench
        Through which guidelines are written; None for none.

    Signals
    -------
    taken
        (sentence) It is in the project.
    saved
        (path) It was written as a file of ours.
    """

    taken = Signal(str)
    saved = Signal(object)

    def __init__(
        self,
        draft: SkeletonDraft,
        session: Session | None = None,
        parent: QWidget | None = None,
        *,
        notes: tuple[str, ...] = (),
        workbench: Workbench | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._session = session
        self._why_not_taken = skeleton_taking.why_not_change(session)
        why = "" if draft.is_new else self._why_not_taken  # what is new is one's own until it is taken over
        self.board = Board(draft, session, why_not=why)
        self.board.setParent(self)
        self._is_done = False
        self.keypoints = KeypointsPage(self.board, self)
        self.whole = WholePage(self.board, self)
        self.measures = MeasuresPage(self.board, self)
        self.policy = PolicyPage(self.board, self)
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        for page, title in (
            (self.keypoints, self.tr("Keypoints")),
            (self.whole, self.tr("Skeleton")),
            (self.measures, self.tr("Measures")),
            (self.policy, self.tr("Policy")),
        ):
            self.pages.addTab(page, title)
        self.guideline = self._guideline(workbench)
        self.problems = ProblemList(self.board, self)
        self.problems.goto_wanted.connect(self.go_to)
        self._make_foot()
        self._lay_out()
        self._take_keys()
        self.board.changed.connect(self._on_changed)
        self.board.refused.connect(self._tell)
        self._on_changed()
        self._tell(why or "  ".join(notes))
        if parent is not None:
            self.resize(max(parent.width() - 64, 960), max(parent.height() - 48, 600))
        else:
            self.resize(1280, 720)
        self.keypoints.list.table.setFocus()

    @property
    def draft(self) -> SkeletonDraft:
        """What is being edited."""
        return self.board.draft

    @property
    def said(self) -> str:
        """What was told last."""
        return self._said.text()

    # ---- going to what is wrong --------------------------------------------------------------------------

    def go_to(self, problem: DraftProblem) -> None:
        """Go to the field that a problem is of."""
        if problem.who:
            self.pages.setCurrentWidget(self.keypoints)
            self.board.choose([problem.who])
            self.keypoints.form.go_to(problem.field)
        elif problem.field == "edges":
            self.pages.setCurrentWidget(self.keypoints)
            edges = self.draft.state.inner.edges
            known = [who for who in edges[problem.at] if who in self.draft.state.names]
            self.board.choose(known[:1] or self.board.chosen)
            self.keypoints.form.go_to("edges")
        elif problem.field == "measures":
            self.pages.setCurrentWidget(self.measures)
            self.measures.go_to(problem.at)
        elif problem.field == "policy":
            self.pages.setCurrentWidget(self.policy)
            self.policy.go_to(problem.called)
        else:
            self.pages.setCurrentWidget(self.whole)
            self.whole.go_to(problem.field, problem.at)

    def _guideline(self, workbench: Workbench | None) -> GuidelinePage | None:
        """Add the page of guidelines, which the project holds: only for what it pins."""
        if workbench is None or self.draft.is_new:
            return None
        page = GuidelinePage(self.board, workbench, self)
        self.pages.insertTab(1, page, self.tr("Guideline"))
        self.pages.currentChanged.connect(page.refresh)
        self.finished.connect(page.keep)
        self.finished.connect(page.close_plates)
        return page

    # ---- what hands do -----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self.board.attempt(self.draft.undo)

    def redo(self) -> None:
        """Do the last undone step again."""
        self.board.attempt(self.draft.redo)

    def take_over(self) -> None:
        """Bring the skeleton into the project, over its last step; without a project into a file."""
        session = self._session
        if session is None:
            self.save_as()
            return
        taking = self.board.attempt(lambda: skeleton_taking.prepare(session, self.draft))
        if taking is None:
            return
        if taking.way is Way.MIGRATE:
            self._migrate(session)
            return
        dialog = TakeDialog(taking, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take(session, dialog))
        dialog.open()

    def save_as(self) -> None:
        """Ask where to and as what, and write it there."""
        kinds = skeleton_files.kinds()
        filters = {
            f"{title[:1].upper()}{title[1:]} (*{skeleton_files.kind_suffix(kind)})": kind
            for kind, title in kinds.items()
        }
        suggestion = documents_folder() / f"{self.draft.skeleton.name or 'skeleton'}.yaml"
        path, chosen = ask.ask_save(self.tr("Save the skeleton"), suggestion, list(filters))
        if path is not None:
            self.write(path, filters.get(chosen, skeleton_files.OURS))

    def write(self, path: Path, kind: str = skeleton_files.OURS) -> None:
        """Write it as a file; what the file cannot hold is told."""
        if self.board.problems:
            self._tell(self.tr("It cannot be saved as long as something is wrong with it"))
            return
        why, self.board.why_not = self.board.why_not, ""  # a copy is everybody's to save
        losses = self.board.attempt(lambda: skeleton_taking.save(self.draft, path, kind))
        self.board.why_not = why
        if losses is None:
            return
        said = [self.tr("Written to {name}.").format(name=path.name)]
        self._tell("  ".join([*said, *losses[:3]]))
        if kind == skeleton_files.OURS:
            self._is_done = self._is_done or self._session is None
            self.saved.emit(path)

    def _take(self, session: Session, dialog: TakeDialog) -> None:
        taking = dialog.decided()
        done = self.board.attempt(lambda: skeleton_taking.take(session, taking, self))
        if done is not None:
            after = taking.after
            told = self.tr("{name}, version {version}, is in the project")
            self._finish(told.format(name=after.name, version=after.version))

    def _migrate(self, session: Session) -> None:
        from palpate.ui.dialogs.migration import MigrationDialog  # only where there are labels

        after, wishes = self.draft.skeleton, self.draft.wishes
        dialog = self.board.attempt(lambda: MigrationDialog(session, after, wishes, self))
        if dialog is not None:
            dialog.migrated.connect(self._finish)
            dialog.open()

    def _finish(self, sentence: str) -> None:
        self._is_done = True
        self.taken.emit(sentence)
        self.accept()

    # ---- leaving -----------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close, after asking where changes would be lost."""
        if self._is_done or not self._is_touched():
            self._is_done = True
            super().reject()
        else:
            self.leave.show()
            self.stay.show()
            self._tell(self.tr("Your changes are not taken over and would be lost."))
            self.stay.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, after asking where changes would be lost."""
        if self._is_done or not self._is_touched():
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()

    def _is_touched(self) -> bool:
        return self.board.may and bool(self.draft.undoable)

    def _on_leave(self) -> None:
        self._is_done = True
        super().reject()

    def _on_stay(self) -> None:
        self._tell("")
        self.keypoints.list.table.setFocus()

    # ---- following ---------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        skeleton, n = self.draft.state.inner, len(self.board.problems)
        self.setWindowTitle(
            self.tr("Skeleton {name}, version {version}").format(name=skeleton.name, version=skeleton.version)
        )
        counts = self.tr("{k} keypoints · {e} edges · {m} measures").format(
            k=len(skeleton), e=len(skeleton.edges), m=len(skeleton.measures)
        )
        wrong = self.tr("1 problem") if n == 1 else self.tr("{n} problems").format(n=n)
        self._counts.setText(f"{counts} · {wrong}" if n else counts)
        for button, title, verb in (
            (self.undo_button, self.draft.undoable, self.tr("Undo")),
            (self.redo_button, self.draft.redoable, self.tr("Redo")),
        ):
            button.setEnabled(bool(title))
            button.setToolTip(f"{verb}: {title}" if title else self.tr("There is nothing to do so"))
        why = self._why_not_take()
        self.take.setEnabled(not why)
        self.take.setToolTip(why)

    def _why_not_take(self) -> str:
        if self._why_not_taken:
            return self._why_not_taken
        if self.board.problems:
            return self.tr("Something is wrong with it: see the list above")
        return "" if self.draft.is_changed or self._session is None else self.tr("Nothing was changed")

    def _tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        palette = self._said.palette()
        palette.setColor(QPalette.ColorRole.WindowText, current().warning)
        self._said.setPalette(palette)
        asks = bool(sentence) and self.sender() is None and not self.leave.isHidden()
        if not asks:
            self.leave.hide()
            self.stay.hide()

    # ---- putting things in place -------------------------------------------------------------------------

    def _make_foot(self) -> None:
        self._counts = QLabel(self)
        self._counts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self.leave = self._button(self.tr("Close without them"), self._on_leave)
        self.stay = self._button(self.tr("Go on editing"), self._on_stay)
        self.leave.hide()
        self.stay.hide()
        self.undo_button = self._button(self.tr("Undo"), self.undo)
        self.redo_button = self._button(self.tr("Redo"), self.redo)
        self.save = self._button(self.tr("Save as a file…"), self.save_as)
        in_project = self._session is not None
        self.take = self._button(
            self.tr("Take over…") if in_project else self.tr("Save and use…"), self.take_over
        )
        self.close_button = self._button(self.tr("Close"), self.reject)
        self.save.setVisible(in_project)

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._said, 1)
        said.addWidget(self.leave)
        said.addWidget(self.stay)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.undo_button)
        foot.addWidget(self.redo_button)
        foot.addSpacing(16)
        foot.addWidget(self._counts, 1)
        for button in (self.save, self.take, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.pages, 1)
        column.addWidget(self.problems)
        column.addLayout(said)
        column.addLayout(foot)

    def _take_keys(self) -> None:
        """Let undo be the draft's also while a text is being typed: what is typed is in it at once."""
        for keys, do in ((_UNDO[0], self.undo), (_UNDO[1], self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(do)
        QShortcut(QKeySequence("Ctrl+Y"), self).activated.connect(self.redo)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.take_over)
        for line in self.findChildren(QLineEdit):
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep lines of text from taking the keys of undo for themselves."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and any(event.matches(keys) for keys in _UNDO):  # type: ignore[attr-defined]
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())
        return button
