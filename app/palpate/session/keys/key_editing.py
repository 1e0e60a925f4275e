"""Changing which key does what: a map to begin from, what somebody made of it, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from palpate.base.errors import UsageError
from palpate.session.keys import keymap_file
from palpate.session.keys.key_names import canonical
from palpate.session.keys.keymap import Keyed, Keymap, usable_changes, why_not_key
from palpate.session.settings import Settings

DEFAULT = "default"
"""Name of the map that stands in the table of actions."""


@dataclass(frozen=True, slots=True)
class _Stand:
    base: str
    keymap: Keymap


class KeyEditing:
    """The keys of the annotator who works now; every change is kept at once and can be undone.

    Attributes
    ----------
    actions
        What can have keys.
    """

    def __init__(self, settings: Settings, actions: Iterable[Keyed]) -> None:
        self._settings = settings
        self.actions = tuple(actions)
        self._by_name = {action.name: action for action in self.actions}
        self._bases = {name: keymap_file.ready_map(name, self.actions) for name in (DEFAULT,)}
        self._before: list[_Stand] = []
        self._now = self._kept()

    @property
    def keymap(self) -> Keymap:
        """The map in force."""
        return self._now.keymap

    @property
    def base(self) -> str:
        """Name of the map that was chosen."""
        return self._now.base

    @property
    def base_map(self) -> Keymap:
        """The map that was chosen, as it came."""
        return self._map(self._now.base)

    @property
    def changed(self) -> list[str]:
        """The actions whose keys are not those of the map that was chosen."""
        return list(self.keymap.changes_from(self.base_map))

    @property
    def undoable(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._before)

    def take_up(self) -> None:
        """Take the keys of whoever works now."""
        self._before.clear()
        self._now = self._kept()

    def choose(self, base: str) -> None:
        """Take a map as it comes with the program."""
        self._put(_Stand(base, self._map(base)))

    def give(self, action: str, key: str) -> list[str]:
        """Give an action one more key; returns those that lose it.

        Raises
        ------
        UsageError
            If it can have no such key; nothing was changed.
        """
        reason = why_not_key(self._by_name[action], key)
        if reason:
            raise UsageError(reason)
        known = canonical(key)
        losing = [other for other in self.keymap.holders(known) if other != action]
        self._change(self.keymap.giving(action, known))
        return losing

    def take(self, action: str, key: str) -> None:
        """Take a key from an action."""
        self._change(self.keymap.taking(action, key))

    def reset(self, action: str) -> list[str]:
        """Give an action the keys of the map that was chosen; returns those that lose one."""
        keys = self.base_map.of(action)
        losing = {other for key in keys for other in self.keymap.holders(key)} - {action}
        self._change(self.keymap.overlaid({action: keys}))
        return sorted(losing, key=list(self.keymap.keys).index)

    def reset_all(self) -> None:
        """Go back to the map that was chosen, as it came."""
        self.choose(self.base)

    def undo(self) -> None:
        """Take the last change back, whatever it was."""
        if self._before:
            self._now = self._before.pop()
            self._keep()

    def read(self, path: Path) -> None:
        """Take the map of a file; `palpate.session.keys.keymap_file.read_keymap` tells what it raises."""
        found = keymap_file.read_keymap(path, self.actions)
        self._put(_Stand(DEFAULT, self._map(DEFAULT).overlaid(found.changes)))

    def write(self, path: Path, *, title: str) -> None:
        """Write the map in force to a file; FileUnwritable if that cannot be."""
        keymap_file.write_keymap(path, self.keymap, title=title)

    def about(self, base: str) -> tuple[str, str]:
        """Return title of a map that comes with the program, and where its keys come from."""
        if base not in keymap_file.READY_MADE:
            return "", ""
        found = keymap_file.ready_made(base, self.actions)
        return found.title, found.about

    def _map(self, base: str) -> Keymap:
        if base not in self._bases:
            self._bases[base] = keymap_file.ready_map(base, self.actions)
        return self._bases[base]

    def _change(self, keymap: Keymap) -> None:
        if keymap != self.keymap:
            self._put(_Stand(self.base, keymap))

    def _put(self, stand: _Stand) -> None:
        if stand != self._now:
            self._before.append(self._now)
            self._now = stand
            self._keep()

    def _keep(self) -> None:
        self._settings.set("keymap", self.base)
        changes = self.keymap.changes_from(self.base_map)
        self._settings.set("key_changes", json.dumps(changes))

    def _kept(self) -> _Stand:
        base = str(self._settings.get("keymap"))
        base = base if base in keymap_file.READY_MADE else DEFAULT
        try:
            found = json.loads(str(self._settings.get("key_changes")))
        except (ValueError, RecursionError):  # somebody edited the file
            found = {}
        return _Stand(base, self._map(base).overlaid(usable_changes(found, self.actions)))
