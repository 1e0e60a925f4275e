"""Choosing one of many names by typing a part of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

_WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ChoiceDialog(QDialog):
    """A line to type in and a list that narrows; Enter takes what is marked, Escape nothing."""

    def __init__(self, title: str, label: str, choices: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._choices = choices
        self._field = QLineEdit(self)
        self._field.setAccessibleName(label)
        self._field.setPlaceholderText(label)
        self._field.setClearButtonEnabled(True)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(title)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._none = QLabel(self.tr("No match"), self)
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(8, 8, 8, 8)
        ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
        self._buttons = QDialogButtonBox(ok | cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._field.textChanged.connect(self._narrow)
        self._list.itemActivated.connect(self.accept)
        self._list.itemDoubleClicked.connect(self.accept)
        self._lay_out()
        self._narrow("")

    @property
    def chosen(self) -> str | None:
        """What is marked; None if nothing matches."""
        item = self._list.currentItem()
        return item.text() if item is not None else None

    def accept(self) -> None:
        """Close with what is marked; stay while nothing is."""
        if self.chosen is not None:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list while the keyboard stays in the line."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.key() in _WALKS:
            if event.type() is QEvent.Type.KeyPress:
                self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addLayout(self._pages, 1)
        column.addWidget(self._buttons)
        self.resize(400, 420)
        self._field.setFocus()

    def _narrow(self, typed: str) -> None:
        self._list.clear()
        for choice in narrowed(self._choices, typed):
            QListWidgetItem(choice, self._list)
        self._list.setCurrentRow(0)
        some = self._list.count() > 0
        self._pages.setCurrentIndex(0 if some else 1)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(some)


def narrowed(choices: list[str], typed: str) -> list[str]:
    """Return the choices that hold what was typed: where they begin with it, where a word does, the rest."""
    wanted = typed.strip().casefold()

    def rank(choice: str) -> int:
        name = choice.casefold()
        if name.startswith(wanted):
            return 0
        return 1 if f" {wanted}" in name else 2

    return sorted((choice for choice in choices if wanted in choice.casefold()), key=rank)
