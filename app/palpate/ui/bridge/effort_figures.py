"""The stopwatch of the sitting: seconds per pose, told after each edit."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, QTime, Signal

from palpate.session.stopwatch import Effort, Stopwatch
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.preferences import Preferences


class EffortFigures(QObject):
    """Reads the journal while it is switched on.

    Signals
    -------
    told
        (words, sentence) short for a line, long for its tooltip; both empty while there is nothing to tell.
    """

    told = Signal(str, str)

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        self._stopwatch: Stopwatch | None = None
        workbench.session_changed.connect(self.begin)
        workbench.changed.connect(self._tell)

    @property
    def shown(self) -> bool:
        """Whether it is switched on."""
        return self._preferences.stopwatch

    def show_stopwatch(self) -> None:
        """Switch it on or off."""
        self._preferences.stopwatch = not self._preferences.stopwatch
        self.begin()

    def begin(self) -> None:
        """Count anew if it is switched on, and fall silent if not."""
        session = self._workbench.session
        self._stopwatch = Stopwatch(session) if session is not None and self.shown else None
        self._tell()

    def _tell(self, *_: object) -> None:
        stopwatch = self._stopwatch
        effort = self._workbench.attempt(stopwatch.read) if stopwatch is not None else None
        self.told.emit(*((self._words(effort), self._sentence(effort)) if effort is not None else ("", "")))

    def _words(self, effort: Effort) -> str:
        each = effort.seconds_per_pose
        if each is None:
            return ""
        return self.tr("{each} per pose · {poses}").format(each=_long(each), poses=self._poses(effort))

    def _sentence(self, effort: Effort) -> str:
        if effort.began is None or not effort.poses:
            return ""
        said = self.tr(
            "Since {began}: {poses} in {time} of work; a pose counts once you have placed half of it, and "
            "pauses of a minute and more are left out. "
            "View → Stopwatch switches this off."
        )
        local = effort.began.astimezone()
        began = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
        return said.format(began=began, poses=self._poses(effort), time=_long(effort.seconds))

    def _poses(self, effort: Effort) -> str:
        return self.tr("1 pose") if effort.poses == 1 else self.tr("{n} poses").format(n=effort.poses)


def _long(seconds: float) -> str:
    if seconds < 10.0:
        return f"{seconds:.1f} s"
    if seconds < 60.0:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"
