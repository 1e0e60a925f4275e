"""Maps of keys as files, and those that come with the program.

A file names the actions whose keys it sets, and only those; the others keep their default keys as far as
the file does not give these away::

    {"format": "palpate-keymap", "version": 1, "title": "Mine", "about": "", "keys": {"next_frame": ["F"]}}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnreadable, KeymapFaulty, Problem
from palpate.base.folders import resource
from palpate.session.keys.key_names import canonical
from palpate.session.keys.keymap import Keyed, Keymap, Keys, default_map, why_not_key

READY_MADE = ("cvat", "sleap", "left_handed")
"""Names of the maps in ``resources/defaults/keymaps``; the default one stands in the table of actions."""

_FORMAT, _VERSION = "palpate-keymap", 1
_FIELDS = ("format", "version", "title", "about", "keys")


@dataclass(frozen=True, slots=True)
class KeymapFile:
    """What a file of keys says.

    Attributes
    ----------
    about
        Where its keys come from.
    changes
        Keys of the actions it names; to be laid over the default ones.
    """

    title: str
    about: str
    changes: Mapping[str, Keys]


def read_keymap(path: Path, actions: Iterable[Keyed]) -> KeymapFile:
    """Read a map of keys.

    Raises
    ------
    FileUnreadable
        If the file cannot be read.
    KeymapFaulty
        With all problems: what is no keymap, actions nobody knows, keys that are none or that two actions
        would have.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadable((error.strerror or str(error)).lower(), path=path) from error
    except UnicodeDecodeError as error:
        raise KeymapFaulty([Problem("", "is no text")], path=path) from error
    try:
        # The standard reader, for it shows names that stand twice; elsewhere the last one wins unseen.
        found = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise KeymapFaulty([Problem(place, f"is not JSON ({error.msg.lower()})")], path=path) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond all measure
        raise KeymapFaulty([Problem("", "is not JSON that can be read")], path=path) from error
    reading = _Reading({action.name: action for action in actions})
    read = reading.file(found)
    if reading.problems:
        raise KeymapFaulty(reading.problems, path=path)
    return read


def write_keymap(path: Path, keymap: Keymap, *, title: str, about: str = "") -> None:
    """Write the keys of every action, also of those that have none.

    Raises
    ------
    FileUnwritable
        If it cannot be written.
    """
    import msgspec

    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "title": title,
        "about": about,
        "keys": {action: list(keys) for action, keys in keymap.keys.items()},
    }
    write_bytes(path, msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")


def ready_made(name: str, actions: Iterable[Keyed]) -> KeymapFile:
    """Return a map that comes with the program, one of `READY_MADE`."""
    return read_keymap(resource("defaults", "keymaps", f"{name}.json"), actions)


def ready_map(name: str, actions: Iterable[Keyed]) -> Keymap:
    """Return the keys of every action in a ready-made map; the default ones for a name nobody knows."""
    known = tuple(actions)
    default = default_map(known)
    return default.overlaid(ready_made(name, known).changes) if name in READY_MADE else default


class _Pairs(list[tuple[str, object]]):
    """An object of a JSON file, names that stand twice included."""


class _Reading:
    def __init__(self, actions: Mapping[str, Keyed]) -> None:
        self._actions = actions
        self._holder: dict[str, str] = {}
        self.problems: list[Problem] = []

    def file(self, found: object) -> KeymapFile:
        if not isinstance(found, _Pairs):
            self._wrong("", "is no keymap: an object is expected")
            return KeymapFile("", "", {})
        fields = self._fields(found)
        if fields.get("format") != _FORMAT:
            self._wrong("format", f"is no keymap: “{_FORMAT}” is expected")
        elif fields.get("version") != _VERSION:
            self._wrong("version", f"is not known; this program reads version {_VERSION}")
        return KeymapFile(self._text(fields, "title"), self._text(fields, "about"), self._keys(fields))

    def _fields(self, found: _Pairs) -> dict[str, object]:
        fields: dict[str, object] = {}
        for name, value in found:
            if name not in _FIELDS:
                self._wrong(name, f"is not known; known are {', '.join(_FIELDS)}")
            elif name in fields:
                self._wrong(name, "stands twice")
            fields.setdefault(name, value)
        return fields

    def _text(self, fields: Mapping[str, object], name: str) -> str:
        text = fields.get(name, "")
        if not isinstance(text, str):
            self._wrong(name, "is no text")
            return ""
        return text

    def _keys(self, fields: Mapping[str, object]) -> dict[str, Keys]:
        found = fields.get("keys")
        if not isinstance(found, _Pairs):
            self._wrong("keys", "is missing or no object: actions and their keys are expected")
            return {}
        read: dict[str, Keys] = {}
        for name, keys in found:
            place = f"keys.{name}"
            action = self._actions.get(name)
            if action is None:
                self._wrong(place, "is no action of this program")
            elif name in read:
                self._wrong(place, "stands twice")
            elif isinstance(keys, _Pairs) or not isinstance(keys, list):
                self._wrong(place, "is no list of keys")
            else:
                read[name] = self._keys_of(action, keys)
        return read

    def _keys_of(self, action: Keyed, keys: list[object]) -> Keys:
        read: list[str] = []
        for number, key in enumerate(keys):
            place = f"keys.{action.name}[{number}]"
            reason = why_not_key(action, key) if isinstance(key, str) else "is no text"
            known = canonical(key) if isinstance(key, str) else ""
            holder = self._holder.setdefault(known, action.name) if not reason else ""
            if reason:
                self._wrong(place, reason)
            elif known in read:
                self._wrong(place, f"{known} stands twice")
            elif holder != action.name:
                self._wrong(place, f"{known} is the key of {holder} already")
            else:
                read.append(known)
        return tuple(read)

    def _wrong(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(place, sentence))
