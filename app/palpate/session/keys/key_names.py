"""How keys are written: ``Ctrl+Shift+Z``, ``PgUp``, ``/``; the spelling that Qt reads, known without it."""

from __future__ import annotations

_MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift", "Num")
_NAMED = (
    *("Esc", "Tab", "Backtab", "Backspace", "Return", "Enter", "Ins", "Del", "Pause", "Print", "Home", "End"),
    *("Left", "Up", "Right", "Down", "PgUp", "PgDown", "Space", "Menu", "Help", "Back", "Forward"),
    *(f"F{n}" for n in range(1, 36)),
)
_OTHERWISE = {"escape": "Esc", "delete": "Del", "insert": "Ins", "pageup": "PgUp", "pagedown": "PgDown"}
_NAMES = {name.casefold(): name for name in _NAMED} | _OTHERWISE
# Typed with Shift on nearly every keyboard: the sign says that already.
_SHIFTED = frozenset('~!@#$%^&*()_+{}|:"<>?')
_KEPT = {
    "Esc": "it takes back what is under way",
    "Return": "it presses the button or opens the row that the keyboard is on",
    "Enter": "it presses the button or opens the row that the keyboard is on",
    "Up": "it walks lists",
    "Down": "it walks lists",
}


def canonical(key: str) -> str:
    """Return the one way to write a key; empty for what is no single key.

    ``ctrl+z`` becomes ``Ctrl+Z``, ``Shift+Ctrl+Delete`` ``Ctrl+Shift+Del``, and ``Shift+?`` ``?``.
    Several keys one after the other (``Ctrl+K, Ctrl+C``) are none: the first would have to wait for the next.
    """
    rest, held = key.strip(), set()
    while True:
        modifier = next((m for m in _MODIFIERS if rest.casefold().startswith(f"{m.casefold()}+")), None)
        if modifier is None or modifier in held or len(rest) == len(modifier) + 1:
            break
        held.add(modifier)
        rest = rest[len(modifier) + 1 :].strip()
    name = _name(rest)
    if not name:
        return ""
    if name in _SHIFTED:
        held.discard("Shift")
    return "+".join([*(m for m in _MODIFIERS if m in held), name])


def plain(key: str) -> bool:
    """Tell whether a key is one that can be held: no modifier, not Tab, which moves the keyboard on."""
    return "+" not in key[:-1] and key not in ("Tab", "Backtab")


def why_not_given(key: str) -> str:
    """Return why a key is not to be had; empty if it is."""
    reason = _KEPT.get(key)
    return f"{key} cannot be given another meaning: {reason}" if reason else ""


def _name(text: str) -> str:
    if len(text) == 1 and text.isprintable() and text != " ":
        return text.upper() if len(text.upper()) == 1 else text
    return _NAMES.get(text.casefold(), "")
