"""Small switches in a row, or group by group on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from palpate.ui.theme.apply import current

_GAP, _BETWEEN = 3, 12
_SMALLER = 0.9


class ChipFlow(QWidget):
    """Takes the height that it needs.

    Parameters
    ----------
    groups
        (name, word, tip) of each switch, in groups that belong together.

    Signals
    -------
    chosen
        Somebody switched one.
    """

    chosen = Signal()

    def __init__(
        self, groups: Sequence[Sequence[tuple[str, str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = ""
        self.chips = {name: self._chip(word, tip) for group in groups for name, word, tip in group}
        self._groups = [[name for name, _, _ in group] for group in groups]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._style()

    @property
    def checked(self) -> list[str]:
        """Names of those that are on."""
        return [name for name, chip in self.chips.items() if chip.isChecked()]

    def word(self, name: str, word: str) -> None:
        """Call a switch something else."""
        if self.chips[name].text() != word:
            self.chips[name].setText(word)
            self._arrange()

    def sizeHint(self) -> QSize:
        """All on one line, if there is room."""
        chips = sum(chip.sizeHint().width() + _GAP for chip in self.chips.values())
        return QSize(chips + _BETWEEN * len(self._groups), self.height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and current().name != self._theme:
            self._style()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the line elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _style(self) -> None:
        tokens = current()
        self._theme = tokens.name
        self.setStyleSheet(
            f"QToolButton {{ padding: 1px 4px; border: 1px solid {tokens.line}; border-radius: 8px;"
            f" background: transparent; color: {tokens.text_quiet}; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {tokens.text_quiet};"
            f" color: {tokens.text}; }}"
            f"QToolButton:checked {{ background: {tokens.accent}; border-color: {tokens.accent};"
            f" color: {tokens.on_accent}; }}"
        )
        self._arrange()

    def rows_in(self, width: int) -> int:
        """Return on how many lines they stand in this width."""
        return 1 + max((row for _, row, _ in self._places(width)), default=0)

    def arrange_for(self, width: int) -> None:
        """Take the height that a width asks for before it is there: while hidden nothing is arranged."""
        high = bottom = 0
        for name, row, left in self._places(width):
            size = self.chips[name].sizeHint()
            high = size.height()
            top = row * (high + _GAP)
            self.chips[name].setGeometry(left, top, size.width(), high)
            bottom = top + high
        self.setFixedHeight(bottom)

    def _arrange(self) -> None:
        self.arrange_for(self.width())

    def _places(self, width: int) -> list[tuple[str, int, int]]:
        """(name, line, left) of each."""
        on_one_line = self.sizeHint().width() <= width
        found, left, row = list[tuple[str, int, int]](), 0, 0
        for n, group in enumerate(self._groups):
            if n and not on_one_line:
                left, row = 0, row + 1
            for name in group:
                wide = self.chips[name].sizeHint().width()
                if left and left + wide > width:
                    left, row = 0, row + 1
                found.append((name, row, left))
                left += wide + _GAP
            left += _BETWEEN
        return found

    def _chip(self, word: str, tip: str) -> QToolButton:
        chip = QToolButton(self)
        font = QFont(self.font())
        font.setPointSizeF(_SMALLER * font.pointSizeF())
        chip.setFont(font)
        chip.setText(word)
        chip.setCheckable(True)
        chip.setToolTip(tip)
        chip.setAccessibleName(tip)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda _on: self.chosen.emit())
        return chip
