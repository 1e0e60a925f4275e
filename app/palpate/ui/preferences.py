"""What the program remembers between starts: theme, arrangement, recent projects and places, who works."""

from __future__ import annotations

import getpass
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from palpate.base.folders import config_folder
from palpate.session.proxies import LIMIT_BYTES

_RECENT_AT_MOST = 12
_MEGA, _GIGA = 1 << 20, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work in a project was; what it names may be gone by now."""

    clip: str
    layer: str
    frame: int
    instance: str
    keypoint: int


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
    def frame_bytes(self) -> int | None:
        """How much memory frames may take; None for the usual share of what is free."""
        return _whole(self._settings.value("frame_megabytes"), _MEGA)

    @frame_bytes.setter
    def frame_bytes(self, wanted: int | None) -> None:
        if wanted is None:
            self._settings.remove("frame_megabytes")
        else:
            self._settings.setValue("frame_megabytes", wanted // _MEGA)

    @property
    def proxy_limit_bytes(self) -> int:
        """How much room on the disk all proxies together may take."""
        return _whole(self._settings.value("proxy_gigabytes"), _GIGA) or LIMIT_BYTES

    @proxy_limit_bytes.setter
    def proxy_limit_bytes(self, limit: int) -> None:
        self._settings.setValue("proxy_gigabytes", limit // _GIGA)

    @property
    def stopwatch(self) -> bool:
        """Whether seconds per pose are told."""
        return str(self._settings.value("stopwatch", "on")) != "off"

    @stopwatch.setter
    def stopwatch(self, shown: bool) -> None:
        self._settings.setValue("stopwatch", "on" if shown else "off")

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

    @property
    def geometry(self) -> QByteArray | None:
        """Size, place and maximised state of the window as last kept."""
        return self._bytes("geometry")

    @property
    def arrangement(self) -> QByteArray | None:
        """Docks and bars as last kept."""
        return self._bytes("state")

    def keep_layout(self, geometry: QByteArray, arrangement: QByteArray | None) -> None:
        """Keep the window as it stands; without an arrangement the default one comes next time."""
        self._settings.setValue("geometry", geometry)
        if arrangement is None:
            self._settings.remove("state")
        else:
            self._settings.setValue("state", arrangement)
        self._settings.sync()

    def place(self, project: Path) -> Place | None:
        """Return where the work in a project was, if that is known."""
        try:
            _, clip, layer, frame, instance, keypoint = json.loads(
                str(self._settings.value(_place_key(project), ""))
            )
            return Place(str(clip), str(layer), int(frame), str(instance), int(keypoint))
        except (ValueError, TypeError):  # nothing kept, or a file that somebody edited
            return None

    def keep_place(self, project: Path, place: Place) -> None:
        """Keep where the work in a project is, at once on the disk; forget projects no longer recent."""
        path = project.resolve()
        keys = {_place_key(known) for known in (path, *self.recent)}
        for name in self._settings.allKeys():
            if name.startswith("places/") and name not in keys:
                self._settings.remove(name)
        parts = [str(path), place.clip, place.layer, place.frame, place.instance, place.keypoint]
        self._settings.setValue(_place_key(path), json.dumps(parts))
        self._settings.sync()

    def _bytes(self, name: str) -> QByteArray | None:
        found = self._settings.value(name)
        return found if isinstance(found, QByteArray) else None


def _whole(kept: object, unit: int) -> int | None:
    """Return a number of bytes kept in larger units; None for what is none, as somebody edited the file."""
    text = str(kept)
    return int(text) * unit if text.isdecimal() and 0 < int(text) < 1 << 32 else None


def _place_key(project: Path) -> str:
    # A path as a key would be cut into groups at its slashes.
    return "places/" + hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:24]
