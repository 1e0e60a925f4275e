"""A slider over given values, with its name, its value in words, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton, QWidget

from palpate.ui.theme.icons import icon


class ValueSlider(QObject):
    """One row of a grid: name, slider, words, and a button that puts it back.

    Parameters
    ----------
    values
        What it may be, from left to right.
    usual
        What the button puts it back to; one of them.
    tell
        Returns the words for a value.

    Signals
    -------
    moved
        (value) a hand has set it.
    """

    moved = Signal(object)

    def __init__(
        self,
        title: str,
        values: Sequence[float],
        usual: float,
        tell: Callable[[float], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._values = tuple(values)
        self._usual = usual
        self._tell = tell
        self.name = QLabel(title, parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, parent)
        self.slider.setRange(0, len(self._values) - 1)
        self.slider.setPageStep(max(len(self._values) // 20, 1))
        self.slider.setMinimumWidth(112)
        self.slider.setAccessibleName(title.replace("&", ""))
        self.name.setBuddy(self.slider)
        self.words = QLabel(parent)
        self.back = QToolButton(parent)
        self.back.setAutoRaise(True)
        self.back.setAccessibleName(self.tr("Put {what} back").format(what=title.replace("&", "")))
        self.back.clicked.connect(lambda: self._on_set(self._usual))
        self.slider.valueChanged.connect(lambda position: self._on_set(self._values[position]))
        self.draw_icon()
        self.show_value(usual)

    def enter(self, grid: QGridLayout, row: int, *, widest: str) -> None:
        """Take a row of a grid whose words are at most as wide as these."""
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(widest))
        for column, widget in enumerate((self.name, self.slider, self.words, self.back)):
            grid.addWidget(widget, row, column)

    def show_value(self, value: float) -> None:
        """Show a value, which may lie between those of the slider."""
        blocker = QSignalBlocker(self.slider)
        nearest = min(range(len(self._values)), key=lambda at: abs(self._values[at] - value))
        self.slider.setValue(nearest)
        del blocker
        self.words.setText(self._tell(value))
        self.back.setEnabled(self.slider.isEnabled() and value != self._usual)
        self.back.setToolTip(
            self.tr("Put it back: {words}").format(words=self._tell(self._usual))
            if value != self._usual
            else self.tr("it is as at first")
        )

    def set_reason(self, reason: str) -> None:
        """Let it not be set for a reason, or without one again."""
        for widget in (self.name, self.slider, self.words):
            widget.setEnabled(not reason)
            widget.setToolTip(reason)
        if reason:
            self.back.setEnabled(False)
            self.back.setToolTip(reason)

    def draw_icon(self) -> None:
        """Draw its button in the ink of the theme in force."""
        self.back.setIcon(icon("undo"))

    def _on_set(self, value: float) -> None:
        self.show_value(value)
        self.moved.emit(value)
