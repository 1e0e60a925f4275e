"""Lanes or trajectories: two small tabs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from palpate.ui.actions.keys import tip_with_keys
from palpate.ui.theme.icons import icon

_BUTTON = 32


class Tabs(QWidget):
    """One of two buttons is down.

    Signals
    -------
    trajectories_toggled
        (whether they shall be shown) a tab was clicked.
    """

    trajectories_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons = {"lanes": QToolButton(self), "trajectory": QToolButton(self)}
        for name, button in self._buttons.items():
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setIcon(icon(name))
            button.setIconSize(QSize(20, 20))
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            row.addWidget(button)
        tip_with_keys(self._buttons["lanes"], self.tr("Lanes of keypoints"), "show_trajectories")
        tip_with_keys(
            self._buttons["trajectory"],
            self.tr("Trajectory plot: x, y, speed over time"),
            "show_trajectories",
        )
        self._buttons["lanes"].setChecked(True)
        self._buttons["lanes"].clicked.connect(lambda: self.trajectories_toggled.emit(False))
        self._buttons["trajectory"].clicked.connect(lambda: self.trajectories_toggled.emit(True))

    def show_tab(self, *, trajectories: bool) -> None:
        """Let the button of what is shown be down."""
        self._buttons["trajectory" if trajectories else "lanes"].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for name, button in self._buttons.items():
                button.setIcon(icon(name))
