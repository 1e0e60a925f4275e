"""The last step before a skeleton without labels comes into the project."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from palpate.session.skeletons.skeleton_taking import Taking, Way, with_version


class TakeDialog(QDialog):
    """Says what will happen; of a skeleton without labels the version may be chosen."""

    def __init__(self, taking: Taking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking = taking
        after = taking.after
        self.setWindowTitle(self.tr("Take over {name}").format(name=after.name))
        self.words = QLabel(self._words(), self)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(420)
        self.version = QSpinBox(self)
        self.version.setRange(1, 9999)
        self.version.setValue(after.version)
        self.version.setAccessibleName(self.tr("Version"))
        self.version.setEnabled(taking.way is Way.REPLACE)
        form = QFormLayout()
        form.addRow(self.tr("Version"), self.version)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = buttons.addButton(self.tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)

    def decided(self) -> Taking:
        """Return the way with the version that was chosen."""
        chosen = self.version.value()
        if self._taking.way is not Way.REPLACE or chosen == self._taking.after.version:
            return self._taking
        return with_version(self._taking, chosen)

    def _words(self) -> str:
        after = self._taking.after
        n = len(after)
        if self._taking.way is Way.ADD:
            return self.tr(
                "{name} with {n} keypoints comes into this project beside the skeletons that are there. "
                "New instances can be of it. One undo takes it away."
            ).format(name=after.name, n=n)
        return self.tr(
            "Nothing has been labelled with {name} so far: it is changed in its place, with {n} keypoints. "
            "Notes stay with their keypoints. One undo takes it back."
        ).format(name=after.name, n=n)
