"""What a new skeleton begins with: nothing, a copy, one to add to, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.base.folders import documents_folder
from palpate.session.skeletons import skeleton_taking
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.ui.dialogs import ask

NOTHING, COPY, EXTENSION, FILE = range(4)


class BeginDialog(QDialog):
    """Four ways to begin, and a name.

    Parameters
    ----------
    names
        The skeletons to copy or add to: shipped ones, or paths.

    Signals
    -------
    begun
        (SkeletonDraft, sentences) with what, and what a file could not say.
    """

    begun = Signal(object, object)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New skeleton"))
        self.ways = [
            QRadioButton(self.tr("From scratch"), self),
            QRadioButton(self.tr("A copy of"), self),
            QRadioButton(self.tr("Add keypoints to"), self),
            QRadioButton(self.tr("From a file"), self),
        ]
        self.copied, self.extended = self._list(names), self._list(names)
        self.copied.setAccessibleName(self.tr("Skeleton to copy"))
        self.extended.setAccessibleName(self.tr("Skeleton to add to"))
        self.extended.setToolTip(self.tr("Its keypoints stay as they are, in front and in their order"))
        self.file = QLineEdit(self)
        self.file.setAccessibleName(self.tr("File"))
        self.file.setPlaceholderText(self.tr("Ours, COCO, CVAT, SLEAP, DeepLabCut, YOLO pose"))
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._on_browse)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name"))
        self._wrong = QLabel(self)
        self._wrong.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        for way in self.ways:
            way.toggled.connect(self._show)
        self.copied.activated.connect(lambda: self.ways[COPY].setChecked(True))
        self.extended.activated.connect(lambda: self.ways[EXTENSION].setChecked(True))
        self.file.textEdited.connect(lambda: self.ways[FILE].setChecked(True))
        self.ways[COPY].setChecked(True)
        self.ways[COPY].setFocus()

    @property
    def said(self) -> str:
        """Why it could not begin so; empty if it could."""
        return self._wrong.text()

    def accept(self) -> None:
        """Begin; what is wrong with a file is told, and the dialog stays."""
        try:
            draft, warnings = self._begin(self.name.text().strip())
        except PalpateError as error:
            self._wrong.setText("\n".join(error.lines()[:4]))
            return
        super().accept()
        self.begun.emit(draft, warnings)

    def _begin(self, name: str) -> tuple[SkeletonDraft, tuple[str, ...]]:
        if self.ways[FILE].isChecked():
            return skeleton_taking.draft_of_file(Path(self.file.text().strip()))
        if self.ways[NOTHING].isChecked():
            return skeleton_taking.draft_of_nothing(name), ()
        if self.ways[COPY].isChecked():
            return skeleton_taking.draft_of_copy(self.copied.currentText(), name), ()
        return skeleton_taking.draft_of_extension(self.extended.currentText(), name), ()

    def _on_browse(self) -> None:
        title, filters = self.tr("A skeleton"), self.tr("All files (*)")
        for path in ask.ask_open(title, filters, documents_folder())[:1]:
            self.file.setText(str(path))
            self.ways[FILE].setChecked(True)

    def _show(self) -> None:
        self._wrong.clear()
        from_file = self.ways[FILE].isChecked()
        self.name.setEnabled(not from_file)
        self.name.setPlaceholderText(
            self.tr("as in the file") if from_file else self.tr("chosen for you if empty")
        )

    def _list(self, names: Sequence[str]) -> QComboBox:
        box = QComboBox(self)
        box.addItems(list(names))
        return box

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.file, 1)
        file.addWidget(self.browse)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.ways[NOTHING])
        form.addRow(self.ways[COPY], self.copied)
        form.addRow(self.ways[EXTENSION], self.extended)
        form.addRow(self.ways[FILE], file)
        form.addRow(self.tr("Name"), self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self._wrong)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(520)
