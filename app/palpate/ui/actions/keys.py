"""The keys in force, and how they are told; whoever names a key in a text asks here."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from palpate.session.keys.keymap import Keyed, Keymap, default_map
from palpate.ui.actions.table import ACTIONS, HELD_KEYS

KEYED: tuple[Keyed, ...] = (
    *(Keyed(spec.does, spec.keys) for spec in ACTIONS),
    *(Keyed(spec.does, spec.keys, held=True) for spec in HELD_KEYS),
)
"""What maps of keys know of the table."""

_TIP = "tip_with_keys"
_TAPPED = {"play": "hold_pan"}  # done by a tap of a key that does something else when held
_current = default_map(KEYED)


def current_map() -> Keymap:
    """Return the map in force."""
    return _current


def put_in_force(keymap: Keymap) -> None:
    """Make a map the one in force; who shows keys must be told."""
    global _current
    _current = keymap


def keys_of(does: str) -> tuple[str, ...]:
    """Return an action's keys in force."""
    return _current.of(does)


def shown(key: str) -> str:
    """Return a key as this system writes it; one of the number pad as ``Num 5``."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).replace("Num+", "Num ")


def keys_told(does: str) -> list[str]:
    """Return the keys to name for an action, as this system writes them."""
    return [shown(key) for key in keys_of(does) or keys_of(_TAPPED.get(does, ""))]


def key_told(does: str) -> str:
    """Return the key to name for an action, as this system writes it; empty if it has none."""
    return next(iter(keys_told(does)), "")


def with_keys(text: str, does: str) -> str:
    """Return a text with the first key of an action behind it, if it has one."""
    key = key_told(does)
    return f"{text} ({key})" if key else text


def tip_with_keys(widget: QWidget, text: str, does: str) -> None:
    """Give a widget a tooltip and a name that tell an action's key, also after that has changed."""
    widget.setProperty(_TIP, [text, does])
    widget.setToolTip(with_keys(text, does))
    widget.setAccessibleName(with_keys(text, does))


def tip_again(window: QWidget) -> None:
    """Let the tooltips in a window name the keys in force."""
    for widget in window.findChildren(QWidget):
        told = widget.property(_TIP)
        if told:
            tip_with_keys(widget, *told)


def has_key(does: str, key: int) -> bool:
    """Tell whether a key of Qt, by itself, is one of an action's keys in force."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) in keys_of(does)
