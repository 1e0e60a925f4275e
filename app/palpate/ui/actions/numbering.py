"""Keypoints by their numbers, ten at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from palpate.session.placing import banks
from palpate.session.selection import Focus
from palpate.ui.actions.keys import keys_of, shown
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

_READABLE_MS = 5000
_LINE = "numbers"
_PAD = "Num+"


class Numbering(QObject):
    """Makes keypoints active by digits; tells which digit means which one."""

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._read = QTimer(self, singleShot=True, interval=_READABLE_MS)
        self._read.timeout.connect(self._put_away)
        canvas.escaped.connect(self._put_away)
        workbench.changed.connect(self._put_away)
        workbench.focus_changed.connect(self._on_focus)
        workbench.session_changed.connect(self._on_session)

    def bank_1(self) -> None:
        """The first of the ten."""
        self._choose(1)

    def bank_2(self) -> None:
        """The second."""
        self._choose(2)

    def bank_3(self) -> None:
        """The third."""
        self._choose(3)

    def bank_4(self) -> None:
        """The fourth."""
        self._choose(4)

    def bank_5(self) -> None:
        """The fifth."""
        self._choose(5)

    def bank_6(self) -> None:
        """The sixth."""
        self._choose(6)

    def bank_7(self) -> None:
        """The seventh."""
        self._choose(7)

    def bank_8(self) -> None:
        """The eighth."""
        self._choose(8)

    def bank_9(self) -> None:
        """The ninth."""
        self._choose(9)

    def bank_0(self) -> None:
        """The tenth."""
        self._choose(0)

    def next_bank(self) -> None:
        """Let digits mean the next ten."""
        self._turn(1)

    def previous_bank(self) -> None:
        """Let digits mean the ten before."""
        self._turn(-1)

    def _choose(self, digit: int) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: banks.choose_in_bank(session, digit))
            self._read.start()
            self._tell(listed=False)

    def _turn(self, by: int) -> None:
        session = self._workbench.session
        if session is not None:
            banks.turn_bank(session, by)
            self._read.start()
            self._tell(listed=True)

    def _on_session(self) -> None:
        self._put_away()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if (now.instance, now.frame) != (before.instance, before.frame):
            self._put_away()

    def _put_away(self, *_: object) -> None:
        self._read.stop()
        self._canvas.set_line(_LINE, "")

    def _tell(self, *, listed: bool) -> None:
        """Say for a while which ten the digits mean, and name them if they have just changed."""
        session = self._workbench.session
        ten = banks.bank_here(session) if session is not None else range(0)
        if session is None or not len(ten):
            self._canvas.set_line(_LINE, "")
            return
        keypoints = session.contents.skeleton_of(self._workbench.focus.instance).keypoints
        head = self.tr("{keys}: keypoints {first} to {last} of {count}")
        digits = _key_said("bank_1", self.tr("Number pad")).replace("1", "1…0")
        lines = [head.format(keys=digits, first=ten[0] + 1, last=ten[-1] + 1, count=len(keypoints))]
        turn = _key_said("next_bank", self.tr("{sign} on the number pad"))
        if turn and len(keypoints) > banks.SIZE:
            lines[0] += self.tr("  ·  {key}: the next ten").format(key=turn)
        if listed:
            lines += [f"{(k + 1) % banks.SIZE}   {keypoints[k].called}" for k in ten]
        self._canvas.set_line(_LINE, "\n".join(lines))


def _key_said(does: str, on_pad: str) -> str:
    """Return the key of an action that every keyboard has, else what is said of one on the number pad."""
    keys = keys_of(does)
    everywhere = [key for key in keys if not key.startswith(_PAD)]
    if everywhere or not keys:
        return shown(everywhere[0]) if everywhere else ""
    return on_pad.format(sign=keys[0].removeprefix(_PAD))
