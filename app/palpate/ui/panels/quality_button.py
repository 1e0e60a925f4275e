"""A button that stands out while it is the thing to do."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from palpate.ui.theme.apply import current


class WantedButton(QPushButton):
    """Painted in the accent while `wanted`."""

    _wanted = False

    @property
    def wanted(self) -> bool:
        """Whether it is the thing to do now."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:
        """Let it stand out, or not."""
        self._wanted = wanted
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the colours of the theme in force."""
        if not self._wanted:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        tokens = current()
        option.palette.setColor(option.palette.ColorRole.Button, QColor(tokens.accent))
        option.palette.setColor(option.palette.ColorRole.ButtonText, QColor(tokens.on_accent))
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()
