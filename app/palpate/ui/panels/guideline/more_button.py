"""What else can be done with what a panel shows, behind three dots."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from palpate.ui.theme.icons import icon

_SIDE = 24  # px


class MoreButton(QToolButton):
    """Opens a menu of actions that the program has elsewhere too; not shown while it has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setIcon(icon("more"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(self.tr("What can be done here"))
        self.setAccessibleName(self.tr("What can be done here"))
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.hide()

    def offer(self, actions: Iterable[QAction]) -> None:
        """Set what the menu holds."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions))
        self.setMenu(menu)
        self.show()

    def sizeHint(self) -> QSize:
        """Return the size of an icon with a little room."""
        return QSize(_SIDE, _SIDE)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.setIcon(icon("more"))
