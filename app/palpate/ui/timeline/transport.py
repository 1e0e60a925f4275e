"""The row above the timeline: stepping, playing, where we are, and how to read the lanes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from palpate.ui.theme.apply import number_font
from palpate.ui.theme.icons import icon
from palpate.ui.timeline.legend import Legend

_BUTTON = 32


class Transport(QWidget):
    """Buttons, the frame number, and the capture time.

    Signals
    -------
    frame_wanted
        (frame) was typed.
    play_toggled
    step_wanted, keyframe_step_wanted
        (by)
    zoom_wanted
        (factor) in time, 0 to show the whole clip.
    """

    frame_wanted = Signal(int)
    play_toggled = Signal()
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)
    zoom_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._icons: list[tuple[QToolButton, str]] = []
        self._play = self._button("play", self.tr("Play (Space)"))
        self._play.clicked.connect(self.play_toggled)
        self._frame = QSpinBox(self)
        self._last = QLabel(self)
        self._time = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(0)
        self._add_stepping(row)
        row.addSpacing(8)
        self._add_place(row)
        row.addSpacing(16)
        row.addWidget(Legend(self), 1)
        row.addSpacing(16)
        self._add_zoom(row)
        self.set_clip(0)

    def set_clip(self, n_frames: int) -> None:
        """Take another clip's length; 0 without any."""
        self.setEnabled(n_frames > 0)
        blocked = self._frame.blockSignals(True)  # a shorter clip moves the number, nobody's hand did
        self._frame.setMaximum(max(n_frames - 1, 0))
        self._frame.blockSignals(blocked)
        self._last.setText(self.tr("of {last}").format(last=max(n_frames - 1, 0)) if n_frames else "")

    def show_frame(self, frame: int, time: str) -> None:
        """Show where the work is."""
        blocked = self._frame.blockSignals(True)
        self._frame.setValue(frame)
        self._frame.blockSignals(blocked)
        self._time.setText(time)

    @property
    def frame(self) -> int:
        """The frame that is shown."""
        return self._frame.value()

    @property
    def time_text(self) -> str:
        """The capture time that is shown; empty where nobody can know it."""
        return self._time.text()

    def set_playing(self, playing: bool) -> None:
        """Show what the button would do."""
        if playing != self._playing:
            self._playing = playing
            said = self.tr("Pause (Space)") if playing else self.tr("Play (Space)")
            self._play.setToolTip(said)
            self._play.setAccessibleName(said)
            self._draw_icons()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()

    def _add_stepping(self, row: QHBoxLayout) -> None:
        before = self._button("previous-keyframe", self.tr("Previous keyframe (Shift+Q)"))
        back = self._button("previous-frame", self.tr("Previous frame (Q)"))
        on = self._button("next-frame", self.tr("Next frame (E)"))
        after = self._button("next-keyframe", self.tr("Next keyframe (Shift+E)"))
        for button in (back, on):
            button.setAutoRepeat(True)
        before.clicked.connect(lambda: self.keyframe_step_wanted.emit(-1))
        back.clicked.connect(lambda: self.step_wanted.emit(-1))
        on.clicked.connect(lambda: self.step_wanted.emit(1))
        after.clicked.connect(lambda: self.keyframe_step_wanted.emit(1))
        for button in (before, back, self._play, on, after):
            row.addWidget(button)

    def _add_place(self, row: QHBoxLayout) -> None:
        self._frame.setAccessibleName(self.tr("Frame"))
        self._frame.setToolTip(self.tr("Frame, counted from 0; type a number and press Enter"))
        self._frame.setKeyboardTracking(False)
        self._frame.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._frame.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._frame.setFont(number_font(self.font()))
        self._frame.setMinimumWidth(72)
        self._frame.valueChanged.connect(self.frame_wanted)
        # Letters are shortcuts again as soon as the number stands.
        self._frame.lineEdit().returnPressed.connect(self._frame.clearFocus)
        for label, name in ((self._last, self.tr("Last frame")), (self._time, self.tr("Capture time"))):
            label.setFont(number_font(self.font()))
            label.setAccessibleName(name)
        self._last.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._time.setToolTip(self.tr("Time since the first frame, as captured"))
        row.addWidget(self._frame)
        row.addSpacing(8)
        row.addWidget(self._last)
        row.addSpacing(8)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setForegroundRole(self.palette().ColorRole.Mid)
        row.addWidget(line)
        row.addSpacing(8)
        row.addWidget(self._time)

    def _add_zoom(self, row: QHBoxLayout) -> None:
        for sign, tip, factor in (
            ("−", self.tr("Show more time"), 1.0 / 1.5),
            ("+", self.tr("Show less time"), 1.5),
        ):
            button = self._button("", tip)
            button.setText(sign)
            button.clicked.connect(lambda _=False, factor=factor: self.zoom_wanted.emit(factor))
            row.addWidget(button)
        whole = self._button("fit", self.tr("Show the whole clip"))
        whole.clicked.connect(lambda: self.zoom_wanted.emit(0.0))
        row.addWidget(whole)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        # A click must not take the keys away from the picture; Tab still reaches it.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name:
            button.setIcon(icon(name))
            self._icons.append((button, name))
        return button

    def _draw_icons(self) -> None:
        for button, name in self._icons:
            shown = "pause" if button is self._play and self._playing else name
            button.setIcon(icon(shown))
