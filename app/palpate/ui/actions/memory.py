"""The limits of memory and disk that a person sets, put in force."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from palpate.session import frame_memory, proxies
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import window_over
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

    def memory_settings(self) -> None:
        """Ask for the limits, and put them in force at once."""
        from palpate.ui.dialogs.memory import MemoryDialog  # no start of the window needs it

        dialog = MemoryDialog(
            window_over(self),
            frame_bytes=self._preferences.frame_bytes,
            usual_bytes=frame_memory.usual_bytes(),
            range_bytes=frame_memory.range_bytes(),
            proxy_limit_bytes=self._preferences.proxy_limit_bytes,
            proxies_bytes=proxies.all_proxy_bytes(),
        )

        def decided() -> None:
            self._preferences.proxy_limit_bytes = dialog.proxy_limit_bytes()
            if dialog.frame_bytes() != self._preferences.frame_bytes:
                self._preferences.frame_bytes = dialog.frame_bytes()
                self._put_in_force()
                self.changed.emit()

        dialog.accepted.connect(decided)
        dialog.open()

    def _put_in_force(self) -> None:
        session = self._workbench.session
        if session is not None:
            frame_memory.set_frame_memory(session, self._preferences.frame_bytes)
