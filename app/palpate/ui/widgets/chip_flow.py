"""Small switches in a row, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

_GAP = 2
_SMALLER = 0.9


class ChipFlow(QWidget):
    """Takes the height that it needs.

    Parameters
    ----------
    chips
        (name, word, tip) of each.

    Signals
    -------
    chosen
        Somebody switched one.
    """

    chosen = Signal()

    def __init__(self, chips: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = {name: self._chip(word, tip) for name, word, tip in chips}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()

    @property
    def checked(self) -> list[str]:
        """Names of those that are on."""
        return [name for name, chip in self.chips.items() if chip.isChecked()]

    def sizeHint(self) -> QSize:
        """All on one line, if there is room."""
        return QSize(sum(chip.sizeHint().width() + _GAP for chip in self.chips.values()), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the line elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _arrange(self) -> None:
        left = top = high = 0
        for chip in self.chips.values():
            size = chip.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, top + high + _GAP
            chip.setGeometry(left, top, size.width(), size.height())
            left, high = left + size.width() + _GAP, size.height()
        self.setFixedHeight(top + high)

    def _chip(self, word: str, tip: str) -> QToolButton:
        chip = QToolButton(self)
        font = QFont(self.font())
        font.setPointSizeF(_SMALLER * font.pointSizeF())
        chip.setFont(font)
        chip.setText(word)
        chip.setCheckable(True)
        chip.setAutoRaise(True)
        chip.setToolTip(tip)
        chip.setAccessibleName(tip)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda _on: self.chosen.emit())
        return chip
