"""A panel that stands behind another tab and is made when it first comes to the front."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

Panel = TypeVar("Panel", bound=QWidget)


class LatePanel(QWidget, Generic[Panel]):
    """Holds the place of a panel, so that a start of the program need not wait for it.

    Parameters
    ----------
    make
        Makes the panel; called once.
    """

    def __init__(self, make: Callable[[], Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._panel: Panel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._soon = QTimer(self)  # not in the midst of painting
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon)

    @property
    def panel(self) -> Panel:
        """The panel; it is made if it was not yet."""
        if self._panel is None:
            self._panel = self._make()
            self._column.addWidget(self._panel)
        return self._panel

    def paintEvent(self, event: QPaintEvent) -> None:
        """Have the panel made once it is seen: behind another tab it is visible to Qt, but not painted."""
        super().paintEvent(event)
        if self._panel is None:
            self._soon.start()

    def _on_soon(self) -> None:
        self.panel.show()
