"""Who works: everybody who has settings here, or a name that is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QWidget

from palpate.session.settings_table import SettingSpec, Value


class AnnotatorField(QWidget):
    """A list of names in which another can be typed, and a button to forget those who are gone.

    Parameters
    ----------
    told
        Takes who works from now on.
    forget
        Takes whose settings shall be forgotten.
    """

    def __init__(
        self, spec: SettingSpec, told: Callable[[Value], None], forget: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._told, self._forget = told, forget
        self._name = ""
        self._names: list[str] = []
        self.names = QComboBox(self)
        self.names.setEditable(True)
        self.names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.names.setAccessibleName(_tr(spec.title))
        self.names.activated.connect(self._on_chosen)
        line = self.names.lineEdit()
        assert line is not None
        line.setAccessibleName(_tr(spec.title))
        line.editingFinished.connect(self._on_chosen)
        self.forget = QPushButton(_tr("Forget"), self)
        self.forget.setAutoDefault(False)
        self.forget.setMenu(QMenu(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.names, 1)
        row.addWidget(self.forget)
        self.setFocusProxy(self.names)

    def show_names(self, names: Sequence[str]) -> None:
        """List who can be chosen."""
        with QSignalBlocker(self.names):
            self.names.clear()
            self.names.addItems(names)
        self._names = list(names)

    def show_value(self, value: Value) -> None:
        """Show who works."""
        self._name = str(value)
        with QSignalBlocker(self.names):
            self.names.setCurrentText(self._name)
            self.names.setCurrentIndex(self.names.findText(self._name))
        others = [name for name in self._names if name != self._name]
        menu = self.forget.menu()
        menu.clear()
        for name in others:
            menu.addAction(name.replace("&", "&&"), partial(self._forget, name))
        self.forget.setEnabled(bool(others))
        forgets = _tr("Forget the settings and keys of somebody else; labels are not touched")
        self.forget.setToolTip(forgets if others else _tr("Nobody else has settings here"))

    def _on_chosen(self) -> None:
        if self.names.currentText().strip() != self._name:
            self._told(self.names.currentText())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
