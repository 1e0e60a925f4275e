"""Texts and short lists as YAML that people like to read and any YAML reader takes for the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Begins with a letter of any script; commas have a meaning inside brackets only.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ()+%/.;=°²×–−-]*[\w)%.])?")
_PLAIN_LINE = re.compile(r"[^\W\d_](?:[\w ()+%/.;=°²×–−,'-]*[\w)%.])?")
# What readers of YAML 1.1 or 1.2 would take for something else than text.
_TYPED = re.compile(r"(?:y|n|yes|no|on|off|true|false|null)", re.IGNORECASE)


def yaml_text(text: str, *, has_line: bool = False) -> str:
    """Return a text as a scalar, in double quotes only where it needs them.

    `has_line` says that nothing else stands behind it on its line.
    """
    plain = _PLAIN_LINE if has_line else _PLAIN
    if plain.fullmatch(text) and not _TYPED.fullmatch(text):
        return text
    return f'"{"".join(_escaped(sign) for sign in text)}"'


def yaml_number(value: float) -> str:
    """Return a number that reads back as exactly the same."""
    return repr(float(value))


def yaml_list(parts: Iterable[str]) -> str:
    """Return finished parts as a list on one line."""
    return f"[{', '.join(parts)}]"


def yaml_names(names: Iterable[str]) -> str:
    """Return texts as a list on one line."""
    return yaml_list(yaml_text(name) for name in names)


def yaml_mapping(entries: Iterable[tuple[str, str]]) -> str:
    """Return finished entries as a mapping on one line."""
    return f"{{{', '.join(f'{key}: {value}' for key, value in entries)}}}"


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign == "\n":
        return "\\n"
    if sign.isprintable():
        return sign
    code = ord(sign)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
