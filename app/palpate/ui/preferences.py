"""What the program remembers between starts: theme, window layout, recent projects, who is working."""

from __future__ import annotations

import getpass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from palpate.base.folders import config_folder

_RECENT_AT_MOST = 12


class Preferences:
    """Settings of this person on this machine, in one file of the configuration folder."""

    def __init__(self) -> None:
        path = config_folder() / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """``dark`` or ``light``."""
        return str(self._settings.value("theme", "dark"))

    @theme.setter
    def theme(self, name: str) -> None:
        self._settings.setValue("theme", name)

    @property
    def annotator(self) -> str:
        """The name under which labels are placed; the system's user name at first."""
        try:
            fallback = getpass.getuser()
        except (OSError, KeyError):
            fallback = "annotator"
        return str(self._settings.value("annotator", fallback))

    @annotator.setter
    def annotator(self, name: str) -> None:
        self._settings.setValue("annotator", name)

    @property
    def recent(self) -> list[Path]:
        """Projects that were open, the last one first."""
        text = str(self._settings.value("recent", ""))
        return [Path(line) for line in text.split("\n") if line]

    def remember(self, project: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = project.resolve()
        paths = [path, *(other for other in self.recent if other != path)][:_RECENT_AT_MOST]
        self._settings.setValue("recent", "\n".join(map(str, paths)))

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Return geometry and dock state as last kept, or None."""
        geometry, state = self._settings.value("geometry"), self._settings.value("state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def keep_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Keep the arrangement of the window."""
        self._settings.setValue("geometry", geometry)
        self._settings.setValue("state", state)
        self._settings.sync()
