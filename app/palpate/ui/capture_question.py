"""Asking how fast a camera recorded, in a bar that can be ignored."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from palpate.model.change import Change
from palpate.model.clip import Clip
from palpate.session.frames.clip_editing import capture_unknown, likely_rate, set_capture_rate
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.messages import MessageBars
from palpate.ui.widgets.rate_chooser import RateChooser

_NAME_AT_MOST = 40


class CaptureQuestions(QObject):
    """Asks about videos that were added and say nothing of their camera; an answer is one edit."""

    def __init__(self, workbench: Workbench, messages: MessageBars) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._messages = messages
        self._asked: dict[QWidget, frozenset[str]] = {}
        workbench.session_changed.connect(self._forget_all)
        workbench.changed.connect(self._on_changed)

    def ask(self, clips: Sequence[Clip]) -> None:
        """Ask about those whose capture rate nobody knows."""
        unknown = [clip for clip in clips if capture_unknown(clip)]
        if not unknown:
            return
        rates = {clip.fps for clip in unknown}
        controls = self._controls(unknown[0].fps, own_rate=len(rates) == 1)
        self._asked[controls] = frozenset(clip.id for clip in unknown)
        named = _short(unknown[0].name) if len(unknown) == 1 else self.tr("{n} videos").format(n=len(unknown))
        text = self.tr("How fast did the camera record {name}?").format(name=named)
        tip = self.tr(
            "Times and speeds are reckoned by it. Slow motion plays slower than it was recorded, and few "
            "files say how fast that was. It can be changed later: Clip, Properties."
        )
        self._messages.ask(text, controls, tip)

    def _controls(self, fps: float, *, own_rate: bool) -> QWidget:
        controls = QWidget()
        chooser = RateChooser(controls)
        chooser.offer(fps, likely_rate(fps))
        unit = QLabel(self.tr("fps"), controls)
        unit.setBuddy(chooser)
        take = QPushButton(self.tr("Set"), controls)
        take.setToolTip(self.tr("The camera recorded at this rate"))
        as_file = QPushButton(controls)
        as_file.setText(
            self.tr("As the file ({fps})").format(fps=f"{fps:.6g}") if own_rate else self.tr("As the files")
        )
        as_file.setToolTip(self.tr("It plays as fast as it was recorded"))
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (chooser, unit, take, as_file):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

        def enable() -> None:
            wrong = chooser.rate() is None
            take.setEnabled(not wrong)
            take.setToolTip(
                self.tr("Type a number above 0 first")
                if wrong
                else self.tr("The camera recorded at this rate")
            )

        def given() -> None:
            rate = chooser.rate()
            if rate is not None:
                self._answer(controls, rate)

        chooser.editTextChanged.connect(enable)
        chooser.entered.connect(given)
        take.clicked.connect(given)
        as_file.clicked.connect(lambda: self._answer(controls, None))
        return controls

    def _answer(self, controls: QWidget, fps: float | None) -> None:
        session = self._workbench.session
        if session is not None and controls in self._asked:
            clips = self._asked[controls]
            self._workbench.attempt(lambda: set_capture_rate(session, clips, fps))
            self._withdraw(controls)

    def _on_changed(self, change: Change) -> None:
        """Take back what is answered elsewhere, or asks about clips that are gone."""
        session = self._workbench.session
        if change.clips and session is not None:
            unknown = {clip.id for clip in session.contents.clips if capture_unknown(clip)}
            for controls, clips in list(self._asked.items()):
                if not clips & unknown:
                    self._withdraw(controls)

    def _forget_all(self) -> None:
        for controls in list(self._asked):
            self._withdraw(controls)

    def _withdraw(self, controls: QWidget) -> None:
        if self._asked.pop(controls, None) is not None:
            self._messages.withdraw(controls)


def _short(name: str) -> str:
    """Return a name that leaves room for the answer beside it."""
    return (
        name if len(name) <= _NAME_AT_MOST else f"{name[: _NAME_AT_MOST // 2]}…{name[-_NAME_AT_MOST // 2 :]}"
    )
