"""One control for each kind of setting; what it shows is always what is set."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from palpate.session.settings_table import Kind, SettingSpec, Value
from palpate.ui.theme.apply import number_font

Told = Callable[[Value], None]
"""Takes what the hands chose."""


class ChoiceField(QComboBox):
    """One of several."""

    def __init__(self, spec: SettingSpec, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in spec.choices]
        for _, words in spec.choices:
            self.addItem(tr(words))
        self.setAccessibleName(tr(spec.title))
        self.activated.connect(lambda at: told(self._values[at]))

    def show_value(self, value: Value) -> None:
        """Show what is set."""
        self.setCurrentIndex(self._values.index(value))


class ToggleField(QCheckBox):
    """On or off."""

    def __init__(self, spec: SettingSpec, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr(spec.title))
        self.clicked.connect(lambda on: told(bool(on)))

    def show_value(self, value: Value) -> None:
        """Show what is set."""
        self.setChecked(bool(value))


class WholeField(QWidget):
    """A number; if it may also be left to the program, that and the number to choose between."""

    def __init__(self, spec: SettingSpec, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        self._spin = QSpinBox(self)
        least, most = spec.limits() if spec.limits is not None else (0, 1 << 30)
        self._spin.setRange(least, most)
        self._spin.setSingleStep(spec.step)
        self._spin.setSuffix(tr(spec.unit))
        self._spin.setFont(number_font(self.font()))
        self._spin.setAccessibleName(tr(spec.title))
        self._spin.setKeyboardTracking(False)
        self._spin.setFixedWidth(128)
        self._spin.valueChanged.connect(told)
        self._modes: tuple[QRadioButton, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if spec.unset:
            unset = QRadioButton(tr(spec.unset), self)
            fixed = QRadioButton(QCoreApplication.translate("Settings", "Always"), self)
            unset.clicked.connect(lambda: told(None))
            fixed.clicked.connect(lambda: told(self._spin.value()))
            self._modes = (unset, fixed)
        for mode in self._modes:
            column.addWidget(mode)
        column.addWidget(self._spin, 0, Qt.AlignmentFlag.AlignLeft)

    def show_value(self, value: Value) -> None:
        """Show what is set."""
        if self._modes:
            self._modes[0 if value is None else 1].setChecked(True)
        self._spin.setEnabled(value is not None)
        reason = QCoreApplication.translate("Settings", "Choose “Always” first")
        self._spin.setToolTip(reason if value is None else "")
        if isinstance(value, int):
            before = self._spin.blockSignals(True)
            self._spin.setValue(value)
            self._spin.blockSignals(before)

    def suggest(self, number: int) -> None:
        """Put a number in the field that does not count so far."""
        if not self._spin.isEnabled():
            before = self._spin.blockSignals(True)
            self._spin.setValue(number)
            self._spin.blockSignals(before)


Field = ChoiceField | ToggleField | WholeField

_FIELDS: dict[Kind, type[Field]] = {
    Kind.CHOICE: ChoiceField,
    Kind.TOGGLE: ToggleField,
    Kind.WHOLE: WholeField,
}


def field_for(spec: SettingSpec, told: Told, parent: QWidget) -> Field:
    """Return a control for a setting; ``told`` takes what the hands chose."""
    return _FIELDS[spec.kind](spec, told, parent)


def tr(text: str) -> str:
    """Return words of the table of settings in the language of the window."""
    return QCoreApplication.translate("Settings", text) if text else ""
