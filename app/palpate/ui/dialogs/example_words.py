"""What is said of an example that is kept already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from palpate.model.example import Blur, Example, Lighting
from palpate.ui.widgets.example_words import blur_word, lighting_word, shows_word
from palpate.ui.widgets.word_choice import WordChoice

_CAPTION_LINES = 4


class ExampleWordsDialog(QDialog):
    """Asks for other words; the picture and its marks stay.

    Parameters
    ----------
    change
        Called with caption, light and blur; returns why they were not taken, empty if they were.
    """

    def __init__(
        self, example: Example, change: Callable[[str, Lighting, Blur], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._change = change
        self.setWindowTitle(self.tr("{kind} example").format(kind=shows_word(example.shows)))
        self.caption = QPlainTextEdit(example.caption, self)
        self.caption.setTabChangesFocus(True)
        self.caption.setAccessibleName(self.tr("What is to be seen"))
        self.caption.setFixedHeight(self.caption.fontMetrics().lineSpacing() * _CAPTION_LINES + 16)
        self.lighting = WordChoice(Lighting, lighting_word, self)
        self.lighting.choose(example.lighting)
        self.blur = WordChoice(Blur, blur_word, self)
        self.blur.choose(example.blur)
        self.fault = QLabel(self)
        self.fault.setWordWrap(True)
        self.fault.setObjectName("fault")
        self._lay_out()

    def accept(self) -> None:
        """Change it and close; stay and say why where it is not changed."""
        words = " ".join(self.caption.toPlainText().split())
        fault = self._change(words, self.lighting.word, self.blur.word)
        if fault:
            self.fault.setText(fault)
            return
        super().accept()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Light"), self.lighting)
        form.addRow(self.tr("&Blur"), self.blur)
        words = QLabel(self.tr("&What is to be seen"), self)
        words.setBuddy(self.caption)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(words)
        column.addWidget(self.caption)
        column.addWidget(self.fault)
        column.addWidget(buttons)
        self.resize(400, self.sizeHint().height())
