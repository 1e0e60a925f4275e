"""Questions before something that is kept for good, or that wants a number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 440
_NO_LIMIT = 1_000_000


class Question(QDialog):
    """A heading, a few plain sentences, what is to be filled in, and what it is done by.

    Parameters
    ----------
    does
        What the button says; Escape and Cancel leave everything as it is, and so does Enter where what is
        done is for good.
    for_good
        Whether nobody takes it back.

    Signals
    -------
    agreed
        It is to be done.
    """

    agreed = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        *,
        heading: str,
        sentences: tuple[str, ...],
        does: str,
        for_good: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.number: QSpinBox | None = None
        self.line: QLineEdit | None = None
        self.box: QCheckBox | None = None
        title = QLabel(heading, self)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        self.said = QLabel("\n\n".join(sentence for sentence in sentences if sentence), self)
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(_WIDTH)
        self._fields = QFormLayout()
        self._fields.setSpacing(8)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.do = self.buttons.addButton(does, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._on_agreed)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (title, self.said):
            column.addWidget(widget)
        column.addLayout(self._fields)
        column.addWidget(self.buttons)
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        (cancel if for_good else self.do).setDefault(True)
        (cancel if for_good else self.do).setFocus()

    def ask_number(self, label: str, *, now: int, most: int = 0) -> None:
        """Let a whole number from 1 on be filled in; 0 is no limit."""
        self.number = QSpinBox(self)
        self.number.setAccessibleName(label)
        self.number.setRange(1, most or _NO_LIMIT)
        self.number.setValue(now)
        self.number.setFocus()
        self.number.selectAll()
        if most:
            self.number.setSuffix(self.tr(" of {most}").format(most=most))
        self._fields.addRow(label, self.number)

    def ask_line(self, label: str) -> None:
        """Let a few words be filled in, at once; Enter in them never does what is for good."""
        self.line = QLineEdit(self)
        self.line.setAccessibleName(label)
        self.line.setFocus()
        if not self.do.isDefault():
            for button in self.buttons.buttons():
                if isinstance(button, QPushButton):
                    button.setDefault(False)
                    button.setAutoDefault(False)
            self.line.returnPressed.connect(self.do.setFocus)
        self._fields.addRow(label, self.line)

    def ask_box(self, label: str) -> None:
        """Let something be agreed to, without which it is not done."""
        self.box = QCheckBox(label, self)
        self._fields.addRow(self.box)
        self.do.setEnabled(False)
        self.box.toggled.connect(self.do.setEnabled)

    def _on_agreed(self) -> None:
        self.accept()
        self.agreed.emit()
