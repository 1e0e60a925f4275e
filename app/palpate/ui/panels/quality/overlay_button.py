"""Gold over the labels, switched from where the score stands: a button for an action of the program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from palpate.ui.theme.icons import icon


class OverlayButton(QToolButton):
    """Does what its action does and says why where that cannot be; not shown while it has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: QAction | None = None
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setIcon(icon("gold"))
        self.hide()

    def offer(self, action: QAction) -> None:
        """Set what it does."""
        self._action = action
        self.setText(action.text())
        self.setAccessibleName(action.text())
        self.clicked.connect(lambda _on: self._press(action))
        action.changed.connect(self._follow)
        self._follow()
        self.show()

    def set_worded(self, worded: bool) -> None:
        """Show its words beside the icon, where there is room."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if worded else style.ToolButtonIconOnly)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.setIcon(icon("gold"))

    def _press(self, action: QAction) -> None:
        action.trigger()
        self._follow()  # what the click has switched by itself may not have come about

    def _follow(self) -> None:
        action = self._action
        if action is None:
            return
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())
        self.setToolTip(action.toolTip())
