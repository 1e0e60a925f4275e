"""The answers to what is asked, as buttons that name their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from palpate.ui.actions.keys import key_told, tip_with_keys

_IN_A_ROW = 3


class VerdictButtons(QWidget):
    """Buttons in rows of three, each named by its words and, as long as one has it, by its key.

    Parameters
    ----------
    answers
        By the name of the action whose key does the same: the words on the button, what it does in a
        sentence, and what is done.
    """

    def __init__(
        self, answers: Mapping[str, tuple[str, str, Callable[[], object]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self._words = {does: words for does, (words, _, _) in answers.items()}
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for n, (does, (_, told, give)) in enumerate(answers.items()):
            button = self.buttons[does] = QPushButton(self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture
            button.setMinimumWidth(64)
            button.clicked.connect(lambda _checked=False, give=give: give())
            tip_with_keys(button, told, does)
            grid.addWidget(button, n // _IN_A_ROW, n % _IN_A_ROW)
        self.tell_keys()

    def put_last(self, widget: QWidget) -> None:
        """Put something else behind the buttons."""
        n = len(self.buttons)
        self._grid.addWidget(widget, n // _IN_A_ROW, n % _IN_A_ROW)

    def tell_keys(self) -> None:
        """Name the keys in force."""
        for does, button in self.buttons.items():
            key = key_told(does)
            button.setText(f"{self._words[does]}  {key}" if key else self._words[does])

    def set_asked(self, asked: bool) -> None:
        """Let them be pressed while something is asked."""
        for button in self.buttons.values():
            button.setEnabled(asked)
