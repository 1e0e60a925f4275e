"""The limit of memory that somebody sets, put in force."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session.frames import frame_memory
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.preferences import Preferences


class Memory(QObject):
    """Gives every project that is opened its limit; make it before whatever shows frames.

    Signals
    -------
    changed
        Frames may take another share from now on: what shows them begins anew.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, preferences: Preferences) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._preferences = preferences
        workbench.session_changed.connect(self._put_in_force)

    def set_anew(self) -> None:
        """Put another limit in force at once."""
        self._put_in_force()
        self.changed.emit()

    def _put_in_force(self) -> None:
        session = self._workbench.session
        if session is not None:
            frame_memory.set_frame_memory(session, self._preferences.frame_bytes)
