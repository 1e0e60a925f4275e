"""Making a project: where, with which skeleton, by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.base.folders import documents_folder
from palpate.session.exchange.summary import PROJECT_SUFFIX
from palpate.session.skeletons.skeleton_files import SkeletonFile, load_any
from palpate.session.working_as import ROLES
from palpate.ui.dialogs.ask import begin_in
from palpate.ui.dialogs.skeleton_choice import ask_which, skeleton_filters
from palpate.ui.widgets.skeleton_preview import SkeletonPreview

if TYPE_CHECKING:
    from palpate.session.skeletons.skeleton_draft import SkeletonDraft

_USUAL_SKELETON = "cricket_bowling_54"


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was decided."""

    path: Path
    skeleton: str
    annotator: str
    role: str


class NewProjectDialog(QDialog):
    """Asks for the few things a project cannot do without; says what is missing beside the button.

    Parameters
    ----------
    usual
        The skeleton to begin with, as that of the project that is open.
    """

    def __init__(
        self,
        skeletons: list[str],
        annotator: str,
        parent: QWidget | None = None,
        *,
        usual: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self._path = QLineEdit(str(_free_name()), self)
        self._skeleton = QComboBox(self)
        for name in skeletons:
            self._skeleton.addItem(name, name)
        self._skeleton.insertSeparator(len(skeletons))
        self._skeleton.addItem(self.tr("From a file…"), "")
        self._skeleton.setCurrentText(usual if usual in skeletons else _USUAL_SKELETON)
        self._chosen = self._skeleton.currentIndex()
        self.edit = self._button(self.tr("Edit…"), self._on_edit)
        self.edit.setToolTip(self.tr("Begin with a copy of this skeleton that you change"))
        self.make = self._button(self.tr("New…"), self._on_make)
        self.make.setToolTip(self.tr("Make a skeleton of your own, or read one of another program"))
        self._annotator = QLineEdit(annotator, self)
        self._role = QComboBox(self)
        self._role.addItems([self.tr("Annotator"), self.tr("Consultant"), self.tr("Lead")])
        self._about = QLabel(self)
        self._about.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._preview = SkeletonPreview(self)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._missing = QLabel(self)
        self._missing.setWordWrap(True)
        self._missing.setMinimumHeight(3 * self._missing.fontMetrics().lineSpacing())
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self._path.textChanged.connect(self._check)
        self._annotator.textChanged.connect(self._check)
        self._skeleton.currentIndexChanged.connect(self._describe)
        self._skeleton.activated.connect(self._on_skeleton)
        self._describe()
        self._check()

    def accept(self) -> None:
        """Close if the file can be made there; else stay, and say why not."""
        path = self.decided().path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("xb").close()
            path.unlink()
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._missing.setText(
                self.tr("No project can be made in {folder}: {why}.").format(folder=path.parent, why=why)
            )
            return
        super().accept()

    def decided(self) -> NewProject:
        """Return what was decided."""
        path = Path(self._path.text().strip())
        if path.suffix != PROJECT_SUFFIX:
            path = path.parent / (path.name + PROJECT_SUFFIX)
        return NewProject(
            path=path,
            skeleton=str(self._skeleton.currentData()),
            annotator=self._annotator.text().strip(),
            role=ROLES[self._role.currentIndex()],
        )

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setToolTip(self.tr("Choose where the project file will be"))
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        skeleton = QHBoxLayout()
        skeleton.addWidget(self._skeleton, 1)
        for button in (self.edit, self.make):
            skeleton.addWidget(button)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(self.tr("File"), place)
        form.addRow(self.tr("Skeleton"), skeleton)
        form.addRow("", self._about)
        form.addRow(self.tr("Your name"), self._annotator)
        form.addRow(self.tr("Your role"), self._role)
        for widget, name in (
            (self._path, self.tr("File")),
            (self._skeleton, self.tr("Skeleton")),
            (self._annotator, self.tr("Your name")),
            (self._role, self.tr("Your role")),
        ):
            widget.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addLayout(form)
        told = QScrollArea(self)
        told.setFrameShape(QScrollArea.Shape.NoFrame)
        told.setWidgetResizable(True)
        told.setWidget(self._told)
        told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left.addWidget(told, 1)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addLayout(left, 1)
        sides.addWidget(self._preview)
        column.addLayout(sides, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._missing, 1)
        foot.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        self.setMinimumSize(880, 480)
        mine = (self._skeleton, self.edit, self.make)
        order = (self._path, browse, *mine, self._annotator, self._role, self._buttons)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())
        return button

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("New project"), self._path.text(), self.tr("Palpate project (*.palpate)")
        )
        if name:
            self._path.setText(name)

    def take_skeleton(self, path: Path) -> None:
        """Offer a skeleton of one's own, and choose it; what is wrong with it is told."""
        try:
            which = ask_which(path)
            if which is None:
                return
            load_any(which)
        except PalpateError as error:
            self._missing.setText("\n".join(error.lines()[:3]))
            return
        at = self._skeleton.findData(which)
        if at < 0:
            at = 0
            self._skeleton.insertItem(at, Path(which).name, which)
        self._skeleton.setCurrentIndex(at)
        self._check()

    def _on_skeleton(self) -> None:
        """Ask for a file where that was chosen; without one the choice before stays."""
        if self._skeleton.currentData():
            return
        self._skeleton.setCurrentIndex(self._chosen)
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Skeleton"), begin_in(documents_folder()), skeleton_filters()
        )
        if name:
            self.take_skeleton(Path(name))

    def _on_edit(self) -> None:
        """Edit a copy of what is chosen; once it is saved it is chosen in its place."""
        from palpate.session.skeletons import skeleton_taking  # only those who make skeletons need it

        chosen = str(self._skeleton.currentData())
        try:
            draft = skeleton_taking.draft_of_copy(chosen)
        except PalpateError as error:
            self._missing.setText("\n".join(error.lines()[:3]))
        else:
            self._open_editor(draft)

    def _on_make(self) -> None:
        """Ask what a new skeleton begins with, and edit that."""
        from palpate.session.exchange.summary import shipped_skeletons
        from palpate.ui.editor.begin import BeginDialog

        dialog = BeginDialog(shipped_skeletons(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begun.connect(self._open_editor)
        dialog.open()

    def _open_editor(self, draft: SkeletonDraft, notes: tuple[str, ...] = ()) -> None:
        from palpate.ui.editor.window import SkeletonEditor

        editor = SkeletonEditor(draft, None, self, notes=notes)
        editor.saved.connect(self.take_skeleton)
        editor.open()

    def _describe(self) -> None:
        if not self._skeleton.currentData():
            return
        self._chosen = self._skeleton.currentIndex()
        self._present(load_any(str(self._skeleton.currentData())))

    def _present(self, found: SkeletonFile) -> None:
        """Say and draw what was chosen, and what a file of another program could not say."""
        skeleton = found.skeleton
        title, n = skeleton.title or skeleton.name, str(len(skeleton))
        said = self.tr("{title} · {n} keypoints").format(title=title, n=n)
        self._about.setText(title if n in title.split() else said)
        self._preview.show_skeleton(skeleton)
        heading = self.tr("Read from a file of another program:") if found.is_foreign else ""
        lines = [heading, *(f"• {sentence}" for sentence in found.warnings)]
        self._told.setText("\n".join(line for line in lines if line))

    def _check(self) -> None:
        reason = ""
        if not Path(self._path.text().strip()).name:
            reason = self.tr("Say where the project file will be.")
        elif _is_there(self.decided().path):
            reason = self.tr("There is a project of this name already; choose another.")
        elif not self._annotator.text().strip():
            reason = self.tr("Say who is working: labels carry the name of their author.")
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not reason)
        ok.setToolTip(reason)
        self._missing.setText(reason)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name or a folder that cannot be looked at; making the project will tell
        return False


def _free_name() -> Path:
    folder, n = documents_folder(), 1
    while _is_there(path := folder / f"project {n}{PROJECT_SUFFIX}"):
        n += 1
    return path
