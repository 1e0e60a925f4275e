"""What is told of the work in a window of its own is told in it, not only in the one behind it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.messages import MessageBars


class ToldHere(QObject):
    """Shows messages over a widget while it is in sight; they go when the work goes on."""

    def __init__(self, workbench: Workbench, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.bars = MessageBars(over)
        workbench.told.connect(self._tell)
        workbench.changed.connect(self._go_on)
        workbench.focus_followed.connect(self._go_on)

    def texts(self) -> list[str]:
        """Return what is shown, newest first."""
        return self.bars.texts()

    def _tell(self, tone: Tone, sentence: str) -> None:
        if self._over.isVisible():
            self.bars.tell(tone, sentence)

    def _go_on(self, *_: object) -> None:
        self.bars.clear()
