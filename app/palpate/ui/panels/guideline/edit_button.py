"""The way from a guideline to the window in which it is written; only for those who may."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QToolButton, QWidget

from palpate.session.guidelines.guide_editing import why_not_write
from palpate.session.session import Session
from palpate.ui.theme.icons import icon


class EditButton(QToolButton):
    """Stands beside the title of what can be written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setIconSize(QSize(16, 16))
        self.setIcon(icon("edit"))
        self.setAccessibleName(self.tr("Edit this guideline"))
        self.setToolTip(self.tr("Edit this guideline: its words, and the place on pictures"))
        self.hide()

    def follow(self, session: Session | None) -> None:
        """Be there for whoever may write."""
        self.setVisible(session is not None and not why_not_write(session))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.setIcon(icon("edit"))
