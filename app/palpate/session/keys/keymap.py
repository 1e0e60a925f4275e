"""Which keys do what: maps of keys, what they share, and how one is laid over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from palpate.session.keys.key_names import canonical, plain, why_not_given

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """What maps of keys know of an action.

    Attributes
    ----------
    keys
        By default.
    held
        Whether it lasts while its key is down; then its keys stand alone, without Ctrl or Shift.
    """

    name: str
    keys: Keys = ()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action; every change gives a new map.

    Attributes
    ----------
    keys
        By the action's name, in the order of the actions; spelled as `canonical` does.
    """

    keys: Mapping[str, Keys]

    def of(self, action: str) -> Keys:
        """Return an action's keys; none for an action that is not known."""
        return self.keys.get(action, ())

    def holders(self, key: str) -> list[str]:
        """Return the actions that have a key."""
        return [action for action, keys in self.keys.items() if key in keys]

    def conflicts(self) -> dict[str, list[str]]:
        """Return the keys that more than one action has, and those actions."""
        actions: dict[str, list[str]] = {}
        for action, keys in self.keys.items():
            for key in keys:
                actions.setdefault(key, []).append(action)
        return {key: found for key, found in actions.items() if len(found) > 1}

    def giving(self, action: str, key: str) -> Keymap:
        """Return the map in which this action alone has a key, behind those it has already."""
        keys = self.of(action)
        return self.overlaid({action: keys if key in keys else (*keys, key)})

    def taking(self, action: str, key: str) -> Keymap:
        """Return the map in which an action has a key no more."""
        return self.overlaid({action: tuple(other for other in self.of(action) if other != key)})

    def overlaid(self, changes: Mapping[str, Keys]) -> Keymap:
        """Return the map with other keys for some actions; what they take, the others lose.

        Unknown actions are left out. Where changes share a key, the first action keeps it.
        """
        wanted = {action: keys for action, keys in changes.items() if action in self.keys}
        taken: dict[str, str] = {}
        for action, keys in wanted.items():
            for key in keys:
                taken.setdefault(key, action)
        return Keymap(
            {
                action: tuple(key for key in wanted.get(action, keys) if taken.get(key, action) == action)
                for action, keys in self.keys.items()
            }
        )

    def changes_from(self, base: Keymap) -> dict[str, Keys]:
        """Return what, laid over a base, gives this map again."""
        return {action: keys for action, keys in self.keys.items() if keys != base.of(action)}


def default_map(actions: Iterable[Keyed]) -> Keymap:
    """Return the map of the actions' own keys."""
    return Keymap({action.name: tuple(canonical(key) for key in action.keys) for action in actions})


def why_not_key(action: Keyed, key: str) -> str:
    """Return why an action cannot have a key, whoever else has it; empty if it can.

    Parameters
    ----------
    key
        As somebody wrote it.
    """
    known = canonical(key)
    if not known:
        return f"“{key}” is no single key"
    if action.held and not plain(known):
        return f"{known} cannot be held: choose a key by itself, without Ctrl, Alt or Shift"
    return why_not_given(known)


def usable_changes(found: object, actions: Iterable[Keyed]) -> dict[str, Keys]:
    """Return of changes that were kept what still can be meant.

    They may stem from another version of the program, or somebody edited the file; nobody is asked.
    """
    if not isinstance(found, dict):
        return {}
    kept: dict[str, Keys] = {}
    for action in actions:
        keys = found.get(action.name)
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            good = (canonical(key) for key in keys if not why_not_key(action, key))
            kept[action.name] = tuple(dict.fromkeys(good))
    return kept
