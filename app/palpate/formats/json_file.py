"""Reading and writing JSON files that others read too."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnreadable, FormatError, LabelsFaulty, Problem
from palpate.formats.problems import Problems

_BOM = b"\xef\xbb\xbf"
_KEY = re.compile(rb'"(\w{1,64})"\s*:')
_GUESSED_FROM = 1 << 20


@dataclass(frozen=True, slots=True)
class Outline:
    """What a JSON file is, seen from above.

    Attributes
    ----------
    keys
        Keys of the object at the top, or of the first object in the list at the top.
    is_list
        Whether a list stands at the top.
    fault
        Why it is no JSON; empty if it is. Then `keys` are guessed from its beginning.
    """

    keys: frozenset[str] = frozenset()
    is_list: bool = False
    fault: str = ""


def file_bytes(path: Path) -> bytes:
    """Return the file's content without a byte order mark.

    Raises
    ------
    FileUnreadable
        If it is missing, a folder, or may not be read.
    """
    try:
        return path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise FileUnreadable((error.strerror or str(error)).lower(), path=path) from error
    except ValueError as error:  # a null character in the name
        raise FileUnreadable(str(error), path=path) from error


def load(path: Path, problems: Problems) -> object:
    """Return the decoded file; NaN and infinities become problems, and stay in the result.

    Raises
    ------
    FileUnreadable
        If the file cannot be read.
    LabelsFaulty
        If it is no JSON.
    """
    content = file_bytes(path)
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = _leniently(content, path, _reason(error))
        before = len(problems.found)
        _note_non_finite(found, problems)
        if len(problems.found) == before:
            raise _malformed(path, _reason(error)) from error
        return found


def dump(path: Path, content: Mapping[str, object], *, force: bool) -> None:
    """Write an object, one line per key and per item of a list under a key; numbers without loss.

    Raises
    ------
    FormatError
        If a text in it is not Unicode.
    TargetExists, FileUnwritable
        See `palpate.base.atomic_write.replacing`.
    """
    try:
        lines = b",\n".join(_encode(key) + b": " + _block(value) for key, value in content.items())
    except UnicodeEncodeError as error:
        raise FormatError("a name is not Unicode text and cannot be written", path=path) from error
    write_bytes(path, b"{\n" + lines + b"\n}\n", force=force)


def outline(path: Path) -> Outline:
    """Return what kind of JSON a file holds; nothing of it for a folder or a file that cannot be read."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return Outline(fault="cannot be read")
    return _outline(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _outline(path: Path, _modified: int, _size: int) -> Outline:
    try:
        content = file_bytes(path)
    except FileUnreadable as error:
        return Outline(fault=error.sentence)
    try:
        return _well_formed_outline(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        keys = frozenset(key.decode() for key in _KEY.findall(content[:_GUESSED_FROM]))
        return Outline(keys, is_list=content.lstrip()[:1] == b"[", fault=_reason(error))


def _well_formed_outline(content: bytes) -> Outline:
    if content.lstrip()[:1] == b"[":
        items = msgspec.json.decode(content, type=list[msgspec.Raw])
        first = msgspec.json.decode(items[0]) if items else {}
        return Outline(frozenset(first) if isinstance(first, dict) else frozenset(), is_list=True)
    return Outline(frozenset(msgspec.json.decode(content, type=dict[str, msgspec.Raw])))


def _leniently(content: bytes, path: Path, reason: str) -> object:
    """Decode once more as others do, who write NaN and Infinity; this also knows line and column."""
    try:
        return json.loads(content.decode("utf-8"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise LabelsFaulty([Problem(place, f"is not JSON ({error.msg.lower()})")], path=path) from error
    except (ValueError, RecursionError) as error:
        raise _malformed(path, reason) from error


def _malformed(path: Path, reason: str) -> LabelsFaulty:
    return LabelsFaulty([Problem("", f"is not JSON that can be read ({reason})")], path=path)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error).removeprefix("JSON is malformed: ").lower()


def _note_non_finite(value: object, problems: Problems) -> None:
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        place, current = pending.pop()
        if isinstance(current, dict):
            children = [(f"{place}.{key}".lstrip("."), child) for key, child in current.items()]
        elif isinstance(current, list):
            children = [(f"{place}[{i}]", child) for i, child in enumerate(current)]
        else:
            if isinstance(current, float) and not math.isfinite(current):
                problems.add(place, f"is {current}, which is neither JSON nor a number to work with")
            continue
        pending.extend(reversed(children))


def _encode(value: object) -> bytes:
    return msgspec.json.encode(value)


def _block(value: object) -> bytes:
    if not isinstance(value, list | tuple) or not value:
        return _encode(value)
    return b"[\n  " + b",\n  ".join(_encode(item) for item in value) + b"\n]"
