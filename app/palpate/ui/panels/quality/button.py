"""A button that stands out while it is the thing to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
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
        tokens = current()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.palette.setColor(option.palette.ColorRole.ButtonText, QColor(tokens.on_accent))
        if not option.icon.isNull():
            option.icon = QIcon(option.icon.pixmap(option.iconSize, QIcon.Mode.Selected))
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(tokens.accent)
        if self.isDown():
            fill = fill.darker(115)
        elif self.underMouse():
            fill = fill.lighter(108)
        painter.setPen(QPen(QColor(tokens.text), 2.0) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3.0, 3.0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        painter.end()
