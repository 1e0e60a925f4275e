"""What is set, by whom: values of the table of settings, checked, and kept as texts."""

from __future__ import annotations

import hashlib
from typing import Protocol

from psygnal import Signal

from palpate.base.errors import UsageError
from palpate.session.settings_table import SETTINGS, Kind, SettingSpec, Value, Whose

_SPECS = {spec.name: spec for spec in SETTINGS}
_MINE = [spec.name for spec in SETTINGS if spec.whose is Whose.ANNOTATOR]
_NAME = "annotator"


class Shelf(Protocol):
    """Where settings are kept, by keys that may have groups in front: ``group/name``."""

    def read(self, key: str) -> str | None:
        """Return what is kept, None for nothing or what is no text."""

    def write(self, key: str, text: str | None) -> None:
        """Keep a text; None forgets."""

    def all_keys(self) -> list[str]:
        """Return all that is kept."""


class Settings:
    """The settings of the annotator who works now, and those of the machine.

    What the shelf holds may be from another version or edited by somebody: what cannot be meant is as if it
    were not there.

    Signals
    -------
    leaving
        Another annotator is about to take over; what belongs to this one can still be kept.
    changed
        (name of a setting) it has another value now; also when another annotator takes over.
    """

    leaving = Signal()

    changed = Signal(str)

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        for name in _MINE:  # before there were profiles, these were the machine's
            kept = shelf.read(name)
            if kept is not None:
                shelf.write(name, None)
                self._keep(_SPECS[name], kept)

    def get(self, name: str) -> Value:
        """Return a setting's value."""
        spec = _SPECS[name]
        kept = self._shelf.read(self._key(spec))
        return usual(spec) if kept is None else _read(spec, kept)

    def set(self, name: str, value: Value) -> None:
        """Give a setting a value.

        Raises
        ------
        UsageError
            If it cannot have that value; nothing was changed.
        """
        spec = _SPECS[name]
        reason = why_not_value(spec, value)
        if reason:
            raise UsageError(reason, place=spec.title)
        if name == _NAME:
            self._take_over(str(value).strip())
        elif value != self.get(name):
            self._keep(spec, None if value == usual(spec) else _written(value))
            self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Give a setting its usual value."""
        self.set(name, usual(_SPECS[name]))

    def annotators(self) -> list[str]:
        """Return everybody who has settings here, and who works now, by name."""
        kept = (self._shelf.read(key) for key in self._shelf.all_keys() if _is_owner(key))
        return sorted({str(self.get(_NAME)), *(name for name in kept if name)}, key=str.casefold)

    def forget(self, annotator: str) -> None:
        """Forget what somebody has set.

        Raises
        ------
        UsageError
            If it is who works now.
        """
        if annotator == self.get(_NAME):
            raise UsageError("these settings are in use; choose another name first")
        group = _group(annotator)
        for key in self._shelf.all_keys():
            if key.startswith(f"{group}/"):
                self._shelf.write(key, None)

    def _take_over(self, annotator: str) -> None:
        if annotator == self.get(_NAME):
            return
        self.leaving.emit()
        before = {name: self.get(name) for name in _MINE}
        if self._shelf.read(_NAME) is not None:
            self._own()  # who worked until now may come back
        self._shelf.write(_NAME, annotator)
        self._own()
        self.changed.emit(_NAME)
        for name, value in before.items():
            if self.get(name) != value:
                self.changed.emit(name)

    def _key(self, spec: SettingSpec) -> str:
        if spec.whose is Whose.MACHINE:
            return spec.name
        return f"{_group(str(self.get(_NAME)))}/{spec.name}"

    def _keep(self, spec: SettingSpec, text: str | None) -> None:
        if spec.whose is Whose.ANNOTATOR:
            self._own()
        self._shelf.write(self._key(spec), text)

    def _own(self) -> None:
        name = str(self.get(_NAME))
        self._shelf.write(f"{_group(name)}/{_NAME}", name)


def spec_of(name: str) -> SettingSpec:
    """Return a setting's row of the table."""
    return _SPECS[name]


def usual(spec: SettingSpec) -> Value:
    """Return a setting's value until somebody sets another."""
    return spec.usual() if callable(spec.usual) else spec.usual


def why_not_value(spec: SettingSpec, value: Value) -> str:
    """Return why a setting cannot have a value; empty if it can."""
    if spec.kind is Kind.CHOICE:
        known = any(value == choice and type(value) is type(choice) for choice, _ in spec.choices)
        return "" if known else f"“{value}” is none of its choices"
    if spec.kind is Kind.TOGGLE:
        return "" if isinstance(value, bool) else "is switched on or off"
    if spec.kind is Kind.TEXT:
        return "" if isinstance(value, str) and value.strip() else "needs a text"
    return _why_not_number(spec, value)


def _why_not_number(spec: SettingSpec, value: Value) -> str:
    if value is None and spec.unset:
        return ""
    if not isinstance(value, int) or isinstance(value, bool):
        return "needs a whole number"
    least, most = spec.limits() if spec.limits is not None else (value, value)
    return "" if least <= value <= most else f"is from {least} to {most}{spec.unit}"


def _written(value: Value) -> str:
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def _read(spec: SettingSpec, text: str) -> Value:
    """Return a kept value; the usual one for what cannot be meant."""
    value: Value = text
    if spec.kind is Kind.CHOICE:
        value = next((choice for choice, _ in spec.choices if _written(choice) == text), None)
    elif spec.kind is Kind.TOGGLE:
        value = {"true": True, "false": False}.get(text)
    elif spec.kind is Kind.WHOLE:
        value = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    return usual(spec) if why_not_value(spec, value) else value


def _group(annotator: str) -> str:
    # A name as a key would be cut into groups at its slashes.
    return "profiles/" + hashlib.sha256(annotator.encode()).hexdigest()[:24]


def _is_owner(key: str) -> bool:
    return key.startswith("profiles/") and key.endswith(f"/{_NAME}")
