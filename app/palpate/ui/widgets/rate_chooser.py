"""Choosing or typing how many frames per second a camera recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from palpate.base.errors import UsageError
from palpate.session.frames.clip_editing import rate_in, rates_offered
from palpate.ui.theme.apply import number_font


class RateChooser(QComboBox):
    """The usual rates, and a line to type another in.

    Signals
    -------
    entered
        Enter was pressed in the line.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # it would put 1000 where 100 is typed
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(number_font(self.font()))
        name = self.tr("Capture rate in frames per second")
        self.setAccessibleName(name)
        self.setToolTip(name)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        line.returnPressed.connect(self.entered)
        self.setMinimumContentsLength(7)

    def offer(self, fps: float, now: float) -> None:
        """List the rates that make sense for a file of this rate, and show one."""
        self.clear()
        self.addItems([f"{rate:.6g}" for rate in rates_offered(fps)])
        self.setEditText(f"{now:.6g}" if now else "")

    def rate(self) -> float | None:
        """Return what is typed; None if it is no rate."""
        try:
            return rate_in(self.currentText())
        except UsageError:
            return None
