"""The weeks in a window of their own, which stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.weeks.page import WeeksPage

_SHARE, _MOST = 0.86, (1500, 1000)


class WeeksWindow(QWidget):
    """Large, for what needs space; Escape closes it."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Weeks"))
        self.page = WeeksPage(workbench, self, in_window=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        room = self.screen().availableGeometry().size()
        self.resize(min(round(_SHARE * room.width()), _MOST[0]), min(round(_SHARE * room.height()), _MOST[1]))
        self._waits = True
        self.page.reckoner.changed.connect(self._on_reckoned)
        workbench.session_changed.connect(lambda: None if workbench.session is not None else self.close())

    def _on_reckoned(self) -> None:
        """Let the keys walk through the table once it is there."""
        if self._waits and self.isVisible() and not self.page.hint:
            self._waits = False
            self.page.body.heat.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the table each time that it comes."""
        super().showEvent(event)
        self._waits = True
        self._on_reckoned()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the picture by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
