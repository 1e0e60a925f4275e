"""What the program remembers between starts: settings, arrangement, recent projects and places."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from palpate.base.folders import config_folder
from palpate.session.settings import Settings, spec_of, usual
from palpate.session.settings_table import GIGA, MEGA

_RECENT_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work in a project was; what it names may be gone by now."""

    clip: str
    layer: str
    frame: int
    instance: str
    keypoint: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a picture was seen: its size and the middle in image px, and logical px per image px."""

    size: tuple[int, int]
    centre: tuple[float, float]
    zoom: float


class Preferences:
    """Settings of the people at this machine and places of their work, in one file.

    Attributes
    ----------
    settings
        Everything that the table of settings names, also what has no property here.
    """

    def __init__(self) -> None:
        path = config_folder() / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)
        self.settings = Settings(_Shelf(self._settings))

    @property
    def theme(self) -> str:
        """``dark`` or ``light``."""
        return str(self.settings.get("theme"))

    @theme.setter
    def theme(self, name: str) -> None:
        self.settings.set("theme", name)

    @property
    def annotator(self) -> str:
        """The name under which labels are placed; the system's user name at first."""
        return str(self.settings.get("annotator"))

    @annotator.setter
    def annotator(self, name: str) -> None:
        self.settings.set("annotator", name)

    @property
    def frame_bytes(self) -> int | None:
        """How much memory frames may take; None for the usual share of what is free."""
        megabytes = self.settings.get("frame_megabytes")
        return megabytes * MEGA if isinstance(megabytes, int) else None

    @property
    def proxy_limit_bytes(self) -> int:
        """How much room on the disk all proxies together may take."""
        gigabytes = self.settings.get("proxy_gigabytes")
        assert isinstance(gigabytes, int)
        return gigabytes * GIGA

    @property
    def stopwatch(self) -> bool:
        """Whether seconds per pose are told."""
        return bool(self.settings.get("stopwatch"))

    @stopwatch.setter
    def stopwatch(self, shown: bool) -> None:
        self.settings.set("stopwatch", shown)

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
        """Docks and bars as whoever works now has last left them."""
        kept = str(self.settings.get("arrangement"))
        if kept == usual(spec_of("arrangement")):
            return self._bytes("state")  # of the machine, before there were profiles
        return QByteArray.fromBase64(kept.encode("ascii", "replace"))

    def keep_layout(self, geometry: QByteArray, arrangement: QByteArray | None) -> None:
        """Keep the window as it stands; without an arrangement the default one comes next time."""
        self._settings.setValue("geometry", geometry)
        self.keep_arrangement(arrangement)
        self._settings.sync()

    def keep_arrangement(self, arrangement: QByteArray | None) -> None:
        """Keep docks and bars for whoever works now; None for the default."""
        self._settings.remove("state")
        if arrangement is None:
            self.settings.reset("arrangement")
        else:
            self.settings.set("arrangement", bytes(arrangement.toBase64().data()).decode("ascii"))

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
        self._forget_all_but("places", path)
        parts = [str(path), place.clip, place.layer, place.frame, place.instance, place.keypoint]
        self._settings.setValue(_place_key(path), json.dumps(parts))
        self._settings.sync()

    def seen(self, project: Path) -> Seen | None:
        """Return what of the picture was seen in a project; None for the whole of it."""
        try:
            width, height, x, y, zoom = json.loads(str(self._settings.value(_key("seen", project), "")))
            return Seen((int(width), int(height)), (float(x), float(y)), float(zoom))
        except (ValueError, TypeError):  # nothing kept, or a file that somebody edited
            return None

    def keep_seen(self, project: Path, seen: Seen | None) -> None:
        """Keep what of the picture is seen in a project; forget projects no longer recent."""
        self._forget_all_but("seen", project)
        if seen is None:
            self._settings.remove(_key("seen", project))
        else:
            self._settings.setValue(_key("seen", project), json.dumps([*seen.size, *seen.centre, seen.zoom]))

    def looks(self, project: Path) -> str:
        """Return how the clips of a project are shown, as it was kept; empty if nothing was."""
        found = self._settings.value(_key("looks", project))
        return found if isinstance(found, str) else ""

    def keep_looks(self, project: Path, looks: str) -> None:
        """Keep how the clips of a project are shown; forget those of projects no longer recent."""
        self._forget_all_but("looks", project)
        if looks:
            self._settings.setValue(_key("looks", project), looks)
        else:
            self._settings.remove(_key("looks", project))
        self._settings.sync()

    def _forget_all_but(self, what: str, project: Path) -> None:
        keys = {_key(what, known) for known in (project, *self.recent)}
        for name in self._settings.allKeys():
            if name.startswith(f"{what}/") and name not in keys:
                self._settings.remove(name)

    def aside(self, project: Path) -> str:
        """Return what was hidden and locked in a project, as `SetAside.as_text` wrote it."""
        kept = self._settings.value(_key("aside", project), "")
        return kept if isinstance(kept, str) else ""

    def keep_aside(self, project: Path, text: str) -> None:
        """Keep what is hidden and locked in a project; forget projects no longer recent."""
        self._forget_all_but("aside", project)
        if text:
            self._settings.setValue(_key("aside", project), text)
        else:
            self._settings.remove(_key("aside", project))

    def partners(self, project: Path) -> dict[str, str]:
        """Return which clip was chosen to stand beside which, by their ids."""
        kept = self._settings.value(_key("partners", project), "")
        try:
            found = json.loads(kept) if isinstance(kept, str) and kept else {}
        except (ValueError, RecursionError):
            return {}
        return {str(clip): str(other) for clip, other in found.items()} if isinstance(found, dict) else {}

    def keep_partners(self, project: Path, partners: dict[str, str]) -> None:
        """Keep which clip stands beside which; forget those of projects no longer recent."""
        self._forget_all_but("partners", project)
        self._settings.setValue(_key("partners", project), json.dumps(partners))

    def _bytes(self, name: str) -> QByteArray | None:
        found = self._settings.value(name)
        return found if isinstance(found, QByteArray) else None


class _Shelf:
    """Texts of the configuration file."""

    def __init__(self, kept: QSettings) -> None:
        self._kept = kept

    def read(self, key: str) -> str | None:
        found = self._kept.value(key)
        return found if isinstance(found, str) else None  # commas typed into the file make lists

    def write(self, key: str, text: str | None) -> None:
        if text is None:
            self._kept.remove(key)
        else:
            self._kept.setValue(key, text)

    def all_keys(self) -> list[str]:
        return self._kept.allKeys()


def _place_key(project: Path) -> str:
    return _key("places", project)


def _key(what: str, project: Path) -> str:
    # A path as a key would be cut into groups at its slashes.
    return f"{what}/" + hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:24]
