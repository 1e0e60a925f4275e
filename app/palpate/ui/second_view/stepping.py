"""A bar to step the second clip by itself until it shows the same moment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QSpinBox, QToolButton, QWidget

from palpate.ui.actions.keys import tip_with_keys
from palpate.ui.theme.apply import number_font
from palpate.ui.theme.icons import icon


class SteppingBar(QWidget):
    """Buttons, a slider and a number for the frame, and what ties it to the frame in hand.

    Signals
    -------
    frame_wanted
        (frame).
    same_moment_wanted
        The two frames in sight are the same moment.
    done
        It shall follow again as it did.
    """

    frame_wanted = Signal(int)
    same_moment_wanted = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back, self._on = QToolButton(self), QToolButton(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Frame of the second clip"))
        self.number = QSpinBox(self)
        self.number.setAccessibleName(self.tr("Frame of the second clip"))
        self.number.setKeyboardTracking(False)
        self.number.setFont(number_font(self.font()))
        self.tie = QPushButton(self.tr("Same moment"), self)
        self.tie.setAutoDefault(False)
        tip_with_keys(self.tie, self.tr("These two frames are the same moment"), "same_moment")
        self.cancel = QToolButton(self)
        self.cancel.setAutoRaise(True)
        self.cancel.setToolTip(self.tr("Follow again as before"))
        self.cancel.setAccessibleName(self.tr("Follow again as before"))
        for button, by, said in (
            (self._back, -1, self.tr("One frame back")),
            (self._on, 1, self.tr("One frame on")),
        ):
            button.setAutoRaise(True)
            button.setAutoRepeat(True)
            button.setToolTip(said)
            button.setAccessibleName(said)
            button.clicked.connect(lambda _=False, by=by: self.frame_wanted.emit(self.number.value() + by))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self._back)
        row.addWidget(self._on)
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        row.addWidget(self.tie)
        row.addWidget(self.cancel)
        self.slider.valueChanged.connect(self.frame_wanted)
        self.number.valueChanged.connect(self.frame_wanted)
        self.tie.clicked.connect(self.same_moment_wanted)
        self.cancel.clicked.connect(self.done)
        self.draw_icons()

    def show_frame(self, frame: int, last: int, *, cancels: bool, reason: str) -> None:
        """Show where it is.

        Parameters
        ----------
        cancels
            Whether there is a moment in common to go back to.
        reason
            Why nothing can be tied; empty if it can.
        """
        for part in (self.slider, self.number):
            before = part.blockSignals(True)
            part.setRange(0, last)
            part.setValue(frame)
            part.blockSignals(before)
        self.cancel.setVisible(cancels)
        self.tie.setEnabled(not reason)
        if reason:
            self.tie.setToolTip(reason)
        else:
            tip_with_keys(self.tie, self.tr("These two frames are the same moment"), "same_moment")

    def draw_icons(self) -> None:
        """Draw the icons in the ink of the theme."""
        for button, name in (
            (self._back, "previous-frame"),
            (self._on, "next-frame"),
            (self.cancel, "cancel"),
        ):
            button.setIcon(icon(name))
