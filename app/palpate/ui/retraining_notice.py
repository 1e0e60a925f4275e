"""Telling people where they work what they may not take new work with; a bar that can be ignored."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from palpate.base.errors import PalpateError
from palpate.model.change import Change
from palpate.model.instance import Instance
from palpate.session.production_qa.retraining_due import Due, due_in_file, may_be_due, own_work
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import MessageBars
from palpate.ui.widgets.rule_words import and_words


class RetrainingNotice(QObject):
    """Looks in the background when a project is opened or something was judged; tells where new work begins.

    New work is an instance without a label in this person's own layer. Each is told of once.

    Signals
    -------
    guideline_wanted
        (keypoint name) what is told of it is to be read.
    recalibration_wanted
        A calibration is to be begun.
    """

    guideline_wanted = Signal(str)
    recalibration_wanted = Signal()

    def __init__(self, workbench: Workbench, messages: MessageBars) -> None:
        super().__init__(workbench)
        self._workbench, self._messages = workbench, messages
        self.due: tuple[Due, ...] = ()
        self._told: set[tuple[str, str]] = set()
        self._whose = ""
        self._shown: QWidget | None = None
        workbench.session_changed.connect(self._on_session)
        workbench.changed.connect(self._on_changed)
        workbench.focus_followed.connect(self._tell)

    # ---- inside ------------------------------------------------------------------------------------------

    def _on_session(self) -> None:
        session = self._workbench.session
        self.due, self._told = (), set()
        self._whose = "" if session is None else session.author
        self._withdraw()
        self._look()

    def _on_changed(self, change: Change) -> None:
        session = self._workbench.session
        if session is not None and session.author != self._whose:
            self._on_session()
        elif change.judging:
            self._look()

    def _look(self) -> None:
        """Find out what is due, unless nothing can be."""
        session = self._workbench.session
        if session is None or session.project.read_only:
            return
        if not self._workbench.attempt(lambda: may_be_due(session)):
            self._on_due(session.author, ())
            return
        path, author = session.project.path, session.author
        session.jobs.start(
            self.tr("Looking what is to be trained again"),
            lambda progress: due_in_file(path, author=author, progress=progress),
            lambda found: self._on_due(author, found),
            self._on_failed,
        )

    def _on_due(self, author: str, found: tuple[Due, ...]) -> None:
        session = self._workbench.session
        if session is None or session.author != author:
            return
        if found != self.due:
            self._withdraw()
        self.due = found
        self._tell()

    def _on_failed(self, error: BaseException) -> None:
        """Leave it: the weekly report tells of what is wrong there."""
        if not isinstance(error, PalpateError):
            raise error

    def _tell(self, *_: object) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not self.due or not focus.instance:
            return
        instance = session.contents.instance(focus.instance)
        found = next((one for one in self.due if one.skeleton == instance.skeleton), None)
        at = (focus.layer, focus.instance)
        if found is None or at in self._told or not _is_new(session, focus.layer, instance):
            return
        self._told.add(at)
        self._withdraw()
        self._shown = self._controls(found)
        self._messages.ask(self._sentence(session, found), self._shown, self._reasons(session, found))

    def _sentence(self, session: Session, found: Due) -> str:
        skeleton = session.contents.skeletons[found.skeleton]
        titles = {point.name: point.called for point in skeleton.keypoints}
        names = [titles[name] for name in found.keypoints]
        return self.tr("No new work with {names} before you have recalibrated").format(names=and_words(names))

    def _reasons(self, session: Session, found: Due) -> str:
        from palpate.session.production_qa.weekly_content import todo  # wanted by no start of the program

        skeleton = session.contents.skeletons[found.skeleton]
        return "\n".join(todo(skeleton, one) for one in found.items)

    def _controls(self, found: Due) -> QWidget:
        controls = QWidget()
        read = QPushButton(self.tr("Read the guideline"), controls)
        read.setToolTip(self.tr("What is told of the first of them"))
        again = QPushButton(self.tr("Recalibrate…"), controls)
        again.setToolTip(self.tr("Label frames of gold without seeing it, and be judged once you submit"))
        read.clicked.connect(lambda: self.guideline_wanted.emit(found.keypoints[0]))
        again.clicked.connect(self.recalibration_wanted)
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(read)
        row.addWidget(again)
        return controls

    def _withdraw(self) -> None:
        if self._shown is not None:
            self._messages.withdraw(self._shown)
            self._shown = None


def _is_new(session: Session, layer: str, instance: Instance) -> bool:
    """Whether a person works in their own layer where they have placed nothing yet."""
    if layer not in {one.id for one in own_work(session)}:
        return False
    return instance.id not in session.project.labelled_instances(layer)
