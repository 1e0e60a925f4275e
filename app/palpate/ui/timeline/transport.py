"""The row above the timeline: stepping, playing, where we are, and how to read the lanes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSpinBox, QToolButton, QWidget

from palpate.ui.actions.keys import tip_with_keys
from palpate.ui.theme.apply import number_font
from palpate.ui.theme.icons import icon
from palpate.ui.timeline.jog import JogStrip
from palpate.ui.timeline.legend import Legend
from palpate.ui.timeline.speed_button import SpeedButton
from palpate.ui.timeline.tabs import Tabs

_BUTTON = 32


class Transport(QWidget):
    """Buttons, the frame number, and the capture time.

    Signals
    -------
    frame_wanted
        (frame) was typed.
    play_toggled, backwards_toggled, loop_toggled
    speed_wanted
        (multiple of real time) was chosen.
    step_wanted, keyframe_step_wanted
        (by)
    zoom_wanted
        (factor) in time, 0 to show the whole clip.
    """

    frame_wanted = Signal(int)
    play_toggled = Signal()
    backwards_toggled = Signal()
    loop_toggled = Signal()
    speed_wanted = Signal(float)
    step_wanted = Signal(int)
    keyframe_step_wanted = Signal(int)
    zoom_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._travelling = 0
        self._icons: list[tuple[QToolButton, str]] = []
        self._play = self._button("play", self.tr("Play"), "play")
        self._play.clicked.connect(self.play_toggled)
        self._back = self._button("play-backwards", self.tr("Play backwards"), "play_backwards")
        self._back.clicked.connect(self.backwards_toggled)
        self._loop = self._button("loop", "")
        self._loop.setCheckable(True)
        self._loop.clicked.connect(self.loop_toggled)
        self.speed = SpeedButton(self)
        self.speed.setFixedHeight(_BUTTON)
        self.speed.speed_wanted.connect(self.speed_wanted)
        self.tabs = Tabs(self)
        self.jog = JogStrip(self)
        self.jog.step_wanted.connect(self.step_wanted)
        self._frame = _FrameField(self)
        self._last = QLabel(self)
        self._time = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(0)
        row.addWidget(self.tabs)
        row.addSpacing(8)
        self._add_stepping(row)
        row.addSpacing(8)
        row.addWidget(self.jog)
        row.addSpacing(8)
        self._add_place(row)
        row.addSpacing(16)
        self.legend = Legend(self)
        row.addWidget(self.legend, 1)
        row.addSpacing(16)
        self._add_zoom(row)
        self.show_range(None, loops=False)
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
        self.jog.show_frame(frame)

    @property
    def frame(self) -> int:
        """The frame that is shown."""
        return self._frame.value()

    @property
    def time_text(self) -> str:
        """The capture time that is shown; empty where nobody can know it."""
        return self._time.text()

    def show_travelling(self, by: int) -> None:
        """Show what the buttons would do, while it plays by so many frames a picture; 0 at rest."""
        if by == self._travelling:
            return
        self._travelling = by
        for button, plays, said, does in (
            (self._play, by > 0, self.tr("Play"), "play"),
            (self._back, by < 0, self.tr("Play backwards"), "play_backwards"),
        ):
            tip_with_keys(button, self.tr("Pause") if plays else said, does)
        self._draw_icons()

    def show_range(self, chosen: tuple[int, int] | None, *, loops: bool) -> None:
        """Show whether it loops, and what."""
        self._loop.setChecked(loops)
        what = self.tr("the whole clip; Shift-drag on the ruler chooses a range")
        if chosen is not None:
            what = self.tr("frames {first} to {last}").format(first=chosen[0], last=chosen[1])
        tip_with_keys(self._loop, self.tr("Loop: {what}").format(what=what), "loop")

    def offer_jumps(self, back: Sequence[QAction], on: Sequence[QAction]) -> None:
        """Offer further places to go to when a keyframe button is held down."""
        for button, jumps in zip(self._jumps, (back, on), strict=True):
            menu = QMenu(button)
            menu.addActions(list(jumps))
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
            button.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()

    def _add_stepping(self, row: QHBoxLayout) -> None:
        hold = self.tr("hold for gaps, flags, events and notes")
        before = self._button(
            "previous-keyframe", self.tr("Previous keyframe; {hold}").format(hold=hold), "previous_keyframe"
        )
        back = self._button("previous-frame", self.tr("Previous frame"), "previous_frame")
        on = self._button("next-frame", self.tr("Next frame"), "next_frame")
        after = self._button(
            "next-keyframe", self.tr("Next keyframe; {hold}").format(hold=hold), "next_keyframe"
        )
        self._jumps = before, after
        for button in (back, on):
            button.setAutoRepeat(True)
        before.clicked.connect(lambda: self.keyframe_step_wanted.emit(-1))
        back.clicked.connect(lambda: self.step_wanted.emit(-1))
        on.clicked.connect(lambda: self.step_wanted.emit(1))
        after.clicked.connect(lambda: self.keyframe_step_wanted.emit(1))
        for button in (before, back, self._back, self._play, on, after):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.speed)
        row.addWidget(self._loop)

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

    def _button(self, name: str, tip: str, does: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFixedSize(_BUTTON, _BUTTON)
        tip_with_keys(button, tip, does)
        # A click must not take the keys away from the picture; Tab still reaches it.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name:
            button.setIcon(icon(name))
            self._icons.append((button, name))
        return button

    def _draw_icons(self) -> None:
        for button, name in self._icons:
            playing = self._play if self._travelling > 0 else self._back if self._travelling else None
            button.setIcon(icon("pause" if button is playing else name))


class _FrameField(QSpinBox):
    """A number beyond the end goes to the last frame."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Let any number be typed."""
        if text.isascii() and text.isdecimal():
            return QValidator.State.Acceptable, text, place
        return super().validate(text, place)

    def valueFromText(self, text: str) -> int:
        """Return the frame that is meant."""
        return min(int(text), self.maximum()) if text.isascii() and text.isdecimal() else self.value()
